"""Ranges of things that are ordered: 21st–23rd, Matthew 5:3–12."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

# For `Rule.needs`:
_ORDERED = re.compile(r"\d[snrt][tdh] ?[–—-]")
_VERSED = re.compile(r"\d:\d+[-–]\d")


class Ranges:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._books = frozenset(words.lists["books"])

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return (
            Rule("range", later(r"(?<=[^\W\d_] )(?P<a>\d{1,3}):(?P<b>\d{1,3})[-–](?P<c>\d{1,3})(?![\w:/]|[.,]\d)"), self._verses, _VERSED),
            Rule("range", later(r"(?<=\d[snrt][tdh])(?:[-–—]| [–—] )(?=\d{1,4}(?:st|nd|rd|th)(?!\w))"), lambda _: " to ", _ORDERED),
        )  # fmt: skip

    def _verses(self, match: re.Match[str]) -> str | None:
        if before(match) not in self._books:
            return None
        chapter, first, last = (self._counting.cardinal(int(match[name])) for name in "abc")
        return f"{chapter} {first} to {last}"
