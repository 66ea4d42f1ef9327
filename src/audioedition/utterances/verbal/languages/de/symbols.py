"""Signs beside numbers and units without a number: ~5 km, ,5, 3 %–5 %, ct/kWh, pro km; and paths of files."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_TILDE = re.compile("~")
_SLASH = re.compile("/")
_EACH = re.compile(r"(?<!\w)(?:[Pp]ro|[Jj]e)\s")
_RANGE = re.compile(r"[%€.a-z]\s?[–-]\s?\d")


def rules(words: Words, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    units = {
        sign: text.split()
        for name in ("units", "currencies")
        for sign, text in words.tables.get(name, {}).items()
        if not re.fullmatch("[A-Z]|.*[ .]", sign)
    }
    below = "|".join(
        map(re.escape, sorted(set(words.lists.get("divisors", ("(?!)",))), key=len, reverse=True))
    )
    every = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    table = words.tables.get("months", {})
    months = "|".join(f"(?<={month})" for month in table.values())
    amount = r"\d{1,9}(?:[.,]\d{1,9})?\s?"
    ended = "|".join(
        rf"(?<={sign})\s?[–-]\s?(?={amount}{sign})" for sign in ("%", "€", "°C", r"Mio\.", r"Mrd\.")
    )

    def named(sign: str, place: int) -> str:
        text = units[sign]
        return text[min(place, len(text) - 1)].replace("_", " ")

    def path(match: re.Match[str]) -> str:
        parts = re.findall(r"\d+|[^\W\d_]+|\W|_", match[0])
        return " ".join(
            numbers.plain(part) if part.isdecimal() else words.web.get(part, part) for part in parts
        )

    return (
        Rule("path", later(r"(?<![\w/.:)])/[a-z][\w.-]{1,60}(?:/[\w.-]{0,60}\w){1,8}/?(?![\w/])"), path, _SLASH),
        Rule("sign", later(r"(?<![\w~])~\s?(?=\d)"), lambda _: "etwa ", _TILDE),
        Rule("number", later(r"(?:^|(?<=[\s(])(?<!Kaliber\s))[.,](?P<part>\d{1,9})(?!\w|[.,:]\d|\sMagnum)"), lambda match: f"null Komma {numbers.digits(match['part'])}", DIGIT),
        Rule("number", later(r"(?<=Kaliber )\.(?=\d)"), lambda _: f"{words.web.get('.', '')} ", DIGIT),
        Rule("range", later(rf"{ended}|(?:{months})\s?[–-]\s?(?=\d\d?\.\s?(?:\d|{'|'.join(table)}))"), lambda _: " bis ", _RANGE),
        Rule("unit", later(rf"(?<![\w/.,-])(?<!\d\s)(?P<above>{every})/(?P<below>{below})(?![\w/²³-])"), lambda match: f"{named(match['above'], 2)} pro {named(match['below'], 1)}", _SLASH),
        Rule("unit", later(rf"(?:(?<=[Pp]ro )|(?<=[Jj]e ))(?P<unit>{every})(?![\w/²³-]|\.\w)(?:\.(?=\s[a-zäöü\d]))?"), lambda match: named(match["unit"], 1), _EACH),
    )  # fmt: skip
