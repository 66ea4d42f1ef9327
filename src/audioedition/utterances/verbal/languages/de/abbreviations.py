"""Abbreviations that mean different things in different places: Fr., St., Mo.–Fr., Bergstr."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_DOT = re.compile(r"\w\.")


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them."""
    days = dict(words.tables.get("short-days", {}))
    day = "|".join(days)
    suffixes = words.tables.get("word-ends", {})
    ends = "|".join(map(re.escape, suffixes))

    def between_days(match: re.Match[str]) -> str:
        sign = match["sign"].strip()
        return f"{days[match['first']]}{ {'/': ' und ', '+': ' und ', '&': ' und ', 'und': ' und ', 'u.': ' und '}.get(sign, ' bis ') }{days[match['last']]}"

    small = dict(words.tables.get("small", {}))
    smalls = "|".join(map(re.escape, small))
    big = "|".join(re.escape(key[0].upper() + key[1:]) for key in small)

    def ended(match: re.Match[str]) -> str:
        return match["stem"] + suffixes[match["end"]]

    return (
        Rule("abbreviation", re.compile(rf"(?<!\w)(?P<first>{day})\.?(?P<sign>\s?[–/+&-]\s?|\s(?:bis|und|u\.)\s)(?P<last>{day})(?:\.|(?=[\s,:;)]|$))(?!\w)"), between_days, None),
        Rule("abbreviation", re.compile(rf"(?<!\w)(?P<first>{day})\.?(?=:?,?\s\d{{1,2}}(?:[.:]\d\d)?(?:\s?[–-]\s?\d{{1,2}}(?:[.:]\d\d)?)?\s?Uhr|\.,\s\d|\.\s\d\d?\.)\.?"), lambda match: days[match["first"]], None),
        Rule("abbreviation", re.compile(rf"(?<!\w)(?:(?<=[vV]on )|(?<=[bB]is )|(?<=[vV]om )|(?<=[zZ]um )|(?<=eden )|(?<=[aA]m )|(?<=[aA]b ))(?P<first>{day})\.(?!\w)"), lambda match: days[match["first"]], _DOT),
        Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{smalls})(?!\w|\s?(?:[aAäÄUgdsvZ]|Chr|dgl)\.)|(?<![\w.])(?:{big})(?=\s?\d)"), lambda match: small[match[0].lower()] if match[0][0].islower() else small[match[0].lower()].capitalize(), _DOT, open=True),
        Rule("abbreviation", re.compile(r"(?<![\w.])Fr\.(?=\s(?:Dr\.|Prof\.|[A-ZÄÖÜ][a-zäöüß]+))"), lambda _: "Frau", _DOT, open=True),
        Rule("abbreviation", re.compile(r"(?<![\w.])(?:St\.\s?(?=[A-ZÄÖÜ])|St\.(?=-))"), lambda match: "Sankt" + (" " if match[0].endswith(" ") else ""), _DOT, open=True),
        Rule("abbreviation", re.compile(rf"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]*[a-zäöüß])(?P<end>{ends})(?!\w)"), ended, _DOT),
    )  # fmt: skip
