"""The limiter: it turns the sound down where its peaks would come too high, in time, and up again slowly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CEILING = -1.8
"""dBFS: between samples, and in the MP3, peaks rise a little."""

STEP = 98
"""Frames of a step, of which the highest peak is known: 2.2 milliseconds."""

_DOWN, _UP = (
    STEP / 44_100 / 0.005,
    STEP / 44_100 / 0.05,
)  # a step: from all to nothing in 5 ms, and back in 50 ms
_FULL_SCALE = 32768
_LEAST = 1e-9  # of full scale: silence cannot be divided by


def peaks(sound: NDArray[np.int16]) -> NDArray[np.float32]:
    """The highest sample of each step of a `sound` that is a whole number of steps long; 1 is full scale."""
    rows = sound.reshape(-1, STEP)
    highest = np.maximum(rows.max(axis=1).astype(np.float32), -rows.min(axis=1).astype(np.float32))
    found: NDArray[np.float32] = highest / np.float32(_FULL_SCALE)
    return found


def factors(found: NDArray[np.float32], gain: float, ceiling: float = CEILING) -> NDArray[np.float32]:
    """By how much a sound is to be multiplied, at the borders of its steps, one more than there are steps.

    `found` are its peaks, `gain` is in dB; between two borders the factor goes in a straight line, so that no sample
    comes above the `ceiling` (dBFS).
    """
    plain = 10 ** (gain / 20)
    room = np.minimum(1.0, 10 ** (ceiling / 20) / plain / np.maximum(found, _LEAST))
    borders = np.minimum(np.append(room, 1.0), np.append(1.0, room))
    slope = np.arange(len(borders), dtype=np.float64)
    borders = np.minimum.accumulate(borders - _UP * slope) + _UP * slope
    borders = np.minimum.accumulate((borders + _DOWN * slope)[::-1])[::-1] - _DOWN * slope
    wanted: NDArray[np.float32] = (np.minimum(borders, 1.0) * plain).astype(np.float32)
    return wanted


def shaped(sound: NDArray[np.int16], borders: NDArray[np.float32]) -> NDArray[np.int16]:
    """The `sound` multiplied by the factors of its steps' `borders`; it is a whole number of steps long."""
    rows = sound.reshape(-1, STEP)
    made = rows * borders[:-1, None]
    (bent,) = np.nonzero(borders[1:] != borders[:-1])  # mostly few: elsewhere, the sound is only made louder
    along = np.arange(STEP, dtype=np.float32) / np.float32(STEP)
    ramps = borders[bent, None] + (borders[bent + 1] - borders[bent])[:, None] * along
    made[bent] = rows[bent] * ramps
    np.rint(made, out=made)
    return made.reshape(-1).astype("<i2")
