"""How a voice sounds each phoneme: a Gaussian for each, learned from what it has said, without any recogniser.

A voice that speaks of its own says a phoneme nearly the same way each time.  So the phonemes that espeak knows for a
text, forced upon a clip, fit well where the text is spoken, and badly where anything else is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.alignment import align
from audioedition.listening.spectra import Floats, Spectra
from audioedition.listening.wording import Wording

PAUSE, OTHER = "", "?"
"""The names of silence, and of a phoneme that was not heard when the voice was learned."""

_PATIENCE = 8.0  # nats.  Measured: joe and Pico lose 2 a moment on average where the words are right, 6 to 9 where wrong
_ROUNDS = 5
_TRUST = 5.0  # moments for which all of a voice's sounds together stand in for those of one phoneme
_NARROWEST = 0.05  # of the variance of all sounds


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

    def likelihoods(self, cepstra: Floats) -> Floats:
        """The logarithm of the likelihood of each phoneme at each moment (moments × phonemes)."""
        precise = 1 / self.variances
        constant = -0.5 * (np.log(self.variances) + self.means**2 * precise).sum(axis=1)
        linear = np.concatenate([self.means * precise, -0.5 * precise], axis=1).T
        found: Floats = np.concatenate([cepstra, cepstra**2], axis=1) @ linear + constant
        return found

    def fit(self, spectra: Spectra, wording: Wording) -> Fit | None:
        """How well a clip fits its words; None if it is far too short for them.

        Sounds behind the last word count as its tail where the words fit worse than by `_PATIENCE`.
        """
        row, optional = _row(wording, self.names)
        every = self.likelihoods(spectra.cepstra)
        free = every.max(axis=1)
        scores = np.concatenate([every[:, row], (free - _PATIENCE)[:, None]], axis=1)
        path = align(scores, np.append(optional, True))
        if path is None:
            return None
        losses = free - scores[np.arange(len(path)), path]
        return Fit(losses, int((spectra.spoken & (path == len(row))).sum()))


def learned(heard: Sequence[tuple[Spectra, Wording]]) -> Accent:
    """The accent of a voice that has spoken these.

    In the first round its sounds are shared out evenly among the phonemes of each clip; the result tells better
    where each begins, and so on.
    """
    names = (PAUSE, OTHER, *sorted({phoneme for _, wording in heard for phoneme in wording.phonemes}))
    rows = [_row(wording, names) for _, wording in heard]
    sounds = np.concatenate([spectra.cepstra for spectra, _ in heard])
    whole = sounds.mean(axis=0), sounds.var(axis=0)
    labels = np.concatenate(
        [_evenly(spectra, row[~optional]) for (spectra, _), (row, optional) in zip(heard, rows, strict=True)]
    )
    accent = _estimated(names, sounds, labels, whole)
    for _ in range(_ROUNDS):
        labels = np.concatenate(
            [
                _labels(accent, spectra, row, optional)
                for (spectra, _), (row, optional) in zip(heard, rows, strict=True)
            ]
        )
        accent = _estimated(names, sounds, labels, whole)
    return accent


def _row(wording: Wording, names: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The places in `names` of the phonemes in order, with pauses between words, which are optional."""
    places = {name: place for place, name in enumerate(names)}
    row = [places[PAUSE]]
    for word in wording.words:
        row += [*(places.get(phoneme, places[OTHER]) for phoneme in word), places[PAUSE]]
    found = np.array(row, dtype=np.intp)
    return found, found == places[PAUSE]


def _evenly(spectra: Spectra, phonemes: NDArray[np.intp]) -> NDArray[np.intp]:
    labels = np.zeros(len(spectra.levels), dtype=np.intp)
    spoken = np.flatnonzero(spectra.spoken)
    if len(spoken) and len(phonemes):
        labels[spoken] = phonemes[np.arange(len(spoken)) * len(phonemes) // len(spoken)]
    return labels


def _labels(
    accent: Accent, spectra: Spectra, row: NDArray[np.intp], optional: NDArray[np.bool_]
) -> NDArray[np.intp]:
    path = align(accent.likelihoods(spectra.cepstra)[:, row], optional)
    return _evenly(spectra, row[~optional]) if path is None else row[path]


def _estimated(
    names: tuple[str, ...], sounds: Floats, labels: NDArray[np.intp], whole: tuple[Floats, Floats]
) -> Accent:
    """The Gaussians of sounds that are labelled with their phonemes; rare ones are drawn towards the `whole`."""
    mean, variance = whole
    order = np.argsort(labels, kind="stable")
    found, starts = np.unique(labels[order], return_index=True)
    counts = np.bincount(labels, minlength=len(names))[:, None] + _TRUST
    sums, squares = (np.zeros((len(names), sounds.shape[1])) for _ in range(2))
    sums[found] = np.add.reduceat(sounds[order], starts)
    squares[found] = np.add.reduceat(sounds[order] ** 2, starts)
    means = (sums + _TRUST * mean) / counts
    variances = (squares + _TRUST * (variance + mean**2)) / counts - means**2
    variances = np.maximum(variances, _NARROWEST * variance)
    return Accent(names, means.astype(np.float32), variances.astype(np.float32))
