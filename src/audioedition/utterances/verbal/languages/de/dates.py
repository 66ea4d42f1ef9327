"""Dates in every notation: 3. März, 3.10.1990, 24.12., 12./13. Juni, 2020-03-05."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.languages.de.nouns import Noun
from audioedition.utterances.verbal.languages.de.numbers import BLANK, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_DAYS, _MONTHS = 31, 12
_PIVOT = 40  # years of two digits below are of this century
_MONTH = Noun("m")


@dataclass(frozen=True, slots=True)
class Dates:
    """How dates are said."""

    grammar: Grammar
    numbers: Numbers
    months: tuple[str, ...]
    short: dict[str, str]
    weekdays: frozenset[str]

    def day(self, text: str, place: int, number: int) -> str:
        """The day `number`, an ordinal whose ending what stands before `place` asks for."""
        return self.numbers.ordinal(number, self.ending(text, place))

    def ending(self, text: str, place: int) -> str:
        """The ending of a day at `place`."""
        left = self.grammar.left(text, place)
        if text[:place].rstrip()[-1:] in _BORN_DIED:
            return "en"
        if len(left) > 1 and left[0] == "," and left[1].rstrip(".") in self.weekdays:
            ahead = left[2:3]
            return (
                "en"
                if ahead and (ahead[0].lower() in _ON_DAYS or self.grammar.case(ahead) != Case.NOMINATIVE)
                else "er"
            )
        if left and left[0].rstrip(".") in self.weekdays and len(left) > 1:
            return (
                "er"
                if self.grammar.case(left[1:]) == Case.NOMINATIVE and left[1].lower() not in _ON_DAYS
                else "en"
            )
        if left and (
            left[0].lower() in _ENDS_EN or (left[0] in {"–", "-"} and left[1:2] and left[1] in self.months)
        ):
            return "en"
        return self.grammar.ending(left, _MONTH)

    def month(self, written: str) -> str:
        """The name of a month, from its number or its abbreviation."""
        if written.isdecimal():
            return self.months[int(written) - 1]
        return self.short.get(written.rstrip("."), written)

    def year(self, written: str) -> str:
        """A year, also one of two digits."""
        digits = written.strip("'’ ")
        if len(digits) == 2 and digits == written.strip():  # noqa: PLR2004 -- the year's last two
            return self.numbers.year(int(digits) + (2000 if int(digits) < _PIVOT else 1900))
        return self.numbers.year(int(digits))

    def said(self, match: re.Match[str]) -> str | None:
        """A single date."""
        day, month = int(match["day"]), match["month"]
        if not 0 < day <= _DAYS or (month.isdecimal() and not 0 < int(month) <= _MONTHS):
            return None
        said = f"{self.day(match.string, match.start(), day)} {self.month(month)}"
        year = match["year"]
        return f"{said} {self.year(year)}" if year else said

    def undated(self, match: re.Match[str]) -> str | None:
        """A date without a year, if anything tells it from the number of a section or version."""
        left = [word.lower() for word in self.grammar.left(match.string, match.start())]
        listed = len(left) > 1 and left[0] in _LISTING and re.fullmatch(r"\d+\.", left[1])
        told = left and (
            listed
            or left[0] in _TELLING
            or left[0].rstrip(".").capitalize() in self.weekdays
            or left[0].isdecimal()
        )
        told = told or (
            len(left) > 1 and left[0] == "," and left[1].rstrip(".").capitalize() in self.weekdays
        )
        alone = not left and match.string.startswith((":", " –"), match.end())
        return (
            self.said(match)
            if told or alone or match["month"][0] == "0" or match.string.startswith("/", match.end())
            else None
        )

    def both(self, match: re.Match[str]) -> str | None:
        """Two days of one month: vom 20.–22. Juni, in der Nacht vom 12./13. Juni."""
        days = int(match["first"]), int(match["day"])
        month = match["month"]
        if not all(0 < day <= _DAYS for day in days) or (month.isdecimal() and not 0 < int(month) <= _MONTHS):
            return None
        ending = self.ending(match.string, match.start())
        left = [word.lower() for word in self.grammar.left(match.string, match.start())]
        if match["between"].strip().isalpha() or " zum" in match["between"]:
            between = match["between"].strip()
        elif "/" in match["between"] or "+" in match["between"]:
            between = (
                "auf den"
                if "nacht" in left[:3] or any(word.endswith("nacht") for word in left[:3])
                else "und"
            )
        else:
            between = "bis"
        alike = between in {"und", "oder"} or left[:1] == ["der"]
        last = self.numbers.ordinal(days[1], ending if alike else "en")
        said = f"{self.numbers.ordinal(days[0], ending)} {between} {last} {self.month(month)}"
        return f"{said} {self.year(match['year'])}" if match["year"] else said


_MONTHLY = re.compile(r"[a-z]\.?\s?[–-]\s?[A-Z]")
_STAR = re.compile("[*†]")
_DAY = re.compile(r"\d\d?\.")
_DOT = re.compile(r"\w\.")
_ON_DAYS = frozenset(["am", "vom", "zum", "bis", "den", "dem", "des", "ab", "seit", "für"])
_TELLING = _ON_DAYS | frozenset(
    [
        "der",
        "zwischen",
        "von",
        "nach",
        "vor",
        "geb.",
        "stand",
        "datum",
        "termin",
        "abgabe",
        "beim",
        "heute",
        "morgen",
        "gestern",
        "silvester",
        "heiligabend",
    ]
)
_LISTING = frozenset(["und", "oder", "–", "-", "/", ","])
_ENDS_EN = frozenset(["bis", "ab", "von", "den", "dem"])
_BORN_DIED = frozenset("*†")


def rules(words: Words, grammar: Grammar, numbers: Numbers, language: str) -> tuple[Rule, ...]:
    """The rules for dates; in Austria January is Jänner."""
    table = words.tables.get("months", {})
    months = [*table.values()]
    if language.endswith("-AT"):
        months[0] = "Jänner"
    short = {key: months[list(table).index(key)] for key in table} | dict(
        words.tables.get("short-months", {})
    )
    dates = Dates(grammar, numbers, tuple(months), short, frozenset(words.lists.get("weekdays", ())))
    names = "|".join(sorted({*months, *table.values(), "Jänner", "Feber"}, key=len, reverse=True))
    shorts = "|".join(sorted(short, key=len, reverse=True))
    month = rf"(?P<month>(?:{names})(?![\w-])|(?:{shorts})(?:\.|(?!\w))(?!-))"
    year = rf"(?:,?{BLANK}?(?P<year>[1-9]\d{{3}}(?!\d|[.,]\d)|(?<=\.)\d\d(?![\w]|[.,:]\d)|['’]\d\d(?!\d)))?"
    far = rf"(?:{BLANK}(?P<year>[1-9]\d{{2,3}}(?!\d|[.,]\d|{BLANK}?(?:Uhr|Menschen|Personen|Euro|€|km|Kilometer))))?"
    between = rf"(?P<between>{BLANK}?[/–—+-]{BLANK}?|{BLANK}(?:bis(?:{BLANK}zum)?|und|oder){BLANK})"
    figures = r"(?P<month>0?[1-9]|1[0-2])"
    return (
        Rule("date", later(rf"(?<!\w)(?P<first>(?:{names})|(?:{shorts})\.?)\s?[–-]\s?(?P<month>(?:{names})|(?:{shorts})\.?)(?![\w-])"), lambda match: f"{dates.month(match['first'])} bis {dates.month(match['month'])}", _MONTHLY),
        Rule("date", later(rf"(?<![\w.,])(?P<first>\d\d?)\.{between}(?P<day>\d\d?)\.{BLANK}?{month}{far}"), dates.both, DIGIT, open=False),
        Rule("date", later(rf"(?<![\w.,])(?P<first>\d\d?)\.{between}(?P<day>\d\d?)\.{BLANK}?{figures}\.{year}(?!\d)"), dates.both, DIGIT),
        Rule("date", later(rf"(?<![\w.,])(?P<day>\d\d?)\.{BLANK}?{month}{far}"), dates.said, DIGIT),
        Rule("date", later(rf"(?<![\w.,/])(?P<day>\d\d?)\.{BLANK}?{figures}\.{BLANK}?(?P<year>[1-9]\d{{3}}|\d\d)(?![\w]|[.,:]\d)"), dates.said, DIGIT),
        Rule("date", later(rf"(?<![\w.,/])(?P<day>\d\d?)\.{BLANK}?{figures}\.(?P<year>)(?![\d\w])"), dates.undated, DIGIT),
        Rule("date", later(r"(?<![\w.,/-])(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?![\w-])"), dates.said, DIGIT),
        Rule("date", later(r"(?<![\w.,/-])(?P<day>[0-3]?\d)/(?P<month>0?[1-9]|1[0-2])/(?P<year>[12]\d{3}|\d\d)(?![\w/-])"), dates.said, DIGIT),
        Rule("date", later(rf"(?:(?<=[Ii]m )|(?<=Ende )|(?<=Anfang )|(?<=Mitte )|(?<=seit )|(?<=bis )|(?<=von )|(?<=ab )|(?<=[–/-]))(?P<month>(?:{shorts})\.)|(?P<first>(?:{shorts})\.)(?=\s?[–/-])"), lambda match: dates.month(match["month"] or match["first"]), _DOT, open=True),
        Rule("date", later(rf"(?<!\w)(?P<month>(?:{shorts})\.){BLANK}(?P<year>[12]\d{{3}})(?!\w)"), lambda match: f"{dates.month(match['month'])} {dates.year(match['year'])}", DIGIT),
        Rule("born", later(r"(?:(?<=\()|(?<=\s)|^)\*\s?(?=\d)"), lambda match: "geboren am " if _DAY.match(match.string, match.end()) else "geboren ", _STAR),
        Rule("died", later(r"†\s?(?=\d)"), lambda match: "gestorben am " if _DAY.match(match.string, match.end()) else "gestorben ", _STAR),
        Rule("date", later(r"(?<!\w)['’‘](?P<year>\d\d)(?!\w|[.,]\d)"), lambda match: numbers.cardinal(int(match["year"])), DIGIT),
    )  # fmt: skip
