"""WordPress exports: the public posts, whole, in flat memory, or one sentence and nothing."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.errors import PostError
from audioedition.model import Kind, Picture
from audioedition.posts.blogs import blog, exports
from audioedition.posts.blogs.entries import Entry, Skipped, post

EXPORT = (Path(__file__).parent / "data" / "posts" / "export.xml").read_bytes()
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="https://wordpress.org/export/1.2/"><channel>\n'
)
END = "</channel></rss>"


def read(data: bytes | str) -> list[Entry | Skipped]:
    data = data.encode() if isinstance(data, str) else data
    return list(blog.entries(io.BytesIO(data), "blog.xml", now=NOW))


def taken(data: bytes | str) -> list[Entry]:
    return [entry for entry in read(data) if isinstance(entry, Entry)]


def item(content: str = "Text.", *, number: int = 1, link: str = "", other: str = "") -> str:
    return (
        f"<item><title>Post {number}</title><link>{link or f'https://b.example/{number}/'}</link>{other}"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>2024-06-{number % 28 + 1:02} 08:30:00</wp:post_date>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n"
    )


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def test_an_export_gives_its_public_posts_oldest_first() -> None:
    assert [entry.id for entry in taken(EXPORT)] == [
        "harbour.example/the-first-boat",
        "harbour.example/the-second-boat",
        "harbour.example/two-tongues",
        "harbour.example/fog-and-patience",
        "harbour.example/cz/mlha-a-trpelivost",
    ]


def test_what_is_left_out_is_told_with_its_reason() -> None:
    why = [(entry.code, entry.name, entry.count) for entry in read(EXPORT) if isinstance(entry, Skipped)]
    assert why == [
        ("other", "blog.xml, “a picture”", 1),
        ("page", "blog.xml, “About”", 1),
        ("draft", "blog.xml, “Not yet”", 1),
        ("password", "blog.xml, “For friends”", 1),
        ("empty", "blog.xml, “Only pictures”", 1),
        ("future", "blog.xml, “Soon”", 1),
        ("private", "blog.xml, “Mine”", 1),
        ("comment", "blog.xml, its comments", 2),
    ]


def test_an_entry_knows_what_the_export_says_of_it() -> None:
    first, second = taken(EXPORT)[:2]
    assert second.name == "blog.xml, “The second boat”"
    assert second.meta.title == "The second boat"
    assert second.meta.author == "Jane Roe"
    assert second.meta.address == "https://harbour.example/the-second-boat/"
    assert second.meta.published == datetime(2024, 6, 5, 6, 30, tzinfo=UTC)
    assert second.meta.published.utcoffset() == timedelta(hours=2)
    assert second.meta.tags == ("fog", "Boats & quays")
    assert second.meta.picture == Picture("https://harbour.example/files/quay.jpg", "An empty quay")
    assert (second.language, second.meta.language) == (None, "en-GB")
    assert (first.meta.author, first.meta.picture) == (None, None)
    assert first.meta.published == datetime(2024, 6, 1, 9, tzinfo=UTC)


def test_the_text_is_read_as_wordpress_shows_it() -> None:
    first, second = map(post, taken(EXPORT)[:2])
    assert [(block.kind, block.text) for block in first.blocks] == [
        (Kind.PARAGRAPH, "Every morning begins with the same engine."),
        (Kind.PARAGRAPH, "Nobody sees it."),
        (Kind.CAPTION, "The boat, before the fog"),
        (Kind.PARAGRAPH, "It stops [sic] at the last bollard."),
    ]
    assert [(block.kind, block.text) for block in second.blocks] == [
        (Kind.PARAGRAPH, "It came an hour late, and nobody on the quay was surprised."),
        (Kind.QUOTE, "Fog does not read timetables."),
    ]
    assert not any("stranger" in block.text for block in second.blocks)


def test_several_languages_in_one_post_are_marked_down_to_the_title() -> None:
    entry = taken(EXPORT)[2]
    assert (entry.name, entry.meta.title) == ("blog.xml, “Two tongues”", None)
    assert [(block.kind, block.text, block.language) for block in post(entry).blocks] == [
        (Kind.HEADING, "Two tongues", "en"),
        (Kind.HEADING, "Zwei Zungen", "de"),
        (Kind.PARAGRAPH, "The harbour speaks in the morning.", "en"),
        (Kind.PARAGRAPH, "Der Hafen spricht am Morgen.", "de"),
    ]


def test_what_a_title_has_for_all_languages_is_not_the_title() -> None:
    data = HEAD + item().replace("Post 1", "[:en]Fog[:de]Nebel[:] 2") + END
    (entry,) = taken(data)
    assert (entry.meta.title, post(entry).title) == (None, "Fog")


def test_polylang_says_which_posts_are_one() -> None:
    english, czech = taken(EXPORT)[3:]
    assert (english.language, czech.language) == ("en", "cs")  # the owner calls it `cz`
    assert english.group == czech.group == "pll_1"


def test_so_does_wpml() -> None:
    def wpml(tag: str) -> str:
        return meta("_wpml_import_language_code", tag) + meta("_wpml_import_translation_group", "7")

    link = "https://b.example/fog/?lang=pt-br"
    one, two, copy = (
        item(number=1, link="https://b.example/fog/", other=wpml("en")),
        item(number=2, link=link, other=wpml("pt-br")),
        item(number=3, other=meta("_icl_lang_duplicate_of", "1")),
    )
    found = read(HEAD + one + two + copy + END)
    assert [(e.language, e.group) for e in found if isinstance(e, Entry)] == [("en", "7"), ("pt-BR", "7")]
    assert [e.code for e in found if isinstance(e, Skipped)] == ["copy"]
    alone = taken(HEAD + item(number=1, link="https://b.example/fog/") + item(number=2, link=link) + END)
    assert [(entry.language, entry.group) for entry in alone] == [
        (None, "b.example/fog"),
        ("pt-BR", "b.example/fog"),
    ]


def test_what_editors_leave_behind_does_no_harm() -> None:
    (entry,) = taken(HEAD + item("Fog\x0b and\x02 patience.") + END)
    assert entry.html == "Fog and patience."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_any_encoding_is_read(encoding: str) -> None:
    head = HEAD.replace("UTF-8", encoding.removesuffix("-sig"))
    (entry,) = taken((head + item("Grüße vom Hafen.") + END).encode(encoding))
    assert entry.html == "Grüße vom Hafen."


@pytest.mark.parametrize(
    "data",
    [
        HEAD + item() + "\n<item><title>Cut o",
        HEAD + item() + "\n<item></rss>",
        HEAD + item() + "\nA & B" + END,
        (HEAD + item() + "\nGrüße" + END).encode("cp1252"),
        HEAD + item() + "\n\x00" + END,
    ],
)
def test_of_a_damaged_export_nothing_is_taken(data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    found: list[Entry | Skipped] = []
    with pytest.raises(PostError, match=r"blog\.xml (is no valid XML at line 5|holds null bytes)"):
        found.extend(blog.entries(io.BytesIO(data), "blog.xml", now=NOW))
    assert not found


def test_an_encoding_that_nobody_knows_is_a_sentence() -> None:
    with pytest.raises(PostError, match=r"blog\.xml says to be in an encoding that nobody knows"):
        read(HEAD.replace("UTF-8", "UTF-9") + item() + END)


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/">',
        f'<!DOCTYPE rss [<!ATTLIST item a CDATA "{"a" * 50_000}">]>',
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{LAUGHS}]>',
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>',
    ],
)
def test_entities_are_refused(dtd: str) -> None:
    with pytest.raises(PostError, match=r"blog\.xml has a DTD or entities"):
        read(HEAD.replace("<rss", f"{dtd}<rss") + item("&x;&a9;" + "&a;" * 50_000) + END)


def test_one_endless_post_does_not_stop_the_others() -> None:
    data = (HEAD + item("word " * 8_000_000) + item(number=2) + END).encode()
    tracemalloc.start()
    found = read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(type(entry), getattr(entry, "code", None)) for entry in found] == [
        (Skipped, "long"),
        (Entry, None),
    ]
    assert most < 30_000_000


@pytest.mark.parametrize(
    "inside",
    [
        "<item>" + "<a>" * 10_000 + "x" + "</a>" * 10_000 + "</item>",
        "<item/>" * 100_000,
        "<item>" + "<wp:comment>A stranger's words.</wp:comment>" * 50_000 + "</item>",
        "<item " + " ".join(f'a{n}="b"' for n in range(50_000)) + "/>",
        item("[a_b]" * 200_000),
    ],
)
def test_hostile_exports_take_bounded_time_and_memory(inside: str) -> None:
    begin = time.perf_counter()
    read(HEAD + inside + item(number=2) + END)
    assert time.perf_counter() - begin < 20


def test_memory_does_not_grow_with_the_export(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_IN_MEMORY", 100_000)

    def most(posts: int) -> int:
        def chunks() -> Iterator[bytes]:
            yield HEAD.encode()
            for number in range(posts):
                yield item("Every morning begins. " * 2_000, number=number).encode()
            yield END.encode()

        tracemalloc.start()
        count = sum(1 for _ in exports.read(chunks(), "blog.xml"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == posts
        return peak

    few, many = most(50), most(250)  # 2 and 11 MB
    assert many - few < 1_500_000


@given(st.lists(st.sampled_from(["<item>", "</item>", "<title>", "</title>", "<wp:status>", "</wp:status>", "<category domain='language' nicename='x'>", "</category>", "<wp:postmeta>", "</wp:postmeta>", "<wp:meta_key>", "_thumbnail_id", "</wp:meta_key>", "<link>https://b.example/1</link>", "<content:encoded>text</content:encoded>", "<language>", "</language>", "<wp:author>", "</wp:author>", "<guid>[</guid>"]), max_size=30))  # fmt: skip
def test_any_shambles_of_an_export_are_entries_or_a_sentence(pieces: list[str]) -> None:
    message = ""
    try:
        read(HEAD + "".join(pieces) + END)
    except PostError as exc:
        message = str(exc)
    assert not message or message.startswith("blog.xml ")
