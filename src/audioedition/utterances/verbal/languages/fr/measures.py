"""Measures and percentages: “110 km/h”, “180 °C”, “1,80 m”, “8 %”, “le prix au m²”."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, NUMBER, Speech, counted, is_many, sign
from audioedition.utterances.verbal.rules import DIGIT, Rule

_SHARE = re.compile(r"[¼-¾⅐-⅞]|\d/\d")
_POWER = re.compile("[⁰²³⁴-⁹]")
_CENTIMETRES = 2  # digits
_SAME = str.maketrans("µΩ", "μΩ")  # signs of units that Unicode has twice
_START = r"(?<![^\W\d_x])"
_SEVERAL = re.compile(
    r"\b(?:les|des|quelques|plusieurs|en|ces|(?:millions?|milliards?|milliers|centaines|dizaines|nombre|beaucoup) de)$",
    re.IGNORECASE,
)
_DETERMINERS = r"(?:les?|au|du|par|des|en|de|ces?|une?|demi|chaque|quelques|plusieurs)"
_LOOK_BACK = 24
_RATE = re.compile("[%a-z]/")
_COUNTED = re.compile(rf"\d{BLANK}?(?:%|[^\W\d_]+)$")


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    measures = _Measures(speech)
    known = sorted(speech.words.tables["units"], key=len, reverse=True)
    signs = "|".join(map(_loose, known))
    alone = "|".join(_loose(key) for key in known if measures.is_plain(key))
    unit = rf"{BLANK}?(?P<unit>{signs})(?![\w'’]|-\w)"
    by = rf"(?:{BLANK}?/{BLANK}?(?P<by>{signs})(?![\w'’]))?"
    return (
        Rule("percent", later(rf"{_START}{NUMBER}{BLANK}?(?P<unit>%|‰)"), measures.percent, DIGIT),
        Rule("unit", later(rf"{_START}{NUMBER}{BLANK}?(?P<unit>m|°|kg){BLANK}?(?<!\d)(?P<rest>\d\d|(?<=°)\d)(?![\w,.]\w|\w|{BLANK}\d{{3}}|{BLANK}?[%€/])"), measures.parted, DIGIT),
        Rule("unit", later(rf"{_START}{NUMBER}{unit}{by}"), measures.measured, DIGIT),
        Rule("unit", later(rf"(?:(?<=(?P<mark>[¼-¾⅐-⅞]))|(?<=(?P<share>[1-9]/[1-9]))){unit}"), measures.shared, _SHARE),
        Rule("per", later(r"(?:(?<=%)|(?<=[^\W\d_]{4}))/(?P<by>an|mois|jour|j|h|min|s|semaine|heure|personne|habitant)(?!\w)"), measures.each, _RATE),
        Rule("unit", later(rf"(?<=[⁰²³⁴-⁹]){unit}{by}"), measures.behind_power, _POWER),
        Rule("unit", later(rf"(?<=[\s(])[−–-]{BLANK}(?P<sign>)(?P<whole>\d+)(?:,(?P<part>\d+))?{BLANK}?(?P<unit>°C|°)(?!\w)(?P<by>)"), measures.below_zero, DIGIT),
        Rule("unit", later(r"(?<=\d)[\"″](?=[\s.,;)]|$)"), _inches, DIGIT),
        Rule("unit", later(rf"(?<![\w'’-])(?P<before>(?i:{_DETERMINERS}){BLANK})(?P<unit>{alone})(?![\w'’-])"), measures.alone),
    )  # fmt: skip


class _Measures:
    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._units = {
            _key(written): said.split("|") for written, said in speech.words.tables["units"].items()
        }

    def is_plain(self, written: str) -> bool:
        """Whether the sign of a unit is one without a number, too; `m` or `min` may be anything."""
        known = self._speech.words.lists["lone_units"]
        return len(written) > 1 and "." not in written and (not written.isalpha() or written in known)

    def percent(self, match: re.Match[str]) -> str:
        return f"{self._speech.number(match)} {'pour mille' if match['unit'] == '‰' else 'pour cent'}"

    def measured(self, match: re.Match[str]) -> str:
        name, part = self._name(match), match["part"] or ""
        if match["unit"] == "m" and len(part) == _CENTIMETRES and part[0] != "0":
            return f"{sign(match)}{self._speech.whole(match['whole'])} {name} {self._speech.decimals(part)}"
        is_feminine = self._speech.genders.is_feminine(name.split(" ", 1)[0])
        said = counted(self._speech.number(match, feminine=is_feminine), name)
        return f"{said} par {self._one(match['by'])}" if match["by"] else said

    def parted(self, match: re.Match[str]) -> str:
        """“1 m 65”."""
        whole, rest = self._speech.whole(match["whole"]), self._speech.whole(match["rest"])
        return f"{sign(match)}{whole} {self._name(match)} {rest}"

    def shared(self, match: re.Match[str]) -> str:
        """The unit behind a fraction: “un quart de litre”, “un demi-litre”."""
        name = self._one(match["unit"])
        if (match["mark"] or match["share"]) in {"½", "1/2"}:
            return f"-{name}"
        return f" d'{name}" if name[0] in "aeiouhé" else f" de {name}"

    def each(self, match: re.Match[str]) -> str | None:
        """“3 %/an”, “33 tours/min”."""
        if not _COUNTED.search(match.string[max(0, match.start() - _LOOK_BACK) : match.start()]):
            return None
        by = match["by"]
        return f" par {self._one(by) if by in self._units else by}"

    def behind_power(self, match: re.Match[str]) -> str:
        said = f" {self._units[_key(match['unit'])][1]}"
        return f"{said} par {self._one(match['by'])}" if match["by"] else said

    def below_zero(self, match: re.Match[str]) -> str:
        return f"moins {self.measured(match)}"

    def alone(self, match: re.Match[str]) -> str:
        end = match.end("before") - 1
        is_several = _SEVERAL.search(match.string[max(0, end - _LOOK_BACK) : end])
        return match["before"] + self._units[_key(match["unit"])][1 if is_several else 0]

    def _name(self, match: re.Match[str]) -> str:
        one, many = self._units[_key(match["unit"])]
        return many if is_many(match) else one

    def _one(self, written: str) -> str:
        return self._units[_key(written)][0]


def _inches(match: re.Match[str]) -> str | None:
    """A sign that closes a quotation is none."""
    is_quotation = match.string.count('"', max(0, match.start() - 1000), match.start()) % 2
    return None if is_quotation else " pouces"


def _key(written: str) -> str:
    return "".join(written.split()).translate(_SAME)


def _loose(written: str) -> str:
    """A pattern for the sign of a unit, with or without the blanks in it."""
    loose = {" ": rf"{BLANK}?", "/": rf"{BLANK}?/{BLANK}?", "µ": "[µμ]", "Ω": "[ΩΩ]"}
    pattern = "".join(loose.get(each, re.escape(each)) for each in written)
    return f"{pattern[0]}{BLANK}?{pattern[1:]}" if written[0] in "°º" and len(written) > 1 else pattern
