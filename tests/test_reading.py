from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from feed_samples import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import ENGLISH, GERMAN, reading, spoken
from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition import pages
from audioedition.model import (
    UNDETERMINED,
    Attribution,
    Block,
    Chapter,
    Disclosure,
    Enclosure,
    Episode,
    Kind,
    Line,
    Link,
    Reading,
    Span,
)
from audioedition.pages.bridges import bridge
from audioedition.text import permitted

EN, DE = spoken("en", ENGLISH), spoken("de", GERMAN, translator="Jonas Feldkamp")
BOTH = reading(EN, DE)


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def one(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    (node,) = page.css(selector)
    return node


def exactly(node: LexborNode) -> str:
    return node.text(deep=True, separator="", strip=False)


def words(node: LexborNode) -> str:
    return " ".join(exactly(node).split())


def shown(*blocks: Block, lines: tuple[Line, ...] = (), **other: Any) -> LexborHTMLParser:
    """The page of an episode with just these blocks."""
    return parsed(pages.episode(reading(replace(EN, blocks=blocks, lines=lines, chapters=(), **other))))


def inner(node: LexborNode) -> str:
    html = node.html or ""
    return html[html.index(">") + 1 : html.rindex("<")]


places = st.integers(-2, 12)
texts = st.text(st.sampled_from("ab \n<>&\"'\x00\x0b\r\x85\u202e\u2028\ud800א́🎙{%"), max_size=10)
kinds = st.sampled_from([Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM, Kind.CODE, Kind.CAPTION])


@settings(deadline=None, max_examples=300)
@given(
    st.builds(
        Block,
        kinds,
        texts,
        language=st.sampled_from([None, "fr", '"x<']),
        spans=st.lists(st.builds(Span, places, places, st.sampled_from(["fr", "ar", "und"]))).map(tuple),
        links=st.lists(
            st.builds(Link, places, places, st.sampled_from(["https://a.example/", "javascript:x"]))
        ).map(tuple),
    ),
    st.lists(st.tuples(places, places), max_size=6),
)
def test_whatever_is_marked_a_block_shows_exactly_its_text(
    block: Block, spans: list[tuple[int, int]]
) -> None:
    lines = tuple(Line(float(i), i + 0.5, "said", 0, span) for i, span in enumerate(spans))
    found = one(shown(block, lines=lines), "#p0")
    assert exactly(found) == permitted(block.text)
    starts = [node.attributes["data-t"] or "" for node in found.css("[data-t]")]  # its own among them
    assert sorted(float(start) for some in starts for start in some.split()) == [line.start for line in lines]
    assert not found.css("span[data-t] [data-t]")


def test_sentences_hold_their_links_and_phrases() -> None:
    block = Block(
        Kind.PARAGRAPH,
        "Il dit bonjour. Read on here, please. (Unsaid.)",
        spans=(Span(0, 15, "fr"), Span(21, 28, "ar"), Span(30, 36, UNDETERMINED)),
        links=(Link(7, 20, "https://example.org/?a=1&b=ü"), Link(24, 28, "javascript:alert(1)")),
    )
    lines = (Line(1.0, 2.0, "x", 0, (0, 15), 0, "fr"), Line(2.5, 4.0, "x", 0, (16, 37)))
    assert inner(one(shown(block, lines=lines), "#p0")) == (
        '<span data-t="1" lang="fr" dir="ltr"><span lang="fr" dir="ltr">Il dit </span>'
        '<a href="https://example.org/?a=1&amp;b=%C3%BC"><span lang="fr" dir="ltr">bonjour.</span></a></span>'
        ' <span data-t="2.5"><a href="https://example.org/?a=1&amp;b=%C3%BC">Read</a> '
        '<span lang="ar" dir="rtl">on here</span>, please.</span> (Unsaid.)'
    )


def test_words_about_a_block_count_for_their_time_only() -> None:
    quote = Block(Kind.QUOTE, "Wait.")
    code = Block(Kind.CODE, "\n  if a < b:\n    go()")
    lines = (
        Line(1.0, 2.0, "Quote.", 0, (0, 0)),
        Line(2.5, 4.0, "Wait.", 0, (0, 5)),
        Line(4.5, 5.0, "End of quote.", 0, (0, 0)),
        Line(6.0, 7.0, "Here the post shows some code.", 1, (0, 0)),
    )
    page = shown(quote, code, lines=lines)
    assert one(page, "blockquote > p#p0").attributes["data-t"] == "1 4.5"
    assert inner(one(page, "#p0")) == '<span data-t="2.5">Wait.</span>'
    assert one(page, "pre#p1").attributes["data-t"] == "6"
    assert exactly(one(page, "pre")) == code.text
    assert "End of quote" not in exactly(one(page, "main"))


def test_what_is_said_first_stands_first() -> None:
    lines = (
        Line(0.0, 1.0, "Who needs a ferry?"),
        Line(1.5, 2.0, "By Jane Roe.", -1, (0, 12)),
        Line(2.5, 4.0, "Read by a synthetic voice.", -1, (0, 26)),
    )
    page = shown(Block(Kind.PARAGRAPH, "A."), lines=lines)
    assert inner(one(page, "h1")) == '<span data-t="0">Who needs a ferry?</span>'
    assert words(one(page, ".byline")) == "By Jane Roe. Read by a synthetic voice."
    assert [node.attributes["data-t"] for node in page.css(".byline span")] == ["1.5", "2.5"]
    unsaid = shown(Block(Kind.PARAGRAPH, "A."), lines=lines[1:])
    assert inner(one(unsaid, "h1")) == "Who needs a ferry?"
    named = shown(Block(Kind.PARAGRAPH, "A."), lines=(Line(0.0, 1.0, "A  ferry."),), title="A ferry")
    assert inner(one(named, "h1")) == '<span data-t="0">A ferry</span>'


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Donau\u00addampf\u00adschiff", "Donaudampfschiff."),
        ("A\u200btitle\u2060 here", "Atitle here."),
        ("Evil \u202etitle", "Evil title."),
        ("Cafe\u0301", "Caf\u00e9."),
        ("“Café”", '"Café".'),
    ],
)
def test_a_title_is_told_by_what_is_heard_of_it(title: str, said: str) -> None:
    lines = (Line(0.0, 1.0, said), Line(1.5, 2.0, "By Jane Roe.", -1, (0, 12)))
    page = shown(Block(Kind.PARAGRAPH, "A."), lines=lines, title=title)
    assert inner(one(page, "h1")) == f'<span data-t="0">{title}</span>'
    assert words(one(page, ".byline")) == "By Jane Roe."


