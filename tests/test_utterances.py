from __future__ import annotations

import dataclasses
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition.errors import ConfigError
from audioedition.model import Block, Edition, Kind, Pauses, Row, Script, Span, Utterance
from audioedition.utterances import script, unspoken
from audioedition.utterances.reader import Readers, Reading
from audioedition.utterances.sentences import clauses, sentences
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import written

GOLDEN = Path(__file__).parent / "data" / "utterances"
OPENING = ("{title}.", "By {author}.", "Translated by {translator}.", "Read by a synthetic voice.")
PAUSES = Pauses(clause=0.1, sentence=0.2, paragraph=0.3, heading=0.4, scene_break=0.6, opening=0.5)


def edition(
    *blocks: Block | str, title: str = "Rain", language: str = "en", translator: str | None = None
) -> Edition:
    made = (b if isinstance(b, Block) else Block(Kind.PARAGRAPH, b, line=7) for b in blocks)
    return Edition(language, title, tuple(made), translator)


def say(
    what: Edition, *, opening: tuple[str, ...] = (), lexicon: dict[str, str] | None = None
) -> tuple[Utterance, ...]:
    return script(what, opening=opening, author="Ann Lee", pauses=PAUSES, lexicon=rows(lexicon or {}))


def rows(lexicon: dict[str, str]) -> tuple[Row, ...]:
    return tuple(Row(written, say=said, case=True) for written, said in lexicon.items())


def texts(said: tuple[Utterance, ...]) -> list[str]:
    return [u.text for u in said]


def reading(text: str, language: str) -> Reading:
    return Readers(Lexicon({})).read(text, language)


def cut(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences(reading(text, language))]


def breathed(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in clauses(reading(text, language), (0, len(text)))]


