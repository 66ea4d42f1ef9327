"""Numbers in a wording: of these each counts, since a year that differs in one digit sounds much like the right one.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audioedition.recognition.wording import words

_COUNTED = (*range(101), *range(200, 2100, 100), *range(3000, 10_000, 1000), 1_000_000)
"""Numbers of whose words all others are made ("neunzehnhundert" and "siebenundachtzig")."""

_SHORTEST = 3  # letters of a word that is taken for one: French "et" stands in "vingt et un", too
_INFLECTED = 5  # letters of one that may have an ending ("siebenten", "seventh"); "tender" is not "ten"


def teller(saying: Callable[[str], str]) -> Callable[[str], bool]:
    """Who tells whether a word, as `words` gives it, is a number, in digits or in the words of a language that says them so."""
    counted = {word for number in _COUNTED for word in words(saying(str(number))) if len(word) >= _SHORTEST}
    if not counted:
        return _has_digits
    elided = {word[:-1] for word in _long(counted)}  # Italian "novecent" before "ottantasette"
    any_of = "|".join(map(re.escape, sorted(counted | elided, key=len, reverse=True)))
    long = "|".join(map(re.escape, sorted(_long(counted), key=len, reverse=True)))
    ending = rf"|(?:{any_of})*(?:{long})\w{{1,3}}" if long else ""
    number = re.compile(rf"(?:{any_of})+{ending}")
    return lambda word: _has_digits(word) or number.fullmatch(word) is not None


def _long(counted: set[str]) -> Iterator[str]:
    return (word for word in counted if len(word) >= _INFLECTED)


def _has_digits(word: str) -> bool:
    return any(map(str.isdigit, word))
