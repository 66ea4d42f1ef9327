"""Dates: July 4, 1976; 13 Sept. 2013; 2024-03-15; 3/15/2024; 30 June–4 July; Tue–Sat."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before, behind, starts
from audioedition.utterances.verbal.languages.en.counting import DASH, Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_MONTH_FIRST = frozenset({"en", "en-US", "en-PH"})
_WORDS = frozenset({"may", "march", "mar", "august", "dec", "sep", "jan"})
"""Months that are words as well, or names, in small letters."""

_DAYS, _MONTHS = 31, 12
_DATED = frozenset({"on", "by", "due", "until", "before", "after", "dated"})
_TH = "(?:st|nd|rd|th)"
_FOLLOWED = r"(?![\w:/%]|[.,]\d|-\d| ?[ap]\.?m\b)"
_NAMED = frozenset(
    {
        "by",
        "from",
        "to",
        "of",
        "before",
        "after",
        "this",
        "every",
        "through",
        "during",
        "till",
        "and",
        "or",
        "with",
    }
)
"""What may stand before Jan, who is a person."""

_LEADING = frozenset({"in", "since", "until", "on", "by", "every", "last", "from", "during"})
"""Behind these at the beginning of a sentence, no sentence ends: In Jan. Paris is cold."""

_ENDS = later(r"[\"”)]+(?:\s|$)|[\"”)]* [\"“(]?[A-Z]")
_LISTED = re.compile(r"(?<!\w)([A-Z][a-z]{2,8})\.?(?:,? and |,? or |, | & |/)$")
# For `Rule.needs`:
_SHORT = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thu|Thurs?|Fri|Sat|Sun)\."
)
_MONTH = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec", re.IGNORECASE)
_WEEKDAY = re.compile("Mon|Tue|Wed|Thu|Fri|Sat|Sun")
_PARTS = re.compile(r"\d[-/.]\d")
_STAMP = re.compile(r"\dT\d")
_LONG = re.compile(r"\d{8}")


class Dates:
    """The rules for dates."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._months = dict(words.tables["months"])
        self._names = tuple(dict.fromkeys(self._months.values()))
        self._months |= {name.upper(): month for name, month in self._months.items()}
        self._months |= {
            name.lower(): month for name, month in self._months.items() if name.lower() not in _WORDS
        }
        self._weekdays = words.tables["weekdays"]
        self._before_months = frozenset(words.lists["before_months"])
        self._before_weekdays = frozenset(words.lists["before_weekdays"])
        self._counted = frozenset(words.lists["counted"])

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        first, second, weekday = self._date("1"), self._date("2"), self._alternatives(self._weekdays)
        numeric = r"(?<![\w.,/:-])(?P<a>\d{1,2})(?P<gap>[/.-])(?P<b>\d{1,2})(?P=gap)(?P<year>\d{4}|(?<=/)\d\d)(?![\w/-]|[.:]\d)"
        iso = r"(?<![\w./-])(?P<year>[12]\d{3})(?P<gap>[-/.])(?P<month>[01]\d)(?P=gap)(?P<day>[0-3]\d)(?![\w/-]|[.,]\d)"
        day = rf"(?:{first})"
        return (
            Rule("date", later(iso), self._iso, _PARTS),
            Rule("date", later(iso.replace(r"(?![\w/-]|[.,]\d)", r"T(?P<time>(?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?P<utc>Z?)(?![\w/:-])")), self._moment, _STAMP),
            Rule("date", later(r"(?<![\w.,/:-])(?P<year>(?:19|20)\d\d)(?P<gap>)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?![\w/-]|[.,:]\d)"), self._iso, _LONG),
            Rule("date", later(r"(?:(?<=[nreyl] )|(?<=\())(?P<a>\d{1,2})(?P<gap>/)(?P<b>\d{1,2})(?![\w/-]|[.,]\d| of\b)"), self._day_month, _PARTS),
            Rule("date", later(rf"(?<![\w-])(?:(?P<day>\d{{1,2}})-(?P<month>{self._alternatives(self._months)})|(?P<months>{self._alternatives(self._months)})-(?P<days>\d{{1,2}}))-(?P<year>\d{{4}}|\d\d)(?![\w-])"), self._dashed, _MONTH),
            Rule("date", later(numeric), self._numeric, _PARTS),
            Rule("date", later(rf"(?<![\w.,/:-])(?:{first})(?:{DASH}| to )(?:{second}){_FOLLOWED}"), self._both, _MONTH),
            Rule("date", later(rf"(?<![\w.,/:-])(?:{day}){_FOLLOWED}"), self._single, _MONTH),
            Rule("date", later(rf"(?<!\w)(?P<a>{weekday})\.?,?(?= (?:\d{{1,2}}{_TH}?(?: of)? )?(?:{self._alternatives(self._months)})\.?\b)"), self._weekday, _WEEKDAY),
            Rule("date", later(rf"(?<!\w)(?P<a>{weekday})\.?(?:{DASH}| to )(?P<b>{weekday})\b\.?"), self._weekday, _WEEKDAY),
            Rule("date", later(rf"(?<!\w)(?P<a>{weekday})\.?(?=(?:,? and |,? or |, | & |/)(?:{weekday}|{'|'.join(set(self._weekdays.values()))})\b|:?(?: at)? \d)"), self._weekday, _WEEKDAY),
            Rule("date", later(rf"(?<=[,/&dr] )(?P<a>{weekday})\.(?!\w)|(?<=/)(?P<b>{weekday})\b"), self._listed, _WEEKDAY),
            Rule("date", later(r"(?<=day)[–-](?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"), lambda _: " to ", _WEEKDAY),
            Rule("date", later(rf"(?<!\w)(?P<a>{self._alternatives(self._months)})\.?{DASH}(?P<b>{self._alternatives(self._months)})\b\.?"), self._months_long, _MONTH),
            Rule("date", later(rf"(?<!\w)(?P<month>{self._alternatives(self._months)})\.?(?=,? (?:19|20)\d\d\b)|(?<!\w)(?P<dotted>Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec)\.(?= [a-z])"), self._month, _MONTH, open=True),
            Rule("date", later(rf"(?<!\w)(?P<a>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|{weekday})\.(?=[\"”)]*(?:[ ,;:?!]|$))"), self._last, _SHORT),
        )  # fmt: skip

    @staticmethod
    def _alternatives(table: object) -> str:
        return "|".join(sorted(map(re.escape, table), key=len, reverse=True))  # type: ignore[call-overload]

    def _date(self, end: str) -> str:
        """A pattern for a day and a month in either order, its groups with `end` to their names."""
        months = self._alternatives(self._months)
        days = rf"\d{{1,2}}{_TH}?(?:(?:{DASH}| to | and | & )\d{{1,2}}{_TH}?)?"
        year = rf"(?:(?P<comma{end}>,?) (?P<year{end}>[12]\d{{3}})(?!\w|[.,]\d))?"
        return (
            rf"(?:(?P<the{end}>[Tt]he )?(?P<days{end}>{days}) (?P<of{end}>of )?(?P<month{end}>{months})\b(?:\.(?= ?\w|,))?"
            rf"|(?P<months{end}>{months})\b\.? (?P<the_{end}>the )?(?P<day{end}>{days})){year}"
        )

    def _both(self, match: re.Match[str]) -> str | None:
        first, second = self._said(match, "1"), self._said(match, "2")
        return f"{first} to {second}" if first and second else None

    def _single(self, match: re.Match[str]) -> str | None:
        if not match["year1"] and match["months1"] and behind(match) in self._counted:
            return None
        return self._said(match, "1")

    def _said(self, match: re.Match[str], end: str) -> str | None:
        text = match[f"days{end}"] or match[f"day{end}"]
        days = [int(day) for day in re.findall(r"\d+", text)]
        if not all(1 <= day <= _DAYS for day in days):
            return None
        month = self._months[match[f"month{end}"] or match[f"months{end}"]]
        the = bool(match[f"the{end}"] or match[f"of{end}"])
        link = " and " if re.search("and|&", text) else " to "
        said = self._day(days, month, the=the, month_first=bool(match[f"months{end}"]), link=link)
        if match[f"of{end}"] and not match[f"the{end}"]:
            said = said.removeprefix("the ")
        if (match[f"the{end}"] or "").startswith("T"):
            said = f"T{said[1:]}"
        year = match[f"year{end}"]
        return f"{said}{match[f'comma{end}'] or ''} {self._counting.year(int(year))}" if year else said

    def _day(
        self, days: list[int], month: str, *, the: bool = False, month_first: bool = False, link: str = " to "
    ) -> str:
        ordinals = [self._counting.ordinal(day) for day in days]
        if the:
            return f"the {link.join(ordinals)} of {month}"
        if self._counting.language in _MONTH_FIRST:
            return f"{month} {link.join(ordinals)}"
        said = link.join(f"the {each}" for each in ordinals)
        return f"{month} {said}" if month_first else f"{said} of {month}"

    def _full(self, day: int, month: int, year: str) -> str | None:
        if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
            return None
        number = int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 50 else 1900)  # noqa: PLR2004 -- centuries
        return f"{self._day([day], self._names[month - 1])}, {self._counting.year(number)}"

    def _iso(self, match: re.Match[str]) -> str | None:
        return self._full(int(match["day"]), int(match["month"]), match["year"])

    def _moment(self, match: re.Match[str]) -> str | None:
        """A date with its time of day, as computers write it: 2021-11-30T08:15."""
        day = self._iso(match)
        if not day:
            return None
        hour, minute = match["time"].split(":")
        said = self._counting.cardinal(int(hour)) if hour != "00" else "zero"
        tail = (
            self._counting.digits(minute, "oh") if minute[0] == "0" else self._counting.cardinal(int(minute))
        )
        return f"{day}, at {said} {tail if minute != '00' else 'hundred'}" + (
            " U T C" if match["utc"] else ""
        )

    def _numeric(self, match: re.Match[str]) -> str | None:
        first, second = int(match["a"]), int(match["b"])
        month_first = match["gap"] == "/" and self._counting.language in _MONTH_FIRST
        if (month_first and first <= _MONTHS) or second > _MONTHS:
            first, second = second, first
        return self._full(first, second, match["year"])

    def _dashed(self, match: re.Match[str]) -> str | None:
        month = self._months[match["month"] or match["months"]]
        return self._full(int(match["day"] or match["days"]), self._names.index(month) + 1, match["year"])

    def _day_month(self, match: re.Match[str]) -> str | None:
        first, second = int(match["a"]), int(match["b"])
        is_date = before(match).lower() in _DATED or (
            before(match).lower() == "the" and max(first, second) > _MONTHS and second not in {16, 32}
        )
        if not is_date:
            return None
        if self._counting.language in _MONTH_FIRST and first <= _MONTHS:
            first, second = second, first
        return (
            self._day([first], self._names[second - 1])
            if 1 <= first <= _DAYS and 1 <= second <= _MONTHS
            else None
        )

    def _weekday(self, match: re.Match[str]) -> str:
        said = self._weekdays[match["a"]]
        if "b" in match.re.groupindex:
            return f"{said} to {self._weekdays[match['b']]}"
        return said + ("," if match[0].endswith(",") else "")

    def _listed(self, match: re.Match[str]) -> str | None:
        """The last day of a list."""
        before = match.string[max(0, match.start() - 16) : match.start()]
        if not re.search(rf"(?<!\w)(?:{'|'.join(self._weekdays)})\.?(?:,? and |,? or |, | & |/)$", before):
            return None
        return self._weekdays[match["a"] or match["b"]]

    def _last(self, match: re.Match[str]) -> str | None:
        """A month or weekday where a sentence or a clause ends: we left in Dec."""
        key, last = match["a"], before(match)
        announced = self._before_weekdays if key in self._weekdays else self._before_months
        listed = _LISTED.search(match.string[max(0, match.start() - 24) : match.start()])
        if last.lower() not in announced and not (
            listed and (listed[1] in self._months or listed[1] in self._weekdays)
        ):
            return None
        if key == "Jan" and last.lower() in _NAMED:
            return None
        said = self._weekdays.get(key) or self._months[key]
        begun = starts(match.string, match.start() - len(last) - 1) and last.lower() in _LEADING
        return f"{said}." if not begun and _ENDS.match(match.string, match.end()) else said

    def _months_long(self, match: re.Match[str]) -> str:
        return f"{self._months[match['a']]} to {self._months[match['b']]}"

    def _month(self, match: re.Match[str]) -> str | None:
        if match["dotted"] and before(match).lower() not in self._before_months:
            return None  # a name: I met Jan.
        said = self._months[match["month"] or match["dotted"]]
        return said if said != match[0] else None
