"""What is wrong with a clip, by what was heard in it.  Pure.

A recogniser mishears good speech, too, rare names above all: so a few words may be wrong in every sentence, and
more in a long one.  The figures were tuned on what was heard in good clips and in planted faults (docs/listening.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from audioedition import phrases
from audioedition.model import Fault, Heard, Trouble

_IN_A_ROW = 3.0  # words that may be wrong one after another in any sentence,
_IN_A_ROW_EACH = 0.05  # and so many more for each word that it has
_ERRORS = 2.0  # words that may be wrong altogether,
_ERRORS_EACH = 0.25  # and so many more for each
_STRANGE = 0.3  # share of words that are wrong where another language may be heard,
_SURE = 0.6  # how sure the recogniser must be of that one,
_ENOUGH = 3  # and how many words there must be to tell


def faults(heard: Heard, language: str) -> tuple[Fault, ...]:
    """What is wrong with a clip in `language` (a base tag) in which this was `heard`; its weight says how wrong."""
    return tuple(_faults(heard, language)) if heard.words else ()


def _faults(heard: Heard, language: str) -> Iterator[Fault]:
    is_strange = heard.error_rate >= _STRANGE and heard.words >= _ENOUGH
    if is_strange and heard.language != language and heard.certainty >= _SURE:
        spoken, meant = map(phrases.in_english, (heard.language, language))
        detail = f"it sounds like {spoken}, not like {meant}"
        yield Fault(Trouble.OTHER_LANGUAGE, detail, heard.certainty / _SURE)
    row = heard.longest / (_IN_A_ROW + _IN_A_ROW_EACH * heard.words)
    all_in_all = heard.errors / (_ERRORS + _ERRORS_EACH * heard.words)
    weight = max(row, all_in_all)
    if weight > 1:
        detail = (
            f"{heard.errors} of its {heard.words} words are heard otherwise, {heard.longest} of them in a row"
        )
        if heard.errors > heard.words:
            detail = f"it has {heard.words} words, and {heard.errors} are heard otherwise or besides"
        yield Fault(Trouble.OTHER_WORDS, detail, weight)
