r"""Letters of every script: `\w` lacks the vowel signs and points that are parts of a word in many of them."""

from __future__ import annotations

import itertools
import unicodedata

_PLACES = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xD7B0, 0x10000))
"""Where signs can be: between them are only ideographs and syllables."""

_EMOJI = range(0xFE00, 0xFE10)  # variation selectors, which stand behind no letter
_SIGNS = [
    code
    for code in itertools.chain(*_PLACES)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and code not in _EMOJI
]


def _as_ranges(codes: list[int]) -> str:
    """The inside of a set of characters: ranges, since patterns with a thousand characters are slow to make."""
    runs = itertools.groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    ends = ((run[0][1], run[-1][1]) for run in (list(pairs) for _, pairs in runs))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ends)


SIGN = f"[{_as_ranges(_SIGNS)}]"
"""Pattern of a sign that a letter bears."""

LETTER = rf"(?:[^\W\d_]{SIGN}*)"
"""Pattern of a letter with all the signs that it bears."""
