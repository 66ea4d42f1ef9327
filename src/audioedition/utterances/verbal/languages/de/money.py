"""Money, measures and percentages: 27,50 €, 3 Mrd. Euro, 1 m, 6,8 l/100 km, 10–15 %."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.languages.de.numbers import BLANK, DASH, Numbers, Written, number, written
from audioedition.utterances.verbal.rules import Rule, both
from audioedition.utterances.verbal.words import Words

_NEEDS = re.compile(r"[\d½¼¾⅓⅔⅛]")
_CENTS = 2  # digits


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or currency: its gender, its name for one and for several, and that of its hundredth."""

    gender: str
    one: str
    many: str
    hundredth: str = ""

    def counted(self, case: Case) -> str:
        """Several of them: after a dative “Metern”."""
        first, blank, more = self.many.partition(" ")
        takes_n = first.endswith("er") or (first != self.one and first.endswith("e"))
        return (
            f"{first}n{blank}{more}" if case == Case.DATIVE and self.gender != "f" and takes_n else self.many
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """How amounts are said."""

    grammar: Grammar
    numbers: Numbers
    units: dict[str, Unit]
    scales: dict[str, Unit]

    def said(self, match: re.Match[str]) -> str | None:
        """One amount, or a range of them."""
        sign = match["unit"]
        unit = self.units[sign]
        left = self.grammar.left(match.string, match.start())
        while left and (left[0] in {"×", "x", "mal"} or left[0].isdecimal()):
            del left[0]  # 3 × 4 m
        if _LONG.match(match.string, match.end()):
            left = [*_LONG_IS_ACCUSATIVE, *left]
        first = written(match, "a")
        last = written(match, "b") if match["b"] else None
        scale = self.scales[match["scale"]] if match["scale"] else None
        per = self._per(match["per"])
        if per is None:
            return None
        if last and unit.hundredth and not scale and (first.part or last.part):
            return f"{self._paid(first, unit, left)} bis {self._paid(last, unit, left)}{per}"
        if (
            not last
            and unit.hundredth
            and not scale
            and len(first.part) in {0, _CENTS}
            and not first.fraction
        ):
            return self._paid(first, unit, left) + per
        return self._measured(first, last, scale, unit, left) + per

    def _measured(
        self, first: Written, last: Written | None, scale: Unit | None, unit: Unit, left: list[str]
    ) -> str:
        case = self.grammar.case(left) if left and left[0].lower() not in _EITHER else Case.NOMINATIVE
        many = unit.counted(case)
        if last:
            count = f"{self.numbers.said(first)} bis {self.numbers.said(last)}"
            return f"{count} {scale.many} {many}" if scale else f"{count} {many}"
        if scale:
            count = self.numbers.said(first, one=self.grammar.one(left, scale.gender))
            return f"{count} {scale.one if first.is_one else scale.many} {many}"
        if first.fraction in {"½", "1/2"} and not first.whole:
            return f"{self.grammar.half(left, unit.gender)} {unit.one}"
        count = self.numbers.said(first, one=self.grammar.one(left, unit.gender))
        return f"{count} {unit.one if first.is_one else many}"

    def _paid(self, amount: Written, unit: Unit, left: list[str]) -> str:
        if not amount.whole and amount.part.strip("0"):
            sign = f"{amount.sign} " if amount.sign else ""
            cents = int(amount.part)
            return f"{sign}{'ein' if cents == 1 else self.numbers.cardinal(cents)} {unit.hundredth}"
        one = self.grammar.one(left, unit.gender)
        whole = self.numbers.said(
            Written(amount.whole, "", "", amount.sign, amount.grouped, amount.digits), one=one
        )
        name = unit.one if amount.is_one or (amount.whole == 1 and not amount.fraction) else unit.many
        cents = int(amount.part or 0)
        return f"{whole} {name} {self.numbers.cardinal(cents)}" if cents else f"{whole} {name}"

    def _per(self, per: str | None) -> str | None:
        """“/kg”, “/100 km” in words; None if nothing that one divides by stands there."""
        if not per:
            return ""
        match = re.fullmatch(rf"\s?/\s?(?:(?P<count>\d+){BLANK}?)?(?P<sign>.+)", per)
        if not match:
            return None
        unit = self.units.get(match["sign"])
        name = unit.one if unit else match["sign"]
        return (
            f" auf {self.numbers.cardinal(int(match['count']))} {unit.many if unit else name}"
            if match["count"]
            else f" pro {name}"
        )


_LONG = re.compile(
    r"\s(?:lang|breit|hoch|tief|dick|groß|alt|weit|entfernt|schwer|wert|über|unter|vor|hinter|nach|neben|länger|breiter|höher|kürzer|später|früher)(?!\w)"
)
_LONG_IS_ACCUSATIVE = ("um",)
_EITHER = frozenset(["auf", "über", "unter", "an", "ab"])


def rules(words: Words, grammar: Grammar, numbers: Numbers, language: str) -> tuple[Rule, ...]:
    """The rules for them."""
    currencies = {sign: _unit(text) for sign, text in words.tables.get("currencies", {}).items()}
    units = {sign: _unit(text) for sign, text in words.tables.get("units", {}).items()}
    scales = {sign: _unit(text) for sign, text in words.tables.get("scales", {}).items()}
    amounts = Amounts(grammar, numbers, units | currencies, scales)
    swiss = language.endswith(("-CH", "-LI"))
    scale = rf"(?:{BLANK}?(?P<scale>{_any(scales)})(?!\w))?"
    per = rf"(?P<per>\s?/\s?(?:\d{{1,3}}{BLANK}?)?(?:{_any(units)})(?!\w)|/[A-ZÄÖÜ][a-zäöüß]+)?"
    cents = True  # 12.50 €
    span = rf"(?:{DASH}{number('b', swiss=swiss, slashed=True, cents=cents)})?"
    money = _any(currencies)
    dotted = _any(
        sign
        for sign in currencies
        if re.fullmatch(r"CHF|[Ss]?[Ff]r\.|Sfr|Franken|SFR|US-?\$|\$|USD|£|GBP", sign)
    )
    start, paid = r"(?<![\w.,:/])", both(_NEEDS.pattern, money)

    def pattern(kinds: str, *, swiss_too: bool = swiss, cents: bool = True) -> re.Pattern[str]:
        spans = rf"(?:{DASH}{number('b', swiss=swiss_too, slashed=True, cents=cents)})?"
        return later(
            rf"{start}{number('a', swiss=swiss_too, slashed=True, cents=cents)}{spans}{scale}(?:{BLANK}(?![A-Z]\s\d)|(?![AKBNJ](?!\w)))(?P<unit>{kinds})(?![\w²³]|-\w){per}"
        )

    return (
        Rule("currency", later(rf"(?<![\w$])(?P<unit>{dotted}){BLANK}?{number('a', swiss=True, slashed=True, cents=cents)}(?:{DASH}{number('b', swiss=True, slashed=True, cents=cents)})?(?![\w]|[.,]\d){scale}(?P<per>(?!.))?"), amounts.said, paid),
        Rule("currency", pattern(dotted, swiss_too=True), amounts.said, paid),
        Rule("currency", pattern(money), amounts.said, paid),
        Rule("currency", later(rf"(?<![\w$])(?P<unit>{money}){BLANK}?{number('a', swiss=swiss, slashed=True, cents=cents)}{span}(?![\w]|[.,]\d){scale}(?P<per>(?!.))?"), amounts.said, paid),
        Rule("unit", pattern(_any(units), cents=False), amounts.said, _NEEDS),
    )  # fmt: skip


def _unit(text: str) -> Unit:
    gender, one, *more = (part.replace("_", " ") for part in text.split())
    return Unit(gender, one, more[0] if more else one, more[1] if len(more) > 1 else "")


def _any(signs: object) -> str:
    return "|".join(sorted(map(re.escape, signs), key=len, reverse=True))  # type: ignore[call-overload]
