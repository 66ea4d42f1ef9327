"""How alike two sounds are: whether another program says the same as the one that it stands for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def decibels(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """The ratio of `one` to its difference from `other`, as a signal to its noise; minus infinity if one is longer."""
    if len(one) != len(other) or not len(one):
        return -math.inf
    first, second = one.astype(np.float64), other.astype(np.float64)
    noise = float(((first - second) ** 2).mean())
    power = float((first**2).mean())
    if not noise:
        return math.inf
    return 10 * math.log10(power / noise) if power else -math.inf
