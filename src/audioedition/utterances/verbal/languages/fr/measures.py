"""Measures and percentages: “110 km/h”, “180 °C”, “1,80 m”, “8 %”."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.fr.numbers import BLANK, NUMBER, Speech, counted, is_many, sign
from audioedition.utterances.verbal.rules import DIGIT, Rule

_START = r"(?<![^\W\d_x])"
_LONE = (
    "km",
    "cm",
    "mm",
    "kg",
    "mg",
    "kW",
    "kWh",
    "MW",
    "MWh",
    "GW",
    "Hz",
    "MHz",
    "GHz",
    "dB",
    "kcal",
    "Mo",
    "Go",
    "To",
    "ha",
)
_CENTIMETRES = 2  # digits
_POWER = re.compile("[⁰-⁹²³]")
_SIZE = re.compile(rf"(?P<number>\d{{1,6}}(?:,\d{{1,3}})?){BLANK}?(?P<unit>[cmk]m|px|pixels|m)(?!\w)")
_ROOM = 50  # metres; what is longer is a race: “4 × 100 m”


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    units = {_plain(key): each.split("|") for key, each in speech.words.tables["units"].items()}
    names = "|".join(_spaced(key) for key in sorted(speech.words.tables["units"], key=len, reverse=True))
    degrees = "|".join(re.escape(key) for key in ("°C", "°"))
    lone_names = "|".join(
        _spaced(key)
        for key in sorted(units, key=len, reverse=True)
        if len(key) > 1 and (not key.isalpha() or key in _LONE)
    )
    unit = rf"(?P<unit>{names})(?![\w'’]|-\w)"

    def said(match: re.Match[str]) -> str:
        one, many = units[_plain(match["unit"])]
        if match["unit"] == "m" and len(match["part"] or "") == _CENTIMETRES and match["part"][0] != "0":
            return f"{sign(match)}{speech.whole(match['whole'])} {many if is_many(match) else one} {speech.decimals(match['part'])}"
        number = speech.number(match, feminine=speech.genders.is_feminine(one.split()[0]))
        by = match["by"]
        if by:
            return f"{counted(number, many if is_many(match) else one)} par {units[_plain(by)][0]}"
        return counted(number, many if is_many(match) else one)

    def parted(match: re.Match[str]) -> str:
        one, many = units[match["unit"]]
        return f"{sign(match)}{speech.whole(match['whole'])} {many if is_many(match) else one} {speech.whole(match['rest'])}"

    def lone(match: re.Match[str]) -> str:
        one, many = units[_plain(match["unit"])]
        return (
            match["before"]
            + " "
            + (
                many
                if match["before"].lower() in ("les", "des", "quelques", "plusieurs", "en", "ces")
                else one
            )
        )

    def percent(match: re.Match[str]) -> str:
        return f"{speech.number(match)} {'pour mille' if match['unit'] == '‰' else 'pour cent'}"

    def times(match: re.Match[str]) -> str:
        by = _SIZE.match(match.string, match.end())
        return (
            " sur "
            if by and (by["unit"] != "m" or float(by["number"].replace(",", ".")) < _ROOM)
            else " fois "
        )

    return (
        Rule("times", re.compile(rf"(?<=\d){BLANK}?[x×]{BLANK}?(?=\d)"), times, DIGIT),
        Rule("times", re.compile(r"(?<=\d)[x×](?!\w)"), lambda _: " fois", DIGIT),
        Rule("percent", re.compile(rf"{_START}{NUMBER}{BLANK}?(?P<unit>%|‰)"), percent, DIGIT),
        Rule("unit", re.compile(rf"{_START}{NUMBER}{BLANK}?(?P<unit>m|°|kg){BLANK}?(?<!\d)(?P<rest>\d\d|(?<=°)\d)(?![\w,.]\w|\w|{BLANK}\d{{3}}|{BLANK}?[%€/])"), parted, DIGIT),
        Rule("unit", re.compile(rf"{_START}{NUMBER}{BLANK}?{unit}(?:{BLANK}?/{BLANK}?(?P<by>{names})(?![\w'’]))?"), said, DIGIT),
        Rule("unit", re.compile(rf"(?<=[⁰-⁹²³]){BLANK}?{unit}(?:{BLANK}?/{BLANK}?(?P<by>{names})(?![\w'’]))?"), lambda match: f" {units[_plain(match['unit'])][1]}", _POWER),
        Rule("unit", re.compile(rf"(?<![\w-])(?:(?<=[\s(])[−–-]{BLANK})(?P<sign>)(?P<whole>\d+)(?:,(?P<part>\d+))?{BLANK}?(?P<unit>{degrees})(?!\w)(?P<by>)"), lambda match: f"moins {said(match)}", DIGIT),
        Rule("unit", re.compile(rf"(?<![\w'’-])(?P<before>(?i:les?|au|du|par|des|en|de|ces?|quelques|plusieurs)){BLANK}(?P<unit>{lone_names})(?![\w'’-])"), lone),
    )  # fmt: skip


def _plain(key: str) -> str:
    return "".join(key.split())


def _spaced(key: str) -> str:
    """A pattern for the sign of a unit, with or without the blanks in it."""
    if key[0] in "°º" and len(key) > 1:
        return rf"{key[0]}{BLANK}?{re.escape(key[1:])}"
    return "".join(rf"{BLANK}?" if sign == " " else re.escape(sign) for sign in key)
