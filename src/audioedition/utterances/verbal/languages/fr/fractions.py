"""Fractions and what looks like them: “3/4”, “½”, “50/50”, “15/20”, “1/2 heure”, “2 1/2 tasses”."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import value
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_VULGAR = re.compile("[¼-¾⅐-⅞]")
_NAMED = {2: "demi", 3: "tiers", 4: "quart"}
_POINTS = (20, 24)  # what teachers give points out of, and the hours of a day
_SIZES, _STEP = 30, 2  # of clothes: “42/44”
_HUNDRED, _TEN = 100, 10
_SETS = 7  # games of tennis: “6/4”
_PAIRS = ((50, 50), (24, 7))  # “cinquante-cinquante”, but “dix sur dix”
_SCALE = 1000  # of maps, from here on
_NOUN = rf"(?:{BLANK}(?P<noun>[^\W\d_]+))?"
_OF = re.compile(rf"{BLANK}(?:de|du|des|d['’])", re.IGNORECASE)
_ARTICLE = re.compile(rf"\b(?P<one>les?|la|au|du|aux|des|ces?|une?){BLANK}$", re.IGNORECASE)
_LOOK_BACK = 8


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    shares = _Shares(speech)
    slash = r"(?P<over>\d{1,4})/(?P<under>\d{1,7})"
    return (
        Rule("fraction", later(rf"(?<![\w.,/])(?P<whole>\d{{1,3}}){BLANK}(?P<over>\d)/(?P<under>\d)(?![\d/]){_NOUN}"), shares.mixed, DIGIT),
        Rule("fraction", later(rf"(?<![\w.,/])(?P<whole>\d{{1,3}}){BLANK}?(?P<sign>[¼-¾⅐-⅞]){_NOUN}"), shares.mixed, _VULGAR),
        Rule("fraction", later(rf"(?<![\w.,/])(?:½|1/2)(?:{BLANK}|-|(?<=½))(?P<noun>[^\W\d_]{{3,}})"), shares.half),
        Rule("scale", later(rf"(?<![\w.,/])1[:/](?P<under>\d{{1,3}}(?:{BLANK}\d{{3}})+)(?!\d)"), shares.scale, DIGIT),
        Rule("fraction", later(r"(?<=\d,\d)/(?=\d)|(?<=\d,\d\d)/(?=\d)|(?<=[^\W\d_]{3})/(?=\d)"), lambda _: " sur ", DIGIT),
        Rule("fraction", later("(?P<sign>[¼-¾⅐-⅞])"), shares.vulgar, _VULGAR),
        Rule("fraction", later(rf"(?<![\w.,/]){slash}(?P<nth>i?[eè]mes?|es?)?(?![\w/]|[.,]\d)"), shares.slashed, DIGIT),
    )  # fmt: skip


def half_hours(speech: Speech) -> tuple[Rule, ...]:
    """“2 h 1/2”, which comes before the times of day."""
    shares = _Shares(speech)
    return (
        Rule("half hour", later(rf"(?<![\w.,/])(?P<hours>\d{{1,2}}){BLANK}?h(?:eures?)?{BLANK}?(?:½|1/2)(?![\w/])"), shares.half_hour, DIGIT),
        Rule("half hour", later(rf"(?<![\w.,/])(?:½|1/2){BLANK}?h(?![\w/])"), lambda _: "une demi-heure"),
    )  # fmt: skip


@dataclass(frozen=True)
class _Shares:
    speech: Speech

    def half(self, match: re.Match[str]) -> str | None:
        noun = match["noun"]
        if not self._is_counted(noun):
            return None
        if _article(match):
            return f"demi-{noun}"
        return f"{'une' if self.speech.genders.is_feminine(noun) else 'un'} demi-{noun}"

    def half_hour(self, match: re.Match[str]) -> str:
        hours = int(match["hours"])
        return f"{self.speech.cardinal(hours, feminine=True)} heure{'s' if hours > 1 else ''} et demie"

    def mixed(self, match: re.Match[str]) -> str:
        noun, share = match["noun"], _share(match)
        if noun in self.speech.words.tables["units"]:
            noun = self.speech.words.tables["units"][noun].split("|")[int(match["whole"]) > 1]
        counted = self._is_counted(noun)
        feminine = counted and self.speech.genders.is_feminine(noun)
        whole = self.speech.cardinal(int(match["whole"]), feminine=feminine)
        rest = self._fraction(share.numerator, share.denominator)
        if share == Fraction(1, 2):
            rest = "demie" if feminine else "demi"
        if counted:
            return f"{whole} {noun} et {rest}"
        return f"{whole} et {rest} {noun or ''}".rstrip()

    def vulgar(self, match: re.Match[str]) -> str:
        share = _share(match)
        return self._fraction(share.numerator, share.denominator)

    def scale(self, match: re.Match[str]) -> str:
        return self._fraction(1, value(match["under"]))

    def slashed(self, match: re.Match[str]) -> str | None:
        over, under = int(match["over"]), int(match["under"])
        article = _article(match)
        if article in ("le", "du", "au", "ce", "un") and over == 1 < under:
            return self._part(over, under)
        numbered = before(match).lower() in self.speech.words.lists["labels"]
        if match["nth"] or (_is_share(match, article) and not numbered):
            return self._fraction(over, under)
        said = (self.speech.cardinal(over), self.speech.cardinal(under))
        is_pair = (over, under) in _PAIRS or (
            over >= _SIZES and 0 < under - over <= _STEP and under != _HUNDRED
        )
        is_pair = is_pair or under < over <= _SETS
        return " ".join(said) if is_pair else " sur ".join(said)

    def _is_counted(self, noun: str | None) -> bool:
        return noun is not None and noun.lower() not in self.speech.words.lists["function"]

    def _fraction(self, over: int, under: int) -> str:
        return f"{self.speech.cardinal(over)} {self._part(over, under)}"

    def _part(self, over: int, under: int) -> str:
        name = _NAMED.get(under) or self.speech.ordinal(under)
        return name if over == 1 or name.endswith("s") else name + "s"


def _is_share(match: re.Match[str], article: str) -> bool:
    """Whether “3/5” is three fifths, and not three points out of five."""
    over, under = int(match["over"]), int(match["under"])
    if over >= under:
        return False
    called = bool(article or (_OF.match(match.string, match.end()) and (over == 1 or under != _TEN)))
    return under in _NAMED or (called and under not in _POINTS) or (over == 1 and under >= _SCALE)


def _share(match: re.Match[str]) -> Fraction:
    groups = match.groupdict()
    if groups.get("sign"):
        return Fraction(unicodedata.numeric(groups["sign"])).limit_denominator(10)
    return Fraction(int(groups["over"]), int(groups["under"]) or 1)


def _article(match: re.Match[str]) -> str:
    found = _ARTICLE.search(match.string[max(0, match.start() - _LOOK_BACK) : match.start()])
    return found["one"].lower() if found else ""
