"""Dates: “1er mai”, “14/07/1789”, “2024-05-01”, and spans of years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_DAYS, _MONTHS = 31, 12
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_TWO = 2  # days
_PAST = 50  # years of two digits from here on are those of the last century


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    dates = _Dates(speech)
    short = "|".join(map(re.escape, speech.words.tables["months"]))
    names = "|".join([*speech.words.lists["months"], short])
    weekdays = "|".join(map(re.escape, speech.words.tables["weekdays"]))
    spans = "|".join(speech.words.lists["named_spans"])
    return (
        Rule("date", later(rf"(?<![\d/.-]){_DAY}(?P<sign>[/.-])(?P<month>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}|\d{{2}})(?![\d/-]|[.,]\d)"), dates.numeric, DIGIT),
        Rule("date", later(r"(?<![\d/.-])(?P<year>[12]\d{3})(?P<sign>[/.-])(?P<month>\d{2})(?P=sign)(?P<day>\d{2})(?![\d/-]|[.,]\d)"), dates.numeric, DIGIT),
        Rule("date", later(rf"(?<=\b[lLdDaA][eu] ){_DAY}/(?P<month>0[1-9]|1[012])(?P<year>)(?![\d/])"), dates.numeric, DIGIT),
        Rule("date", later(rf"(?<=\b[lL]e ){_DAY}/(?P<month>[1-9])(?P<year>)(?=,|\.?$|\.?{BLANK}(?:à|et|au|dès|vers|[A-Z]))"), dates.numeric, DIGIT),
        Rule("date", later(rf"(?<![\d,.])(?P<days>\d{{1,2}}(?P<sign>[-–/])\d{{1,2}}(?:(?P=sign)\d{{1,2}})?)(?={BLANK}(?:{names})(?!\w))"), dates.days, DIGIT),
        Rule("date", later(rf"(?<![\d,.]){_DAY}(?:er|ᵉʳ|<sup>er</sup>)?{BLANK}?(?P<month>(?i:{names}))(?!\w)(?:{BLANK}(?P<year>\d{{4}})(?!\d))?"), dates.written, DIGIT),
        Rule("date", later(rf"(?<![\w.])(?P<month>(?i:{short}))(?={BLANK}(?:1[5-9]|20)\d\d)"), dates.month, DIGIT),
        Rule("date", later(rf"(?<![\w.])(?P<weekday>(?i:{weekdays})){BLANK}?[-–]{BLANK}?(?P<other>{weekdays})"), dates.weekdays, DIGIT),
        Rule("date", later(rf"(?<![\w.])(?P<weekday>(?i:{weekdays}))(?=,?{BLANK}\d)(?:(?<!(?i:mer|jeu)\.)|(?={BLANK}\d{{1,2}}(?:(?:er)?{BLANK}(?:{names})(?!\w)|{BLANK}?h|[-–]\d)))"), dates.weekday, DIGIT),
        Rule("years", later(rf"(?<![\d/,.-])(?P<year>1\d{{3}}|20\d\d){BLANK}?(?P<sign>[-–—/]){BLANK}?(?P<other>1\d{{3}}|20\d\d|\d\d)(?![\d/-]|[.,]\d)"), dates.span, DIGIT),
        Rule("years", later(r"(?<=\bles )(?P<year>(?:19|20)?\d0)['’]?s(?!\w)"), dates.decade, DIGIT),
        Rule("years", later(r"(?<=\bannées )(?P<year>\d0)[-–](?P<other>\d0)(?!\w)"), dates.decades, DIGIT),
        Rule("years", later(rf"(?<![\w-])(?:{spans})(?![\w-])"), dates.named_span, DIGIT),
    )  # fmt: skip


@dataclass(frozen=True)
class _Dates:
    speech: Speech

    def numeric(self, match: re.Match[str]) -> str | None:
        day, month = int(match["day"]), int(match["month"])
        is_date = 1 <= month <= _MONTHS and 1 <= day <= _DAYS
        if not is_date or (not match["year"] and match["month"] in "234" and day < month):
            return None  # “le 1/3”
        return f"{self._day(day)} {self.speech.words.lists['months'][month - 1]} {self._full_year(match['year'])}".rstrip()

    def written(self, match: re.Match[str]) -> str:
        name = match["month"]
        month = self.speech.words.tables["months"].get(name.lower(), name)
        return f"{self._day(int(match['day']))} {month} {self._year(match['year'])}".rstrip()

    def days(self, match: re.Match[str]) -> str:
        days = [int(each) for each in re.findall(r"\d+", match["days"])]
        between = " "
        if len(days) == _TWO and match["sign"] != "/":
            between = " et " if days[1] == days[0] + 1 else " au "
        return between.join(map(self._day, days))

    def month(self, match: re.Match[str]) -> str:
        said = self.speech.words.tables["months"][match["month"].lower()]
        return said.capitalize() if match["month"][0].isupper() else said

    def weekday(self, match: re.Match[str]) -> str:
        return self.speech.words.tables["weekdays"][match["weekday"].lower()]

    def weekdays(self, match: re.Match[str]) -> str:
        return f"{self.weekday(match)} à {self.speech.words.tables['weekdays'][match['other']]}"

    def span(self, match: re.Match[str]) -> str:
        is_pair = match["sign"] == "/" or before(match) == "années"
        between = " " if is_pair else " à "
        return f"{self._year(match['year'])}{between}{self._year(match['other'])}"

    def decade(self, match: re.Match[str]) -> str:
        return f"années {self._year(match['year'])}"

    def decades(self, match: re.Match[str]) -> str:
        return f"{self._year(match['year'])} {self._year(match['other'])}"

    def named_span(self, match: re.Match[str]) -> str:
        return " ".join(map(self._year, match[0].split("-")))

    def _day(self, number: int) -> str:
        return "premier" if number == 1 else self.speech.cardinal(number)

    def _year(self, written: str | None) -> str:
        return self.speech.whole(written) if written else ""

    def _full_year(self, written: str) -> str:
        """A year of two digits with its century if it is the present one, as one says it."""
        is_present = len(written) == len("23") and int(written) < _PAST
        return self._year(f"20{written}" if is_present else written)
