"""What is wrong with a clip, by what was heard in it.  Pure.

A recogniser mishears good speech, too, rare names above all: so a few words may be wrong in every sentence, and
more in a long one.  The figures were tuned on what was heard in good clips and in planted faults (docs/listening.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from audioedition import phrases
from audioedition.model import Fault, Heard, Trouble

_TAIL = 0.5  # seconds of sound behind the last word
_MISSING, _MISSING_EACH = 1.5, 0.05  # words in a row left out, or put in, with nothing in their place
_IN_A_ROW, _IN_A_ROW_EACH = 4.0, 0.06  # words wrong one after another
"""What is allowed in any sentence, and how much more for each word that it has."""

_ODD = 1.5  # words that may be wrong in any sentence, a name and its neighbour,
_ERRORS = 0.37  # and which share of all words besides
_STRANGE = 0.25  # share of words that are wrong where another language may be heard,
_SURE = 0.6  # how sure the recogniser must be of that one,
_ENOUGH = 3  # and how many words there must be to tell

_UNDIVIDED = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})
_OF_A_WORD = 2
"""Languages written without spaces, where characters are compared; and how many of them, about, are one word."""


def is_tail(heard: Heard) -> bool:
    """Whether more sounds behind the last word than its echo."""
    return heard.tail > _TAIL


def faults(heard: Heard, language: str) -> tuple[Fault, ...]:
    """What is wrong with a clip in `language` (a base tag) in which this was `heard`; its weight says how wrong."""
    return tuple(_faults(heard, language)) if heard.words else ()


def _faults(heard: Heard, language: str) -> Iterator[Fault]:
    unit, size = ("characters", _OF_A_WORD) if language in _UNDIVIDED else ("words", 1)
    is_strange = heard.error_rate >= _STRANGE and heard.words >= _ENOUGH * size
    if is_strange and heard.language != language and heard.certainty >= _SURE:
        spoken, meant = map(phrases.in_english, (heard.language, language))
        detail = f"it sounds like {spoken}, not like {meant}"
        yield Fault(Trouble.OTHER_LANGUAGE, detail, heard.certainty / _SURE)
    if is_tail(heard):
        yield Fault(
            Trouble.TAIL, f"it goes on for {heard.tail:.1f} s behind its last word", heard.tail / _TAIL
        )
    weight = max(
        heard.imbalance / (_MISSING * size + _MISSING_EACH * heard.words),
        heard.longest / (_IN_A_ROW * size + _IN_A_ROW_EACH * heard.words),
        (heard.errors - _ODD * size) / (_ERRORS * heard.words),
    )
    if weight > 1:
        counted = f"{heard.words} {unit if heard.words != 1 else unit[:-1]}"
        detail = f"{heard.errors} of its {counted} are heard otherwise, {heard.longest} of them in a row"
        if heard.errors > heard.words:
            detail = f"it has {counted}, and {heard.errors} are heard otherwise or besides"
        yield Fault(Trouble.OTHER_WORDS, detail, weight)
