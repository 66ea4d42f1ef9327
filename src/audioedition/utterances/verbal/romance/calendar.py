"""Dates, times of day and decades."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.amounts import locale, value
from audioedition.utterances.verbal.romance.grammar import DASH, Grammar, before, word_after, word_before
from audioedition.utterances.verbal.rules import DIGIT, Rule

_MINUTES = re.compile(r"\d['’′]")
_MONTHS = 12
_DAYS = 31
_HALF_DAY = 12
_PAST = 50  # years of two digits from here on are those of the last century
_REACH = 12  # characters
_CLOCK = r"(?:[01]?\d|2[0-4])\.[0-5][05]"
_UNCOUNTED = r"(?![\w%]|[.,]\d|\s?[%€$£]|\s(?:euro|dollar|dólar|met|m\b|km|kg|mil))"
_SPAN_END = re.compile(rf"\s?{DASH}\s?{_CLOCK}{_UNCOUNTED}")
_SPAN_LAST = re.compile(_UNCOUNTED)
_SPAN_START = re.compile(rf"(?<![\w.,]){_CLOCK}\s?{DASH}\s?$")


@dataclass(frozen=True)
class Calendar:
    """The rules for dates and times in the language of `grammar`."""

    grammar: Grammar

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        months = "|".join(sorted(self._months, key=len, reverse=True))
        time = r"(?P<hour>[01]?\d|2[0-4])(?P<sign>[:.,h])(?P<minute>[0-5]\d)(?:(?<=:\d\d)[:.](?P<second>[0-5]\d))?"
        tail = rf"(?:\s?(?P<unit>{self.grammar.say['hours']})(?!\w)\.?)?(?:\s?(?P<half>[aApP]\.?\s?[mM])(?!\w)\.?)?"
        year = r"(?P<year>\d{4}|\d\d)"
        return (
            Rule("duration", later(r"(?<![\w.,:])(?P<hours>\d{1,3})\s?h\s?(?P<minutes>[0-5]?\d)\s?(?:min|m|['’′])(?![\w'’])\.?(?:\s?(?P<seconds>[0-5]?\d)\s?(?:s|''|’’|\"|”|″)(?!\w))?|(?<![\w.,:])(?P<h>\d{1,2})h(?P<m>[0-5]\d)['’′](?P<s>[0-5]\d)(?:''|’’|\"|”|″)"), self._hours, DIGIT),
            Rule("date", later(rf"(?:(?<=\d de )(?P<month>{'|'.join(self._short)})\.|(?<![\w.])(?<!\d )(?P<name>{'|'.join(self._short)}|(?i:{'|'.join(self._short)})(?=\.))\b\.?(?= (?:del? )?(?:1[5-9]|20)\d\d(?!\d)))"), self._month, DIGIT),
            Rule("duration", later(r"(?<![\w.,])(?P<minutes>\d{1,3})['’′]\s?(?P<seconds>\d{1,2})(?:''|’’|\"|”|″)(?P<tenths>\d{1,3})?(?!\w)"), self._lap, _MINUTES),
            Rule("duration", later(r"(?<![\w.,:])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)[.,](?P<tenths>\d{1,3})(?![\w:]|[.,]\d)"), self._lap, DIGIT),
            Rule("date", later(r"(?<![\w.,/-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])"), self._date, DIGIT),
            Rule("date", later(rf"(?<![\w.,/-])(?P<day>\d{{1,2}})(?P<sign>[/.-])(?P<month>\d{{1,2}})(?P=sign){year}(?![\w/-]|[.,]\d)"), self._date, DIGIT),
            Rule("date", later(rf"(?<![\w.,/-])(?P<day>\d{{1,2}})(?P<sign>[/.-])(?P<roman>[IVX]{{1,4}})(?P=sign){year}(?![\w/-]|[.,]\d)"), self._date, DIGIT),
            Rule("date", later(rf"(?<![\w.,/-])(?P<day>\d{{1,2}})[ /-](?P<name>{months})\b\.?(?P<link>[ /-]){year}(?!\w)"), self._date, DIGIT),
            Rule("date", later(r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<sign>/)(?P<month>0?\d|1[012])(?![\w/-]|[.,]\d)"), self._short_date, DIGIT),
            Rule("date", later(rf"(?<![\w.,/-])(?P<day>\d{{1,2}}) (?P<name>{'|'.join(self._short)})\b\.?(?!\w)"), self._named, DIGIT),
            Rule("time", later(rf"(?<![\w.,:/]){time}{tail}(?!\w|:\d|[.,]\d|\s?[%€$])"), self._time, DIGIT),
            Rule("time", later(rf"(?<=[:.h]\d\d)\s?h?\s?{DASH}\s?(?=\d{{1,2}}[:.h]\d\d(?!\w))"), self._until, DIGIT),
            Rule("ratio", later(r"(?<![\w.,:/])(?P<over>\d{1,4}):(?P<under>\d{1,3}(?:\.\d{3}){1,2}(?!\d)|\d{1,7})(?![\w:]|[.,]\d)"), self._ratio, DIGIT),
            Rule("time", later(r"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-4])(?P<minute>)(?P<second>)(?P<sign>)(?P<unit>)\s?(?P<half>[aApP]\.\s?[mM]\.|[aApP]m)(?!\w)"), self._time, DIGIT),
        )  # fmt: skip

    @cached_property
    def _names(self) -> tuple[str, ...]:
        known = locale(self.grammar.language)
        return tuple(known.months["format"]["wide"].values()) if known else ()

    @cached_property
    def _short(self) -> dict[str, int]:
        return {name: number for name, number in self._months.items() if name not in self._names}

    @cached_property
    def _months(self) -> dict[str, int]:
        """The names of months, and what they are abbreviated to, with their numbers."""
        names = {name: number for number, name in enumerate(self._names, 1)}
        short = {name[:3]: number for name, number in names.items()}
        more = {name: int(number) for name, number in self.grammar.table.tables.get("months", {}).items()}
        return names | short | more

    def _date(self, match: re.Match[str]) -> str | None:
        parts = match.groupdict()
        day = int(parts["day"])
        if parts.get("roman"):
            month = roman.value(parts["roman"]) or 0
        else:
            month = self._months[parts["name"]] if parts.get("name") else int(parts["month"])
        if month > _MONTHS >= day:
            day, month = month, day  # as in the United States
        if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
            return None
        year = parts["year"]
        if (
            parts.get("sign") == "."
            and len(year) == len("99")
            and parts.get("month")
            and not 1 <= int(parts["month"]) <= _MONTHS
        ):
            return None
        is_present = len(year) == len("24") and int(year) < _PAST
        return self.grammar.date(match, day, self._names[month - 1], f"20{year}" if is_present else year)

    def _short_date(self, match: re.Match[str]) -> str | None:
        day, month = int(match["day"]), int(match["month"])
        if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
            return None
        lists = self.grammar.table.lists
        padded = match["month"].startswith("0") or match["day"].startswith("0")
        if not padded and (
            word_before(match) not in lists["before_date"] or word_after(match) in lists["fraction_of"]
        ):
            return None
        return self.grammar.date(match, day, self._names[month - 1], "")

    def _named(self, match: re.Match[str]) -> str | None:
        day = int(match["day"])
        return (
            self.grammar.date(match, day, self._names[self._short[match["name"]] - 1], "")
            if 1 <= day <= _DAYS
            else None
        )

    def _time(self, match: re.Match[str]) -> str | None:
        known = match["half"] or (match["unit"] and match["sign"] == ".")
        if match["sign"] in {".", ","} and not known and not self._is_hour(match):
            return None
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["second"]:
            return self.grammar.duration(hour, minute, int(match["second"]))
        half = (match["half"] or "")[:1].lower()
        return self.grammar.time(match, hour, minute, half)

    def _lap(self, match: re.Match[str]) -> str:
        """Minutes and seconds of a race."""
        said = self.grammar.duration(0, int(match["minutes"]), int(match["seconds"]))
        return (
            f"{said} {self.grammar.say['and']} {self.grammar.whole(match['tenths'])}"
            if match["tenths"]
            else said
        )

    def _hours(self, match: re.Match[str]) -> str:
        """Hours and minutes: 2 h 30 min."""
        parts = match.group("h", "m", "s") if match["h"] else match.group("hours", "minutes", "seconds")
        return self.grammar.duration(*(int(part or 0) for part in parts))

    def _month(self, match: re.Match[str]) -> str:
        """A month before a year: “gen. 2020”."""
        written = match["name"] or match["month"]
        said = self._names[self._short[written.lower()] - 1]
        return said.capitalize() if written[0].isupper() else said

    def _until(self, match: re.Match[str]) -> str:
        """The dash between two times of day."""
        known = re.search(
            self.grammar.say["time_from"],
            match.string[max(0, match.start() - 30) : match.start()],
            re.IGNORECASE,
        )
        return self.grammar.say["time_until"] if known else ", "

    def _ratio(self, match: re.Match[str]) -> str:
        """The shape of a screen (16:9), or a scale (1:100)."""
        over, under = int(match["over"]), value(match["under"])
        if over > under and under in {3, 9}:
            return self.grammar.fraction(match, over, under, None)
        return f"{self.grammar.cardinal(over)} a {self.grammar.cardinal(under)}"

    def _is_hour(self, match: re.Match[str]) -> bool:
        """Whether a number with a point is a time of day: “alle 14.30”."""
        if self._more_time.match(match.string, match.end()) or _spans(match):
            return True
        return bool(self._before_time.search(before(match)))

    @cached_property
    def _more_time(self) -> re.Pattern[str]:
        """Another time of day behind the first, with its unit: “9.00 a 14.00 h”."""
        return re.compile(rf"\s?(?:{DASH}|a|y|e)\s?\d{{1,2}}[.:]\d\d\s?(?:{self.grammar.say['hours']})(?!\w)")

    @cached_property
    def _before_time(self) -> re.Pattern[str]:
        words = "|".join(self.grammar.table.lists["before_time"])
        again = rf"(?:(?:[01]?\d|2[0-4])(?:[.:,][0-5]\d)?\s?(?:{DASH}|a|e|o|y)\s?(?:(?:{words})\s)?)?"
        return re.compile(rf"(?<!\w)(?:{words})\.?\s?{again}$", re.IGNORECASE)


def _spans(match: re.Match[str]) -> bool:
    """Whether a time with a point is one of two with a dash between: “15.30-19.30”."""
    if match["minute"][-1] not in "05":
        return False
    return bool(
        _SPAN_END.match(match.string, match.end())
        or (
            _SPAN_START.search(match.string[max(0, match.start() - _REACH) : match.start()])
            and _SPAN_LAST.match(match.string, match.end())
        )
    )


def decades(grammar: Grammar) -> tuple[Rule, ...]:
    """Years without their century, and decades: '77, anni '80, los 70s."""

    def say(match: re.Match[str]) -> str:
        return grammar.cardinal(int(match["year"]))

    tens = r"(?P<year>(?:\d\d)?\d0)"
    return (
        Rule("decade", later(rf"(?<![\w'’]){tens}(?:['’]?s)(?!\w)"), say, DIGIT),
        Rule("decade", later(r"(?<![\w'’‘])['’‘](?P<year>\d{2,3})(?![\w'’]|[.,]\d)"), say, DIGIT),
    )
