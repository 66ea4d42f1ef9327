"""Ordinals in digits (1º, 2ª, 3.er), degrees that look like them, fractions and scores."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.romance.grammar import (
    BLANK,
    DASH,
    Grammar,
    before,
    word_after,
    word_before,
)
from audioedition.utterances.verbal.rules import DIGIT, Rule

_HOT = 30  # from here on more likely degrees than an ordinal
_SHARES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 32, 50, 64, 100, 1000))
"""What something is divided into; other numbers behind a stroke are the most that one can get, a year, a day."""
_YEAR = len("2024")
_VULGAR = re.compile("[¼-¾⅐-⅞]")


@dataclass(frozen=True)
class Ordinals:
    """The rules for them, in the language of `grammar`; its table `ordinals` has what stands behind the digits, with gender."""

    grammar: Grammar

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        ends = "|".join(sorted(map(re.escape, self.grammar.table.tables["ordinals"]), key=len, reverse=True))
        return (
            Rule("ordinal", later(rf"(?<![\w.,−–-])(?P<number>\d{{1,4}})(?P<end>{ends})(?![a-zà-ÿ\d]|[A-Z]{{2}}|\.\w|['’]\d)"), self._ordinal, DIGIT),
            Rule("fraction", later(rf"(?:(?<![\w.,])(?P<whole>\d+){BLANK}?)?(?P<sign>[¼-¾⅐-⅞])"), self._vulgar, _VULGAR),
            Rule("fraction", later(rf"(?<![\w.,/:-])(?P<whole>\d{{1,3}}){BLANK}(?P<over>[1-7])/(?P<under>[2-8])(?![\w/]|[.,]\d)"), self._mixed, DIGIT),
            Rule("fraction", later(r"(?<![\w.,/:-])(?P<over>\d{1,3})/(?P<under>\d{1,3})(?![\w/]|[.,]\d)"), self._fraction, DIGIT),
            Rule("divided", later(r"(?<=\d) : (?=\d{1,9} =)"), lambda _: f" {self.grammar.say['divided']} ", DIGIT),
            Rule("multiplied", later(rf"(?<=\d){BLANK}?[x×·](?={BLANK}?\d)"), lambda _: f" {self.grammar.say['times']} ", DIGIT),
        )  # fmt: skip

    def _ordinal(self, match: re.Match[str]) -> str | None:
        number, end = int(match["number"]), match["end"]
        if not number:
            return f"{self.grammar.cardinal(0)} {self.grammar.say['degrees']}" if end in "°º" else None
        if end in "°º" and self._is_degree(match, number):
            name = self.grammar.say["degree" if number == 1 else "degrees"]
            return f"{self.grammar.cardinal(number, 'm')} {name}"
        return self.grammar.marked(match, number, self.grammar.table.tables["ordinals"][end])

    def _is_degree(self, match: re.Match[str], number: int) -> bool:
        lists, context = self.grammar.table.lists, before(match, 60).lower()
        if re.search(r"[−–-]$", context):
            return True
        after = word_after(match)
        after = after.lower() if len(after) > 1 else after
        if word_before(match) in lists["ordinal_before"] or after in lists["ordinal_nouns"]:
            return after in lists["degree_words"] or (
                match["end"] == "°" and any(word in context for word in lists["heat"])
            )
        return (
            after in lists["degree_words"] or any(word in context for word in lists["heat"]) or number >= _HOT
        )

    def _vulgar(self, match: re.Match[str]) -> str:
        over, under = (int(part) for part in unicodedata.normalize("NFKD", match["sign"]).split("⁄"))
        return self.grammar.fraction(match, over, under, match["whole"])

    def _mixed(self, match: re.Match[str]) -> str | None:
        """A whole number and a fraction: 1 3/4."""
        over, under = int(match["over"]), int(match["under"])
        return self.grammar.fraction(match, over, under, match["whole"]) if over < under else None

    def _fraction(self, match: re.Match[str]) -> str | None:
        over, under = int(match["over"]), int(match["under"])
        if under < 2 or match["over"][0] == "0":  # noqa: PLR2004 -- no fraction
            return None
        is_share = over < under and word_after(match) in self.grammar.table.lists["fraction_of"]
        if not is_share and (over >= under or under not in _SHARES):
            return self.grammar.ratio(match, over, under)
        return self.grammar.fraction(match, over, under, None)


def scores(grammar: Grammar) -> tuple[Rule, ...]:
    """Two numbers with a dash between them, without a unit: scores, years, pages."""
    number = r"\d{1,3}(?:\.\d{3})+|\d+"
    pattern = rf"(?<![\w.,/:])(?<!\d[-–])(?P<from>{number})(?P<dash>\s?{DASH}\s?|/)(?P<number>{number})(?![\w/:]|[-–][\w]|[.,]\d)"

    def say(match: re.Match[str]) -> str | None:
        first, last = match["from"], match["number"]
        if match["dash"] == "/" and _YEAR not in {len(first), len(last)}:
            return None
        if match["dash"].strip() == "−":
            return f"{grammar.number(first)} {grammar.say['minus']} {grammar.number(last)}"
        gender = grammar.counted(match)
        return f"{grammar.number(first, gender)}{grammar.between(match)}{grammar.number(last, gender)}"

    return (Rule("range", later(pattern), say, DIGIT),)
