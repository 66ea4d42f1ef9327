"""French."""

from __future__ import annotations

from audioedition.utterances.verbal.languages.fr import (
    abbreviations,
    arithmetic,
    clock,
    codes,
    dates,
    fractions,
    measures,
    money,
    numbers,
    ordinals,
)
from audioedition.utterances.verbal.languages.fr.genders import Genders
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words


def rules(language: str, words: Words) -> tuple[Rule, ...]:
    """The rules of French, in order."""
    known = numerals(language)
    if known is None:
        return ()
    speech = numbers.Speech(known, words, Genders(words))
    return (
        *abbreviations.rules(words),
        *dates.rules(speech),
        *codes.phones(speech),
        *ordinals.rules(speech),
        *fractions.half_hours(speech),
        *clock.rules(speech),
        *fractions.rules(speech),
        *money.rules(speech),
        *arithmetic.rules(words),
        *measures.rules(speech),
        *codes.rules(speech),
        *numbers.rules(speech),
    )