def test_no_heading_skips_a_level() -> None:
    levels = (3, 5, 6, 5, 2, 4, 1, 6, 2)
    page = shown(*(Block(Kind.HEADING, "H", level=level) for level in levels))
    assert [node.tag for node in page.css(".text > *")] == [
        "h2",
        "h3",
        "h4",
        "h3",
        "h2",
        "h3",
        "h2",
        "h3",
        "h3",
    ]


def test_lists_tables_and_all_else_are_what_they_are() -> None:
    page = shown(
        Block(Kind.ITEM, "one"),
        Block(Kind.ITEM, "two", level=9),
        Block(Kind.ITEM, "three", number=3),
        Block(Kind.QUOTE, "Said."),
        Block(Kind.QUOTE, "Jane", is_credit=True),
        Block(Kind.BREAK, ""),
        Block(Kind.TABLE, "a | b \\| c\nd"),
        Block(Kind.PICTURE, "A cat & a <dog>"),
        Block(Kind.CAPTION, "Below"),
    )
    assert [(node.tag, words(node)) for node in page.css(".text > *")] == [
        ("ul", "one two"),
        ("ol", "three"),
        ("blockquote", "Said. Jane"),
        ("hr", ""),
        ("div", "ab | cd"),
        ("p", "Picture: A cat & a <dog>"),
        ("p", "Below"),
    ]
    assert one(page, "ul > li.in3").attributes["id"] == "p1"
    assert one(page, "ol > li").attributes["value"] == "3"
    assert one(page, "blockquote > .credit").attributes["id"] == "p4"
    assert [[exactly(cell) for cell in row.css("td")] for row in page.css("tr")][:2] == [
        ["a", "b | c"],
        ["d", ""],
    ]


def test_an_old_episode_shows_what_is_heard_of_it() -> None:
    lines = (
        Line(0.0, 1.0, "Who needs a ferry?"),
        Line(2.0, 3.0, "One.", 4),
        Line(3.5, 4.0, "Two & three.", 4),
        Line(5.0, 6.0, "Four.", 6),
    )
    old = replace(EN, blocks=(), lines=lines, chapters=(Chapter(0.0, "A"), Chapter(5.0, "B")))
    page = parsed(pages.episode(reading(old)))
    assert (
        inner(one(page, "#p0")) == '<span data-t="2">One.</span> <span data-t="3.5">Two &amp; three.</span>'
    )
    assert inner(one(page, "#p1")) == '<span data-t="5">Four.</span>'
    assert [node.attributes["href"] for node in page.css(".chapters a")] == ["#text", "#p1"]
    beside = parsed(pages.beside(reading(old, DE), "de"))
    assert words(one(beside, ".text .v0")) == "One. Two & three. Four."
    bare = parsed(pages.episode(reading(replace(old, lines=(), chapters=()))))
    assert words(one(bare, "h1")) == "Who needs a ferry?"
    assert words(one(bare, ".text")) == ""


