"""Cardinal numbers: years, ranges, a 1 that is inflected (mit 1 Koffer), and what is left."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.languages.de.nouns import Noun
from audioedition.utterances.verbal.languages.de.numbers import (
    DASH,
    FRACTION,
    Numbers,
    Written,
    number,
    written,
)
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_NEEDS = re.compile(rf"\d|{FRACTION}")
_CENTURY = 100
_NOUN = re.compile(r"\s([A-ZÄÖÜ][a-zäöüß-]+)")
_ADJECTIVAL = {"e": ("eine", "eine"), "en": ("einen", "einem"), "er": ("ein", "einer"), "es": ("ein", "ein"), "em": ("einem", "einem")}  # fmt: skip
"""Before a noun that is inflected as an adjective, and the same in the dative: 1 Verletzten."""
_ENDED = frozenset(["der", "dieser", "jeder", "dem", "den", "des"])
_BY_ADJECTIVE = {"e": "f", "es": "n"}  # 1 neue Nachricht


def rules(words: Words, grammar: Grammar, numbers: Numbers, language: str) -> tuple[Rule, ...]:
    """The rules for them."""
    references = words.tables.get("before-number", {})
    names = {*words.lists.get("numbered", ()), *references}
    reference = re.compile(rf"\s(?:{'|'.join(map(re.escape, references))})")
    swiss = language.endswith(("-CH", "-LI"))

    def one(match: re.Match[str]) -> str | None:
        """A 1 before a noun."""
        noun, parallel = grammar.noun(match.string, match.end())
        if noun is None or reference.match(match.string, match.end()):
            return None
        left = grammar.left(match.string, match.start())
        if {*left[:1], *(word.rstrip(".") for word in left[:1])} & names:
            return None
        found = _NOUN.match(match.string, match.end())
        written_noun = found[1] if found else ""
        return _one(grammar, left, noun, parallel, written_noun)

    def span(match: re.Match[str]) -> str | None:
        first, last = written(match, "a"), written(match, "b")
        between = _between(first, last) if "bis" not in match[0] else " bis "
        return f"{said(first)}{between}{said(last)}" if between else None

    def said(amount: Written) -> str:
        return numbers.said(amount, year=True)

    def single(match: re.Match[str]) -> str:
        return said(written(match, "a"))

    start, end = r"(?<![\w.,:/])", r"(?![\w]|[.,:/]\d)"
    return (
        Rule("number", later(rf"{start}{number('a', swiss=swiss)}{DASH}{number('b', swiss=swiss)}(?!\w|[.,:/–-]\d)"), span, _NEEDS),
        Rule("range", later(r"(?<=\d)\s?[–-]\s?(?=heute(?!\w)|dato(?!\w)|jetzt(?!\w))"), lambda _: " bis ", _NEEDS),
        Rule("number", later(r"(?<![\w.,:/–-])1(?=\s[^\W\d_])"), one, _NEEDS),
        Rule("number", later(rf"{start}{number('a', swiss=True)}{end}") if swiss else later(rf"{start}{number('a')}{end}"), single, _NEEDS),
        Rule("number", later(r"(?<=\d)\.(?=\d)"), lambda _: " Punkt ", _NEEDS),
        Rule("number", later(r"(?<=\d)['’:](?=\d)"), lambda _: " ", _NEEDS),
        Rule("number", later(r"\d+"), lambda match: numbers.plain(match[0]), _NEEDS),
        Rule("fraction", later(FRACTION), lambda match: numbers.said(Written(0, "", match[0])), _NEEDS),
    )  # fmt: skip


def _one(grammar: Grammar, left: list[str], noun: Noun, parallel: str, written_noun: str) -> str | None:
    """A 1 before a noun in the singular, with the ending that its case asks for."""
    if ending := grammar.nouns.adjectival(written_noun):
        return _ADJECTIVAL[ending][grammar.case(left) == Case.DATIVE]
    if noun.plural:
        return None
    if noun.gender == "m" and _is_subject(left, grammar.nouns.is_nominative(written_noun)):
        return "ein"
    if noun.genitive and grammar.case(left) == Case.GENITIVE:
        return "eines"
    return grammar.one(left, _BY_ADJECTIVE.get(parallel, "") or noun.gender)


def _is_subject(left: list[str], nominative: bool) -> bool:  # noqa: FBT001 -- one call
    """Whether a masculine noun is the subject: by its form, or as in “Es meldete sich 1 Mann”."""
    words = [word.lower() for word in left]
    return not (words and words[0] in _ENDED) and (nominative or ("sich" in words[:3] and words[-1] == "es"))


def _between(first: Written, last: Written) -> str:
    """What is said between two numbers with a dash: nothing in 747-400; empty if they are no pair at all."""
    is_year = 1000 <= first.whole < 2100 and len(last.digits) == 2  # noqa: PLR2004 -- 1914–18
    if is_year and first.whole % _CENTURY < last.whole:
        return " bis "
    if (
        first.whole >= _CENTURY
        and first.whole % _CENTURY > last.whole
        and len(last.digits) > 1
        and not last.part
    ):
        return ""
    return " bis " if first.whole < last.whole or first.sign else " "
