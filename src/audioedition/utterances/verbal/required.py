r"""What a text must hold for a regular expression to match in it: some of these short strings, and some of those.

The idea is that of search engines for code (Cox, *Regular Expression Matching with a Trigram Index*; RE2's
`FilteredRE2`).  Of a pattern only what it surely needs is taken, so that leaving it out loses no match:

    required(re.compile(r"(?<!\w)(?:Jan|Feb)\. \d"))  # one of {Jan, Feb}, and a dot before a blank, and …

Here the pattern is walked through; `places` tells what may stand at one place of a match, `rarest` chooses among what does
in a row.  A *gram* is up to three signs: see `kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]  # how `re` itself sees a pattern: no other way tells
from re import _parser  # type: ignore[attr-defined]

from audioedition.utterances.verbal.kinds import LONGEST
from audioedition.utterances.verbal.places import ONE_SIGN, Part, Signs, signs_of, signs_without
from audioedition.utterances.verbal.rarest import Clause, rarest

_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_LOOKS = {op.ASSERT, op.ASSERT_NOT}
_OFTEN = 0.5  # so often in a text that to ask for it is in vain
_CLAUSES = 3  # of one pattern


@dataclass
class _Walk:
    """A walk through a pattern, with what it found to be required, and the signs that stand in a row before it."""

    run: list[Signs]
    found: list[tuple[float, Clause]] = field(default_factory=list)

    def walk(self, items: Iterable[tuple[Part, Part]], flags: int) -> None:
        """Go on through parts that stand in a row."""
        for kind, value in items:
            if kind in ONE_SIGN:
                self.run.append(signs_of(kind, value, flags))
            elif kind in _LOOKS:
                self._look(value[0], value[1], flags, is_there=kind is op.ASSERT)
            elif kind in _REPEATS:
                self._repeat(value[0], value[1], value[2], flags)
            elif kind is op.BRANCH:
                self._branch(value[1], flags)
            elif kind is not op.AT:
                self._group(kind, value, flags)

    def _group(self, kind: Part, value: Part, flags: int) -> None:
        if kind is op.SUBPATTERN and not value[1] & re.ASCII:
            _, added, removed, inner = value
            self.walk(inner, (flags | added) & ~removed)
        elif kind is op.ATOMIC_GROUP:
            self.walk(value, flags)
        else:
            self.rest()

    def rest(self) -> None:
        """End the row: what follows is not known to stand beside it."""
        best = rarest(self.run)
        if best:
            self.found.append(best)
        self.run = []

    def _repeat(self, least: int, most: int, inner: Part, flags: int) -> None:
        if least == 0:
            self.rest()
            return
        if len(inner) == 1 and inner[0][0] in ONE_SIGN:
            signs = signs_of(inner[0][0], inner[0][1], flags)
            self.run += [signs] * min(least, LONGEST)
            if most > least or least > LONGEST:
                self.rest()
                self.run = [signs] * min(least, LONGEST)
            return
        self.walk(inner, flags)
        if most > 1:
            self.rest()

    def _branch(self, ways: Sequence[Part], flags: int) -> None:
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

    def _look(self, way: int, inner: Part, flags: int, *, is_there: bool) -> None:
        if is_there:
            self._look_for(inner, flags, is_ahead=way > 0)
        elif len(inner) == 1 and inner[0][0] in ONE_SIGN:
            self._look_for_none(signs_without(inner[0][0], inner[0][1], flags), is_ahead=way > 0)

    def _look_for(self, inner: Part, flags: int, *, is_ahead: bool) -> None:
        each = _Walk(self.run[1 - LONGEST :] if is_ahead else [])
        each.walk(inner, flags)
        if not (is_ahead or self.run):
            self.run = each.run[1 - LONGEST :]
        each.rest()
        self.found += each.found

    def _look_for_none(self, others: Signs, *, is_ahead: bool) -> None:
        """Where one sign may not stand, one of the `others` does, or the text is at an end."""
        if not is_ahead:
            self.run = self.run or [others]
        elif self.run and (best := rarest([*self.run[1 - LONGEST :], others])):
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