def test_chapters_lead_to_their_moment_and_their_paragraph() -> None:
    page = parsed(pages.episode(BOTH))
    (first, second) = page.css(".chapters a")
    assert (words(first), first.attributes["href"], first.attributes["data-at"]) == (EN.title, "#text", "0.0")
    assert (words(second), second.attributes["href"]) == ("The engine", "#p1")
    assert [words(node) for node in page.css(".chapters .faint")] == ["0:00", "0:07"]
    assert [node.attributes["value"] for node in page.css(".chapter option")] == ["0.0", "7.5"]
    assert not shown(Block(Kind.PARAGRAPH, "A.")).css(".chapters, .chapter")


def test_a_page_leads_to_its_files_and_its_translations() -> None:
    opus = Enclosure("letter-7-0a1b2c3d.opus", 5, "audio/ogg; codecs=opus", bitrate=32000)
    page = parsed(
        pages.episode(reading(replace(EN, alternates=(opus,), address="https://example.org/f"), DE))
    )
    links = {words(node): node.attributes["href"] for node in page.css("a")}
    assert links == links | {
        "Ferries (en)": "../index.html",
        "Download (MP3)": "../audio/letter-7-0a1b2c3d.mp3",
        "Opus 32 kbit/s": "../audio/letter-7-0a1b2c3d.opus",
        "VTT": "../transcripts/letter-7-0a1b2c3d.vtt",
        "SRT": "../transcripts/letter-7-0a1b2c3d.srt",
        "JSON": "../transcripts/letter-7-0a1b2c3d.json",
        "Read the text": "https://example.org/f",
        "Auch auf Deutsch": "../../de/episodes/letter-7.html",
        "Side by side: Deutsch": "letter-7.de.html",
    }
    audio = one(page, "audio[controls]")
    assert audio.attributes["src"] == "../audio/letter-7-0a1b2c3d.mp3"
    assert audio.attributes["aria-label"] == "Play: Who needs a ferry?"
    assert "June 21, 2026" in words(one(page, "header"))


def test_the_voice_is_named_as_synthetic_unless_that_is_turned_off() -> None:
    voice = Attribution("thorsten", "CC0-1.0", "https://example.org/thorsten")
    made = reading(replace(DE, voice=voice))
    page = parsed(pages.episode(made))
    assert words(one(page, "footer .faint")) == (
        "Von Jane Roe. Übersetzt von Jonas Feldkamp. "
        "Gelesen von einer synthetischen Stimme, nicht von einem Menschen. Stimme: thorsten, CC0-1.0."
    )
    silent = replace(made, podcast=replace(made.podcast, disclosure=Disclosure(page=False)))
    assert "nicht von einem Menschen" not in pages.episode(silent)
    assert "thorsten" in pages.episode(silent)


def test_what_no_listener_can_see_yet_is_marked() -> None:
    for html in (pages.episode(BOTH), pages.beside(BOTH, "de")):
        assert not parsed(html).css(".mark")
    marked = replace(BOTH, is_unpublished=True)
    for html in (pages.episode(marked), pages.beside(marked, "de")):
        assert words(one(parsed(html), ".mark")) == "Not published yet"


def test_both_texts_stand_row_by_row() -> None:
    found = reading(EN, DE, rows=[((0, 1), (0,)), ((), (1,)), ((2,), (2,)), ((3,), (3,))])
    page = parsed(pages.beside(found, "de"))
    rows = page.css(".text > .row")
    assert [[words(cell) for cell in row.css(".v0, .v1")] for row in rows] == [
        [f"{ENGLISH[0]} {ENGLISH[1]}", GERMAN[0]],
        ["", GERMAN[1]],
        [ENGLISH[2], GERMAN[2]],
        [ENGLISH[3], GERMAN[3]],
    ]
    assert [node.attributes["lang"] for node in page.css("main .v1")] == ["de"] * 5
    assert len({node.attributes["id"] for node in page.css("[id]")}) == len(page.css("[id]"))
    assert one(page, "#q1").attributes.get("lang") is None
    unlike = parsed(pages.beside(reading(EN, DE, rows=None), "de"))
    assert [words(cell) for cell in unlike.css(".text .v0, .text .v1")] == [
        " ".join(ENGLISH),
        " ".join(GERMAN),
    ]


