"""Ranges whose ends are both whole: 21st–23rd, 5°–10°, 3 km–5 km, Matthew 5:3–12."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.amounts import UNITS
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_REACH = 24  # characters
_MEASURED = r"(?P<a>\d[\d,]{0,12}(?:\.\d{1,9})?)[ \u00a0]?(?P<unit>°[CF]?|[^\W\d_]{1,4}[²³]?)"
_FIRST = re.compile(rf"(?<![\w.,]){_MEASURED}$")
_SECOND = re.compile(rf"[ \u00a0]?{_MEASURED}(?!\w)")
# For `Rule.needs`:
_DASHED = re.compile(r"[\w°²³][ \u00a0]?[-–—][ \u00a0]?\d")
_VERSED = re.compile(r"\d:\d+[-–]\d")


class Ranges:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._books = frozenset(words.lists["books"])
        self._units = frozenset(UNITS).union(words.tables["units"]) | {"°", "°C", "°F"}

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return (
            Rule("range", re.compile(r"(?<=[^\W\d_] )(?P<a>\d{1,3}):(?P<b>\d{1,3})[-–](?P<c>\d{1,3})(?![\w:/]|[.,]\d)"), self._verses, _VERSED),
            Rule("range", re.compile(r"(?<=[^\W\d_])(?:[-–—]| [–—] )(?=\d)|(?<=[°²³])[ \u00a0]?[-–—][ \u00a0]?(?=\d)"), self._dash, _DASHED),
        )  # fmt: skip

    def _verses(self, match: re.Match[str]) -> str | None:
        if before(match) not in self._books:
            return None
        chapter, first, last = (self._counting.cardinal(int(match[name])) for name in "abc")
        return f"{chapter} {first} to {last}"

    def _dash(self, match: re.Match[str]) -> str | None:
        """“to” between two amounts of the same kind, and nothing else."""
        start = max(0, match.start() - _REACH)
        first = _FIRST.search(match.string[start : match.start()])
        second = _SECOND.match(match.string, match.end())
        if not first or not second:
            return None
        if first["unit"] in _ORDINALS:
            return " to " if second["unit"] in _ORDINALS else None
        return " to " if {first["unit"], second["unit"]} <= self._units else None
