"""Roman numerals, as strictly written: XIV, but neither IIII nor VX."""

from __future__ import annotations

import re

NUMERAL = r"(?=[MDCLXVI])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
"""A pattern: a Roman numeral up to 3999."""

_STRICT = re.compile(NUMERAL)
_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def roman(text: str) -> int:
    """The number that `text` is, 0 if it is no Roman numeral."""
    if not _STRICT.fullmatch(text):
        return 0
    values = [_VALUES[sign] for sign in text]
    return sum(
        -value if value < behind else value for value, behind in zip(values, [*values[1:], 0], strict=True)
    )
