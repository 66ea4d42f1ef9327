"""What was measured in a clip and what was recognised in it, held against each other: what one finds by a narrow margin does not count if the other contradicts it.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.model import Fault, Heard, Trouble

_MISHEARD = {Trouble.OTHER_WORDS: 2.0, Trouble.TAIL: 2.0, Trouble.OTHER_LANGUAGE: 1.25}
"""Weights below which a recogniser may have misheard.  Measured: in names, letters and numbers that are spoken well up
to 1.9; what is wrong mostly has more, and then it does not sound as usual either.  A voice that speaks another language
from its first sentence on does, but of that a recogniser is sure: 1.6."""

_UNUSUAL = 1.25
"""Weight below which a clip is only unusual if its words were heard.  Measured: up to 1.2 in good ones of which all were."""

_OF_WORDS = frozenset(
    {Trouble.TOO_SHORT, Trouble.TOO_LONG, Trouble.OTHER_WORDS, Trouble.REPETITION, Trouble.TAIL}
)
"""What is measured and a recogniser can contradict: neither clipping nor another voice is in the words."""

_ENOUGH, _MISSED = (
    3,
    0.1,
)  # words that must be heard to tell: fewer may be guessed; and the share that may be misheard


def weighed(
    measured: Sequence[Fault], recognised: Sequence[Fault], heard: Heard, *, is_usual: bool
) -> tuple[Fault, ...]:
    """The faults of a clip that were `measured` and `recognised` in it, but for those that the other one contradicts.

    `heard` is what the recogniser heard, and `is_usual` whether the clip measures as its voice does when it says just
    these words.
    """
    is_heard = heard.words >= _ENOUGH and heard.error_rate <= _MISSED and not recognised
    if is_heard and all(fault.trouble in _OF_WORDS and fault.weight < _UNUSUAL for fault in measured):
        return ()
    if (
        is_usual
        and not measured
        and all(fault.weight < _MISHEARD.get(fault.trouble, 0) for fault in recognised)
    ):
        return ()
    return (*measured, *recognised)
