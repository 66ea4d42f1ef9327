"""What is wrong with a clip, by what was measured in it: each check is a small pure function.

The limits come from real clips: 200 sentences of posts for each of the voices joe (Piper) and Pico de, and 240 planted
faults in them; `benchmarks/planted_faults.py` measures them on other texts (docs/listening.md).  Deviations are in
sigmas of the voice's own habit.
"""

from __future__ import annotations

import math

from audioedition.listening.habit import Habit
from audioedition.listening.measures import Fitting, Measures
from audioedition.listening.wording import Wording
from audioedition.model import Fault, Trouble

_SILENT = -55.0
"""dB of full scale.  Measured: the loud moments of voices lie at -30 to -10."""

_EVEN = 2.0
"""dB.  Measured: the levels of single words of espeak vary by 3 at least, those of noise by less than 1."""

_HOLE, _MORE_HOLE, _FIRST_HOLE = 0.75, 0.35, 1.5
"""Seconds of a pause inside a sentence; beyond what is usual; of a voice never heard.  Measured: up to 0.7."""

_FLAT = 2.0
"""Of 1,000 samples.  Measured: 0 in good clips, 13 to 300 in clipped ones."""

_SHORT, _SHORT_BY, _LONG, _LONG_BY = 0.73, 4.0, 1.3, 5.5
"""Of the usual seconds, and sigmas.  Measured: good clips have 0.75 to 1.24 (and -4.0 to 5.8 sigmas), but for titles
and for what a voice spells; halves of sentences have up to 0.63 and -4.9."""

_FASTEST, _SLOWEST, _BREATH, _AT_EDGES = 0.07, 0.5, 1.0, 0.6
"""Seconds of a voice never heard: for a syllable, from auctioneers to dictation; for each pause, and at all."""

_ECHO, _LATELY = 0.08, 6
"""Measured: ends that are repeated have up to 0.097, half of them 0.02; others from 0.09 on, but for those that end
with a word that is among so many before."""

_TAIL, _LONG_TAIL = 0.35, 0.8
"""Seconds.  Measured: good clips have up to 0.33, and those above are words that are read otherwise than espeak
reads them: then the clip is no longer than usual; where 0.6 and more were appended, 0.45 and more are found."""

_MEDIAN, _MEAN = 7.0, 10.0
"""Sigmas.  Measured: wrong sentences have 8.7 and 11.4 at least, mostly above 15; one good clip in a hundred is above 5,
and none above 9.3; those are short."""

_STRANGE, _DOUBTFUL = 3.0, 5.0
"""Sigmas.  Measured: other voices have 3.4 and 5.6 at least; good clips do not reach both, but for one title."""

_SLACK = 0.25  # seconds: a word of three letters may be spelled

_FEW, _MANY = 15, 28
"""Different phonemes: numbers of a clip with few of them stray more than those of a sentence of usual length."""

_TOO_FEW = 8
"""Different phonemes, of which the mean says nothing of the voice's colour ("Ha ha ha!")."""


def faults(
    measures: Measures, wording: Wording, habit: Habit | None, fitting: Fitting | None
) -> tuple[Fault, ...]:
    """What is wrong with a clip that should hold these words, the gravest first.

    `habit` is what is known of the voice, if anything is, and `fitting` how the clip fits the words by that.
    """
    if gone := nothing(measures):
        return (gone,)
    found: list[Fault | None] = [
        hole(measures, habit),
        clipping(measures, habit),
        duration(measures, wording, habit),
        repetition(measures, wording),
    ]
    if habit and fitting:
        other = voice(measures, fitting, wording, habit) or words(fitting, wording, habit)
        found += [tail(measures, fitting, wording, habit), other]
    return tuple(sorted(filter(None, found), key=lambda fault: -fault.weight))


def nothing(measures: Measures) -> Fault | None:
    """Silence, or noise without speech."""
    if measures.loudness < _SILENT:
        return Fault(Trouble.SILENCE, "nothing is heard in it", 10.0)
    if measures.liveliness < _EVEN:
        return Fault(Trouble.SILENCE, "only an even noise is heard in it", 10.0)
    return None


