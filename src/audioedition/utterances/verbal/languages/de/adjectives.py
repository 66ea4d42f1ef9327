"""Abbreviated adjectives, which are inflected: die sog. Reform, ein ehem. Minister, die dt. Sprache."""

from __future__ import annotations

import re
from dataclasses import replace

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_DOT = re.compile(r"[a-zöüä]\.")


def rules(words: Words, grammar: Grammar) -> tuple[Rule, ...]:
    """The rules for them."""
    table = words.tables.get("adjectives", {})
    keys = "|".join(sorted((re.escape(key).replace(r"\ ", r"\s?") for key in table), key=len, reverse=True))
    stems = {"".join(key.split()): stem for key, stem in table.items()}

    def adjective(match: re.Match[str]) -> str:
        """An adjective with the ending that what stands around it asks for; as an adverb without."""
        stem = stems["".join(match[0].split())]
        noun, parallel = grammar.noun(match.string, match.end())
        left = grammar.left(match.string, match.start())
        if noun is None:
            return stem.rstrip("+")
        if stem.endswith("+") and not grammar.is_determined(left, noun):
            return stem[:-1] + ("en" if grammar.case(left) == Case.DATIVE else "e")
        several = replace(noun, plural=noun.plural or noun.plural_alone)
        return stem.rstrip("+") + grammar.ending(left, several, parallel)

    return (Rule("abbreviation", later(rf"(?<![\w.])(?:{keys})(?!\w)"), adjective, _DOT, open=True),)
