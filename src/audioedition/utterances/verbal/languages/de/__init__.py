"""German: what is inflected in it, and how its numbers, dates, amounts and abbreviations are said."""

from __future__ import annotations

from audioedition.utterances.verbal.languages.de import (
    abbreviations,
    adjectives,
    cardinals,
    compounds,
    dates,
    fractions,
    gender,
    law,
    money,
    names,
    ordinals,
    phones,
    royals,
    symbols,
    times,
)
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.nouns import Nouns
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words


def rules(language: str, words: Words) -> tuple[Rule, ...]:
    """The rules of German, in order."""
    known = numerals(language)
    if known is None:
        return ()
    lists = words.lists
    grammar = Grammar(
        nouns=Nouns(words),
        dative=frozenset(lists.get("dative", ())),
        accusative=frozenset(lists.get("accusative", ())),
        genitive=frozenset(lists.get("genitive", ())),
        between=frozenset(lists.get("between", ())),
        dotted=frozenset(
            part for key in (*words.open, *words.closed, *_tables(words)) for part in key.split()
        ),
        having=frozenset(lists.get("having", ())),
        linking=frozenset(lists.get("linking", ())),
    )
    numbers = Numbers(known)
    return (
        *abbreviations.ending(words),
        *symbols.rules(words, numbers),
        *gender.rules(words),
        *adjectives.rules(words, grammar),
        *names.versions(words, numbers),
        *times.rules(words, grammar, numbers),
        *dates.rules(words, grammar, numbers, language),
        *law.rules(words, grammar, numbers),
        *compounds.rules(words, numbers),
        *money.rules(words, grammar, numbers, language),
        *phones.rules(words, numbers),
        *names.rules(words, grammar, numbers),
        *fractions.rules(words, grammar, numbers),
        *royals.rules(words, grammar, numbers),
        *ordinals.rules(words, grammar, numbers),
        *abbreviations.rules(words),
        *cardinals.rules(words, grammar, numbers, language),
    )


def _tables(words: Words) -> tuple[str, ...]:
    return tuple(
        key for name in ("before-number", "adjectives", "small") for key in words.tables.get(name, {})
    )
