"""How a long list of episodes is cut into several documents, so that old ones never change.

The newest document holds what is left when whole parts have been cut off at the oldest end.  A new episode
changes the newest document, and at times it cuts off further parts: all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


def cut(sizes: Sequence[float], limit: float) -> list[slice]:
    """The parts of a list, newest first as the list is: the first is of at most `limit`, others of half as much.

    A part holds at least one thing, whatever its size.
    """
    count = len(sizes)
    sums = [0.0, *accumulate(reversed(sizes))]  # of the so many oldest
    borders = [0]
    while sums[count] - sums[borders[-1]] > limit and borders[-1] < count - 1:
        start = end = borders[-1]
        while end < count - 1 and (end == start or sums[end + 1] - sums[start] <= limit / 2):
            end += 1
        borders.append(end)
    oldest_first = [
        slice(count - end, count - start) for start, end in zip(borders, [*borders[1:], count], strict=True)
    ]
    return oldest_first[::-1]


def named(parts: Sequence[T], newest: str, older: str) -> Iterator[tuple[T, str, str, str, str]]:
    """Each part with its file's name, and those of the next older, the next newer and the oldest one.

    The newest part is called `newest`; `older` is a pattern with a `{}` for the number, counted from the oldest.
    A name that there is none for is empty; so is the oldest's if there is one part only.
    """
    names = [newest, *(older.format(number) for number in range(len(parts) - 1, 0, -1))]
    oldest = names[-1] if len(names) > 1 else ""
    for part, name, before, after in zip(parts, names, [*names[1:], ""], ["", *names], strict=False):
        yield part, name, before, after, oldest
