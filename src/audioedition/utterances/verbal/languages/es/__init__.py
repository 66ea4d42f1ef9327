"""Spanish."""

from __future__ import annotations

from audioedition.utterances.verbal.languages.es import own
from audioedition.utterances.verbal.languages.es.grammar import Spanish
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.romance import in_order
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words


def rules(language: str, words: Words) -> tuple[Rule, ...]:
    """The rules of Spanish, in order."""
    known = numerals(language)
    if known is None:
        return ()
    grammar = Spanish(language, words, known)
    return in_order(grammar, own.rules(grammar))
