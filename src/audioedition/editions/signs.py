r"""Letters of every script: `\w` lacks the vowel signs and points that are parts of a word in many of them."""

from __future__ import annotations

import unicodedata

_EMOJI = range(0xFE00, 0xFE10)  # variation selectors, which stand behind no letter
_SIGNS = "".join(
    chr(code)
    for code in range(0x10000)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and code not in _EMOJI
)

LETTER = rf"(?:[^\W\d_][{_SIGNS}]*)"
"""Pattern of a letter with all the signs that it bears."""
