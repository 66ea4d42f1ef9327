"""Fractions: 2/3, 1 1/2, ½ Stunde."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.numbers import BLANK, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_PARTS = frozenset([*range(2, 11), 12, 15, 16, 20, 25, 30, 32, 50, 64, 100, 1000])
_HALF = re.compile("½")


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    issues = frozenset(words.lists.get("issues", ()))

    def fraction(match: re.Match[str]) -> str | None:
        above, below = int(match["above"]), int(match["below"])
        left = grammar.left(match.string, match.start())
        if below not in _PARTS or not 0 < above < below or (left and left[0].rstrip(".") in issues):
            return None
        if match["whole"]:
            return numbers.mixed(int(match["whole"]), above, below)
        return halved(match) if (above, below) == (1, 2) else numbers.mixed(0, above, below)

    def halved(match: re.Match[str]) -> str:
        """A half before what is halved: ein halber Meter, einer halben Stunde."""
        noun, _ = grammar.noun(match.string, match.end())
        if noun is None or not noun.gender:
            return "ein halb"
        return grammar.half(grammar.left(match.string, match.start()), noun.gender)

    return (
        Rule("fraction", re.compile(rf"(?<![\w.,/–-])(?:(?P<whole>\d{{1,3}}){BLANK})?(?P<above>\d{{1,3}})[/⁄](?P<below>[1-9]\d{{0,3}})(?![\w/⁄]|[.,]\d)"), fraction, DIGIT),
        Rule("fraction", re.compile(r"(?<![\w.,])(?<!\d\s)½(?=\s[^\W\d_])"), halved, _HALF),
    )  # fmt: skip
