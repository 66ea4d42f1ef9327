"""Abbreviated days of the week before a day or an hour: “sáb. 12”, “lun.-ven. 9-13”."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.romance.grammar import Grammar, word_before
from audioedition.utterances.verbal.rules import DIGIT, Rule


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """The rules for them, from the table `weekdays`; behind the word `weekday_from` a span needs no other.

    Those of the list `weekday_words` are words as well (“el mar. 20 barcos …”), unless a date or an hour follows.
    """
    table, start, until = grammar.table, grammar.say["weekday_from"], grammar.say["weekday_until"]
    names, keys = table.tables["weekdays"], "|".join(table.tables["weekdays"])
    months = "|".join(name[:3] for name in table.lists["month_names"])
    dated = re.compile(rf",?\s?\d{{1,2}}(?:[-–:./]\d|\s?h(?!\w)|\s(?:de\s)?(?:{months}))")

    def named(written: str) -> str:
        said = names[written.lower()]
        return said.capitalize() if written[0].isupper() else said

    def single(match: re.Match[str]) -> str | None:
        is_word = match["first"].lower() in table.lists.get("weekday_words", ())
        return None if is_word and not dated.match(match.string, match.end()) else named(match["first"])

    def pair(match: re.Match[str]) -> str:
        return f"{named(match['first'])}{match['link']}{named(match['last'])}"

    def span(match: re.Match[str]) -> str:
        first, last = named(match["first"]), named(match["last"]).lower()
        if word_before(match) == start:
            return f"{first} {until} {last}"
        return f"{start} {first.lower()} {until} {last}"

    one = rf"(?<![\w.])(?P<first>(?i:{keys}))"
    two = rf"(?P<last>(?i:{keys}))"
    return (
        Rule("date", later(rf"{one}\.?\s?[-–]\s?{two}(?:\.|(?=:?\s\d))"), span, DIGIT, open=True),
        Rule("date", later(rf"{one}\.(?P<link>\s(?:al?|[eyo])\s){two}\."), pair),
        Rule("date", later(rf"{one}\.(?=,?\s?\d)"), single, DIGIT, open=True),
    )  # fmt: skip