def cases() -> list[tuple[str, str]]:
    return [
        (path.stem, line)
        for path in sorted(GOLDEN.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]


@pytest.mark.parametrize(("language", "line"), cases())
def test_sentences_end_where_the_golden_files_say(language: str, line: str) -> None:
    wanted = [part.strip(" ") for part in line.split("|")]
    text = line.replace(" | ", " ").replace("|", "")
    assert cut(text, language) == wanted


# The opening


def test_the_opening_is_spoken_first_one_utterance_a_line() -> None:
    said = say(edition("It fell.", translator="Bo Ek"), opening=OPENING)
    assert texts(said) == [
        "Rain.",
        "By Ann Lee.",
        "Translated by Bo Ek.",
        "Read by a synthetic voice.",
        "It fell.",
    ]
    assert [u.block for u in said] == [-1, -1, -1, -1, 0]
    assert [u.pause_after for u in said] == [0.5, 0.5, 0.5, 0.5, 0.3]
    assert [u.chapter for u in said] == ["Rain", None, None, None, None]


def test_a_line_whose_field_is_missing_is_left_out() -> None:
    said = script(edition("It fell."), opening=OPENING, author="  ")
    assert texts(said) == ["Rain.", "Read by a synthetic voice.", "It fell."]


@pytest.mark.parametrize("title", ["Why?", "Stop!", "And then…", "He said “No.”", "Why? (Again!)", "はい。"])
def test_a_title_that_ends_a_sentence_gets_no_second_stop(title: str) -> None:
    assert texts(say(edition("It fell.", title=title), opening=("{title}.",)))[0] == title


def test_an_author_with_a_dot_gets_no_second_one() -> None:
    said = script(edition(), opening=("{title}. By {author}.",), author="Sam Roe Jr.")
    assert texts(said) == ["Rain. By Sam Roe Jr."]


@pytest.mark.parametrize(
    ("template", "remedy"),
    [
        ("By {autor}.", "the nearest is 'author'"),
        ("{}", "known are"),
        ("{title!r}", "known are|the nearest is"),
        ("{title:>9}", "the nearest is"),
        ("{title.__class__}", "unknown field"),
        ("{title", "partner"),
    ],
)
def test_a_template_that_cannot_be_filled_names_itself_and_the_remedy(template: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=remedy) as caught:
        say(edition("It fell."), opening=(template,))
    assert template.split("{", maxsplit=1)[0] in str(caught.value)


def test_a_title_of_500_characters_is_spoken_in_pieces_and_whole_as_a_chapter() -> None:
    title = "rain and snow, " * 33 + "rain"
    said = say(edition("It fell.", title=title), opening=("{title}.",))
    assert " ".join(texts(said)[:-1]) == title + "."
    assert len(said) == 3
    assert said[0].chapter == title
    assert [u.pause_after for u in said] == [0.1, 0.5, 0.3]


def test_without_an_opening_the_first_sentence_starts_the_chapter() -> None:
    assert [u.chapter for u in say(edition("It fell. It stopped."))] == ["Rain", None]


# The body


def test_pauses_follow_the_structure() -> None:
    said = say(
        edition(
            "One. Two.",
            Block(Kind.HEADING, "Part 2. The end", level=2),
            "Three.",
            Block(Kind.BREAK, ""),
            "Four.",
            Block(Kind.BREAK, ""),
        )
    )
    assert [(u.text, u.pause_after, u.chapter, u.block) for u in said] == [
        ("One.", 0.2, "Rain", 0),
        ("Two.", 0.4, None, 0),
        ("Part 2. The end", 0.4, "Part 2. The end", 1),
        ("Three.", 0.6, None, 2),
        ("Four.", 0.3, "Four", 4),
    ]


def test_the_default_pauses_grow_with_the_border() -> None:
    p = Pauses()
    assert 0 < p.clause < p.sentence < p.paragraph <= p.heading < p.scene_break < 4


def test_a_heading_that_comes_first_names_the_first_chapter() -> None:
    said = say(edition(Block(Kind.HEADING, "Part 1", level=2), "One."))
    assert [u.chapter for u in said] == ["Part 1", None]


BREAK = Block(Kind.BREAK, "")
NINE = "The boat left at nine o'clock, as it had done on every single day for a hundred years."


def chapters(*blocks: Block | str) -> list[tuple[str, str]]:
    """The title of each chapter, and the sentence with which it begins."""
    return [
        (u.chapter, u.text) for u in say(edition(*blocks), opening=("{title}.",)) if u.chapter is not None
    ]


def test_a_scene_break_begins_a_chapter_that_is_named_by_its_first_words() -> None:
    assert chapters("One.", BREAK, NINE, BREAK, "It\n fell \x07here. It stopped.") == [
        ("Rain", "Rain."),
        ("The boat left at nine o'clock, as it had done on every…", NINE),
        ("It fell here. It stopped", "It fell here."),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The pier is old. " + NINE, "The pier is old. The boat left at nine o'clock, as it had…"),
        ("The pier is very old. " + NINE, "The pier is very old"),
        ("The pier is very old! Is it? " + NINE, "The pier is very old! Is it?"),
        ("Dr. Lee came at 5 p.m. to the pier – " + NINE, "Dr. Lee came at 5 p.m. to the pier – The boat left at nine…"),
        ("No.", "No"),
    ],
)  # fmt: skip
def test_whole_sentences_are_a_better_title(text: str, title: str) -> None:
    assert chapters("One.", BREAK, text)[1][0] == title


def test_headings_and_scene_breaks_both_begin_chapters_and_a_heading_names_its_own() -> None:
    heading = Block(Kind.HEADING, "Part 2", level=2)
    assert [title for title, _ in chapters("One.", BREAK, "Two.", heading, "Three.", BREAK, "Four.")] == [
        "Rain",
        "Two",
        "Part 2",
        "Four",
    ]
    assert [title for title, _ in chapters("One.", BREAK, heading, "Two.")] == ["Rain", "Part 2"]
    assert [title for title, _ in chapters("One.", heading, BREAK, "Two.")] == ["Rain", "Part 2"]


