"""Cardinal numbers: years, ranges, a 1 that is inflected (mit 1 Koffer), and what is left."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.de.grammar import Grammar
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
_BY_ADJECTIVE = {"e": "f", "es": "n"}  # 1 neue Nachricht


def rules(words: Words, grammar: Grammar, numbers: Numbers, language: str) -> tuple[Rule, ...]:
    """The rules for them."""
    numbered = frozenset(words.lists.get("numbered", ()))
    references = words.tables.get("before-number", {})
    reference = re.compile(rf"\s(?:{'|'.join(map(re.escape, references))})")
    swiss = language.endswith(("-CH", "-LI"))

    def one(match: re.Match[str]) -> str | None:
        """A 1 before a noun."""
        text = match.string
        left = grammar.left(text, match.start())
        if left and (left[0] in numbered or left[0].rstrip(".") in numbered):
            return None
        if (left and left[0] in references) or reference.match(text, match.end()):
            return None
        noun, parallel = grammar.noun(text, match.end())
        if noun is None or noun.genitive or noun.plural:
            return None
        return grammar.one(left, _BY_ADJECTIVE.get(parallel, "") or noun.gender)

    def span(match: re.Match[str]) -> str | None:
        first, last = written(match, "a"), written(match, "b")
        if (
            first.whole >= _CENTURY
            and first.whole % _CENTURY > last.whole
            and len(last.digits) > 1
            and not last.part
        ):
            return None
        if first.whole >= last.whole and not _is_short_year(first, last) and not first.sign:
            return f"{said(first)} {said(last)}"
        return f"{said(first)} bis {said(last)}"

    def said(amount: Written) -> str:
        return numbers.said(amount, year=True)

    def single(match: re.Match[str]) -> str:
        return said(written(match, "a"))

    start, end = r"(?<![\w.,:/])", r"(?![\w]|[.,:/]\d)"
    return (
        Rule("number", re.compile(rf"{start}{number('a', swiss=swiss)}{DASH}{number('b', swiss=swiss)}(?!\w|[.,:/–-]\d)"), span, _NEEDS),
        Rule("range", re.compile(r"(?<=\d)\s?[–-]\s?(?=heute(?!\w)|dato(?!\w)|jetzt(?!\w))"), lambda _: " bis ", _NEEDS),
        Rule("number", re.compile(r"(?<![\w.,:/–-])1(?=\s[^\W\d_])"), one, _NEEDS),
        Rule("number", re.compile(rf"{start}{number('a', swiss=True)}{end}") if swiss else re.compile(rf"{start}{number('a')}{end}"), single, _NEEDS),
        Rule("number", re.compile(r"(?<=\d)\.(?=\d)"), lambda _: " Punkt ", _NEEDS),
        Rule("number", re.compile(r"(?<=\d)['’:](?=\d)"), lambda _: " ", _NEEDS),
        Rule("number", re.compile(r"\d+"), lambda match: numbers.plain(match[0]), _NEEDS),
        Rule("fraction", re.compile(FRACTION), lambda match: numbers.said(Written(0, "", match[0])), _NEEDS),
    )  # fmt: skip


def _is_short_year(first: Written, last: Written) -> bool:
    """1914–18."""
    return 1000 <= first.whole < 2100 and len(last.digits) == 2  # noqa: PLR2004 -- years
