r"""What a text must hold for a regular expression to match in it: some of these short strings, and some of those.

The idea is that of search engines for code (Cox, *Regular Expression Matching with a Trigram Index*; RE2's
`FilteredRE2`).  Of a pattern only what it surely needs is taken, so that leaving it out loses no match:

    required(re.compile(r"(?<!\w)(?:Jan|Feb)\. \d"))  # one of {Jan, Feb}, and a dot before a blank, and …

A *gram* is up to three signs: characters as they are, or, in a coarser view, each the kind that it is of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise, product
from re import _constants as op  # type: ignore[attr-defined]  # how `re` itself sees a pattern: no other way tells
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_Part = Any
"""A piece of a pattern as `re` sees it, or what it calls one; it has no types."""

Clause = frozenset[str]
"""Grams, of which a text must hold one."""

LONGEST = 3
"""Signs of a gram."""

_UPPER, _UPPER_TOO, _LOWER, _LOWER_TOO, _DIGIT, _DIGIT_TOO, _ALNUM, _OTHER = map(chr, range(0xE000, 0xE008))
_BLANK = " "
_ITSELF = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”„‘’‚«»‹›–—−…·•§©®™°€£¥¢½¼¾¹²³×÷±‰ºª\u2003")
"""Signs that are a kind of their own."""

_DIGITS = frozenset({_DIGIT, _DIGIT_TOO})
_WORD = frozenset(
    {_UPPER, _UPPER_TOO, _LOWER, _LOWER_TOO, _ALNUM, "_", *_DIGITS, *filter(str.isalnum, _ITSELF)}
)
_EVERY = frozenset({*_WORD, _BLANK, _OTHER, *_ITSELF})
_CATEGORIES = {
    op.CATEGORY_DIGIT: _DIGITS,
    op.CATEGORY_NOT_DIGIT: _EVERY - _DIGITS,
    op.CATEGORY_WORD: _WORD,
    op.CATEGORY_NOT_WORD: _EVERY - _WORD,
    op.CATEGORY_SPACE: frozenset({_BLANK}),
    op.CATEGORY_NOT_SPACE: _EVERY - {_BLANK},
}
_RANGES = {_UPPER: range(0x41, 0x5B), _LOWER: range(0x61, 0x7B), _DIGIT: range(0x30, 0x3A)}
_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_LOOKS = {op.ASSERT, op.ASSERT_NOT}
_ONE_SIGN = {op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY}

_MOST = 1000  # grams of a run
_LONG = 400  # characters of a range that are told apart
_LONGER = 4000  # characters of one that is looked at
_ASCII = 0x7F
_FEW = 16  # characters of a set that are told apart
_OFTEN = 0.5  # so often in a text that to ask for it is in vain
_CLAUSES = 3  # of one pattern

# About how often a sign stands in a text.
_SHARES = {
    **dict(zip("etaoinsrhldcumfpgwybvkxjqz", [0.08, *[0.06] * 7, *[0.03] * 5, *[0.015] * 8, *[0.002] * 5], strict=True)),
    _BLANK: 0.17, _LOWER: 0.75, _UPPER: 0.04, _LOWER_TOO: 0.01, _DIGIT: 0.02, ".": 0.012, ",": 0.012, "-": 0.004, "'": 0.004, "’": 0.004,
}  # fmt: skip
_RARE = 0.0005
_STOPS = frozenset(".,;:!?")
_GLUED = 0.03  # of these stand before something else than a blank


class _Set:
    """Signs of which one stands at a place, and about how often one does."""

    __slots__ = ("has_blank", "is_stop", "often", "signs")

    def __init__(self, signs: frozenset[str]) -> None:
        self.signs = signs
        self.often = sum(map(_share, signs))
        self.has_blank = _BLANK in signs
        self.is_stop = signs <= _STOPS


class _Signs:
    """What may stand at one place of a match: which kinds, and if they are few, which characters."""

    __slots__ = ("exact", "kinds")

    def __init__(self, kinds: Iterable[str], exact: Iterable[str] | None = None) -> None:
        self.kinds = _Set(frozenset(kinds))
        self.exact = None if exact is None else _Set(frozenset(exact))


@dataclass
class _Walk:
    """A walk through a pattern, with what it found to be required, and the signs that stand in a row before it."""

    run: list[_Signs]
    found: list[tuple[float, Clause]] = field(default_factory=list)

    def walk(self, items: Iterable[tuple[_Part, _Part]], flags: int) -> None:
        """Go on through parts that stand in a row."""
        for kind, value in items:
            if kind in _ONE_SIGN:
                self.run.append(_signs(kind, value, flags))
            elif kind in _LOOKS:
                self._look(value[0], value[1], flags, is_there=kind is op.ASSERT)
            elif kind in _REPEATS:
                self._repeat(value[0], value[1], value[2], flags)
            elif kind is op.BRANCH:
                self._branch(value[1], flags)
            elif kind is not op.AT:
                self._group(kind, value, flags)

    def _group(self, kind: _Part, value: _Part, flags: int) -> None:
        if kind is op.SUBPATTERN and not value[1] & re.ASCII:
            _, added, removed, inner = value
            self.walk(inner, (flags | added) & ~removed)
        elif kind is op.ATOMIC_GROUP:
            self.walk(value, flags)
        else:
            self.rest()

    def rest(self) -> None:
        """End the row: what follows is not known to stand beside it."""
        best = _best(self.run)
        if best:
            self.found.append(best)
        self.run = []

    def _repeat(self, least: int, most: int, inner: _Part, flags: int) -> None:
        if least == 0:
            self.rest()
            return
        if len(inner) == 1 and inner[0][0] in _ONE_SIGN:
            signs = _signs(inner[0][0], inner[0][1], flags)
            self.run += [signs] * min(least, LONGEST)
            if most > least or least > LONGEST:
                self.rest()
                self.run = [signs] * min(least, LONGEST)
            return
        self.walk(inner, flags)
        if most > 1:
            self.rest()

    def _branch(self, ways: Sequence[_Part], flags: int) -> None:
        chosen: list[tuple[float, Clause]] = []
        for way in ways:
            each = _Walk(self.run[1 - LONGEST :])
            each.walk(way, flags)
            each.rest()
            if not each.found:
                chosen = []
                break
            chosen.append(min(each.found, key=lambda clause: clause[0]))
        if chosen:
            self.found.append(
                (sum(often for often, _ in chosen), frozenset().union(*(grams for _, grams in chosen)))
            )
        self.rest()

    def _look(self, way: int, inner: _Part, flags: int, *, is_there: bool) -> None:
        if is_there:
            self._look_for(inner, flags, is_ahead=way > 0)
        elif len(inner) == 1 and inner[0][0] in _ONE_SIGN:
            self._look_for_none(_others(inner[0][0], inner[0][1], flags), is_ahead=way > 0)

    def _look_for(self, inner: _Part, flags: int, *, is_ahead: bool) -> None:
        each = _Walk(self.run[1 - LONGEST :] if is_ahead else [])
        each.walk(inner, flags)
        if not (is_ahead or self.run):
            self.run = each.run[1 - LONGEST :]
        each.rest()
        self.found += each.found

    def _look_for_none(self, others: _Signs, *, is_ahead: bool) -> None:
        """Where one sign may not stand, one of the `others` does, or the text is at an end."""
        if not is_ahead:
            self.run = self.run or [others]
        elif self.run and (best := _best([*self.run[1 - LONGEST :], others])):
            self.found.append(best)


@cache
def required(pattern: re.Pattern[str]) -> tuple[Clause, ...]:
    """What every text in which `pattern` matches holds: of each clause one gram; nothing if that cannot be told.

    Blanks are grams' edges only: what begins or ends a text, or stands beside any blank, stands beside `" "`.
    """
    if pattern.flags & re.ASCII:
        return ()
    walk = _Walk([])
    walk.walk(_parser.parse(pattern.pattern, pattern.flags), pattern.flags)
    walk.rest()
    rare = sorted((clause for clause in walk.found if clause[0] < _OFTEN), key=lambda clause: clause[0])
    return tuple(dict.fromkeys(grams for _, grams in rare[:_CLAUSES]))


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
    if sign in _ITSELF:
        return sign
    if sign.isalnum():
        return _alphanumeric(sign)
    return _BLANK if sign.isspace() else _OTHER


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return self.setdefault(code, kind(chr(code)))


_KINDS = _Kinds()


def _alphanumeric(sign: str) -> str:
    if sign.isupper():
        return _UPPER if sign.isascii() else _UPPER_TOO
    if sign.islower():
        return _LOWER if sign.isascii() else _LOWER_TOO
    if sign.isdecimal():
        return _DIGIT if sign.isascii() else _DIGIT_TOO
    return _ALNUM


def _signs(how: _Part, value: _Part, flags: int) -> _Signs:
    """What a part of a pattern for one character lets stand there."""
    return _lets(how, tuple(value) if isinstance(value, list) else value, flags & re.IGNORECASE)


@lru_cache(maxsize=4096)
def _lets(how: _Part, value: _Part, flags: int) -> _Signs:
    if how is op.LITERAL:
        return _chosen([(op.LITERAL, value)], flags)
    if how is op.NOT_LITERAL:
        return _Signs(_EVERY - _covered([(op.LITERAL, value)]))
    if how is op.ANY:
        return _Signs(_EVERY)
    if value[0][0] is op.NEGATE:
        return _Signs(_EVERY - _covered(value[1:]))
    return _chosen(value, flags)


def _others(how: _Part, value: _Part, flags: int) -> _Signs:
    """What stands where that part does not match, the blank at the ends of a text included."""
    if how is op.LITERAL:
        kinds = _EVERY - _covered([(op.LITERAL, value)])
    elif how is op.IN and value[0][0] is not op.NEGATE:
        kinds = _EVERY - _covered(value)
    elif how is op.IN:
        kinds = _chosen(value[1:], flags).kinds.signs
    else:
        kinds = _EVERY
    return _Signs({*kinds, _BLANK})


def _chosen(items: Sequence[tuple[_Part, _Part]], flags: int) -> _Signs:
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
                return _Signs(_EVERY)
            signs = [other for sign in signs for other in _cases(sign)]
        signs = [_BLANK if sign.isspace() else sign for sign in signs]
        kinds.update(map(kind, signs))
        if exact is not None:
            exact.update(signs)
    return _Signs(kinds, exact if exact and len(exact) <= _FEW else None)


def _cases(sign: str) -> Iterable[str]:
    """All ASCII that `re` takes for the same as `sign` where case does not matter, and the few others."""
    return {sign.lower(), sign.upper(), *_SAME.get(sign.lower(), "")}


_SAME = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}


@cache
def _kinds(first: int, last: int) -> frozenset[str]:
    """The kinds of all characters of a long range."""
    return _EVERY if last - first > _LONGER else frozenset(kind(chr(code)) for code in range(first, last + 1))


def _covered(items: Sequence[tuple[_Part, _Part]]) -> set[str]:
    """The kinds of which nothing is left beside `items`."""
    covered: set[str] = set()
    for how, value in items:
        if how is op.CATEGORY:
            covered |= _CATEGORIES[value]
            continue
        first, last = (value, value) if how is op.LITERAL else value
        covered.update(sign for sign in _ITSELF if first <= ord(sign) <= last)
        covered.update(name for name, all_of in _RANGES.items() if first <= all_of[0] and all_of[-1] <= last)
    return covered


def _best(run: Sequence[_Signs]) -> tuple[float, Clause] | None:
    """The rarest grams in a row of signs, and about how often one of them stands at a place."""
    least, best = math.inf, None
    for view in ([each.kinds for each in run], [each.exact for each in run]):
        for start in range(len(view)):
            often, end = _window(view, start)
            if often < least:
                least, best = often, (view, start, end)
    if best is None:
        return None
    view, start, end = best
    return least, frozenset(map("".join, product(*(each.signs for each in view[start:end] if each))))


def _window(view: Sequence[_Set | None], start: int) -> tuple[float, int]:
    """About how often the longest grams stand that begin at `start`, and where they end, if words alone tell them.

    Of those, only the edges are blank, and something is not.
    """
    often, size, last, found = 1.0, 1, None, (math.inf, start)
    for end, each in enumerate(view[start : start + LONGEST], start + 1):
        if each is None or (end > start + 2 and last and last.has_blank):
            break
        size *= len(each.signs)
        if size > _MOST:
            break
        often *= each.often
        if last and last.is_stop and not each.has_blank:
            often *= _GLUED
        if not each.has_blank or (last and (end > start + 2 or not last.has_blank)):
            found = often, end
        last = each
    return found


def _share(sign: str) -> float:
    return _SHARES.get(sign, _RARE)
