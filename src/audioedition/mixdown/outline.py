"""The outline of a sound: how high and how loud it is, in steps of 2.2 milliseconds.

It is a hundredth of the sound, and enough to know how loud that is after any gain and the limiter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from audioedition.mixdown import limiter, meter
from audioedition.mixdown.limiter import STEP
from audioedition.mixdown.meter import TENTH

STEPS = TENTH // STEP
"""Steps of a tenth of a second: 45, without a rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Of each step, the highest sample (1 is full scale) and the mean square as the meter weighs frequencies."""

    peaks: NDArray[np.float32]
    powers: NDArray[np.float32]

    @classmethod
    def of(cls, sound: NDArray[np.int16]) -> Self:
        """The outline of a `sound`; the last step may be shorter."""
        return cls(limiter.peaks(np.pad(sound, (0, -len(sound) % STEP))), meter.powers(sound, STEP))

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """The outline that was `packed`."""
        both = np.frombuffer(data, dtype="<f4").reshape(2, -1)
        return cls(both[0], both[1])

    @property
    def packed(self) -> bytes:
        """It as bytes."""
        return np.stack([self.peaks, self.powers]).astype("<f4").tobytes()

    @property
    def peak(self) -> float:
        """The highest sample; 1 is full scale."""
        return float(self.peaks.max(initial=0.0))

    def bare(self, gain: float) -> NDArray[np.float32]:
        """The mean square of each step after a `gain` in dB."""
        return self.powers * np.float32(10 ** (gain / 10))

    def limited(self, gain: float) -> NDArray[np.float32]:
        """The mean square of each step after a `gain` in dB and the limiter."""
        factors = limiter.factors(self.peaks, gain)
        left, right = factors[:-1], factors[1:]
        powers: NDArray[np.float32] = self.powers * (
            (left * left + left * right + right * right) / 3
        )  # a ramp's mean square
        return powers
