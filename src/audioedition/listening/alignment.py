"""Forced alignment: the best way to hear a row of sounds, one after the other, in a clip (Viterbi's algorithm).

There are many more moments than sounds, so it goes from sound to sound, all moments at once, and not from moment to
moment.  What a sound adds from one moment to another is the difference of two running sums.  So it begins best where
what was gained before, less the running sum there, is the most so far.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.spectra import Floats

_NEVER = -1e12

Choices = NDArray[np.bool_]
Places = NDArray[np.intp]
_Doubles = NDArray[np.float64]


def align(
    likelihoods: Floats,
    optional: Choices,
    row: Places | None = None,
    near: tuple[Places, int] | None = None,
) -> Places | None:
    """Which sound is heard at each moment; None if there are more sounds than moments.

    `likelihoods` (moments × sounds) are logarithms.  Each sound lasts one moment at least, but those that are
    `optional` may be left out: no two of them in a row, but at the end.  With a `row`, its sounds are columns of the
    `likelihoods`, and one may come more than once.  With an alignment that is `near`, no sound is looked for farther
    than so many moments from where it is there.
    """
    moments = len(likelihoods)
    if moments < np.count_nonzero(~optional):
        return None
    row = np.arange(likelihoods.shape[1]) if row is None else row
    columns = _running(likelihoods, row)
    windows = _anywhere(optional, moments) if near is None else _near(*near, len(optional))
    starts = _starts(columns, optional, windows)
    return _path(columns, optional, windows, starts)


def _running(likelihoods: Floats, row: Places) -> list[_Doubles]:
    """The sums of what comes before each moment, of each sound of a row; those of the same sound are the same array."""
    used = np.flatnonzero(np.bincount(row))
    sums = np.empty((len(used), len(likelihoods) + 1))
    sums[:, 0] = 0.0
    np.cumsum(likelihoods.T[used], axis=1, dtype=np.float64, out=sums[:, 1:])
    of = dict(zip(used.tolist(), sums, strict=True))
    return [of[sound] for sound in row.tolist()]


_Windows = Sequence[tuple[int, int]]
"""The first moment at which each sound may be heard, and the one behind the last."""


def _anywhere(optional: Choices, moments: int) -> _Windows:
    """Wherever there is room for what must be heard before and behind."""
    needed = np.cumsum(~optional)
    firsts: Places = needed - ~optional
    return list(zip(firsts.tolist(), (moments - needed[-1] + needed).tolist(), strict=True))


def _near(path: Places, reach: int, count: int) -> _Windows:
    sounds = np.arange(count)
    firsts: Places = np.searchsorted(path, sounds) - reach
    behind: Places = np.searchsorted(path, sounds, side="right") + reach
    return list(zip(np.maximum(firsts, 0).tolist(), np.minimum(behind, len(path)).tolist(), strict=True))


def _starts(columns: Sequence[_Doubles], optional: Choices, windows: _Windows) -> list[_Doubles]:
    """What is gained by all before each sound, less its own sum there, if it begins at a moment of its window or earlier."""
    # The most that is gained before each moment by all up to the sound before the last; to the last; and to this one.
    # What is older than that is never looked at: windows only move on, and so do their ends.
    earlier, last, this = np.full((3, len(columns[0])), _NEVER)
    last[0] = 0.0
    starts = []
    may_skip = False
    for column, may_miss, (start, end) in zip(columns, optional.tolist(), windows, strict=True):
        before = np.maximum(last[start:end], earlier[start:end]) if may_skip else last[start:end]
        most = before - column[start:end]
        # Where no number is missing it is the same as `maximum`, and faster.
        np.fmax.accumulate(most, out=most)
        starts.append(most)
        this[start] = _NEVER
        np.add(most, column[start + 1 : end + 1], out=this[start + 1 : end + 1])
        earlier, last, this = last, this, earlier
        may_skip = may_miss
    return starts


def _path(
    columns: Sequence[_Doubles], optional: Choices, windows: _Windows, starts: Sequence[_Doubles]
) -> Places | None:
    """The best way, from its end to its beginning."""

    def gained(sound: int, moment: int) -> float:
        """By all up to a sound that has ended before a moment."""
        first, behind = windows[sound]
        inside = first < moment <= behind
        return float(starts[sound][moment - first - 1] + columns[sound][moment]) if inside else _NEVER

    moment = len(columns[0]) - 1
    ends = [len(optional) - 1]
    while optional[ends[-1]] and ends[-1] > 0:
        ends.append(ends[-1] - 1)
    sound = max(ends, key=lambda end: gained(end, moment))
    if gained(sound, moment) < _NEVER / 2:
        return None
    sounds, lengths = [], []
    may_miss = optional.tolist()
    while True:
        first, most = windows[sound][0], starts[sound]
        begin = first + int(most.searchsorted(most[moment - first - 1]))
        sounds.append(sound)
        lengths.append(moment - begin)
        if begin == 0:
            return np.repeat(sounds[::-1], lengths[::-1])
        moment = begin
        is_skip = sound > 1 and may_miss[sound - 1] and gained(sound - 2, begin) > gained(sound - 1, begin)
        sound -= 2 if is_skip else 1