def test_a_bridge_leads_from_row_to_row() -> None:
    (translation,) = BOTH.translations
    starts = {0: (2.5, 2.5), 1: (7.5, 10.0), 2: (15.0, 17.5), 3: (17.5, 20.0)}
    assert bridge(EN, translation) == ((0.0, 0.0), *starts.values(), (22.0, 24.5))
    assert bridge(EN, replace(translation, rows=None)) == ((0.0, 0.0), (22.0, 24.5))
    crossed = replace(translation, rows=(((1,), (0,)), ((0,), (1,)), ((2,), ()), ((3,), (3,))))
    assert bridge(EN, crossed) == ((0.0, 0.0), (7.5, 2.5), (17.5, 20.0), (22.0, 24.5))
    back = replace(translation, rows=(((0,), (1,)), ((1,), (0,)), ((3,), (3,))))
    assert bridge(EN, back) == ((0.0, 0.0), (2.5, 10.0), (17.5, 20.0), (22.0, 24.5))
    page = one(parsed(pages.beside(BOTH, "de")), ".beside")
    assert page.attributes["data-map"] == "0,0 2.5,2.5 7.5,10 15,17.5 17.5,20 22,24.5"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_text(text: str) -> None:
    title = text if text.strip() else "x"
    block = Block(Kind.PARAGRAPH, text, language="<b>", links=(Link(0, 3, f"https://{text}"),))
    voice = Attribution(text, text, "javascript:alert(1)", text)
    line = Line(1.0, 2.0, text, 0, (0, len(text)), 0, text)
    other: dict[str, Any] = {
        "title": title,
        "author": text,
        "translator": text,
        "rights": text,
        "summary": text,
        "voice": voice,
        "chapters": (Chapter(0.0, text), Chapter(1.0, text)),
        "address": "javascript:x",
    }
    whole = reading(
        replace(EN, blocks=(block,), lines=(line,), **other),
        replace(DE, blocks=(block,), lines=(line,), **other),
    )
    whole = replace(whole, podcast=replace(whole.podcast, title=text))
    for html in (pages.episode(whole), pages.beside(whole, "de")):
        assert permitted(html) == html
        page = parsed(html)
        assert [node.attributes["src"] for node in page.css("script:not([type])")] == [
            f"../../{pages.shared.asset('reading.js')}"
        ]
        assert not page.css("evil, b, [style], [onload], [onclick]")
        assert "javascript:" not in html
        assert exactly(one(page, "#p0")) == permitted(text)
        assert {node.attributes["dir"] for node in page.css(".chapters a")} == {"auto"}
        assert len(page.css(".recording .faint bdi")) in {3, 6}
        assert words(one(page, "h1")) == " ".join(permitted(title).split())


def test_a_language_without_words_of_ours_marks_english_as_such() -> None:
    found = reading(spoken("ar", GERMAN), EN)
    page = parsed(pages.episode(found))
    assert one(page, "html").attributes["dir"] == "rtl"
    assert one(page, ".bar h2 span").attributes["lang"] == "en"
    unmarked = [words(node) for node in page.css(".bar .unseen") if not node.css("[lang=en]")]
    assert unmarked == []
    beside = parsed(pages.beside(reading(EN, spoken("ar", GERMAN)), "ar"))
    assert {node.attributes["dir"] for node in beside.css("main .v1")} == {"rtl"}
    assert [words(node) for node in beside.css(".voice")] == ["Go on in English", "العربية"]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    page = parsed(pages.episode(reading(DE)))
    assert [words(node) for node in page.css(".speed option")] == [
        "0,75 ×",
        "1 ×",
        "1,25 ×",
        "1,5 ×",
        "1,75 ×",
        "2 ×",
    ]
    assert "21. Juni 2026" in words(one(page, "header"))


def test_ten_minutes_in_two_languages_weigh_little() -> None:
    """1,500 words are ten minutes."""
    sentence = "The council voted to close the ferry between the two banks of our river. "
    paragraphs = [sentence * 6] * 18
    page = pages.beside(reading(spoken("en", paragraphs), spoken("de", paragraphs)), "de")
    shared = {name.partition("-")[0] + name[name.rindex(".") :]: len(data) for name, data in pages.assets()}
    weight = len(page.encode()) + sum(shared[name] for name in ("style.css", "reading.css", "reading.js"))
    assert weight < 60_000


def test_equal_readings_are_equal_pages() -> None:
    assert pages.episode(BOTH) == pages.episode(reading(EN, DE))
    assert isinstance(EN, Episode)
    assert isinstance(BOTH, Reading)
