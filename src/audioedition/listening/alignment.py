"""Forced alignment: the best way to hear a row of sounds, one after the other, in a clip (Viterbi's algorithm)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.spectra import Floats

_NEVER = np.float32(-1e9)


def align(likelihoods: Floats, optional: NDArray[np.bool_]) -> NDArray[np.intp] | None:
    """Which sound is heard at each moment; None if there are more sounds than moments.

    `likelihoods` (moments × sounds) are logarithms.  Each sound lasts one moment at least, but those that are
    `optional` may be left out: no two of them in a row, but at the end.
    """
    moments, sounds = likelihoods.shape
    best = np.full(
        sounds + 2, _NEVER, dtype=np.float32
    )  # two more before the first, from which none can come
    best[2] = likelihoods[0, 0]
    if optional[0] and sounds > 1:
        best[3] = likelihoods[0, 1]
    skipping = np.where(np.concatenate([[False], optional[:-1]]), np.float32(0), _NEVER)
    steps = np.empty((moments, sounds), dtype=np.int8)
    ways = np.empty((3, sounds), dtype=np.float32)
    for moment in range(1, moments):
        ways[0], ways[1] = best[2:], best[1:-1]
        np.add(best[:-2], skipping, out=ways[2])
        ways.argmax(axis=0, out=(step := np.empty(sounds, dtype=np.intp)))
        steps[moment] = step
        np.add(ways.max(axis=0), likelihoods[moment], out=best[2:])
    ends = [sounds - 1]
    while optional[ends[-1]] and ends[-1] > 0:
        ends.append(ends[-1] - 1)
    last = max(ends, key=lambda end: float(best[end + 2]))
    if best[last + 2] < _NEVER / 2:
        return None
    path = np.empty(moments, dtype=np.intp)
    for moment in range(moments - 1, -1, -1):
        path[moment] = last
        last -= int(steps[moment, last]) if moment else 0
    return path