def test_a_break_that_parts_nothing_begins_no_chapter() -> None:
    assert chapters(BREAK, "One.", BREAK, BREAK, "Two.", BREAK) == [("Rain", "Rain."), ("Two", "Two.")]
    assert chapters("One.", BREAK, "— — —", BREAK) == [("Rain", "Rain.")]


def test_words_of_ours_name_no_chapter() -> None:
    quote, code = Block(Kind.QUOTE, "It fell."), Block(Kind.CODE, "x = 1")
    assert chapters("One.", BREAK, quote)[1] == ("It fell", "Quote.")
    assert chapters("One.", BREAK, code, "Two.")[1] == ("Two", "Two.")
    assert len(chapters("One.", BREAK, code)) == 1


def test_first_words_are_found_where_there_are_no_blanks() -> None:
    (_, (title, _)) = chapters("One.", BREAK, "船" * 100)
    assert title == "船" * 60 + "…"
    (_, (title, _)) = chapters("One.", BREAK, "“…” 1.")
    assert title == "“…” 1"


def test_code_and_tables_are_shown_not_spoken() -> None:
    what = edition(
        "One.", Block(Kind.CODE, "x = 1", line=3), Block(Kind.TABLE, "a b", line=5), "— — —", "\U0001f600"
    )
    assert [u.text for u in say(what) if u.block == 0] == ["One."]
    assert not any("x = 1" in u.spoken or "a b" in u.spoken for u in say(what))
    assert [(d.text, d.code, d.line) for d in unspoken(what)] == [
        ("x = 1", "code", 3),
        ("a b", "table", 5),
        ("— — —", "unspeakable", 7),
        ("\U0001f600", "unspeakable", 7),
    ]
    assert all(d.detail.endswith(".") for d in unspoken(what))


def test_what_no_engine_can_say_joins_its_neighbour() -> None:
    said = say(edition("\U0001f600! Hello. ?! … Bye. \U0001f44d"))
    assert "".join(texts(said)).replace(" ", "") == "\U0001f600!Hello.?!…Bye.\U0001f44d"
    assert all(any(sign.isalnum() for sign in u.spoken) for u in said)


def test_a_block_that_the_lexicon_silences_is_reported() -> None:
    what = edition("Advertisement", "One.")
    assert texts(say(what, lexicon={"Advertisement": ""})) == ["One."]
    assert [d.text for d in unspoken(what, lexicon=rows({"Advertisement": ""}))] == ["Advertisement"]


def test_a_marked_quotation_keeps_its_language_and_a_region_does_not() -> None:
    what = edition(
        Block(Kind.PARAGRAPH, "Rain. Rain.", language="en-GB"),
        Block(Kind.QUOTE, "Il pleut. M. Roux est là.", language="fr"),
    )
    said = script(what, opening=(), author=None, settings=Script(quotations="plain"))
    assert [(u.text, u.language) for u in said] == [
        ("Rain.", "en"),
        ("Rain.", "en"),
        ("Il pleut.", "fr"),
        ("M. Roux est là.", "fr"),
    ]


# Long sentences


def test_a_long_sentence_takes_a_breath_at_its_strongest_clause() -> None:
    first = "The first part, which is long, " + "goes on and on, " * 12 + "and ends;"
    second = "the second part, which is long too, " + "goes on and on, " * 12 + "and ends."
    said = say(edition(f"{first} {second}"))
    assert texts(said) == [first, second]
    assert [u.pause_after for u in said] == [0.1, 0.3]


@pytest.mark.parametrize(
    "text", ["word " * 300, "x" * 2000, "a, " * 500, "no. " * 300, "costs 123,456 dollars " * 50]
)
def test_no_speakable_piece_is_too_long_and_nothing_is_lost(text: str) -> None:
    parts = breathed(text, "en")
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    said = [u.spoken for u in say(edition(text))]
    assert max(map(len, said)) <= 400
    assert len(parts) == 1 or min(map(len, parts)) > 100


