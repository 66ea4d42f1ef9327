"""What listeners see: a block's text in one line, each character with its place in the block."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from audioedition.text import permitted, seen

_BLANKS = frozenset(" \t\n\r\u2028\u2029")  # not those that keep words together
_APART = re.compile(r"(?<!\S)[^\W\d_]([ \u00a0]{2,})(?=[^\W\d_](?!\S))")
"""Where a word in s p a c e d letters ends and the next begins: only a wider blank tells."""

WIDE = "\u2003"
"""What stands there in the text that listeners see."""

_UNTIDY = re.compile("[\t\n\r\u2028\u2029]|  |^ | $")


@dataclass(frozen=True, slots=True)
class Written:
    """`text` and, for each of its characters and its end, the place in the text that it was made from."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the original, with the accents that follow the last."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], max(self.places[end - 1] + 1, self.places[end])

    def place(self, original: int) -> int:
        """The first character of `text` that was made from the place `original` or from one behind it."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle] < original:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=256)
def written(raw: str) -> Written:
    """`raw` without control characters, unseen ones and runs of blanks, composed (Unicode's NFC).

    Only between words in spaced letters one wide blank is left, without which they would be one word.
    """
    is_composed = unicodedata.is_normalized("NFC", raw)
    if is_composed and not _UNTIDY.search(raw) and permitted(raw) == raw and seen(raw) == raw:
        return Written(raw, range(len(raw) + 1))
    signs: list[str] = []
    places: list[int] = []
    apart = {found.start(1) for found in _APART.finditer(raw)}
    for start, cluster in enumerate(raw) if is_composed else _clusters(raw):
        for sign in _shown(cluster):
            blank = sign in _BLANKS
            if blank and (not signs or signs[-1] in {" ", WIDE}):
                continue
            signs.append(WIDE if start in apart else " " if blank else sign)
            places.append(start)
    while signs and signs[-1] == " ":
        signs.pop()
        places.pop()
    return Written("".join(signs), [*places, len(raw.rstrip())])


@lru_cache(maxsize=10_000)
def _shown(cluster: str) -> str:
    """What a reader sees of a character with its marks."""
    return unicodedata.normalize("NFC", seen(permitted(cluster)))


def _clusters(raw: str) -> Sequence[tuple[int, str]]:
    """Each character with the marks that it may be composed with."""
    found: list[tuple[int, str]] = []
    for place, sign in enumerate(raw):
        if found and _joins(sign):
            start, before = found[-1]
            found[-1] = (start, before + sign)
        else:
            found.append((place, sign))
    return found


def _joins(sign: str) -> bool:
    return unicodedata.combining(sign) > 0 or "\u1161" <= sign <= "\u11c2"  # and Korean letters' parts
