"""Numbers of telephones and of other things that are read digit by digit."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.en.counting import Counting
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_LONG = 7  # digits
# For `Rule.needs`:
_FOUR = re.compile(r"\d{4}")
_THREE = re.compile(r"\d{3}")
_ABROAD = re.compile(r"\+\d|00[ \u00a0]?[1-9]")
_ZERO = re.compile(r"0\d\d")
_DASHES = re.compile(r"\d[-–]\d")


class Phones:
    """The rules for them."""

    def __init__(self, words: Words, counting: Counting) -> None:
        self._counting = counting
        self._dialled = frozenset(words.lists["dialled"])
        self._emergency = frozenset(words.lists["emergency"])

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        gap = r"[ \u00a0.-]"
        return (
            Rule("phone", later(rf"(?<![\w.,/-])(?:\+|00[ \u00a0]?(?=[1-9]))\d{{1,3}}{gap}?(?:\(\d{{1,4}}\){gap}?)?\d{{1,8}}(?:{gap}\d{{1,8}}){{0,5}}(?![\w/]|[.,-]\d)"), self._international, _ABROAD),
            Rule("phone", later(rf"(?<![\w.,/-])(?:1{gap})?(?:\(\d{{3}}\) ?|\d{{3}}{gap})\d{{3}}{gap}\d{{4}}(?![\w/]|[.,-]\d)"), self._said, _FOUR),
            Rule("phone", later(r"(?<![\w.,/-])1-\d{3}-(?P<name>[A-Z]{3,9})\b"), self._named, _DASHES),
            Rule("phone", later(rf"(?<![\w.,/-])(?<!\d[ \u00a0])\(?0\d{{2,5}}\)?{gap}\d{{3,8}}(?:{gap}\d{{2,6}}){{0,3}}(?![\w/]|[.,-]\d)"), self._said, _ZERO),
            Rule("phone", later(r"(?<![\w.,/-])\d{3}-\d{4}(?![\w/]|[.,-]\d)"), self._said, _FOUR),
            Rule("code", later(r"(?<![\w.,/-])\d+(?:-\d+){2,}(?:-[\dX])?(?!\w)|(?<![\w.,/–-])\d(?:–\d){2,3}(?![\w/–-]|[.,]\d)"), self._said, _DASHES),
            Rule("code", later(r"(?<![\w.,/-])(?:\d{4} ){2,4}\d{1,4}(?![\w,.]\d|\w)"), self._said, _FOUR),
            Rule("phone", later(rf"(?<![\w.,/$€£-])(?<!\d[ \u00a0])\d{{3,5}}{gap}\d{{4}}(?![\w/%]|[ .,-]\d)"), self._dialable, _FOUR),
            Rule("phone", later(r"(?<![\w.,/$€£-])(?<!\d[ \u00a0])\d{3}(?![\w/%]|[ .,-]\d)"), self._short, _THREE),
        )  # fmt: skip

    def _said(self, match: re.Match[str]) -> str:
        groups = re.findall(r"\d+|X", match[0])
        return ", ".join(self._group(group, first=place < 2) for place, group in enumerate(groups))  # noqa: PLR2004 -- 1-800

    def _group(self, group: str, *, first: bool) -> str:
        if first and re.fullmatch(r"[1-9]00", group):
            return self._counting.cardinal(int(group))
        return "X" if group == "X" else self._counting.digits(group, "oh")

    def _international(self, match: re.Match[str]) -> str | None:
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < _LONG:
            return None
        groups = re.findall(r"\d+", match[0].removeprefix("+"))
        return ("plus " if match[0][0] == "+" else "") + ", ".join(
            self._counting.digits(group, "oh") for group in groups
        )

    def _named(self, match: re.Match[str]) -> str:
        area = self._group(match[0][2:5], first=True)
        return f"{self._counting.digits('1')} {area} {match['name'].lower()}"

    def _dialable(self, match: re.Match[str]) -> str | None:
        """A number without its area, if somebody calls it: ring 555 0199."""
        last = before(match).lower()
        if last in {"on", "at", "to"}:
            last = before(match, match.start() - len(last) - 1).lower()
        return self._said(match) if last in self._dialled else None

    def _short(self, match: re.Match[str]) -> str | None:
        """The number of an emergency, if somebody calls it."""
        near = re.findall(r"[a-z]+", match.string[max(0, match.start() - 40) : match.start()].lower())
        if (
            match[0] in self._emergency
            and {*near[-4:]} & self._dialled
            and before(match).lower() not in {"of", "for"}
        ):
            return self._counting.digits(match[0])
        return None