def test_the_pieces_of_a_long_sentence_are_about_equally_long() -> None:
    lengths = [len(part) for part in breathed("word " * 250, "en")]
    assert len(lengths) == 4
    assert max(lengths) - min(lengths) < 20


def test_chinese_and_japanese_breathe_earlier() -> None:
    assert max(map(len, breathed("今天下雨，" * 80, "zh"))) <= 130


# The lexicon


@pytest.mark.parametrize(
    ("lexicon", "text", "spoken"),
    [
        ({"Nodon": "No-don"}, "Nodon, Nodons and nodon.", "No-don, Nodons and nodon."),
        ({"New York": "Noo Yawk", "York": "Yorrick"}, "New York, York", "Noo Yawk, Yorrick"),
        ({"New": "Nu", "New York": "Noo Yawk"}, "New York, New", "Noo Yawk, Nu"),
        ({"New York": "Noo Yawk"}, "New\u00a0York", "Noo Yawk"),
        ({"US": "U S"}, "The US's USB", "The U S's U S B"),
        ({"a": "b", "b": "a"}, "a b", "b a"),
        ({"C++": "see plus plus"}, "C++ is fun", "see plus plus is fun"),
        ({".ru": " dot ru"}, "kremlin.ru", "kremlin dot ru"),
        ({"O'Hara": "Oh Hara"}, "O’Hara", "Oh Hara"),
        ({"Café": "Kaffee"}, "Cafe\u0301", "Kaffee"),
        ({"é": "x"}, "Café", "Café"),
        ({"क": "x"}, "कि क", "कि x"),
        ({"東京": "とうきょう"}, "東京は", "とうきょうは"),
        ({"": "x", " ": "y"}, "a b", "a b"),
    ],
)
def test_the_lexicon_replaces_whole_words(lexicon: dict[str, str], text: str, spoken: str) -> None:
    language = "en" if text[0] < "\u0900" else "ja"
    assert Readers(Lexicon(rows(lexicon))).read(written(text).text, language).spoken() == spoken


def test_the_written_text_stays_as_it_is() -> None:
    said = say(edition("“Nodon” is\u00a0near."), lexicon={"Nodon": "No-don"})
    assert [(u.text, u.spoken) for u in said] == [("“Nodon” is\u00a0near.", "No-don is near.")]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It is *so* _very_ **good**.", "It is so very good."),
        ("<b>bold</b> is bold", "bold is bold"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen, zerowidth"),
        ("„So“, «ainsi» und ‚so‘", "So, ainsi und so"),
        ("می\u200cخواهم", "mykhwhm"),
        ("a\x00b\x07\ud800c\r\nd", "abc d"),
        ("It was (so they say) cold.", "It was, so they say, cold."),
        ("Cold – very cold — and wet.", "Cold, very cold, and wet."),
        ("Die Strecke Köln–Frankfurt, Bonn—Trier", "Die Strecke Köln-Frankfurt, Bonn, Trier"),
        ("And then…", "And then."),
        ("Well… no", "Well, no"),
        ("Wait... What?!", "Wait. What?!"),
        ("rock ’n’ roll, James’", "rock n roll, James"),
    ],
)
def test_what_is_spoken_is_words_and_signs_for_pauses(text: str, spoken: str) -> None:
    assert " ".join(u.spoken for u in say(edition(text))) == spoken


def test_other_scripts_keep_their_letters() -> None:
    assert [u.spoken for u in say(edition("می\u200cخواهم", language="fa"))] == ["می\u200cخواهم"]


# Phrases in other languages


def phrase(text: str, *phrases: str, language: str = "fr") -> Block:
    spans = (Span(text.index(each), text.index(each) + len(each), language) for each in phrases)
    return Block(Kind.PARAGRAPH, text, spans=tuple(spans))


