"""posts: pages as blog systems make them, what they say about themselves, and pages made to harm.

A golden pair is `NAME.html`, a page in the mark-up of a blog system, and `NAME.json`, what is read
from it: a bug report is two files.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from audioedition import posts

PAGES = Path(__file__).parent / "data" / "posts"


def facts(path: Path) -> dict[str, object]:
    """All that is read from a page, in a form that is easy to review."""
    post = posts.parse(path.read_bytes(), source=path.name, origin=path.name)
    return {
        "title": post.title,
        "language": post.language,
        "author": post.author,
        "address": post.address,
        "addresses": dict(post.addresses),
        "published": post.published and post.published.isoformat(),
        "picture": post.picture and [post.picture.address, post.picture.alt],
        "tags": list(post.tags),
        "blocks": [
            [f"{block.kind}{block.level or ''}", *([block.language] if block.language else []), block.text]
            for block in post.blocks
        ],
        "furniture": [[entry.code, entry.text] for entry in post.furniture],
    }


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    assert facts(path) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def read(page: str) -> list[str]:
    return [block.text for block in posts.parse(page.encode(), source="p.html", origin="p.html").blocks]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ('One.<sup class="fn"><a href="#u" id="v">1</a></sup>', ["One."]),
        ('One.<sup>[<a href="#u">1</a>]</sup> Two.<a href="#u">[2]</a> Back <a href="#u">↩︎</a>', ["One. Two. Back"]),
        ('He left in <a href="#y">1984</a>, or <a href="https://a.example/b#c">later</a>.', ["He left in 1984, or later."]),
        ('<h2><a class="anchor" href="#u">The stairs</a></h2>Up.', ["The stairs", "Up."]),
        ('<h2>The stairs<a class="anchor" href="#u">Permalink</a></h2>Up.', ["The stairs", "Up."]),
    ],
)  # fmt: skip
def test_signs_of_notes_are_silent_and_words_are_not(page: str, texts: list[str]) -> None:
    assert read(page) == texts


def test_a_title_may_be_a_heading_of_the_second_level_above_a_text_with_one_of_the_first() -> None:
    about = '<div class="article-details"><h2 class="article-title">Gulls</h2><footer>by Ines</footer></div>'
    text = (
        f"<p>{'The keeper counts them all. ' * 5}</p><h1>Möwen</h1><p>{'Der Wärter zählt sie alle. ' * 5}</p>"
    )
    others = '<div class="related"><h2 class="article-title">Terns</h2></div>'
    page = f"<html><title>Gulls</title><body><article>{about}<div class='article-content'>{text}</div>{others}</article></body></html>"
    post = posts.parse(page.encode(), source="p.html", origin="p.html")
    assert post.title == "Gulls"
    assert [block.text for block in post.blocks if block.level] == ["Gulls", "Möwen"]


def test_a_date_by_the_title_is_not_read_and_one_in_a_text_is() -> None:
    page = "<h1>Diary</h1><p><time>3 May</time></p><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><p><time>4 May</time></p><p>Five.</p>"
    assert read(page) == ["Diary", "One.", "Two.", "Three.", "Four.", "4 May", "Five."]


def test_a_note_that_nothing_leads_to_stays_where_it_is() -> None:
    page = '<p>One.<sup><a href="#a">1</a></sup></p><p>Zwei.</p><h2>Notes</h2><ol class="footnotes"><li id="a">A.</li><li id="b">B.</li></ol>'
    assert read(page) == ["One.", "A.", "Zwei.", "Notes", "B."]


def test_a_list_of_notes_that_was_emptied_leaves_no_title_behind() -> None:
    page = '<table><tr><td>One.<sup><a href="#a">1</a></sup></td></tr></table><p>Zwei.</p><hr><h2>Notes</h2><ol class="footnotes"><li id="a">A.</li></ol>'
    assert read(page) == ["One.", "A.", "Zwei."]


@pytest.mark.parametrize(
    "page",
    [
        "<div class=footnotes id=a>" * 9_000 + 'x<sup><a href="#a">1</a></sup>',
        'x<sup><a href="#a">1</a></sup>' * 9_000 + "<ol class=footnotes><li id=a>A.</ol>",
        "".join(f'x<sup><a href="#a{n}">1</a></sup>' for n in range(7_000))
        + "<div class=footnotes>"
        + "".join(f"<div id=a{n}>" for n in range(7_000)),
        "<sup>" * 20_000 + '<a href="#a">1</a>',
        "<span class=anchor>" * 20_000 + "x",
    ],
    ids=["lists", "signs", "nested", "raised", "anchors"],
)
def test_notes_take_bounded_time(page: str) -> None:
    begin = time.process_time()
    read(f"<p>Text.</p>{page}")
    assert time.process_time() - begin < 5


def test_a_page_that_names_its_site_but_not_itself_has_no_title() -> None:
    page = '<html><head><meta property="og:site_name" content="Ferries"></head><body><p>The boat left.</p></body></html>'
    assert read(page) == ["The boat left."]
