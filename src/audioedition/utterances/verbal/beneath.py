"""What remains beneath markup: the text that all other rules see, so that `19<sup>th</sup>` is the ordinal that it shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audioedition.utterances.verbal import markup
from audioedition.utterances.verbal.rules import Change
from audioedition.utterances.verbal.ruleset import Ruleset

_MARKUP = Ruleset(markup.rules())


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without its markup, and for each of its characters where it begins and ends in the written text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def read(rules: Ruleset, text: str, given: Callable[[str], Sequence[Change]]) -> tuple[Change, ...]:
    """What is said otherwise in `text`: its markup first, then what is `given` for a text without it, then by `rules`."""
    marks = _MARKUP.changes(text)
    if not marks:
        return rules.changes(text, given(text))
    plain = _without(text, marks)
    found = [
        dataclasses.replace(each, start=plain.starts[each.start], end=plain.ends[each.end - 1])
        for each in rules.changes(plain.text, given(plain.text))
    ]
    return tuple(sorted([*found, *_uncovered(marks, found)], key=lambda change: change.start))


def _without(text: str, marks: Sequence[Change]) -> _Plain:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for mark in marks:
        pieces += [text[place : mark.start], mark.spoken]
        starts += [*range(place, mark.start), *[mark.start] * len(mark.spoken)]
        ends += [*range(place + 1, mark.start + 1), *[mark.end] * len(mark.spoken)]
        place = mark.end
    pieces.append(text[place:])
    starts += range(place, len(text))
    ends += range(place + 1, len(text) + 1)
    return _Plain("".join(pieces), starts, ends)


def _uncovered(marks: Sequence[Change], found: Sequence[Change]) -> list[Change]:
    """The `marks` that are in none of the changes `found`; both are in the order of the text."""
    left, index = [], 0
    for mark in marks:
        while index < len(found) and found[index].end <= mark.start:
            index += 1
        if index == len(found) or found[index].start >= mark.end:
            left.append(mark)
    return left