def test_a_phrase_in_another_language_is_an_utterance_of_its_own() -> None:
    text = "He said: « Il pleut, M. Roux. » Then he left. She, rarement surprise, stayed."
    said = say(edition(phrase(text, "« Il pleut, M. Roux. »", "rarement surprise")))
    assert [(u.text, u.spoken, u.language) for u in said] == [
        ("He said:", "He said:", "en"),
        ("« Il pleut, M. Roux. »", "Il pleut, monsieur Roux.", "fr"),
        ("Then he left.", "Then he left.", "en"),
        ("She,", "She,", "en"),
        ("rarement surprise,", "rarement surprise,", "fr"),
        ("stayed.", "stayed.", "en"),
    ]
    assert "".join(text[slice(*u.span)] for u in said).replace(" ", "") == text.replace(" ", "")


def test_the_edition_s_own_voice_says_it_if_the_settings_want_it() -> None:
    what = edition(phrase("She, rarement surprise, stayed."), Block(Kind.QUOTE, "Il pleut.", language="fr"))
    said = script(what, opening=(), author=None, settings=Script(foreign="own", quotations="plain"))
    assert [(u.text, u.language) for u in said] == [
        ("She, rarement surprise, stayed.", "en"),
        ("Il pleut.", "en"),
    ]


def test_every_utterance_knows_its_place_in_the_block_as_it_was_written() -> None:
    text = "  It\u00ad  rained\n on Cafe\u0301 X. \x07It costs 5 €.  "
    said = say(edition(text))
    assert [(u.text, u.block, text[slice(*u.span)]) for u in said] == [
        ("It rained on Café X.", 0, "It\u00ad  rained\n on Cafe\u0301 X."),
        ("It costs 5 €.", 0, "It costs 5 €."),
    ]


# Hostile input


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_a_zero_is_said_beside_signs_that_are_not(language: str) -> None:
    assert [u.spoken for u in say(edition("0/", language=language))] == ["〇"]


@settings(deadline=None)  # the first text of a language loads its rules
@given(st.lists(st.text(), max_size=4), st.sampled_from(["en", "de", "fr", "ja", "ar", "xx", "", "zh-Hant"]))
def test_any_text_gives_utterances_that_can_be_spoken(paragraphs: list[str], language: str) -> None:
    said = say(edition(*paragraphs, language=language, title="\ud800"), opening=OPENING)
    for utterance in said:
        assert any(sign.isalnum() or sign.isnumeric() for sign in utterance.spoken)
        assert utterance.text == utterance.text.strip()
        utterance.spoken.encode()


def test_a_sign_that_nothing_can_write_in_latin_is_no_utterance() -> None:
    assert [each.text for each in say(edition("\U0002e272", "One."))][-1] == "One."
    assert all(any(map(str.isalnum, each.spoken)) for each in say(edition("\U0002e272", "One.")))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.sampled_from(["de", "ja"]))
def test_sentences_lose_no_character(text: str, language: str) -> None:
    assert "".join("".join(cut(text, language)).split()) == "".join(text.split())


