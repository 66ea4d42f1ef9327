"""Fractions: 2/3, 1 1/2, ½ Stunde, in 1/4 Stunde."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.languages.de.nouns import Noun
from audioedition.utterances.verbal.languages.de.numbers import BLANK, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_PARTS = frozenset([*range(2, 11), 12, 15, 16, 20, 25, 30, 32, 50, 64, 100, 1000])
_OF = re.compile(r"\s(?:der|des|aller|dieser|meiner|seiner|ihrer)(?!\w)")
_HALF = 2
_HALVES = re.compile("½")


@dataclass(frozen=True, slots=True)
class Fractions:
    """How fractions are said."""

    grammar: Grammar
    numbers: Numbers
    issues: frozenset[str]
    measure: re.Pattern[str]
    """What comes in quarters and thirds, behind a blank."""

    def said(self, match: re.Match[str]) -> str | None:
        """A fraction, or a whole number with one."""
        above, below = int(match["above"]), int(match["below"])
        left = self._left(match)
        if below not in _PARTS or not 0 < above < below or (left and left[0].rstrip(".") in self.issues):
            return None
        if match["whole"]:
            return self.numbers.mixed(int(match["whole"]), above, below)
        if above > 1:
            return self.numbers.mixed(0, above, below)
        return self.halved(match) if below == _HALF else self._part(match, left, below)

    def halved(self, match: re.Match[str]) -> str:
        """A half before what is halved: ein halber Meter, einer halben Stunde."""
        noun, _ = self.grammar.noun(match.string, match.end())
        left = self._left(match)
        if noun is None or not noun.gender:
            return "ein halb"
        if self.grammar.is_determined(left, noun):
            return f"halb{self.grammar.ending(left, noun)}"
        return self.grammar.half(left, noun.gender)

    def _left(self, match: re.Match[str]) -> list[str]:
        """What stands before; über 1/3 has the accusative."""
        left = self.grammar.left(match.string, match.start())
        return ["um", *left] if left and left[0].lower() == "über" else left

    def _part(self, match: re.Match[str], left: list[str], below: int) -> str:
        """A third, a quarter: ein Drittel, mit einem Drittel, in einer viertel Stunde."""
        name = f"{self.numbers.ordinal(below, '')}el"
        noun, _ = self.grammar.noun(match.string, match.end())
        measured = self.measure.match(match.string, match.end())
        if self.grammar.is_determined(left, noun):
            return name if measured else name.capitalize()
        if measured and noun and noun.gender:
            return f"{self.grammar.one(left, noun.gender)} {name}"
        if left and left[0].lower() == "auf" and not _OF.match(match.string, match.end()):
            left = ["um"]  # auf 1/3 gekürzt, but auf 1/3 der Fläche
        genitive = "s" if self.grammar.case(left) == Case.GENITIVE else ""
        return f"{self.grammar.one(left, 'n')} {name.capitalize()}{genitive}"

    def hour(self, match: re.Match[str]) -> str:
        """A quarter of an hour or three of them, which are one word."""
        left = self._left(match)
        name = "Viertelstunde" if match["above"] == "1" else "Dreiviertelstunde"
        if self.grammar.is_determined(left, Noun("f")):
            return name
        return f"{self.grammar.one(left, 'f')} {name}"


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    measures = "|".join(words.lists.get("measures", ("(?!)",)))
    fractions = Fractions(
        grammar,
        numbers,
        frozenset(words.lists.get("issues", ())),
        re.compile(rf"\s(?:{measures})(?!\w)"),
    )
    return (
        Rule("fraction", later(r"(?<![\w.,/–-])(?<!\d\s)(?P<above>[13])/4\sStunde(?!\w)"), fractions.hour, DIGIT),
        Rule("fraction", later(rf"(?<![\w.,/–-])(?:(?P<whole>\d{{1,3}}){BLANK})?(?P<above>\d{{1,3}})[/⁄](?P<below>[1-9]\d{{0,3}})(?![\w/⁄]|[.,]\d)"), fractions.said, DIGIT),
        Rule("fraction", later(r"(?<![\w.,])(?<!\d\s)½(?=\s[^\W\d_])"), fractions.halved, _HALVES),
    )  # fmt: skip
