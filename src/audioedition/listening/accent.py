"""How a voice sounds each phoneme: a Gaussian for each, learned from what it has said, without any recogniser.

A voice that speaks of its own says a phoneme nearly the same way each time.  So the phonemes that espeak knows for a
text, forced upon a clip, fit well where the text is spoken, and badly where anything else is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audioedition.listening.alignment import Choices, Places, align
from audioedition.listening.products import times
from audioedition.listening.spectra import Floats, Spectra
from audioedition.listening.wording import Wording

PAUSE, OTHER = "", "?"
"""The names of silence, and of a phoneme that was not heard when the voice was learned."""

_PATIENCE = 8.0  # nats.  Measured: joe and Pico lose 2 a moment on average where the words are right, 6 to 9 where wrong


@dataclass(frozen=True, slots=True)
class Fit:
    """A clip aligned with its words: `losses` at each moment, in nats: how much better the best phoneme of all fits there.

    `tail` is how many moments of sound behind the last word are better explained by anything else than by its end.
    """

    losses: Floats
    tail: int


@dataclass(frozen=True, slots=True)
class Accent:
    """The Gaussians of the phonemes in `names`: `means` and `variances` (phonemes × 26)."""

    names: tuple[str, ...]
    means: Floats
    variances: Floats

    def likelihoods(self, sounds: Floats) -> Floats:
        """The logarithm of the likelihood of each phoneme at each moment (moments × phonemes), of `squared` cepstra."""
        precise = 1 / self.variances
        constant = -0.5 * (np.log(self.variances) + self.means**2 * precise).sum(axis=1)
        linear = np.concatenate([self.means * precise, -0.5 * precise], axis=1).T
        found: Floats = times(sounds, np.ascontiguousarray(linear)) + constant
        return found

    def fits(self, spectra: Spectra, *wordings: Wording) -> list[Fit | None]:
        """How well a clip fits each of these words; None if it is far too short for them.

        Sounds behind the last word count as its tail where the words fit worse than by `_PATIENCE`.
        """
        every = self.likelihoods(squared(spectra.cepstra))
        free = every.max(axis=1, keepdims=True)
        gains = np.concatenate([every - free, np.full_like(free, -_PATIENCE)], axis=1)
        return [self._fit(spectra, wording, gains) for wording in wordings]

    def _fit(self, spectra: Spectra, wording: Wording, gains: Floats) -> Fit | None:
        row, optional = phoneme_row(wording, self.names)
        row, optional = np.append(row, len(self.names)), np.append(optional, True)
        path = align(gains, optional, row)
        if path is None:
            return None
        behind = path == len(row) - 1
        return Fit(-gains[np.arange(len(path)), row[path]], int((spectra.spoken & behind).sum()))


def phoneme_row(wording: Wording, names: Sequence[str]) -> tuple[Places, Choices]:
    """What is to be heard: the places in `names` of the phonemes in order, with pauses between words, which are optional."""
    places = {name: place for place, name in enumerate(names)}
    pause, other = places[PAUSE], places[OTHER]
    row = [pause]
    for word in wording.words:
        row += [places.get(phoneme, other) for phoneme in word]
        row.append(pause)
    found = np.array(row, dtype=np.intp)
    return found, found == pause


def squared(cepstra: Floats) -> Floats:
    """Each moment, and its square (moments × 52)."""
    return np.concatenate([cepstra, cepstra**2], axis=1)
