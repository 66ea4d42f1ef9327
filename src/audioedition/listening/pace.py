"""How long a voice takes: seconds as they follow from syllables, phonemes and pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.wording import Wording

_ROUNDS = 12
_OUTSIDE = 4.5  # spreads from the curve: what is farther away says nothing of it (Tukey's biweight)
_SHORTEST = 0.3  # seconds
_NARROWEST = 0.05
_RIDGE = np.array([0.0, 1e-3, 1e-3, 0.05])  # keeps apart what nearly always grows together
_FEW = 3  # clips fewer that tell of the spread than there are: the curve follows them
_TO_SIGMA = 1.4826  # from the median of deviations, if they are normal


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds = `weights` · (1, syllables, phonemes, pauses), with a `spread` (one sigma for a clip of one second)."""

    weights: NDArray[np.float64]
    spread: float

    def seconds(self, wording: Wording) -> float:
        """How long the voice should take for this."""
        return max(_SHORTEST, float(_terms(wording) @ self.weights))

    def deviation(self, seconds: float, wording: Wording) -> float:
        """By how many sigmas `seconds` are too many (or too few: below 0)."""
        usual = self.seconds(wording)
        return (seconds - usual) / (self.spread * float(np.sqrt(usual)))


def pace(spoken: Sequence[tuple[float, Wording]]) -> Pace:
    """The pace of a voice that took so many seconds for each of these; some of them may be wrong."""
    terms = np.array([_terms(wording) for _, wording in spoken])
    seconds = np.array([each for each, _ in spoken])
    trust = np.ones(len(seconds))
    weights, spread = np.zeros(terms.shape[1]), _NARROWEST
    for _ in range(_ROUNDS):
        scaled = terms * (trust / np.maximum(seconds, _SHORTEST))[:, None]
        weights = np.linalg.solve(scaled.T @ terms + np.diag(_RIDGE), scaled.T @ seconds)
        usual = np.maximum(terms @ weights, _SHORTEST)
        off = np.abs(seconds - usual) / np.sqrt(usual)
        spread = max(_NARROWEST, _TO_SIGMA * float(np.median(off)))
        trust = np.clip(1 - (off / _OUTSIDE / spread) ** 2, 0, 1) ** 2
    return Pace(weights, spread * (1 + _FEW / len(spoken)))


def _terms(wording: Wording) -> NDArray[np.float64]:
    return np.array([1.0, wording.syllables, len(wording.phonemes), wording.pauses])
