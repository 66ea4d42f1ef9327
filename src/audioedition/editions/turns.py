"""Where languages take turns line by line, a line that says little is in the language whose turn it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, tells
from audioedition.model import Kind

_FEWEST = 4  # lines of prose from which on a rhythm shows
_MOSTLY = 0.6  # of the steps from one line of prose to the next have to keep it


def held(draft: Draft) -> dict[int, str]:
    """The short lines of an interleaved post that keep its rhythm, with the language that they are in, by place."""
    if not draft.assignment.interleaved:
        return {}
    path, lines = draft.assignment.languages, draft.lines
    told = [at for at, line in enumerate(lines) if line.prose and not line.quote]
    if len(told) < _FEWEST:
        return {}
    rhythm = _Rhythm(tuple(dict.fromkeys(path[at] for at in told)))
    found: dict[int, str] = {}
    steps = kept = 0
    for stretch in _stretches(draft):
        prose = [at for at in told if at in stretch]
        # None stands for the beginning and for the end, which are whole rounds.
        for one, two in itertools.pairwise([None, *prose, None]):
            between = range(stretch.start if one is None else one + 1, stretch.stop if two is None else two)
            expected = rhythm.between(path, one, two, between)
            if one is not None and two is not None:
                steps += 1
                kept += expected is not None
            if expected is not None and _may_be(lines, between, expected, rhythm.languages):
                found.update(
                    (draft.places[at], language) for at, language in zip(between, expected, strict=True)
                )
    return found if kept >= _MOSTLY * steps else {}


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """The order in which the languages take turns."""

    languages: tuple[str, ...]

    def between(
        self, path: Sequence[str], one: int | None, two: int | None, places: range
    ) -> list[str] | None:
        """The languages of the lines at `places`, after line `one` and before `two`; None if that breaks the rhythm."""
        count = len(self.languages)
        start = 0 if one is None else self.languages.index(path[one]) + 1
        stop = 0 if two is None else self.languages.index(path[two])
        if (start + len(places) - stop) % count:
            return None
        return [self.languages[(start + step) % count] for step in range(len(places))]


def _stretches(draft: Draft) -> Iterator[range]:
    """The lines between those that are in all languages at once: titles side by side, tables, program code."""
    common = [
        at
        for at, line in enumerate(draft.lines)
        if line.double or draft.blocks[draft.places[at]].kind in (Kind.CODE, Kind.TABLE)
    ]
    for one, two in itertools.pairwise([-1, *common, len(draft.lines)]):
        if two > one + 1:
            yield range(one + 1, two)


def _may_be(lines: Sequence[Line], places: range, expected: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether the lines at `places` can be in the languages `expected`: neither their words nor a mark tell otherwise."""
    return not any(
        (lines[at].mark or language) != language
        or any(tells(lines[at], other, language) for other in languages if other != language)
        for at, language in zip(places, expected, strict=True)
    )
