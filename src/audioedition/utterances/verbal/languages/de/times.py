"""Times of day, durations and scores: 14:30 Uhr, 8–17 Uhr, 1:59,8 Min., 3:1."""

from __future__ import annotations

import re
from functools import partial

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.numbers import BLANK, DASH, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTE = r"[0-5]\d"
_AT = frozenset(["um", "ab", "gegen", "gg.", "von", "bis", "vor"])
_EVENT = re.compile(
    r"(?:Beginn|Treffpunkt|Treffen|Start|Ende|Einlass|Abfahrt|Ankunft|Anstoß|Anpfiff|Uhrzeit):? $"
)
_EVENTS = 14  # characters of the longest of them
_BEFORE_TIME = frozenset(["um", "ab", "gegen", "von", "bis", "seit", "vor", "nach", "zwischen", "und", "ca.", "circa", "kurz", "spätestens", "täglich", "am"])  # fmt: skip


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    scores = frozenset(words.lists.get("scores", ()))
    days = frozenset(words.lists.get("weekdays", ()))

    def untold(match: re.Match[str]) -> str | None:
        """A time without “Uhr”, if it is not the result of a game."""
        left = grammar.left(match.string, match.start())
        before = left[0] if left else ""
        around = set(re.findall(r"[^\W\d_]+", match.string[max(0, match.start() - 60) : match.end() + 60]))
        told = before.lower() in _BEFORE_TIME or before.rstrip(".") in days or _is_full(match)
        if match["second"] and not told_at(left):
            return _duration(grammar, numbers, match)
        if not told and before and len(match["hour"]) == 1:
            return None
        if not told and (around & scores or int(match["hour"]) > 23):  # noqa: PLR2004 -- hours of a day
            return None
        return _clock(numbers, match["hour"], match["minute"], match["second"])

    def told_at(left: list[str]) -> bool:
        return bool(left) and left[0].lower() in _AT

    def told(match: re.Match[str]) -> str | None:
        """A time; “1:30 h” is one only after “um”, otherwise it lasts."""
        left = grammar.left(match.string, match.start())
        is_event = _EVENT.search(match.string, max(0, match.start() - _EVENTS), match.start())
        if match[0].endswith("h") and not (is_event or told_at(left)):
            return None
        return _clock(numbers, match["hour"], match["minute"], match["second"])

    def pair(match: re.Match[str]) -> str:
        return " zu ".join(
            numbers.cardinal(int(part.replace(".", ""))) for part in re.split(r"\s?:\s?", match[0])
        )

    return (
        Rule("time", later(
            rf"(?<![\w.,:])(?P<hour>{_HOUR})(?:[:.](?P<minute>{_MINUTE}))?(?P<own>{BLANK}?Uhr)?(?P<between>{DASH}|{BLANK}(?:und|oder){BLANK})(?P<hour2>{_HOUR})(?:[:.](?P<minute2>{_MINUTE}))?{BLANK}?(?:Uhr|h)(?!\w)"
        ), partial(_span, numbers), DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR})[:.](?P<minute>{_MINUTE})(?::(?P<second>{_MINUTE}))?{BLANK}?(?:Uhr|h)(?!\w)"), told, DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR})(?P<minute>)(?P<second>){BLANK}?h(?!\w)"), told, DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR})h(?P<minute>{_MINUTE})?(?!\w)"), lambda match: _clock(numbers, match["hour"], match["minute"]), DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR}){BLANK}?Uhr(?:{BLANK}(?P<minute>{_MINUTE})(?![\w.,]))?(?!\w)"), lambda match: _clock(numbers, match["hour"], match["minute"]), DIGIT),
        Rule("duration", later(rf"(?<![\w.,:])(?:(?P<hours>\d{{1,2}}):)?(?P<minutes>\d{{1,3}}):(?P<seconds>\d\d)(?:,(?P<part>\d{{1,3}}))?{BLANK}?(?P<unit>Min\.|min|Minuten|Std\.|h|Stunden)(?!\w)"), partial(_duration, grammar, numbers), DIGIT),
        Rule("duration", later(r"(?<![\w.,:])(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d),(?P<part>\d{1,3})(?P<unit>)(?!\w)"), partial(_duration, grammar, numbers), DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR}):(?P<minute>{_MINUTE})(?P<own>)(?P<between>[–—-])(?P<hour2>{_HOUR}):(?P<minute2>{_MINUTE})(?![\w:]|,\d)"), partial(_span, numbers), DIGIT),
        Rule("time", later(rf"(?<![\w.,:])(?P<hour>{_HOUR}):(?P<minute>{_MINUTE})(?::(?P<second>{_MINUTE}))?(?![\w:]|[.,]\d)"), untold, DIGIT),
        Rule("score", later(r"(?<![\w.,:])\d{1,3}\s?:\s?\d{1,3}(?:\.\d{3}){0,3}(?:\s?:\s?\d{1,3})?(?![\w:]|[.,]\d)"), pair, DIGIT),
    )  # fmt: skip


def _clock(numbers: Numbers, hour: str, minute: str | None, second: str | None = None) -> str:
    said = ("ein" if int(hour) == 1 else numbers.cardinal(int(hour))) + " Uhr"
    if minute and int(minute):
        said += f" {numbers.cardinal(int(minute))}"
    if second and int(second):
        said += f" und {_count(numbers, second, 'eine Sekunde', 'Sekunden')}"
    return said


def _is_full(match: re.Match[str]) -> bool:
    """A full hour, which no game ends with: 6:00."""
    return match["minute"] == "00" and match["hour"] != "0" and int(match["hour"]) < 24  # noqa: PLR2004 -- hours of a day


def _span(numbers: Numbers, match: re.Match[str]) -> str:
    between = match["between"].strip()
    between = between if between in {"und", "oder"} else "bis"
    full = match["minute"] is not None and (int(match["minute"]) or (between != "bis" and match["own"]))
    hour = "ein" if int(match["hour"]) == 1 else numbers.cardinal(int(match["hour"]))
    first = _clock(numbers, match["hour"], match["minute"]) if full else hour
    return f"{first} {between} {_clock(numbers, match['hour2'], match['minute2'])}"


def _duration(grammar: Grammar, numbers: Numbers, match: re.Match[str]) -> str:
    one = grammar.one(grammar.left(match.string, match.start()), "f")
    found = match.groupdict()
    hours, minutes, seconds = (
        found.get(f"{each}s") or found.get(each) or "" for each in ("hour", "minute", "second")
    )
    if found.get("unit") in {"Std.", "h", "Stunden"} and not hours:
        hours, minutes, seconds = minutes, seconds, ""
    parts = [
        _count(numbers, hours, f"{one} Stunde", "Stunden"),
        _count(numbers, minutes, f"{one} Minute", "Minuten"),
    ]
    if found.get("part"):
        parts.append(f"{numbers.cardinal(int(seconds))} Komma {numbers.digits(match['part'])} Sekunden")
    else:
        parts.append(_count(numbers, seconds, "eine Sekunde", "Sekunden"))
    return " ".join(part for part in parts if part)


def _count(numbers: Numbers, digits: str | None, one: str, many: str) -> str:
    if not digits or not int(digits):
        return ""
    return one if int(digits) == 1 else f"{numbers.cardinal(int(digits))} {many}"
