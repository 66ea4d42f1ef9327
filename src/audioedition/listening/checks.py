"""What is wrong with a clip, by what was measured in it: each check is a small pure function.

The limits come from real clips of the voices joe (Piper) and Pico de, good ones and with faults planted in them; what
is "measured" below was so while they were chosen, and other texts and voices may go beyond it.  What they are worth is
measured by `benchmarks/planted_faults.py`, and told in docs/listening.md.  Deviations are in sigmas of the voice's own
habit.
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

_HOLE, _MORE_HOLE, _GAP, _MORE_GAP, _STOP, _FIRST_HOLE = 0.75, 0.35, 0.5, 0.25, 1.2, 1.5
"""Seconds of a pause inside a sentence; beyond what is usual; both again where no punctuation explains it; where a
sentence ends inside; of a voice never heard.  Measured: up to 0.7, up to 0.41 without punctuation, and 0.9 where Pico fr
ends a sentence."""

_FLAT = 2.0
"""Of 1,000 samples.  Measured: 0 in good clips, 13 to 300 in clipped ones."""

_SHORT, _SHORT_BY, _LONG, _LONG_BY = 0.73, 4.0, 1.3, 5.5
"""Of the usual seconds, and sigmas.  Measured: good clips have 0.75 to 1.24 (and -4.0 to 5.8 sigmas), but for titles
and for what a voice spells; halves of sentences have up to 0.63 and -4.9."""

_FASTEST, _SLOWEST, _BREATH, _AT_EDGES = 0.07, 0.5, 1.0, 0.6
"""Seconds of a voice never heard: for a syllable, from auctioneers to dictation; for each pause, and at all."""

_ECHO, _FIRST_ECHO, _LATELY, _LONGER = 0.08, 0.04, 6, 1.5
"""Measured: ends that are repeated have up to 0.097, half of them 0.02; others from 0.09 on, but for those that end
with a word that is among so many before, and for some that rhyme: which last no longer than
usual (in sigmas); of a voice never heard that is not known."""

_TAIL, _LONG_TAIL = 0.35, 0.8
"""Seconds.  Measured: good clips have up to 0.33, and those above are words that are read otherwise than espeak
reads them: then the clip is no longer than usual; where 0.6 and more were appended, 0.45 and more are found."""

_STRANGE, _DOUBTFUL, _EVIDENCE = 1.7, 0.25, 0.75
"""Sigmas of the colour; doubt; a sixth of the former and the latter together.  Measured: other voices have 1.4 to 10 and
0.3 to 1, and together 0.66 at least, mostly above 0.9; good clips together have 0.66, but for one in two hundred."""

_SLACK = 0.25  # seconds: a word of three letters may be spelled

_SHORTER, _LONGER_THAN_MOST, _IN_DOUBT, _COLOUR = 2.5, 3.0, 0.5, 1.7
"""What a clip has at most that is as usual: sigmas fewer or more than it should last, of the limit of doubt, and sigmas of
the colour.  Measured: halves of sentences last 2.8 sigmas less and more, and what is appended lasts 4 and more."""

_FEW = 12
"""Different phonemes: numbers of a clip with fewer of them stray more."""


def faults(
    measures: Measures, wording: Wording, habit: Habit | None, fitting: Fitting | None
) -> tuple[Fault, ...]:
    """What is wrong with a clip that should hold these words, the gravest first.

    `habit` is what is known of the voice, if anything is, and `fitting` how the clip fits the words by that.
    """
    if gone := nothing(measures):
        return (gone,)
    found: list[Fault | None] = [
        hole(measures, wording, habit),
        clipping(measures, habit),
        duration(measures, wording, habit),
        repetition(measures, wording, habit),
    ]
    if habit and fitting:
        other = voice(measures, fitting, wording, habit) or words(fitting, wording, habit)
        found += [tail(measures, fitting, wording, habit), other]
    return tuple(sorted(filter(None, found), key=lambda fault: -fault.weight))


def is_usual(measures: Measures, wording: Wording, habit: Habit | None, fitting: Fitting | None) -> bool:
    """Whether a clip lasts and sounds as its voice does when it says these words: no proof, but good evidence."""
    if habit is None or fitting is None or habit.contrast.limit == math.inf:
        return False
    return (
        -_SHORTER <= habit.pace.deviation(measures.seconds, wording) <= _LONGER_THAN_MOST
        and habit.contrast.doubt(fitting) <= _IN_DOUBT * habit.contrast.limit
        and habit.strangeness(measures.timbre) <= _COLOUR
    )


def nothing(measures: Measures) -> Fault | None:
    """Silence, or noise without speech."""
    if measures.loudness < _SILENT:
        return Fault(Trouble.SILENCE, "nothing is heard in it", 10.0)
    if measures.liveliness < _EVEN:
        return Fault(Trouble.SILENCE, "only an even noise is heard in it", 10.0)
    return None


def hole(measures: Measures, wording: Wording, habit: Habit | None) -> Fault | None:
    """A pause that is longer than punctuation explains."""
    most = _FIRST_HOLE
    if habit and wording.pauses:
        most = max(_STOP if wording.stops else _HOLE, habit.hole + _MORE_HOLE)
    elif habit:
        most = max(_GAP, habit.gap + _MORE_GAP)
    if measures.hole <= most:
        return None
    lasted, usual = _told(measures.hole, most)
    return Fault(
        Trouble.SILENCE,
        f"it is silent for {lasted} s in between, where up to {usual} are usual",
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
    seconds, low, high = _told(measures.seconds, max(0.0, least), most)
    syllables = "one syllable" if wording.syllables == 1 else f"{wording.syllables} syllables"
    detail = f"it lasts {seconds} s where {low} to {high} are usual for {syllables}"
    if measures.seconds < least:
        return Fault(Trouble.TOO_SHORT, detail, least / max(0.01, measures.seconds))
    return Fault(Trouble.TOO_LONG, detail, measures.seconds / most)


def repetition(measures: Measures, wording: Wording, habit: Habit | None) -> Fault | None:
    """An end that is heard twice, though the words do not repeat themselves."""
    if habit and habit.pace.deviation(measures.seconds, wording) < _LONGER:
        return None
    *before, last = [()] * _LATELY + list(wording.words)
    rhymes = before[-1][-1:] == last[-1:]
    most = _ECHO if habit else _FIRST_ECHO
    if measures.echo >= most or rhymes or last in before[-_LATELY:]:
        return None
    return Fault(Trouble.REPETITION, "its end is heard twice", most / max(0.01, measures.echo))


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
    strange, doubt = habit.strangeness(measures.timbre), habit.contrast.doubt(fitting)
    evidence = (strange / 6 + doubt) / _leeway(wording)
    if strange <= _STRANGE or doubt <= _DOUBTFUL or evidence <= _EVIDENCE:
        return None
    return Fault(
        Trouble.OTHER_VOICE,
        f"it sounds like another voice ({strange:.1f} times as far from the usual colour as clips of this one are)",
        evidence / _EVIDENCE,
    )


def words(fitting: Fitting, wording: Wording, habit: Habit) -> Fault | None:
    """Sounds that are not those of the words."""
    doubt = habit.contrast.doubt(fitting)
    most = habit.contrast.limit * _leeway(wording)
    if doubt <= most:
        return None
    return Fault(
        Trouble.OTHER_WORDS,
        f"its sounds fit its words hardly better than any others ({100 * doubt:.0f} % in doubt, where up to {100 * most:.0f} are allowed)",
        doubt / most,
    )


def _told(number: float, *limits: float) -> list[str]:
    """A number and its limits for people, with as few decimals as tell it from them."""
    for decimals in (1, 2, 3):
        number_told, *limits_told = (f"{each:.{decimals}f}" for each in (number, *limits))
        if number_told not in limits_told:
            break
    return [number_told, *limits_told]


def _leeway(wording: Wording) -> float:
    """How much more the numbers of a short clip stray than those of a long one."""
    return max(1.0, _FEW / max(1, len(set(wording.phonemes))))
