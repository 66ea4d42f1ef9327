"""A clip as it sounds, moment by moment: how loud, and in which colour (mel-frequency cepstra)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.products import rows_at_once, times
from audioedition.model import Clip

Floats = NDArray[np.float32]

HOP = 0.0125
"""Seconds from one moment to the next."""

SOFTEST = -35.0
"""dB below the loud moments of a clip: what is softer is a pause.  Measured: closed lips before a "p" lie at -40 to -60."""

_WINDOW = 0.025  # seconds
_LOWEST, _HIGHEST, _BANDS = 80.0, 7600.0, 24  # Hz: what every voice has, from 16 kHz on
_CEPSTRA = 13
_FLOOR = 1e-10
_SLOPE = 3.0  # makes changes from moment to moment as large as the cepstra themselves


@dataclass(frozen=True, slots=True)
class Spectra:
    """`levels` in dB below the loud moments of the clip, `cepstra` with their slopes (moments × 26).

    The first cepstrum is the loudness, also relative to the loud moments: how loud a clip is says nothing.
    `loudest` is the level of those, in dB of full scale.
    """

    levels: Floats
    cepstra: Floats
    loudest: float

    @property
    def spoken(self) -> NDArray[np.bool_]:
        """The moments that are no pauses."""
        return self.levels > SOFTEST

    @property
    def edges(self) -> tuple[int, int]:
        """The first moment that is no pause, and the one behind the last."""
        loud = np.flatnonzero(self.spoken)
        return (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, 0)


def samples(clip: Clip) -> NDArray[np.int16]:
    """The samples of a clip; full scale is 32768."""
    return np.frombuffer(clip.pcm, dtype="<i2")


def spectra(clip: Clip) -> Spectra:
    """What a clip sounds like."""
    sound, rate = samples(clip), clip.sample_rate
    hop, size = round(HOP * rate), round(_WINDOW * rate)
    if len(sound) < size:
        sound = np.pad(sound, (0, size - len(sound)))
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)[::hop]
    energy, bands = _heard(frames, rate)
    levels = 10 * np.log10(energy + _FLOOR)
    loudest = float(np.percentile(levels, 95))
    bands = np.log(bands + 1e-8) - np.float32(loudest / 10 * math.log(10))
    cepstra = times(np.maximum(bands, -16).astype(np.float32), _cosines())
    around = np.pad(cepstra, ((2, 2), (0, 0)), mode="edge")
    slopes = (around[3:-1] - around[1:-3] + 2 * (around[4:] - around[:-4])) / 10
    joined = np.concatenate([cepstra, _SLOPE * slopes], axis=1).astype(np.float32)
    return Spectra((levels - loudest).astype(np.float32), joined, loudest)


def _heard(frames: NDArray[np.int16], rate: int) -> tuple[Floats, Floats]:
    """How much energy each of the `frames` has, and in which bands.

    A few frames at a time: what is in the processor's cache, and in memory that is there already, is heard in a third of
    the time.
    """
    size = frames.shape[1]
    window = np.hanning(size).astype(np.float32)
    scaled = window / np.float32(32768)
    size = 1 << (size - 1).bit_length()
    filters = _filters(rate, size // 2 + 1)
    energy = np.empty(len(frames), np.float32)
    bands = np.empty((len(frames), filters.shape[1]), np.float32)
    few = rows_at_once(filters)
    for start in range(0, len(frames), few):
        those = slice(start, start + few)
        sounds = frames[those].astype(np.float32)
        sounds *= scaled
        np.einsum("ij,ij->i", sounds, sounds, out=energy[those])
        waves = np.fft.rfft(sounds, size)[:, : len(filters)]
        power = (waves.real**2 + waves.imag**2).astype(np.float32, copy=False)
        bands[those] = times(power, filters)
    return energy / (window**2).sum(), bands


@cache
def _filters(rate: int, bins: int) -> Floats:
    """Triangles over the frequencies of a transform with so many `bins`, evenly spaced on the mel scale.

    There is no row for bins above the highest triangle.
    """
    mels = 2595 * np.log10(1 + np.linspace(0, rate / 2, bins) / 700)
    lowest, highest = (2595 * math.log10(1 + hertz / 700) for hertz in (_LOWEST, _HIGHEST))
    corners = np.linspace(lowest, highest, _BANDS + 2)[:, None]
    width = corners[1] - corners[0]
    triangles = np.minimum(mels - corners[:-2], corners[2:] - mels) / width
    found: Floats = np.maximum(0, triangles).T.astype(np.float32)
    return np.ascontiguousarray(found[: np.flatnonzero(found.any(axis=1)).max(initial=0) + 1])


@cache
def _cosines() -> Floats:
    """The discrete cosine transform of the bands."""
    angles = np.pi / _BANDS * (np.arange(_BANDS)[:, None] + 0.5) * np.arange(_CEPSTRA)
    found: Floats = (np.sqrt(2 / _BANDS) * np.cos(angles)).astype(np.float32)
    return found