LEFT = re.compile(r"[^\w\s.,;:!?'⟦⟧ˈˌːˑ。、，！？：；؟،؛।॥։՞¿¡\u200c\u200d-]|_")


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "it", "es", "pl", "ja", "xx"]))
def test_no_sign_passes_that_an_engine_cannot_speak(text: str, language: str) -> None:
    for utterance in say(edition(text, language=language)):
        assert not LEFT.search("".join(c for c in utterance.spoken if unicodedata.category(c)[0] != "M"))
        if language in {"en", "de", "fr", "it", "es"}:
            assert utterance.spoken == "".join(
                c for c in utterance.spoken if unicodedata.category(c)[0] != "M"
            )
            assert not re.search(r"\d", utterance.spoken)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "p. 1 " * 20_000, "? " * 50_000, "*" * 100_000, "<a" * 50_000, "“" * 99_999]
)
def test_a_hundred_thousand_characters_do_not_hang(text: str) -> None:
    start = time.process_time()
    say(edition(text), lexicon={"p": "page"})
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It is 1멟b here.", "It is one Melbb here."),
        ("Ё2 и Б3.", "E two i B three."),
        ("㌷ is a sign.", "peso is a sign."),
        ("The mark \u0301\u0302 alone.", "The mark alone."),
        ("The year 𐡛.", "The year one zero."),
    ],
)
def test_whatever_a_rule_says_is_in_letters_that_the_voice_has(text: str, spoken: str) -> None:
    assert [u.spoken.casefold() for u in say(edition(text, language="en"))] == [spoken.casefold()]


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es"])
def test_a_place_in_unicode_between_raised_digits_that_is_no_digit_does_no_harm(language: str) -> None:
    for text in ("m\u2072 x", "2\u2071 y.\u2073", "kg\u2072/\u2073"):
        assert say(edition(text, language=language))


def test_a_joiner_stays_where_it_joins_letters() -> None:
    assert [u.spoken for u in say(edition("\u200d ක්\u200dර \ufe0f\u200d ක", language="si"))] == ["ක්\u200dර ක"]


def test_a_sign_that_unicode_has_not_given_a_name_does_no_harm() -> None:
    assert [u.spoken for u in say(edition("Ein \u03a2 hier."))] == ["Ein hier."]


def test_a_title_that_is_only_the_first_words_is_not_spoken() -> None:
    untitled = dataclasses.replace(
        edition("The boat left at noon.", title="The boat left at…"), untitled=True
    )
    said = script(untitled, opening=("{title}.", "By {author}."), author="Ann")
    assert [u.spoken for u in said] == ["By Ann.", "The boat left at noon."]
    assert said[0].chapter == "The boat left at…"


@pytest.mark.parametrize(
    "pieces",
    [
        ("Er rief", "„It does not matter“,", "und ging."),
        ("Er rief (", "not now", ") und ging."),
        ("Il cria", "« Das ist mir egal »", "et partit."),
        ("Er rief", "»We are late!«", "und ging."),
        ("He said", "“la mer,”", "and left."),
        ("Er sagt «nein»,", "We are late", "«ja» und geht."),
    ],
)
def test_marks_around_a_phrase_are_shown_with_it(pieces: tuple[str, str, str]) -> None:
    text = " ".join(pieces).replace("( ", "(").replace(" )", ")")
    start = text.index(pieces[1])
    bare = pieces[1].strip("„“”«»,! ")
    start = text.index(bare)
    block = Block(Kind.PARAGRAPH, text, spans=(Span(start, start + len(bare), "nl"),))
    said = say(edition(block))
    assert "".join(texts(said)).replace(" ", "") == text.replace(" ", "")
    whole = f"({pieces[1]})" if "(" in text else pieces[1]
    assert [u.text for u in said if u.language == "nl"] == [whole]


def test_an_accent_for_itself_belongs_to_the_characters_of_its_utterance() -> None:
    text = "Sie war im Cafe\u0301. Nun ist sie fort.  "
    said = say(edition(text))
    assert [text[slice(*u.span)] for u in said] == ["Sie war im Cafe\u0301.", "Nun ist sie fort."]
    block = phrase("Sie sagte cafe\u0301 und ging.", "cafe\u0301")
    assert [block.text[slice(*u.span)] for u in say(edition(block))] == [
        "Sie sagte",
        "cafe\u0301",
        "und ging.",
    ]


def test_what_the_other_voice_cannot_say_is_said_by_that_of_the_text() -> None:
    block = Block(Kind.PARAGRAPH, "5%!%", spans=(Span(3, 4, "ru"),))
    assert texts(script(Edition("de", "Titel", (block,)), opening=(), author=None)) == ["5%!", "%"]
