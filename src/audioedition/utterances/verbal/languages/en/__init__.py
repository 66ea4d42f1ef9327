"""English: the rules in their order, from what has the clearest form to whatever digits are left."""

from __future__ import annotations

from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.languages.en.dates import Dates
from audioedition.utterances.verbal.languages.en.measures import Measures
from audioedition.utterances.verbal.languages.en.money import Money
from audioedition.utterances.verbal.languages.en.names import Names
from audioedition.utterances.verbal.languages.en.numbers import Numbers
from audioedition.utterances.verbal.languages.en.ordinals import Romans
from audioedition.utterances.verbal.languages.en.phones import Phones
from audioedition.utterances.verbal.languages.en.phrases import Phrases
from audioedition.utterances.verbal.languages.en.ranges import Ranges
from audioedition.utterances.verbal.languages.en.symbols import Symbols
from audioedition.utterances.verbal.languages.en.times import Times
from audioedition.utterances.verbal.languages.en.titles import Titles
from audioedition.utterances.verbal.numerals import numerals
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

COMPLETE = True
"""No digit is left for the rules that all languages share."""


def rules(language: str, words: Words) -> tuple[Rule, ...]:
    """The rules of English as `language` (a BCP 47 tag) has it, in order."""
    known = numerals(language)
    if known is None:
        return ()
    counting, phrases = Counting(language, known), Phrases(words)
    romans = Romans(words, counting, phrases)
    numbers, symbols = Numbers(words, counting, phrases), Symbols(words, counting)
    return (
        *Titles(words, phrases).rules(),
        *Dates(words, counting).rules(),
        *Ranges(words, counting).rules(),
        *Times(words, counting).rules(),
        *Phones(words, counting).rules(),
        *symbols.rules(),
        *Money(words, counting, phrases).rules(),
        *numbers.many(),
        *Measures(words, counting, phrases).rules(),
        *symbols.powers(),
        *numbers.rules(),
        *romans.rules(),
        *Names(words, counting, phrases).rules(),
        *romans.rest(),
        *numbers.rest(),
    )
