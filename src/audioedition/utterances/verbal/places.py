"""What may stand at one place of a match, as the part of a pattern for it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # how `re` itself sees a pattern: no other way tells
from typing import Any

from audioedition.utterances.verbal.kinds import (
    ALNUM,
    BLANK,
    DIGIT,
    DIGIT_TOO,
    ITSELF,
    LOWER,
    LOWER_TOO,
    OTHER,
    UPPER,
    UPPER_TOO,
    kind,
)

Part = Any
"""A piece of a pattern as `re` sees it, or what it calls one; it has no types."""

ONE_SIGN = {op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY}
"""Parts that match one character."""

_DIGITS = frozenset({DIGIT, DIGIT_TOO})
_WORD = frozenset({UPPER, UPPER_TOO, LOWER, LOWER_TOO, ALNUM, "_", *_DIGITS, *filter(str.isalnum, ITSELF)})
_EVERY = frozenset({*_WORD, BLANK, OTHER, *ITSELF})
_CATEGORIES = {
    op.CATEGORY_DIGIT: _DIGITS,
    op.CATEGORY_NOT_DIGIT: _EVERY - _DIGITS,
    op.CATEGORY_WORD: _WORD,
    op.CATEGORY_NOT_WORD: _EVERY - _WORD,
    op.CATEGORY_SPACE: frozenset({BLANK}),
    op.CATEGORY_NOT_SPACE: _EVERY - {BLANK},
}
_RANGES = {UPPER: range(0x41, 0x5B), LOWER: range(0x61, 0x7B), DIGIT: range(0x30, 0x3A)}

_LONG = 400  # characters of a range that are told apart
_LONGER = 4000  # characters of one that is looked at
_ASCII = 0x7F
_FEW = 16  # characters of a set that are told apart

# About how often a sign stands in a text.
_SHARES = {
    **dict(zip("etaoinsrhldcumfpgwybvkxjqz", [0.08, *[0.06] * 7, *[0.03] * 5, *[0.015] * 8, *[0.002] * 5], strict=True)),
    BLANK: 0.17, LOWER: 0.75, UPPER: 0.04, LOWER_TOO: 0.01, DIGIT: 0.02, ".": 0.012, ",": 0.012, "-": 0.004, "'": 0.004, "’": 0.004,
}  # fmt: skip
_RARE = 0.0005
_STOPS = frozenset(".,;:!?")


class Set:
    """Signs of which one stands at a place, and about how often one does."""

    __slots__ = ("has_blank", "is_stop", "often", "signs")

    def __init__(self, signs: frozenset[str]) -> None:
        self.signs = signs
        self.often = sum(map(_share, signs))
        self.has_blank = BLANK in signs
        self.is_stop = signs <= _STOPS


class Signs:
    """What may stand at one place of a match: which kinds, and if they are few, which characters."""

    __slots__ = ("exact", "kinds")

    def __init__(self, kinds: Iterable[str], exact: Iterable[str] | None = None) -> None:
        self.kinds = Set(frozenset(kinds))
        self.exact = None if exact is None else Set(frozenset(exact))


def signs_of(how: Part, value: Part, flags: int) -> Signs:
    """What a part of a pattern for one character lets stand there."""
    return _lets(how, tuple(value) if isinstance(value, list) else value, flags & re.IGNORECASE)


@lru_cache(maxsize=4096)
def _lets(how: Part, value: Part, flags: int) -> Signs:
    if how is op.LITERAL:
        return _chosen([(op.LITERAL, value)], flags)
    if how is op.NOT_LITERAL:
        return Signs(_EVERY - _covered([(op.LITERAL, value)]))
    if how is op.ANY:
        return Signs(_EVERY)
    if value[0][0] is op.NEGATE:
        return Signs(_EVERY - _covered(value[1:]))
    return _chosen(value, flags)


def signs_without(how: Part, value: Part, flags: int) -> Signs:
    """What stands where that part does not match, the blank at the ends of a text included."""
    if how is op.LITERAL:
        kinds = _EVERY - _covered([(op.LITERAL, value)])
    elif how is op.IN and value[0][0] is not op.NEGATE:
        kinds = _EVERY - _covered(value)
    elif how is op.IN:
        kinds = _chosen(value[1:], flags).kinds.signs
    else:
        kinds = _EVERY
    return Signs({*kinds, BLANK})


def _chosen(items: Sequence[tuple[Part, Part]], flags: int) -> Signs:
    kinds: set[str] = set()
    exact: set[str] | None = set()
    for how, value in items:
        if how is op.CATEGORY:
            kinds |= _CATEGORIES[value]
            exact = None
            continue
        first, last = (value, value) if how is op.LITERAL else value
        if last - first > _LONG:
            kinds |= _kinds(first, last)
            exact = None
            continue
        signs: Iterable[str] = map(chr, range(first, last + 1))
        if flags & re.IGNORECASE:
            if last > _ASCII:
                return Signs(_EVERY)
            signs = [other for sign in signs for other in _cases(sign)]
        signs = [BLANK if sign.isspace() else sign for sign in signs]
        kinds.update(map(kind, signs))
        if exact is not None:
            exact.update(signs)
    return Signs(kinds, exact if exact and len(exact) <= _FEW else None)


def _cases(sign: str) -> Iterable[str]:
    """All ASCII that `re` takes for the same as `sign` where case does not matter, and the few others."""
    return {sign.lower(), sign.upper(), *_SAME.get(sign.lower(), "")}


_SAME = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}


@cache
def _kinds(first: int, last: int) -> frozenset[str]:
    """The kinds of all characters of a long range."""
    return _EVERY if last - first > _LONGER else frozenset(kind(chr(code)) for code in range(first, last + 1))


def _covered(items: Sequence[tuple[Part, Part]]) -> set[str]:
    """The kinds of which nothing is left beside `items`."""
    covered: set[str] = set()
    for how, value in items:
        if how is op.CATEGORY:
            covered |= _CATEGORIES[value]
            continue
        first, last = (value, value) if how is op.LITERAL else value
        covered.update(sign for sign in ITSELF if first <= ord(sign) <= last)
        covered.update(name for name, all_of in _RANGES.items() if first <= all_of[0] and all_of[-1] <= last)
    return covered


def _share(sign: str) -> float:
    return _SHARES.get(sign, _RARE)
