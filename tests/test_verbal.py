"""What the rules of all languages share: Roman numerals, capitals, markup that is looked through, spaced letters."""

from __future__ import annotations

import time

import pytest

from audioedition.utterances.reader import Readers, Reading
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.letters import is_pronounceable
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import WIDE, written


def reading(text: str) -> Reading:
    return Readers(Lexicon({})).read(written(text).text, "en")


@pytest.mark.parametrize(
    ("text", "number"), [("I", 1), ("iv", 4), ("XIV", 14), ("MCMXCIX", 1999), ("MMXXIV", 2024)]
)
def test_roman_numerals_have_a_value(text: str, number: int) -> None:
    assert roman.value(text) == number


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "Xi", "MIL", "ABC", "XIV."])
def test_what_only_looks_like_a_roman_numeral_has_none(text: str) -> None:
    assert not roman.value(text)


@pytest.mark.parametrize("word", ["NATO", "FEMA", "STOP", "LAUNCH", "HERBST", "STRENG", "TOUJOURS"])
def test_capitals_that_can_be_read(word: str) -> None:
    assert is_pronounceable(word)


@pytest.mark.parametrize("word", ["NHTSA", "IETF", "LDAP", "HTML", "USSR", "XBMC", "ISBN"])
def test_capitals_that_cannot(word: str) -> None:
    assert not is_pronounceable(word)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the 19<sup>th</sup> century", "the nineteenth century"),
        ("**5** km, *10* %", "five kilometers, ten percent"),
        ("s<b>o</b> caf&eacute;", "so café"),
        ("Tue&ndash;Sat, &pound;5", "Tuesday to Saturday, five pounds"),
        ("one<br>two", "one, two"),
        ("x <y and z> w", "x is less than y and z is greater than w"),
    ],
)
def test_markup_is_looked_through(text: str, said: str) -> None:
    assert reading(text).spoken() == said


def test_a_change_covers_the_markup_within_it() -> None:
    text = "It was the 19<sup>th</sup> century."
    change, _ = reading(text).changes
    assert text[change.start : change.end] == "19<sup>th"
    assert change.spoken == "nineteenth"


def test_between_words_in_spaced_letters_a_wide_blank_stays() -> None:
    assert written("so v e r y  s l o w").text == f"so v e r y{WIDE}s l o w"
    assert written("plain  text").text == "plain text"


def test_faces_of_signs_are_emoji() -> None:
    assert reading("Well :-) fine <3").spoken() == "Well fine"


@pytest.mark.parametrize("text", ["It costs 5 (see 7, 8) today.", "In chapter 3: 4 pages."])
def test_brackets_behind_numbers_are_no_faces(text: str) -> None:
    said = reading(text).spoken()
    assert "eight" in said or "four" in said


def test_an_abbreviation_leaves_its_full_stop_where_a_sentence_ends() -> None:
    assert reading("He left at 5 p.m. Then he slept.").spoken() == "He left at five P M. Then he slept."
    assert reading("Then Ford Motor Co. left.").spoken() == "Then Ford Motor Company left."


@pytest.mark.parametrize(
    "text",
    [
        "1" * 20_000,
        "1-" * 10_000,
        "A" * 20_000,
        "A-1" * 7_000,
        "I " * 10_000,
        "St. " * 5_000,
        "5 May " * 3_000,
        "½" * 20_000,
    ],
)
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    reading(text).spoken()
    assert time.process_time() - start < 1
