"""How an accent is learned: from what a voice has said, in rounds, each of which tells better where its phonemes begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.accent import OTHER, PAUSE, Accent, phoneme_row, squared
from audioedition.listening.alignment import Places, align
from audioedition.listening.spectra import HOP, Floats, Spectra
from audioedition.listening.wording import Wording

_ROUNDS, _FIRST_ROUNDS = 5, 3
_ENOUGH_AT_FIRST = 120.0  # seconds
_REACH = round(0.5 / HOP)  # moments by which the bounds of a phoneme may move from one round to the next
_TRUST = 5.0  # moments for which all of a voice's sounds together stand in for those of one phoneme
_NARROWEST = 0.05  # of the variance of all sounds


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was heard of the phonemes in `names`, clip by clip.

    `counts` says at how many moments (clips × phonemes), `sums` are those of the cepstra and of their squares
    (clips × phonemes × 52).
    """

    names: tuple[str, ...]
    counts: NDArray[np.float64]
    sums: NDArray[np.float64]

    def accent(self, but: slice | None = None) -> Accent:
        """The Gaussians of all clips `but` some; those of rare phonemes are drawn towards that of all sounds."""
        counts, sums = self.counts.sum(axis=0), self.sums.sum(axis=0)
        if but is not None:
            counts -= self.counts[but].sum(axis=0)
            sums -= self.sums[but].sum(axis=0)
        whole = sums.sum(axis=0) / max(1.0, counts.sum())
        means, squares = np.split((sums + _TRUST * whole) / (counts + _TRUST)[:, None], 2, axis=1)
        mean, square = np.split(whole, 2)
        variances = np.maximum(squares - means**2, _NARROWEST * (square - mean**2))
        return Accent(self.names, means.astype(np.float32), variances.astype(np.float32))


def lesson(heard: Sequence[tuple[Spectra, Wording]]) -> Lesson:
    """What a voice teaches of its accent that has spoken these.

    In the first round its sounds are shared out evenly among the phonemes of each clip; the result tells better
    where each begins, and so on.  The first rounds need not hear all of it.
    """
    names = (PAUSE, OTHER, *sorted({phoneme for _, wording in heard for phoneme in wording.phonemes}))
    rows = [phoneme_row(wording, names) for _, wording in heard]
    sounds = [squared(spectra.cepstra) for spectra, _ in heard]
    labels = [
        _evenly(spectra, row[~optional]) for (spectra, _), (row, optional) in zip(heard, rows, strict=True)
    ]
    few = 1 + int(np.count_nonzero(HOP * np.cumsum([len(sound) for sound in sounds]) < _ENOUGH_AT_FIRST))
    paths: list[Places | None] = [None] * len(heard)
    listened = min(few, len(heard))
    for step in range(_ROUNDS):
        accent = _taught(names, sounds[:listened], labels[:listened]).accent()
        listened = min(few, len(heard)) if step < _FIRST_ROUNDS else len(heard)
        for place, (row, optional) in enumerate(rows[:listened]):
            before = paths[place]
            near = None if before is None else (before, _REACH)
            path = align(accent.likelihoods(sounds[place]), optional, row, near)
            if path is not None:  # else the clip is too short for its words
                paths[place], labels[place] = path, row[path]
    return _taught(names, sounds, labels)


def _taught(names: tuple[str, ...], sounds: Sequence[Floats], labels: Sequence[Places]) -> Lesson:
    """Of `sounds` that are labelled with their phonemes."""
    counts = np.zeros((len(sounds), len(names)))
    sums = np.zeros((len(sounds), len(names), sounds[0].shape[1]))
    for place, (sound, label) in enumerate(zip(sounds, labels, strict=True)):
        count = np.bincount(label, minlength=len(names))
        found = np.flatnonzero(count)
        order = np.argsort(label, kind="stable")
        sums[place, found] = np.add.reduceat(sound[order], np.cumsum(count)[found] - count[found])
        counts[place] = count
    return Lesson(names, counts, sums)


def _evenly(spectra: Spectra, phonemes: Places) -> Places:
    labels = np.zeros(len(spectra.levels), dtype=np.intp)
    spoken = np.flatnonzero(spectra.spoken)
    if len(spoken) and len(phonemes):
        labels[spoken] = phonemes[np.arange(len(spoken)) * len(phonemes) // len(spoken)]
    return labels
