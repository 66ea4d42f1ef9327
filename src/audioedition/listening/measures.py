"""What is measured in a clip: each a number, from samples and spectra alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioedition.listening.accent import Accent, Fit
from audioedition.listening.spectra import HOP, Floats, Spectra, samples
from audioedition.listening.wording import Wording
from audioedition.model import Clip

_NEAR = 0.9  # of the highest peak: where a clip that is clipped is flat
_RUN = 3  # samples of one value in a row: even a sine of 200 Hz at 22 kHz has fewer at its top
_SHORTEST_ECHO, _LONGEST_ECHO = 0.4, 2.5  # seconds of an end that may be said twice
_CEPSTRA = 13
_SAID_TWICE = 0.7  # of an end: how much of it must be alike


@dataclass(frozen=True, slots=True)
class Fitting:
    """How badly a clip's sounds fit its words, by its voice's accent: `mean` and `median` in nats over its moments.

    `tail` are the seconds of sound behind the last word.
    """

    mean: float
    median: float
    tail: float


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured in a clip.

    `seconds` are those from its first sound to its last, `hole` is the longest pause between.  `loudness` is the level of
    its loud moments, in dB of full scale, and `liveliness` how much its levels vary, in dB.  `flat` is how many of a
    thousand samples stand still near the highest peak.  `echo` is how unlike the end is to what is before it, compared
    with how unlike any two moments are (0: the same again).  `timbre` is the mean colour of its sounds (12 cepstra).
    `fitting` is None if the accent is not known yet, or the clip is too short for its words.
    """

    seconds: float
    hole: float
    loudness: float
    liveliness: float
    flat: float
    echo: float
    timbre: Floats
    fitting: Fitting | None = None


def measured(clip: Clip, heard: Spectra) -> Measures:
    """Measure a clip, which sounds like `heard`."""
    start, end = heard.edges
    levels, cepstra = heard.levels[start:end], heard.cepstra[start:end]
    loud = heard.spoken[start:end]
    return Measures(
        seconds=(end - start) * HOP,
        hole=_longest(~loud) * HOP,
        loudness=heard.loudest,
        liveliness=float(levels.std()),
        flat=flat(samples(clip)),
        echo=echo(cepstra),
        timbre=cepstra[loud].mean(axis=0)[1:_CEPSTRA],
    )


def fitted(heard: Spectra, accent: Accent, *wordings: Wording) -> list[Fitting | None]:
    """How badly what is `heard` fits each of these words in that accent; None if it is too short for them."""
    return [_fitting(fit, heard) if fit else None for fit in accent.fits(heard, *wordings)]


def _fitting(fit: Fit, heard: Spectra) -> Fitting:
    losses = fit.losses[heard.spoken]
    return Fitting(float(losses.mean()), float(np.median(losses)), fit.tail * HOP)


def flat(sound: NDArray[np.int16] | Floats) -> float:
    """How many of a thousand samples stand still near the highest peak: tops that were cut off."""
    peak = np.float32(max(float(sound.max(initial=0)), -float(sound.min(initial=0))))
    if peak == 0:
        return 0.0
    near = np.float32(_NEAR) * peak
    places = np.flatnonzero((sound > near) | (sound < -near))
    places = places[places > 0]
    places = places[sound[places] == sound[places - 1]]
    runs = places[_RUN - 2 :] - places[: len(places) - _RUN + 2] == _RUN - 2
    return 1000 * float(np.count_nonzero(runs)) / len(sound)


def echo(cepstra: Floats) -> float:
    """How unlike the end is to what comes before it, where it is most like it; 1 is as unlike as any two moments are."""
    sound = cepstra[::2, :_CEPSTRA]
    usual = 2 * float(sound.var(axis=0).sum())
    apart = np.arange(round(_SHORTEST_ECHO / HOP / 2), round(_LONGEST_ECHO / HOP / 2))
    apart = apart[len(sound) - apart >= _SAID_TWICE * apart][:, None]
    if not len(apart) or not usual:
        return 1.0
    size = int(apart[-1, 0])
    places = np.arange(size)
    back = np.concatenate([sound[::-1], np.full((size, _CEPSTRA), np.inf, np.float32)])
    before = back[apart + places]
    before -= back[:size]
    unlike = np.square(before, out=before).sum(axis=2)
    means = np.cumsum(unlike, axis=1) / (places + 1)
    counted = (places >= (_SAID_TWICE * apart).astype(np.intp) - 1) & (places < apart)
    return float(means[counted].min()) / usual


def _longest(still: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """The longest run of True."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], still, [False]])))
    return int((changes[1::2] - changes[::2]).max(initial=0))
