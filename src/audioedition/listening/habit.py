"""What is usual of a voice, learned from what it has spoken, of which a part may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audioedition.listening.accent import Accent, learned
from audioedition.listening.measures import Measures, fitted
from audioedition.listening.pace import Pace, pace
from audioedition.listening.spectra import Floats, Spectra
from audioedition.listening.wording import Wording

ENOUGH, PLENTY = 20, 40
"""Clips from which a voice can be learned, and after which it need not be learned again."""

_TO_SIGMA = 1.4826
_NARROWEST = 0.3  # nats: Pico repeats itself so exactly that the next sentence would look strange


@dataclass(frozen=True, slots=True)
class Usual:
    """A number as it usually is, and how much it strays (one sigma)."""

    value: float
    spread: float

    def deviation(self, number: float) -> float:
        """By how many sigmas a number is above what is usual."""
        return (number - self.value) / self.spread


@dataclass(frozen=True, slots=True)
class Habit:
    """What was learned from so many `clips`.

    `mean` and `median` say how badly sounds usually fit their words (nats), `hole`, `flat` and `tail` are the most that is usual;
    `timbre` and `timbres` are the mean colour of the voice, and how it strays.
    """

    clips: int
    accent: Accent
    pace: Pace
    mean: Usual
    median: Usual
    hole: float
    flat: float
    tail: float
    timbre: Floats
    timbres: Floats

    def strangeness(self, timbre: Floats) -> float:
        """How far a timbre is from the voice's own, in sigmas."""
        return float(np.sqrt((((timbre - self.timbre) / self.timbres) ** 2).mean()))


def habit(heard: Sequence[tuple[Spectra, Wording, Measures]]) -> Habit:
    """What is usual of a voice that sounds like these."""
    accent = learned([(spectra, wording) for spectra, wording, _ in heard])
    fits = [fit for spectra, wording, _ in heard if (fit := fitted(spectra, wording, accent))]
    measures = [each for _, _, each in heard]
    timbres = np.array([each.timbre for each in measures])
    middle = np.median(timbres, axis=0)
    return Habit(
        clips=len(heard),
        accent=accent,
        pace=pace([(each.seconds, wording) for _, wording, each in heard]),
        mean=_usual([fit.mean for fit in fits]),
        median=_usual([fit.median for fit in fits]),
        hole=_most([each.hole for each in measures]),
        flat=_most([each.flat for each in measures]),
        tail=_most([fit.tail for fit in fits]),
        timbre=middle,
        timbres=_TO_SIGMA * np.median(np.abs(timbres - middle), axis=0) + 1e-3,
    )


def _usual(numbers: Sequence[float]) -> Usual:
    middle = float(np.median(numbers))
    return Usual(middle, max(_NARROWEST, _TO_SIGMA * float(np.median(np.abs(np.array(numbers) - middle)))))


def _most(numbers: Sequence[float]) -> float:
    """The most that is usual: one in ten may be wrong."""
    return float(np.percentile(numbers, 90))
