"""How much louder everything is made: one gain for the recording, one for each run of a guest.

A limiter takes more away from a voice with higher peaks, and how much only trying tells.  What is tried here are
outlines, so that it costs next to nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audioedition.mixdown import meter
from audioedition.mixdown.limiter import CEILING
from audioedition.mixdown.meter import TENTH, Energies
from audioedition.mixdown.mp3 import LOSS
from audioedition.mixdown.outline import STEPS, Outline

TARGET = -16.0
"""LUFS, of a whole recording."""

_GRAIN = 0.25
"""dB by which gains differ: the loudness is at most half of it off, and a changed word seldom changes them."""

_MOST = 12.0  # dB that may be added where the limiter takes loudness away, before it sounds crushed
_YIELD = 0.6  # dB that are left of one that is added to limited speech: a first guess
_ENOUGH = 24  # utterances tell how loud a voice is
_ROUNDS = 6
_FLATTEST = 0.3
_CLOSE = 0.2  # LU: near enough


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that is heard from a sample on: its outline, its highest sample (1 is full scale), its own gain in dB."""

    outline: Callable[[], Outline]
    start: int
    peak: float
    gain: float = 0.0


def level(parts: Sequence[Heard]) -> float | None:
    """The loudness of `parts` together, in LUFS, before anything is done to them; None for silence."""
    return _loudness(parts, lambda part: part.outline().bare(part.gain))


def grained(decibels: float) -> float:
    """The gain that is nearest, of those that are used."""
    return _GRAIN * round(decibels / _GRAIN)


def overall(parts: Sequence[Heard]) -> float:
    """The gain in dB, before the limiter, by which the `parts` together get as loud as they should be.

    Silence has 0.  What would have to be crushed for that stays softer.
    """
    raw = level(parts)
    if raw is None:
        return 0.0
    plain = round((TARGET + LOSS - raw) / _GRAIN)
    peak = max(20 * math.log10(max(part.peak, 1e-9)) + part.gain for part in parts)
    if peak + plain * _GRAIN <= CEILING:
        return plain * _GRAIN

    @cache
    def lacks(grains: int) -> float:
        gain = grains * _GRAIN
        found = _loudness(parts, lambda part: part.outline().limited(gain + part.gain))
        return TARGET + LOSS - (raw if found is None else found)

    low, high = plain, plain + round(_MOST / _GRAIN)
    guess = plain
    while low < high:  # the softest that is loud enough
        guess = min(max(guess, low), high - 1)
        if (lack := lacks(guess)) > 0:
            low = guess + 1
        else:
            high = guess
        guess += round(lack / _GRAIN / _YIELD)
    return _GRAIN * min((low - 1, low) if low > plain else (low,), key=lambda grains: abs(lacks(grains)))


def _loudness(parts: Iterable[Heard], powers: Callable[[Heard], NDArray[np.float32]]) -> float | None:
    row = np.zeros(0)
    for part in parts:
        found, first = meter.tenths(powers(part), STEPS), round(part.start / TENTH)
        if first + len(found) > len(row):
            row = np.pad(row, (0, first + len(found) - len(row) + len(row) // 4))
        row[first : first + len(found)] += found
    return meter.loudness(meter.in_a_row(row))


def balanced(speech: Sequence[Heard], music: Sequence[Heard], guests: Mapping[int, str]) -> list[float]:
    """The gain of each sound of the `speech` by which `guests` are as loud as the voice that reads, with `music` over it.

    What one guest says without a break is one sound: its own sentences stay louder and softer than each other.
    None becomes so loud that its peaks are cut off.
    """
    gains = [0.0] * len(speech)
    runs = [
        list(places) for name, places in itertools.groupby(range(len(speech)), guests.get) if name is not None
    ]
    reads = [place for place in range(len(speech)) if place not in guests]
    reads = reads[:: len(reads) // _ENOUGH + 1]

    def lacks(powers: Callable[[Heard], NDArray[np.float32]]) -> list[float]:
        """By how many dB each run is softer than the reader."""
        parts = [replace(part, gain=gain) for part, gain in zip(speech, gains, strict=True)]
        reader, *others = (
            loudness(meter.blocks(powers(parts[place]), STEPS) for place in places)
            for places in (reads, *runs)
        )
        return [0.0 if reader is None or other is None else reader - other for other in others]

    def add(more: Sequence[float]) -> None:
        for run, gain in zip(runs, more, strict=True):
            most = -20 * math.log10(max(1e-9, *(speech[place].peak for place in run)))
            for place in run:
                gains[place] = min(grained(gains[place] + gain), most)

    add(lacks(lambda part: part.outline().bare(part.gain)))
    before, more = [0.0] * len(runs), [0.0] * len(runs)
    for _ in range(_ROUNDS):
        parts = [replace(part, gain=gain) for part, gain in zip(speech, gains, strict=True)]
        gain = overall([*parts, *music])
        found = lacks(lambda part: part.outline().limited(gain + part.gain))  # noqa: B023 -- used in this round only
        if all(abs(lack) <= _CLOSE for lack in found):
            break
        slopes = map(_slope, before, found, more)
        before, more = found, [lack / slope for lack, slope in zip(found, slopes, strict=True)]
        add(more)
    return gains


def _slope(before: float, lacks: float, gain: float) -> float:
    """How much louder a guest became for each dB that was added."""
    return min(1.0, max(_FLATTEST, (before - lacks) / gain)) if abs(gain) > _CLOSE else 1.0


def energies(sound: NDArray[np.int16]) -> Energies:
    """The standard's blocks of a sound; one that is shorter than a block is a block itself."""
    return meter.blocks(Outline.of(sound).powers, STEPS)


def loudness(several: Iterable[Energies]) -> float | None:
    """The integrated loudness of some sounds together, in LUFS; None for silence."""
    return meter.loudness(np.concatenate([np.zeros(0), *several]))
