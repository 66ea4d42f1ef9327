"""Times of day and durations: 7:05, 6.30 pm, 5pm, 14:00, 10am–4pm, 2:04:35."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import DASH, Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_HALF = r"[ \u00a0]?(?P<half{0}>[ap]\.? ?m\b\.?|[AP]\.?M\b\.?)"
_CLOCK = r"(?P<hour{0}>[01]?\d|2[0-4])(?:[:.](?P<minute{0}>[0-5]\d))?"
_NOON = 12
# For `Rule.needs`:
_COLON = re.compile(r"\d:\d")
_HALVES = re.compile(r"\d ?[aApP]\.? ?[mM]")
_HOURS = re.compile(r"\d ?h")
_MINUTES = re.compile(r"\d ?m|:\d\d\.\d")
_DOT = re.compile(r"\d\.\d")
_MILITARY = re.compile(r"\d ?(?:h|[A-Z]{3}|Zulu)")
_ZONE = re.compile("UTC|GMT")


class Times:
    """The rules for times."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._durations = frozenset(words.lists["durations"])

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        start, clock = (
            r"(?<![\w.,:/$€£-])",
            r"(?P<hour{0}>[01]?\d|2[0-4]):(?P<minute{0}>[0-5]\d)(?![\w:]|\.\d)",
        )
        either = (
            _CLOCK.format(1) + f"(?:{_HALF.format(1)})?(?:{DASH}| to )" + _CLOCK.format(2) + _HALF.format(2)
        )
        both = clock.format(1) + DASH + clock.format(2)
        return (
            Rule("time", later(r"(?<![\w.,:/-])(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d+)?)(?![\w:])"), self._long, _COLON),
            Rule("time", later(r"(?<![\w.,:/-])(?P<hours>\d{1,3}) ?(?:h|hrs?)\.? ?(?P<minutes>[0-5]?\d) ?(?:m|mins?)?(?!\w)"), self._lasting, _HOURS),
            Rule("time", later(r"(?<![\w.,:/-])(?P<minutes>\d{1,2}) ?(?:m|mins?)\.? (?P<seconds>[0-5]?\d) ?(?:s|secs?)(?!\w)|(?<![\w.,:/-])(?P<m>\d{1,2}):(?P<s>[0-5]\d\.\d{1,3})(?![\w:])"), self._lasting, _MINUTES),
            Rule("time", later(r"(?<![\w.,:/-])(?P<minutes>2[5-9]|[3-9]\d):(?P<seconds>[0-5]\d)(?![\w:]|\.\d)"), self._lasting, _COLON),
            Rule("time", later(start + either + r"(?!\w)"), self._range, _HALVES),
            Rule("time", later(start + _CLOCK.format("") + _HALF.format("") + r"(?!\w)"), self._said, _HALVES),
            Rule("time", later(start + both), self._range, _COLON),
            Rule("time", later(start + clock.format("")), self._said, _COLON),
            Rule("time", later(start + r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?= (?:in the (?:morning|afternoon|evening)|at night|tonight|sharp|o['’]clock))"), self._said, _DOT),
            Rule("time", later(start + r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?= ?(?:hours|hrs|h|GMT|UTC|BST|CET|EST|EDT|PST|PDT|Zulu)\b)"), self._military, _MILITARY),
            Rule("time", later(r"(?<!\w)(?P<zone>UTC|GMT)(?P<sign>[+−–-])(?P<offset>\d{1,2})(?::(?P<minute>\d\d))?(?!\w)"), self._zone, _ZONE),
        )  # fmt: skip

    def _said(self, match: re.Match[str]) -> str | None:
        return self._clock(match["hour"], match["minute"], match.groupdict().get("half"), match)

    def _range(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        first = self._clock(groups["hour1"], groups["minute1"], groups.get("half1"), match, short=True)
        return f"{first} to {self._clock(groups['hour2'], groups['minute2'], groups.get('half2'), match, short=True)}"

    def _clock(
        self, hour: str, minute: str | None, half: str | None, match: re.Match[str], *, short: bool = False
    ) -> str:
        number = int(hour)
        if half:
            said = f"{self._counting.cardinal(number)} {self._minute(minute or '00')}".strip()
            return f"{said} {half[0].upper()} M"
        if minute == "00":
            if number > _NOON:
                return f"{self._counting.cardinal(number)} hundred"
            if number == 0:
                return "midnight"
            plain = short or re.match(r" ?o['’]clock", match.string[match.end() :])
            return self._counting.cardinal(number) + ("" if plain else " o'clock")
        said = self._counting.cardinal(number) if number or before(match) in self._durations else "zero"
        return f"{said} {self._minute(minute or '00')}"

    def _minute(self, minute: str) -> str:
        if minute == "00":
            return ""
        return (
            f"oh {self._counting.cardinal(int(minute))}"
            if minute[0] == "0"
            else self._counting.cardinal(int(minute))
        )

    def _military(self, match: re.Match[str]) -> str:
        hour = (
            f"oh {self._counting.cardinal(int(match['hour']))}"
            if match["hour"][0] == "0"
            else self._counting.cardinal(int(match["hour"]))
        )
        return f"{hour} {self._minute(match['minute']) or 'hundred'}"

    def _long(self, match: re.Match[str]) -> str:
        """How long something took; a time of day with its seconds only where that is told."""
        zone = re.match(r" ?(?:UTC|GMT|[A-Z]{2,3}T\b|[ap]\.?m\b)", match.string[match.end() :], re.IGNORECASE)
        if zone or before(match).lower() == "at" or int(match["hours"]) > _NOON:
            seconds = self._counting.plain(re.sub(r"^0(?=\d)", "", match["seconds"]))
            return f"{self._clock(match['hours'], match['minutes'], None, match, short=True)} and {seconds} seconds"
        said = []
        for name in ("hours", "minutes", "seconds"):
            number = re.sub(r"^0(?=\d)", "", match[name])
            if number != "0":
                said.append(f"{self._counting.plain(number)} {name if number != '1' else name[:-1]}")
        return ", ".join(said[:-1]) + (" and " if said[1:] else "") + "".join(said[-1:]) or "zero seconds"

    def _lasting(self, match: re.Match[str]) -> str:
        found = {
            {"m": "minutes", "s": "seconds"}.get(name, name): number
            for name, number in match.groupdict().items()
            if number
        }
        said = []
        for name, number in found.items():
            digits = re.sub(r"^0(?=\d)", "", number)
            if digits != "0":
                said.append(f"{self._counting.plain(digits)} {name[:-1] if digits == '1' else name}")
        return " ".join(said) or "zero minutes"

    def _zone(self, match: re.Match[str]) -> str:
        sign = "plus" if match["sign"] == "+" else "minus"
        minute = f" {self._minute(match['minute'])}" if match["minute"] else ""
        return f"{' '.join(match['zone'])} {sign} {self._counting.cardinal(int(match['offset']))}{minute}"
