"""Kinds of characters, and grams: what stands in a text in a row of up to three signs.

A sign is a character as it is, or, in a coarser view, the kind that it is of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

LONGEST = 3
"""Signs of a gram."""

UPPER, UPPER_TOO, LOWER, LOWER_TOO, DIGIT, DIGIT_TOO, ALNUM, OTHER = map(chr, range(0xE000, 0xE008))
"""Kinds of letters, digits and others: those of ASCII, and those beyond."""
BLANK = " "
ITSELF = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”„‘’‚«»‹›–—−…·•§©®™°€£¥¢½¼¾¹²³×÷±‰ºª\u2003")
"""Signs that are a kind of their own."""


def grams(word: str) -> Iterator[str]:
    """All grams of `word`, which stands between blanks."""
    yield from pieces(f" {word} ")
    yield from pieces(f" {kinds(word)} ")


def pieces(signs: str) -> list[str]:
    """All that stands in `signs` in a row of up to `LONGEST`."""
    return [
        *signs,
        *map("".join, pairwise(signs)),
        *map("".join, zip(signs, signs[1:], signs[2:], strict=False)),
    ]


def kinds(word: str) -> str:
    """`word` with the kind of each of its characters instead."""
    return word.translate(_KINDS)


def kind(sign: str) -> str:
    """The kind that a character is of: one sign for all of them."""
    if sign in ITSELF:
        return sign
    if sign.isalnum():
        return _alphanumeric(sign)
    return BLANK if sign.isspace() else OTHER


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return self.setdefault(code, kind(chr(code)))


_KINDS = _Kinds()


def _alphanumeric(sign: str) -> str:
    if sign.isupper():
        return UPPER if sign.isascii() else UPPER_TOO
    if sign.islower():
        return LOWER if sign.isascii() else LOWER_TOO
    if sign.isdecimal():
        return DIGIT if sign.isascii() else DIGIT_TOO
    return ALNUM