def hole(measures: Measures, habit: Habit | None) -> Fault | None:
    """A pause that is longer than punctuation explains."""
    most = max(_HOLE, habit.hole + _MORE_HOLE) if habit else _FIRST_HOLE
    if measures.hole <= most:
        return None
    return Fault(
        Trouble.SILENCE,
        f"it is silent for {measures.hole:.1f} s in between, where up to {most:.1f} are usual",
        measures.hole / most,
    )


def clipping(measures: Measures, habit: Habit | None) -> Fault | None:
    """Tops that were cut off, at full scale or below."""
    most = _FLAT + (3 * habit.flat if habit else 0)
    if measures.flat <= most:
        return None
    return Fault(
        Trouble.CLIPPING,
        f"its peaks are cut off ({measures.flat:.0f} of 1,000 samples)",
        measures.flat / most,
    )


def duration(measures: Measures, wording: Wording, habit: Habit | None) -> Fault | None:
    """More or fewer seconds than its syllables and pauses take."""
    if not wording.syllables:
        return None
    if habit:
        usual = habit.pace.seconds(wording)
        sigma = habit.pace.spread * math.sqrt(usual)
        least = min(_SHORT * usual, usual - _SHORT_BY * sigma, usual - _SLACK)
        most = max(_LONG * usual, usual + _LONG_BY * sigma, usual + 2 * _SLACK)
    else:
        least = _FASTEST * wording.syllables
        most = _SLOWEST * wording.syllables + _BREATH * wording.pauses + _AT_EDGES
    if least <= measures.seconds <= most:
        return None
    detail = (
        f"it lasts {measures.seconds:.1f} s where {max(0, least):.1f} to {most:.1f} are usual "
        f"for {wording.syllables} syllables"
    )
    if measures.seconds < least:
        return Fault(Trouble.TOO_SHORT, detail, least / max(0.01, measures.seconds))
    return Fault(Trouble.TOO_LONG, detail, measures.seconds / most)


def repetition(measures: Measures, wording: Wording) -> Fault | None:
    """An end that is heard twice, though the words do not repeat themselves."""
    *before, last = [()] * _LATELY + list(wording.words)
    rhymes = before[-1][-1:] == last[-1:]
    if measures.echo >= _ECHO or rhymes or last in before[-_LATELY:]:
        return None
    return Fault(Trouble.REPETITION, "its end is heard twice", _ECHO / max(0.01, measures.echo))


def tail(measures: Measures, fitting: Fitting, wording: Wording, habit: Habit) -> Fault | None:
    """Sound after the last word."""
    most = habit.tail + _TAIL * _leeway(wording)
    longer = habit.pace.deviation(measures.seconds, wording) > 0 or fitting.tail > _LONG_TAIL
    if fitting.tail <= most or not longer:
        return None
    return Fault(
        Trouble.TAIL,
        f"something is heard for {fitting.tail:.1f} s after its last word",
        fitting.tail / most,
    )


def voice(measures: Measures, fitting: Fitting, wording: Wording, habit: Habit) -> Fault | None:
    """Another voice: of another colour, and with other sounds for the same phonemes."""
    strange = habit.strangeness(measures.timbre)
    doubtful = max(habit.median.deviation(fitting.median), habit.mean.deviation(fitting.mean))
    leeway = _leeway(wording)
    if (
        strange <= _STRANGE * leeway
        or doubtful <= _DOUBTFUL * leeway
        or len(set(wording.phonemes)) < _TOO_FEW
    ):
        return None
    return Fault(
        Trouble.OTHER_VOICE,
        f"it sounds like another voice ({strange:.1f} times as far from the usual colour as clips of this one are)",
        strange / _STRANGE * doubtful / _DOUBTFUL,
    )


def words(fitting: Fitting, wording: Wording, habit: Habit) -> Fault | None:
    """Sounds that are not those of the words."""
    median, mean = habit.median.deviation(fitting.median), habit.mean.deviation(fitting.mean)
    beyond = max(median / _MEDIAN, mean / _MEAN) / _leeway(wording)
    if beyond <= 1:
        return None
    return Fault(
        Trouble.OTHER_WORDS,
        f"its sounds do not fit the words ({beyond:.1f} times as badly as is allowed)",
        beyond,
    )


def _leeway(wording: Wording) -> float:
    """How much more the numbers of a short clip stray than those of a long one."""
    different = max(1, len(set(wording.phonemes)))
    return max(1.0, (1 + _FEW / different) / (1 + _FEW / _MANY))
