"""From a moment of one recording to the same thought in another.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audioedition.model import Episode, Translation

Rows = Sequence[tuple[Sequence[int], Sequence[int]]]


def bridge(episode: Episode, translation: Translation) -> tuple[tuple[float, float], ...]:
    """Moments (seconds) of `episode` and of its `translation` at which they say the same, in the order of both.

    Between two of them, a part of the one is as far on as the same part of the other.  Texts that cannot be told
    row by row are at one only at their beginning and their end.
    """
    one, two = _starts(episode), _starts(translation.episode)
    found = [(0.0, 0.0)]
    ends = _end(episode), _end(translation.episode)
    for left, right in translation.rows or ():
        here, there = _first(one, left), _first(two, right)
        if here is None or there is None:
            continue
        if found[-1][0] < here < ends[0] and found[-1][1] < there < ends[1]:
            found.append((here, there))
    return (*found, ends)


def _starts(episode: Episode) -> dict[int, float]:
    """When each block is first spoken of."""
    found: dict[int, float] = {}
    for line in episode.lines:
        found[line.block] = min(line.start, found.get(line.block, line.start))
    return found


def _first(starts: dict[int, float], places: Iterable[int]) -> float | None:
    return min((starts[place] for place in places if place in starts), default=None)


def _end(episode: Episode) -> float:
    return max((line.end for line in episode.lines), default=episode.seconds)
