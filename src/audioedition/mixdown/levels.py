"""Guests at the level of the voice that reads: loudness after ITU-R BS.1770, taken utterance by utterance.

ffmpeg's meter wants a file and 0.4 seconds; a foreign word is shorter, and there may be hundreds.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from audioedition.mixdown.jingles import Music
from audioedition.mixdown.loudness import render, shape
from audioedition.mixdown.pcm import FRAME, RATE
from audioedition.mixdown.stem import Stem

_Place = tuple[int, int]
Energies = NDArray[np.float64]
"""The mean squares of the blocks of a sound, as the standard weighs frequencies; full scale is 1."""

_BLOCK, _HOP = round(0.4 * RATE), round(0.1 * RATE)
_OFFSET = -0.691  # dB: the standard's own
_ABSOLUTE, _RELATIVE = -70.0, -10.0  # LUFS, LU: blocks below are pauses
_FULL_SCALE = 32768
_ENOUGH = 24  # utterances tell how loud a voice is
_ROUNDS = 6
_FLATTEST = 0.3
_CLOSE = 0.2  # LU: near enough


@dataclass(frozen=True, slots=True)
class Balance:
    """Guests in a stem beside the voice that reads.

    What one guest says without a break is one sound: its own sentences stay louder and softer than each other.
    `reads` are the places of what tells how loud the voice that reads is, `runs` those of what each guest
    says, sentence by sentence; in frames.
    """

    stem: Stem
    reads: Sequence[_Place]
    runs: Sequence[Sequence[_Place]]

    @classmethod
    def of(cls, stem: Stem, spans: Sequence[_Place], guests: Mapping[int, str]) -> Self:
        """The balance of all utterances at `spans`, of which `guests` says whose some are."""
        reads = [span for place, span in enumerate(spans) if place not in guests]
        runs = (
            (name, [spans[place] for place in places])
            for name, places in itertools.groupby(range(len(spans)), guests.get)
        )
        return cls(stem, reads[:: len(reads) // _ENOUGH + 1], [run for name, run in runs if name is not None])

    def roughly(self) -> None:
        """Make the guests as loud as the reader in the stem, which may be forty decibels."""
        self._amplify(self._lacks(self.stem.path))

    def as_heard(self, music: Sequence[tuple[Music, int]], ffmpeg: Path, scratch: Path) -> None:
        """Make them as loud as they will be heard, with `music` at its places.

        A limiter takes more away from a voice with higher peaks: how much more, only trying tells.  The file
        `scratch` is written over.  Raises AudioError.
        """
        gains, before, form = [0.0] * len(self.runs), [0.0] * len(self.runs), None
        for _ in range(_ROUNDS):
            with self.stem.under(music):
                form = shape(self.stem.path, ffmpeg, near=form)
                render(self.stem.path, scratch, ffmpeg, form)
            lacks = self._lacks(scratch)
            if all(abs(lack) <= _CLOSE for lack in lacks):
                break
            slopes = map(_slope, before, lacks, gains)
            before, gains = lacks, [lack / slope for lack, slope in zip(lacks, slopes, strict=True)]
            self._amplify(gains)

    def _lacks(self, file: Path) -> list[float]:
        """By how many dB each guest's run is softer than the reader in a file of raw PCM."""
        with file.open("rb") as pcm:
            reader, *guests = (
                loudness(energies(_read(pcm, *span)) for span in spans) for spans in (self.reads, *self.runs)
            )
        return [0.0 if reader is None or guest is None else reader - guest for guest in guests]

    def _amplify(self, gains: Sequence[float]) -> None:
        for run, gain in zip(self.runs, gains, strict=True):
            self.stem.amplify(run[0][0], run[-1][1], gain)


def _slope(before: float, lacks: float, gain: float) -> float:
    """How much louder a guest became for each dB that was added."""
    return min(1.0, max(_FLATTEST, (before - lacks) / gain)) if abs(gain) > _CLOSE else 1.0


def _read(pcm: BinaryIO, start: int, end: int) -> NDArray[np.int16]:
    pcm.seek(start * FRAME)
    return np.frombuffer(pcm.read((end - start) * FRAME), dtype="<i2")


def energies(sound: NDArray[np.int16]) -> Energies:
    """The blocks of a sound; one that is shorter than a block is a block itself."""
    if not len(sound):
        return np.zeros(0)
    size = 1 << (len(sound) + RATE // 10 - 1).bit_length()  # the filter rings on for a moment
    spectrum = np.fft.rfft(sound.astype(np.float32) / _FULL_SCALE, size) * _weighting(size)
    weighted = np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float64)
    power = np.concatenate([[0.0], np.cumsum(weighted**2)])
    block = min(_BLOCK, len(sound))
    starts = np.arange(0, len(sound) - block + 1, _HOP)
    found: Energies = (power[starts + block] - power[starts]) / block
    return found


def loudness(several: Iterable[Energies]) -> float | None:
    """The integrated loudness of some sounds together, in LUFS; None for silence."""
    blocks = _above(_ABSOLUTE, np.concatenate([np.zeros(0), *several]))
    if not len(blocks):
        return None
    return _lufs(_above(_lufs(blocks) + _RELATIVE, blocks))


def _above(least: float, blocks: Energies) -> Energies:
    return blocks[blocks > 10 ** ((least - _OFFSET) / 10)]


def _lufs(blocks: Energies) -> float:
    return _OFFSET + 10 * math.log10(float(blocks.mean()))


@lru_cache(maxsize=8)
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
