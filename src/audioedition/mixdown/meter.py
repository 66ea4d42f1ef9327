"""The meter: loudness after ITU-R BS.1770, and true peaks.

Ours and not ffmpeg's: it measures each sound once, while the next one is still being spoken, and what it found can be
added up, whatever the order and the pauses will be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
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
_RING = RATE // 10  # frames after which nothing is left of what the filters remember
_TAPS, _NEAR = 12, 0.7  # samples on each side of a place between two; of the highest sample
_AT_A_TIME = 1 << 14  # frames: a transform that stays in a processor's cache


def weighted(sound: NDArray[np.int16]) -> Iterator[NDArray[np.float32]]:
    """The `sound` as the standard weighs frequencies, part by part; full scale is 1."""
    step = _AT_A_TIME - _RING
    for start in range(0, len(sound), step):
        first = max(0, start - _RING)
        part = sound[first : start + step].astype(np.float32) / _FULL_SCALE
        size = _AT_A_TIME if len(sound) > step else 1 << (len(part) + _RING - 1).bit_length()
        spectrum = np.fft.rfft(part, size) * _weighting(size)
        yield np.fft.irfft(spectrum, size)[start - first : len(part)].astype(np.float32)


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
    beside = np.pad(size, 1)
    near = near[(size[near] >= beside[near]) & (size[near] >= beside[near + 2])]
    padded = np.pad(sound, _TAPS)
    around = np.arange(1, 2 * _TAPS + 1)
    for start in range(0, len(near), _AT_A_TIME):
        places = near[start : start + _AT_A_TIME]
        for first in (places, places - 1):  # between a sample and the next one, and the one before
            between = padded[np.maximum(first, -1)[:, None] + around] @ _interpolation()
            highest = max(highest, float(np.abs(between).max()))
    return 20 * math.log10(highest)


@lru_cache(maxsize=1)
def _interpolation() -> NDArray[np.float32]:
    """Three places between two samples, from 12 samples on each side: sinc under a Kaiser window."""
    times = np.arange(1 - _TAPS, _TAPS + 1)[:, None] - np.array([0.25, 0.5, 0.75])
    window = np.i0(8 * np.sqrt(np.maximum(0, 1 - (times / _TAPS) ** 2))) / np.i0(8)
    found: NDArray[np.float32] = (np.sinc(times) * window).astype(np.float32)
    return found


def _above(least: float, blocks: Energies) -> Energies:
    return blocks[blocks > 10 ** ((least - _OFFSET) / 10)]


def _lufs(blocks: Energies) -> float:
    return _OFFSET + 10 * math.log10(float(blocks.mean()))


@lru_cache(maxsize=16)
def _weighting(size: int) -> NDArray[np.complex64]:
    """The response of the standard's two filters, a shelf and a high-pass, at the frequencies of a transform of `size`."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    shelf = _response(z, *_shelf(1681.974450955533, 3.999843853973347, 0.7071752369554196))
    both = shelf * _response(z, *_high_pass(38.13547087602444, 0.5003270373238773))
    return both.astype(np.complex64)


def _response(z: NDArray[np.complex128], b: Sequence[float], a: Sequence[float]) -> NDArray[np.complex128]:
    return (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)


def _shelf(hertz: float, gain: float, q: float) -> tuple[Sequence[float], Sequence[float]]:
    k = math.tan(math.pi * hertz / RATE)
    high, band = 10 ** (gain / 20), 10 ** (gain / 20 * 0.4996667741545416)
    b = (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def _high_pass(hertz: float, q: float) -> tuple[Sequence[float], Sequence[float]]:
    k = math.tan(math.pi * hertz / RATE)
    scale = 1 + k / q + k * k
    return (scale, -2 * scale, scale), (scale, 2 * (k * k - 1), 1 - k / q + k * k)
