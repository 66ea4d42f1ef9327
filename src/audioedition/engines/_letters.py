"""Letters said one by one (`B B C`), as voices need them written to say each by its name.

The script is the same for every engine; what a voice mistakes for a word is mended here, behind its door.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from audioedition.languages import base

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_SOUND_LIKE_VOWELS = "AEFHILMNORSX"  # before them the article would be “An”, not “A”
_PLURAL = re.compile(r"(?<![\w'-])([A-Z] )([A-Z]) ?s(?![\w'])")


def dotted(text: str, language: str) -> str:
    """As `lettered`, for voices whose sounds espeak finds: it says `B.B.C` as one word of letters, and each right.

    Between blanks it takes some for words (English A, French and Spanish Y, Polish W), and stresses all alike.
    """
    names = {said: letter for letter, (_, said) in _letters(base(language)).items()}

    def joined(match: re.Match[str]) -> str:
        letters = match[0].split(" ")
        if match[0].endswith("'s") and len(letters) == 2:  # noqa: PLR2004 -- “M.P's” is read as an address
            return match[0]
        return ".".join(names.get(letter, letter) for letter in letters)

    return _runs(base(language)).sub(joined, lettered(text, language))


def lettered(text: str, language: str) -> str:
    """`text` with its single letters written so that a voice of `language`, a BCP 47 tag, says their names."""
    letters = _letters(base(language))
    if not letters:
        return text
    text = _PLURAL.sub(r"\1\2's", text)  # “M Ps” would be one letter more
    for letter, (alone, said) in letters.items():
        if letter in text:
            text = alone.sub(said, text)
    return text


@cache
def _runs(language: str) -> re.Pattern[str]:
    """Letters with blanks between; but an English A before them that may be an article is none of them."""
    spelled = _letters(language)
    names = "|".join(row[1] for row in spelled.values())
    letter = rf"(?:{_CAPITAL}|{names})" if names else _CAPITAL
    article = rf"(?!(?:{'|'.join(spelled)}) )" if spelled else ""
    return re.compile(rf"(?<![\w'.-]){article}{letter}(?: {letter})+(?:'s)?(?![\w']| {_CAPITAL}s(?!\w))")


@cache
def _letters(language: str) -> dict[str, tuple[re.Pattern[str], str]]:
    """For each letter that is mistaken for a word, where it is a letter, and how it is written then."""
    table = tomllib.loads(files(__package__).joinpath("_letters.toml").read_text("utf-8"))
    return {
        letter: (_alone(letter, row["behind"], row["before"]), row["say"])
        for letter, row in table.get(language, {}).items()
    }


def _alone(letter: str, behind: list[str], before: list[str]) -> re.Pattern[str]:
    """Beside another single letter, or beside certain words, where it cannot be the word that it looks like."""
    led = "|".join(rf"(?<=(?<![\w']){word} )" for word in ("[A-Z]", *behind))
    places = (
        rf"(?:{led}){letter}(?![\w'])",
        rf"(?<=[\w,] ){letter}(?= (?:{'|'.join(before)})(?!\w)|[ -][A-Z](?:'s)?(?![\w']))",
        rf"(?<![\w'-]){letter}(?=[ -][{_SOUND_LIKE_VOWELS}](?![\w']))",
    )
    return re.compile("|".join(places))
