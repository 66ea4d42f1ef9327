"""Roman numerals, strictly: what only looks like one is none."""

from __future__ import annotations

import re

PATTERN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""A Roman numeral from 1 to 3,999 in capitals; the caller says what may stand around it."""

_NUMERAL = re.compile(PATTERN)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def value(text: str) -> int:
    """The number that `text` is, in capitals or in small letters; 0 if it is no Roman numeral."""
    capitals = text if text.isupper() else text.upper() if text.islower() else ""
    if not _NUMERAL.fullmatch(capitals):
        return 0
    values = [_VALUES[sign] for sign in capitals]
    return sum(-this if this < after else this for this, after in zip(values, [*values[1:], 0], strict=True))
