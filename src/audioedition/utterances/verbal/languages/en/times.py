"""Times of day and durations: 7:05, 6.30 pm, 5pm, 14:00, 10am–4pm, 2:04:35."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import DASH, Counting
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_HALF = r"[ \u00a0]?(?P<half{0}>[ap]\.? ?m\b\.?|[AP]\.?M\b\.?)"
_CLOCK = r"(?P<hour{0}>[01]?\d|2[0-4])(?:[:.](?P<minute{0}>[0-5]\d))?"
_NOON = 12


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
            Rule("time", re.compile(r"(?<![\w.,:/-])(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d+)?)(?![\w:])"), self._long, DIGIT),
            Rule("time", re.compile(start + either + r"(?!\w)"), self._range, DIGIT),
            Rule("time", re.compile(start + _CLOCK.format("") + _HALF.format("") + r"(?!\w)"), self._said, DIGIT),
            Rule("time", re.compile(start + both), self._range, DIGIT),
            Rule("time", re.compile(start + clock.format("")), self._said, DIGIT),
            Rule("time", re.compile(start + r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?= (?:in the (?:morning|afternoon|evening)|at night|tonight|sharp|o['’]clock))"), self._said, DIGIT),
            Rule("time", re.compile(start + r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?= ?(?:hours|hrs|h)\b)"), self._military, DIGIT),
            Rule("time", re.compile(r"(?<!\w)(?P<zone>UTC|GMT)(?P<sign>[+−–-])(?P<offset>\d{1,2})(?::(?P<minute>\d\d))?(?!\w)"), self._zone, DIGIT),
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
        said = []
        for name in ("hours", "minutes", "seconds"):
            number = re.sub(r"^0(?=\d)", "", match[name])
            if number != "0":
                said.append(f"{self._counting.plain(number)} {name if number != '1' else name[:-1]}")
        return ", ".join(said[:-1]) + (" and " if said[1:] else "") + "".join(said[-1:]) or "zero seconds"

    def _zone(self, match: re.Match[str]) -> str:
        sign = "plus" if match["sign"] == "+" else "minus"
        minute = f" {self._minute(match['minute'])}" if match["minute"] else ""
        return f"{' '.join(match['zone'])} {sign} {self._counting.cardinal(int(match['offset']))}{minute}"
