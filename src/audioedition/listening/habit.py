"""What is usual of a voice, learned from what it has spoken, of which a part may be wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audioedition.listening.accent import Accent
from audioedition.listening.lesson import lesson
from audioedition.listening.measures import Fitting, Measures, fitted
from audioedition.listening.pace import Pace, pace
from audioedition.listening.spectra import Floats, Spectra
from audioedition.listening.wording import Wording

ENOUGH, PLENTY = 20, 40
"""Clips from which a voice can be learned, and after which it need not be learned again."""

_PARTS = 4
_TO_SIGMA = 1.4826
_LEAST_APART = 1.0  # nats: right words from wrong ones, where they can be told apart at all
_LEAST_LIMIT = (
    0.5  # Measured: good clips have up to 0.44, but for the shortest; 98 of 100 wrong ones 0.51 and more
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """How clips fit their own words, and how they fit those of other clips: means and medians, in nats.

    Beyond the `limit` of doubt they are taken for other words; it is infinite where the two cannot be told apart.
    """

    right: tuple[float, float]
    wrong: tuple[float, float]
    limit: float

    def doubt(self, fitting: Fitting) -> float:
        """0 for a clip that fits its words as is usual, 1 for one that fits them as it would fit any."""
        return _doubt(fitting, self.right, self.wrong)


def _doubt(fitting: Fitting, right: tuple[float, float], wrong: tuple[float, float]) -> float:
    shares = (
        (number - low) / max(_LEAST_APART, high - low)
        for number, low, high in zip((fitting.mean, fitting.median), right, wrong, strict=True)
    )
    return sum(shares) / 2


@dataclass(frozen=True, slots=True)
class Habit:
    """What was learned from so many `clips`.

    `contrast` says how sounds fit their own words, and those of others; `hole`, `flat` and `tail` are the most that is usual, `gap` is the same as `hole` where there is no punctuation; `timbre` and `timbres` are the mean colour of the voice, and how it strays.
    """

    clips: int
    accent: Accent
    pace: Pace
    contrast: Contrast
    hole: float
    gap: float
    flat: float
    tail: float
    timbre: Floats
    timbres: Floats

    def strangeness(self, timbre: Floats) -> float:
        """How far a timbre is from the voice's own, in sigmas."""
        return float(np.sqrt((((timbre - self.timbre) / self.timbres) ** 2).mean()))


def habit(heard: Sequence[tuple[Spectra, Wording, Measures]]) -> Habit:
    """What is usual of a voice that sounds like these."""
    said = [(spectra, wording) for spectra, wording, _ in heard]
    accent, fits, misfits = _accent(said)
    measures = [each for _, _, each in heard]
    timbres = np.array([each.timbre for each in measures])
    middle = np.median(timbres, axis=0)
    return Habit(
        clips=len(heard),
        accent=accent,
        pace=pace([(each.seconds, wording) for _, wording, each in heard]),
        contrast=_contrast(fits, misfits),
        hole=_most([each.hole for each in measures]),
        gap=_most([each.hole for _, wording, each in heard if not wording.pauses] or [0.0]),
        flat=_most([each.flat for each in measures]),
        tail=_most([fit.tail for fit in fits]),
        timbre=middle,
        timbres=_TO_SIGMA * np.median(np.abs(timbres - middle), axis=0) + 1e-3,
    )


def _accent(said: Sequence[tuple[Spectra, Wording]]) -> tuple[Accent, list[Fitting], list[Fitting]]:
    """The accent of a voice; how clips fit their own words, and those of the clip before, by what the others teach of it.

    What was learned from fits too well.
    """
    learned = lesson(said)
    apart = [learned.accent(but=slice(part, None, _PARTS)) for part in range(_PARTS)]
    own, others = [], []
    for place, (spectra, wording) in enumerate(said):
        accent = apart[place % _PARTS]
        fit, misfit = fitted(spectra, accent, wording, said[place - 1][1])
        own.append(fit)
        others.append(misfit)
    return learned.accent(), [fit for fit in own if fit], [fit for fit in others if fit]


def _contrast(fits: Sequence[Fitting], misfits: Sequence[Fitting]) -> Contrast:
    """Where to tell right from wrong: between nine tenths of the ones and nine tenths of the others."""
    right, wrong = _middle(fits), _middle(misfits)
    most = np.percentile([_doubt(fit, right, wrong) for fit in fits], 90)
    least = np.percentile([_doubt(fit, right, wrong) for fit in misfits], 10)
    limit = max(_LEAST_LIMIT, float(most + least) / 2) if most < least else math.inf
    return Contrast(right, wrong, limit)


def _middle(fits: Sequence[Fitting]) -> tuple[float, float]:
    return float(np.median([fit.mean for fit in fits])), float(np.median([fit.median for fit in fits]))


def _most(numbers: Sequence[float]) -> float:
    """The most that is usual: one in ten may be wrong."""
    return float(np.percentile(numbers, 90))
