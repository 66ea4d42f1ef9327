"""What WordPress keeps of a post: every word of the author, and nothing that is only for the machine."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audioedition.model import Block, Kind
from audioedition.posts import html, qtranslate, wordpress

ANY_TEXT = st.text(
    alphabet=st.sampled_from("abcdeéßжあ01 \n\n\t.,;:!?'\"“„…()[]{}/\\-–=_*#$%|~^+@"), max_size=200
)


def blocks(text: str) -> list[Block]:
    return html.blocks(wordpress.html(text))[0]


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_empty_lines_part_paragraphs_and_line_ends_are_kept() -> None:
    assert texts("One,\r\ntwo.\r\n\r\nThree.\n \nFour.") == ["One,", "two.", "Three.", "Four."]


def test_the_block_editor_writes_its_paragraphs_itself() -> None:
    written = "<!-- wp:paragraph -->\n<p>One,\ntwo.</p>\n<!-- /wp:paragraph -->\n\nFree text\n\nand more."
    assert texts(written) == ["One, two.", "Free text", "and more."]


def test_what_is_shown_as_it_is_written_stays() -> None:
    (code,) = blocks("<pre>a\n\nb [gallery]</pre>")
    assert (code.kind, code.text) == (Kind.CODE, "a\n\nb [gallery]")
    (code,) = blocks('[sourcecode lang="c"]if (a[1] < b)\n\nx;[/sourcecode]')
    assert (code.kind, code.text) == (Kind.CODE, "if (a[1] < b)\n\nx;")


@pytest.mark.parametrize(
    "shortcode",
    [
        '[gallery ids="1,2"]',
        "[gallery]",
        "[gallery ids=1,2]",
        "[my_plugin]",
        '[su_divider top="no"]',
        "[audio https://b.example/a.mp3]",
        '[video src="a.mp4"][/video]',
        "[embed]https://b.example/film[/embed]",
        "[vc_raw_html]PHA+Y29kZTwvcD4=[/vc_raw_html]",
        "[spacer /]",
        "<!--more-->",
        "<!--more Read it-->",
        "<!--nextpage-->",
    ],
)
def test_code_for_the_blog_system_goes(shortcode: str) -> None:
    assert texts(f"Before.\n\n{shortcode}\n\nAfter.") == ["Before.", "After."]


@pytest.mark.parametrize(
    "bracket",
    [
        "[sic]",
        "[…]",
        "[1]",
        "[laughs]",
        "[Anm. d. Red.]",
        "[a = b]",
        "[see https://b.example]",
        "[video]",
        "[[x]",
        "[/ ]",
    ],
)
def test_brackets_that_are_no_shortcodes_stay(bracket: str) -> None:
    assert texts(f"He said {bracket} so.") == [f"He said {bracket} so."]


def test_an_escaped_shortcode_is_shown() -> None:
    assert texts("Write [[gallery ids=1]] there.") == ["Write [gallery ids=1] there."]


def test_what_shortcodes_enclose_stays() -> None:
    assert texts('[su_note color="#fff"]Kept.[/su_note]') == ["Kept."]
    built = (
        '[et_pb_section][et_pb_row][et_pb_toggle title="Is it %22late%22?" open="on"]<p>Yes.</p>[/et_pb_toggle]'
        '[et_pb_button button_text="Go" title="Go" /][/et_pb_row][/et_pb_section]'
        '[vc_row][vc_custom_heading text="A heading"][vc_column_text]Text.[/vc_column_text][/vc_row]'
    )
    assert [(block.kind, block.text) for block in blocks(built)] == [
        (Kind.HEADING, 'Is it "late"?'),
        (Kind.PARAGRAPH, "Yes."),
        (Kind.HEADING, "A heading"),
        (Kind.PARAGRAPH, "Text."),
    ]


@pytest.mark.parametrize(
    "written",
    [
        '[caption id="a" width="3"]<img src="b.jpg" alt="No" /> The boat[/caption]',
        '[caption id="a" width="3" caption="The boat"]<img src="b.jpg" />[/caption]',
    ],
)
def test_a_caption_is_a_caption(written: str) -> None:
    assert [(block.kind, block.text) for block in blocks(f"Text.\n\n{written}\nMore.")] == [
        (Kind.PARAGRAPH, "Text."),
        (Kind.CAPTION, "The boat"),
        (Kind.PARAGRAPH, "More."),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "[:en]Fog.\n\nPatience.[:de]Nebel.\n\nGeduld.[:]",
        "[:en]Fog.\n\nPatience.[:de]Nebel.\n\nGeduld.",
        "<!--:en-->Fog.\n\nPatience.<!--:--><!--:de-->Nebel.\n\nGeduld.<!--:-->",
        "{:en}<p>Fog.</p><p>Patience.</p>{:de}<p>Nebel.</p><p>Geduld.</p>{:}",
        "<p>[:en]Fog.</p><p>Patience.[:de]Nebel.</p><p>Geduld.[:]</p>",
    ],
)
def test_several_languages_in_one_text_are_marked(written: str) -> None:
    assert [(block.text, block.language) for block in blocks(written)] == [
        ("Fog.", "en"),
        ("Patience.", "en"),
        ("Nebel.", "de"),
        ("Geduld.", "de"),
    ]


def test_what_belongs_to_all_languages_has_no_mark() -> None:
    assert qtranslate.parts("[:en]Fog[:pt-br]Névoa[:] 2") == [("en", "Fog"), ("pt-BR", "Névoa"), (None, " 2")]


@pytest.mark.parametrize(
    "text", ["params[:id] and params[:to] = list[:]", "[:alpha:]", "a {:toc} b", "hash[:en]"]
)
def test_other_brackets_with_colons_are_no_languages(text: str) -> None:
    assert qtranslate.parts(text) == [(None, text)]


def test_a_tag_is_not_cut_in_two() -> None:
    assert texts('[:en]Fog <img alt="[:en]A[:de]B[:]"> here[:de]Nebel[:]') == ["Fog here", "Nebel"]


@given(ANY_TEXT)
@example("[a]b[/a]")
@example("a_b [c d=e] f")
def test_no_letter_outside_of_shortcodes_is_lost(text: str) -> None:
    text = (
        text.replace("[/", "[ /")
        .replace("_", "-")
        .replace("/]", "/ ]")
        .replace("=", "-")
        .replace("[:", "[ :")
        .replace("{:", "{ :")
    )
    assert letters("".join(texts(text))) == letters(text)


@given(st.lists(st.tuples(st.sampled_from([None, "en", "de", "pt-BR"]), ANY_TEXT), max_size=6))
def test_no_letter_of_any_language_is_lost(pieces: list[tuple[str | None, str]]) -> None:
    pieces = [(tag, text.replace("[:", "[ :").replace("{:", "{ :")) for tag, text in pieces]
    signs = "".join(f"[:{tag}]{text}" if tag else f"[:]{text}" for tag, text in pieces) + "[:]"
    found = qtranslate.parts(signs)
    if any(tag for tag, _ in pieces) and found != [(None, signs)]:
        assert letters("".join(text for _, text in found)) == letters("".join(text for _, text in pieces))
        wanted = [tag for tag, text in pieces if text.strip()]
        assert [tag for tag, _ in found] == wanted


@pytest.mark.parametrize(
    "piece",
    [
        "[a_b]", "[code]", "[code][css]", "<pre", "<!--", '[a "', "[:en]", "<", "\n \n", "[", "[[a]]", "[a ", "[:",
        "<!--:", "[embed]", '[caption x="', " ", "\n\t", "[x a=", "[/a]", "<a ", "{:en}",
    ],
)  # fmt: skip
def test_any_text_takes_one_pass(piece: str) -> None:
    begin = time.perf_counter()
    wordpress.html(piece * (500_000 // len(piece)) + "[/css][/code]")
    assert time.perf_counter() - begin < 5
