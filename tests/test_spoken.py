"""What is written is what is said: golden files that a translator can extend.

`tests/data/spoken/<language>.tsv`: what is written, a tab, what is said (a line with nothing behind the tab, or without a tab,
stays as it is).  Compared as listeners hear it: without case and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from audioedition.utterances.reader import Readers
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import written

GOLDEN = Path(__file__).parent / "data" / "spoken"


LANGUAGES = sorted(path.stem for path in GOLDEN.glob("*.tsv"))


def cases(language: str) -> dict[str, set[str]]:
    """What is written, and what is to be heard; a line that comes twice must be said in both ways, and so fails."""
    found: dict[str, set[str]] = {}
    for line in (GOLDEN / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            text, _, said = line.partition("\t")
            found.setdefault(text, set()).add(heard((said or text).replace("’", "'")))
    return found


def heard(text: str) -> str:
    text = "".join(
        " " if unicodedata.category(sign)[0] in "PZ" and sign != "'" else sign for sign in text.casefold()
    )
    return " ".join(text.split())


@cache
def say(language: str, text: str) -> str:
    return Readers(Lexicon()).read(written(text).text, language).spoken()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_what_is_said(language: str) -> None:
    """All lines of a language in one test: as a test for each, they took twenty times as long."""
    wanted = cases(language)
    told = {text: {heard(say(language, text))} for text in wanted}
    wrong = {
        text: {"is": told[text], "should be": said} for text, said in wanted.items() if told[text] != said
    }
    assert wanted
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_that_an_engine_has_to_guess(language: str) -> None:
    told = {text: say(language, text) for text in cases(language)}
    left = {text: said for text, said in told.items() if re.search(r"[^\w\s.,;:!?'¿¡-]|\d|_", said)}
    assert left == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "soixante-quinze places, quatre-vingt-une chaises, la quatre-vingt-onzième."),
        ("fr-CH", "septante-cinq places, huitante-et-une chaises, la nonante-et-unième."),
        ("fr-BE", "septante-cinq places, quatre-vingt une chaises, la nonante-et-unième."),
    ],
)
def test_each_country_counts_as_it_does(language: str, said: str) -> None:
    assert heard(say(language, "75 places, 81 chaises, la 91e.")) == heard(said)


def test_a_place_without_a_letter_among_the_greek_ones_is_not_said() -> None:
    assert heard(say("fr", "Le signe \u03a2 manque.")) == "le signe manque"


@pytest.mark.parametrize(
    ("language", "said"), [("es-MX", "mil doscientas casas"), ("es", "uno coma doscientos casas")]
)
def test_a_comma_stands_between_thousands_in_latin_america(language: str, said: str) -> None:
    assert heard(say(language, "1,200 casas")) == said


@pytest.mark.parametrize("language", ["it", "es"])
def test_endless_numbers_are_said_digit_by_digit(language: str) -> None:
    assert len(say(language, "1" * 5_000 + " kg, " + "1.000" * 2_000).split()) > 10_000


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("es", "Vive en EE. UU. Nadie lo sabe.", "Estados Unidos. Nadie"),
        ("es", "Vino la Sra. La Torre.", "señora La Torre"),
        ("it", "Fondò la Galli S.p.A. Poi la vendette.", "S P A. Poi"),
        ("it", "Parla il dott. La Russa.", "dottor La Russa"),
        ("fr", "Il dirigea Morel S.A. Puis il partit.", "S A. Puis"),
        ("fr", "Voici M. Le Goff.", "monsieur Le Goff"),
    ],
)
def test_a_sentence_ends_behind_an_abbreviation_where_the_next_word_begins_one(
    language: str, text: str, said: str
) -> None:
    assert said in say(language, text)


@pytest.mark.parametrize(
    "text", ["He came--at last.", "He came -- at last.", "He came---at last.", "He came—at last."]
)
def test_a_dash_of_hyphens_is_a_pause_between_two_words(text: str) -> None:
    assert say("en", text) == "He came, at last."
