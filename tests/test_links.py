"""Where a text links to: kept through parsing, splitting and recording, for pages and show notes."""

from __future__ import annotations

import pytest
from conftest import Site
from hypothesis import given
from hypothesis import strategies as st

from audioedition import episodes
from audioedition.model import Block, Kind, Link, Reference
from audioedition.posts import bare, html, markdown

PAGE = "https://example.org/posts/fog/"


def said(block: Block) -> list[tuple[str, str]]:
    return [(block.text[link.start : link.end], link.address) for link in block.links]


def read(body: str, address: str | None = PAGE) -> list[tuple[str, str]]:
    return [pair for block in html.blocks(body, address)[0] for pair in said(block)]


def test_links_of_a_page_are_whole_addresses() -> None:
    body = '<p>See <a href="../boat"><em>the old</em> boat</a>, and <a href="https://x.org/a?b=c#d">more</a>.</p>'
    assert read(body) == [
        ("the old boat", "https://example.org/posts/boat"),
        ("more", "https://x.org/a?b=c#d"),
    ]


@pytest.mark.parametrize(
    "href",
    [
        "#note-1",
        "https://example.org/posts/fog/#note",
        "javascript:alert(1)",
        "mailto:a@b.org",
        "",
        "data:x",
        "//",
    ],
)
def test_what_leads_to_no_other_page_is_no_link(href: str) -> None:
    assert read(f'<p>A <a href="{href}">word</a> here.</p>') == []


def test_without_an_address_of_its_own_a_page_has_only_whole_links() -> None:
    assert read('<p><a href="/a">one</a> and <a href="http://b.org">two</a></p>', None) == [
        ("two", "http://b.org")
    ]


def test_markdown_has_links_too() -> None:
    blocks = markdown.blocks(
        "A [*good* boat](https://a.org/b_c) and <https://z.org/>.\n\n- an [item](http://q.de)\n", "x"
    )[0]
    assert [pair for block in blocks for pair in said(block)] == [
        ("good boat", "https://a.org/b_c"),
        ("https://z.org/", "https://z.org/"),
        ("item", "http://q.de"),
    ]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://a.org/b, or http://c.de.", ["https://a.org/b", "http://c.de"]),
        ("(https://a.org/b_(c)) [https://a.org]", ["https://a.org/b_(c)", "https://a.org"]),
        ("„https://a.org“ https:// xhttps://b.org", ["https://a.org"]),
    ],
)
def test_bare_addresses_are_links(text: str, addresses: list[str]) -> None:
    assert [link.address for link in bare.linked(Block(Kind.PARAGRAPH, text)).links] == addresses


def test_a_bare_address_that_is_a_link_already_is_one_link() -> None:
    block = Block(Kind.PARAGRAPH, "See https://a.org now", links=(Link(4, 17, "https://b.org"),))
    assert bare.linked(block) == block


@given(st.text("https:/.()a, \n"), st.integers(0, 9))
def test_links_are_stretches_of_the_text(text: str, pad: int) -> None:
    block = bare.linked(Block(Kind.PARAGRAPH, "https://" + text + " " * pad + "http://x.org"))
    assert all(block.text[link.start : link.end] == link.address for link in block.links)
    assert all(one.end <= two.start for one, two in zip(block.links, block.links[1:], strict=False))


def test_a_part_of_a_block_keeps_the_links_that_are_in_it() -> None:
    block = Block(
        Kind.PARAGRAPH, "One two three", links=(Link(0, 3, "https://1.org"), Link(8, 13, "https://3.org"))
    )
    assert block.saying("two three").links == (Link(4, 9, "https://3.org"),)


def test_an_episode_knows_the_pages_that_its_text_links_to_each_once(site: Site) -> None:
    post = """# Fog

The [harbour](https://example.net/harbour) is closed today, and nobody can say when the ferry will go again.

Read what [the captain](https://example.net/captain) said, and again about [that harbour](https://example.net/harbour).
"""
    site.record(site.post(post, "fog.md"))
    episode = site.archive.find("fog", "en")
    assert episode
    assert episode.references == (
        Reference("harbour", "https://example.net/harbour"),
        Reference("the captain", "https://example.net/captain"),
    )
    assert [link for block in episode.blocks for link in block.links]


def test_a_list_of_links_is_cut() -> None:
    blocks = [Block(Kind.ITEM, "x", links=(Link(0, 1, f"https://{n}.org"),)) for n in range(500)]
    assert len(episodes.references(blocks)) == episodes.MOST_REFERENCES
