"""Ranges between two measures that are both whole: 5°–10°, 3 km–5 km, 5 %–10 %."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import UNITS
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_REACH = 24  # characters
_MEASURED = r"\d[\d.,]{0,15}[ \u00a0\u202f]?(?P<unit>°[CF]?|[%€£$]|[^\W\d_]{1,4}[²³]?)"
_FIRST = later(rf"(?<![\w.,]){_MEASURED}$")
_SECOND = later(rf"{_MEASURED}(?!\w|[ \u00a0]?=)")
_DASHED = re.compile(r"[^\W\d_] ?[–—-] ?\d|[°²³%€£$][ \u00a0]?[–—-]")
_SIGNS = frozenset({"°", "°C", "°F", "%", "€", "£", "$"})


def rules(words: Words) -> tuple[Rule, ...]:
    """The rule for them, if the language's table `ranges` has a word for the dash; `own` are units that it ranges itself."""
    table = words.tables.get("ranges", {})
    to = table.get("to")
    if not to:
        return ()
    units = frozenset(UNITS).union(words.tables.get("units", ()), _SIGNS) - set(table.get("own", "").split())

    def dash(match: re.Match[str]) -> str | None:
        """A word between two measures of the same kind, and nothing else."""
        first = _FIRST.search(match.string[max(0, match.start() - _REACH) : match.start()])
        second = _SECOND.match(match.string, match.end())
        if not first or not second:
            return None
        return f" {to} " if {first["unit"], second["unit"]} <= units else None

    dashes = re.compile(r"(?<=[^\W\d_])(?:[-–—]| [–—] )(?=\d)|(?<=[°²³%€£$])[ \u00a0]?[-–—][ \u00a0]?(?=\d)")
    return (Rule("range", dashes, dash, _DASHED),)
