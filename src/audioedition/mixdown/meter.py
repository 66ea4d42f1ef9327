"""The meter: loudness after ITU-R BS.1770, and true peaks.

Ours and not ffmpeg's: it measures each sound once, while the next one is still being spoken, and what it found can be
added up, whatever the order and the pauses will be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audioedition.mixdown.pcm import RATE

Energies = NDArray[np.float64]
"""Mean squares of parts of a sound, as the standard weighs frequencies; full scale is 1."""

TENTH = RATE // 10
"""Frames of a tenth of a second, by which the standard's blocks of 0.4 seconds go on."""

_TENTHS = 4  # of a block
_OFFSET = -0.691  # dB: the standard's own
_ABSOLUTE, _RELATIVE = -70.0, -10.0  # LUFS, LU: blocks below are pauses
_FULL_SCALE = 32768
_BACK = (
    1,
    2,
    4,
    8,
    16,
    32,
)  # steps: 63 of 2.2 ms together, and of what was before, the filters remember nothing
_TAPS, _NEAR = 12, 0.7  # samples on each side of a place between two; of the highest sample
_AT_A_TIME = 1 << 14  # places


def powers(sound: NDArray[np.int16], step: int) -> NDArray[np.float32]:
    """The mean square of each `step` frames of a `sound`, as the standard weighs frequencies; full scale is 1.

    The last step may be shorter: then silence fills it.
    """
    passed, remembered = _weighting(step)
    whole = len(sound) // step
    # Of each step its samples, and what the filters remember when it comes.
    rows = np.zeros((-(-len(sound) // step), step + len(remembered)), np.float32)
    samples, memory = rows[:, :step], rows[:, step:]
    samples[:whole] = sound[: whole * step].reshape(-1, step)
    samples[whole:, : len(sound) - whole * step] = sound[whole * step :]
    memory[1:] = samples[:-1] @ remembered[:, :step].T
    fading = remembered[:, step:].T
    for back in _BACK:  # of as many steps before, with what those remember by now
        memory[back:] += memory[:-back] @ fading
        fading = fading @ fading
    heard = rows @ passed.T
    heard.reshape(-1)[len(sound) :] = 0
    found: NDArray[np.float32] = np.einsum("ij,ij->i", heard, heard) / np.float32(step * _FULL_SCALE**2)
    return found


def tenths(powers: NDArray[np.float32], steps: int) -> Energies:
    """The tenths of a second of a sound whose mean squares are known in so many `steps` to a tenth."""
    rows = np.pad(powers, (0, -len(powers) % steps)).reshape(-1, steps)
    found: Energies = rows.mean(axis=1, dtype=np.float64)
    return found


def blocks(powers: NDArray[np.float32], steps: int) -> Energies:
    """The standard's blocks of a sound, from its steps; one that is shorter than a block is a block itself."""
    if not len(powers):
        return np.zeros(0)
    size = min(_TENTHS * steps, len(powers))
    total = np.concatenate([[0.0], np.cumsum(powers, dtype=np.float64)])
    starts = np.arange(0, len(powers) - size + 1, steps)
    found: Energies = (total[starts + size] - total[starts]) / size
    return found


def in_a_row(energies: Energies) -> Energies:
    """The standard's blocks of a recording, from its tenths of a second."""
    full = np.pad(energies, (0, max(0, _TENTHS - len(energies))))
    total = np.concatenate([[0.0], np.cumsum(full)])
    found: Energies = (total[_TENTHS:] - total[:-_TENTHS]) / _TENTHS
    return found


def loudness(found: Energies) -> float | None:
    """The integrated loudness of what has these blocks, in LUFS; None for silence."""
    found = _above(_ABSOLUTE, found)
    return _lufs(_above(_lufs(found) + _RELATIVE, found)) if len(found) else None


def true_peak(sound: NDArray[np.float32]) -> float:
    """The highest peak of a `sound`, also between its samples (four times as many are looked at), in dBTP; -inf for silence.

    Looked at is what stands beside a sample that is higher than its neighbours and within 3 dB of the highest of all.
    """
    size = np.abs(sound)
    highest = float(size.max(initial=0.0))
    if not highest:
        return -math.inf
    near = np.flatnonzero(size > highest * _NEAR)
    before, after = (size.take(near + there, mode="clip") for there in (-1, 1))
    near = near[(size[near] >= before) & (size[near] >= after)]
    around = sliding_window_view(np.pad(sound, _TAPS), 2 * _TAPS + 1)
    for start in range(0, len(near), _AT_A_TIME):
        between = around[near[start : start + _AT_A_TIME]] @ _interpolation()
        highest = max(highest, float(between.max()), -float(between.min()))
    return 20 * math.log10(highest)


@lru_cache(maxsize=1)
def _interpolation() -> NDArray[np.float32]:
    """Three places before a sample and three after it, from 12 samples on each side: sinc under a Kaiser window."""
    places = np.array([-0.75, -0.5, -0.25, 0.25, 0.5, 0.75])
    times = np.arange(-_TAPS, _TAPS + 1)[:, None] - places
    window = np.i0(8 * np.sqrt(np.maximum(0, 1 - (times / _TAPS) ** 2))) / np.i0(8)
    found: NDArray[np.float32] = (np.sinc(times) * window * (np.abs(times) < _TAPS)).astype(np.float32)
    return found


def _above(least: float, blocks: Energies) -> Energies:
    return blocks[blocks > 10 ** ((least - _OFFSET) / 10)]


def _lufs(blocks: Energies) -> float:
    return _OFFSET + 10 * math.log10(float(blocks.mean()))


@lru_cache(maxsize=1)
def _weighting(step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The standard's two filters, a shelf and a high-pass, as two matrices, for so many frames at once.

    The first makes what passes them, the second what they remember then: both of the frames and what they remembered before.
    """
    filters = (
        _shelf(1681.974450955533, 3.999843853973347, 0.7071752369554196),
        _high_pass(38.13547087602444, 0.5003270373238773),
    )
    size = 2 * len(filters)
    frames, memory = np.eye(step, step + size), np.eye(size, step + size, step)
    for frame in frames:
        for (b, a), (near, far) in zip(filters, memory.reshape(len(filters), 2, -1), strict=True):
            came = frame.copy()
            frame[:] = (b[0] * came + near) / a[0]
            near[:] = b[1] * came - a[1] * frame + far
            far[:] = b[2] * came - a[2] * frame
    # Told as parts of what will be heard of it, what is remembered is no larger than that: single precision is enough.
    heard, sizes, parts = np.linalg.svd(frames[:, step:], full_matrices=False)
    told = sizes[:, None] * parts
    frames[:, step:] = heard
    memory = told @ memory
    memory[:, step:] @= np.linalg.inv(told)
    return frames.astype(np.float32), memory.astype(np.float32)


def _shelf(hertz: float, gain: float, q: float) -> tuple[Sequence[float], Sequence[float]]:
    k = math.tan(math.pi * hertz / RATE)
    high, band = 10 ** (gain / 20), 10 ** (gain / 20 * 0.4996667741545416)
    b = (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def _high_pass(hertz: float, q: float) -> tuple[Sequence[float], Sequence[float]]:
    k = math.tan(math.pi * hertz / RATE)
    scale = 1 + k / q + k * k
    return (scale, -2 * scale, scale), (scale, 2 * (k * k - 1), 1 - k / q + k * k)
