"""Money, measures, percentages: a number, perhaps a range, and the sign of what is counted, before it or behind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from audioedition.patterns import later
from audioedition.utterances.verbal import amounts
from audioedition.utterances.verbal.amounts import CURRENCIES, UNITS
from audioedition.utterances.verbal.romance.grammar import (
    BLANK,
    DASH,
    NUMBER,
    START,
    UNSIGNED,
    Grammar,
    before,
    is_millions,
    word_after,
    word_before,
)
from audioedition.utterances.verbal.romance.homographs import is_word
from audioedition.utterances.verbal.rules import DIGIT, Rule

_CODES = "EUR|USD|GBP|CHF|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RUB|INR|BRL|MXN|ARS|CLP|COP|PEN|UYU|BOB|CAD|AUD|TRY|ILS|KRW"
_CENTS = 2  # digits of a sum that are cents
_BEFORE_DIGIT = re.compile(rf"{BLANK}?\d")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RATE = re.compile(r"[a-z]/[a-zñ]")
_COUNTED = re.compile(rf"\d{BLANK}[^\W\d_]+$")
_RAISED = re.compile(r"[⁰-⁹²³¹][^\S\n][a-zA-Zμµ]")
_SHARE = re.compile(r"[¼-¾⅐-⅞]|\d/\d")
_LONE = re.compile(r"\b(?:km|kg|cm|mm|m[²³q]|kWh|km²|kmq)\b|[²³]")


@dataclass(frozen=True)
class Quantities:
    """The rules for quantities in the language of `grammar`, by its tables.

    `units` has the names that differ from the CLDR's, `money` those of currencies and their hundredths, `scales`
    the words for millions and the like; singular and plural, separated by `|`.
    """

    grammar: Grammar

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        scale, unit, money = _any(self.scales), self._signs, self._money
        words = _any(sign for sign in self.scales if sign not in {"M", "K"})  # sizes, screens
        span = rf"(?:(?P<from>{NUMBER})(?P<dash>\s?{DASH}\s?)(?=\d))?(?P<number>(?(from){UNSIGNED}|{NUMBER}))"
        stop = r"(?:\.(?=\s?[a-zà-ÿ,;:)]))?"  # no end of a sentence: 12 hab. cada año
        per = rf"(?:\s?/\s?(?P<per>{_any({*UNITS, *self.per})})(?![\w²³]))?"
        return (
            Rule("currency", later(rf"(?<![\w.,])(?!COP{BLANK}?\d{{1,2}}(?![\d.,]\d|\d))(?P<sign>{money}){BLANK}?{span}(?:{BLANK}?(?P<scale>{scale})(?!\w))?{per}"), self._amount, DIGIT),
            Rule("currency", later(rf"{START}{span}(?:{BLANK}?(?P<scale>{scale}))?{BLANK}?(?P<sign>{money}){per}(?![\w$]){stop}"), self._amount, DIGIT),
            Rule("unit", later(rf"{START}{span}(?:{BLANK}?(?P<scale>{scale})(?={BLANK}))?(?P<gap>{BLANK}?)(?P<sign>{unit}){per}(?![\w²³]|['’]\w){stop}"), self._amount, DIGIT),
            Rule("scale", later(rf"{START}{span}{BLANK}?(?P<scale>{words})(?P<sign>)(?P<per>)(?!\w){stop}"), self._amount, DIGIT),
            Rule("unit", later(rf"(?:(?<=(?P<mark>[¼-¾⅐-⅞]))|(?<=(?P<share>[1-9]/[1-9]))){BLANK}?(?P<sign>{unit}){per}(?![\w²³]|['’]\w)"), self._shared, _SHARE),
            Rule("unit", later(rf"(?<=[⁰-⁹²³¹]){BLANK}(?P<sign>{unit}){per}(?![\w²³]|['’]\w)"), self._raised, _RAISED),
            Rule("unit", later(rf"(?<![\w/])(?P<sign>{_any(self.lone)}){per}(?![\w²³/])(?:\.(?=\s?\d))?"), self._lone, _LONE),
            Rule("per", later(rf"(?<=[^\W\d_]{{4}})/(?P<per>{_any(self.per)})(?![\w²³])"), self._each, _RATE),
            Rule("per", later(rf"(?<=[\w€$£]\s)(?P<sign>{money}){per}(?!\w)"), self._lone_money, re.compile("[€$£]")),
        )  # fmt: skip

    def halves(self) -> tuple[Rule, ...]:
        """So many and a half: 2 ½ kg, 3 ½ tazas."""
        pattern = rf"(?<![\w.,/])(?P<number>\d{{1,4}})(?:{BLANK}?½|{BLANK}1/2){BLANK}(?:(?P<sign>{self._signs})(?![\w²³/])|(?P<noun>[a-zà-ÿ]{{3,}}))"
        return (Rule("half", later(pattern), self._half, re.compile("½|1/2")),)

    def _half(self, match: re.Match[str]) -> str | None:
        number, sign, noun = match["number"], match["sign"], match["noun"]
        if sign:
            said, gender = self._said(number, "", sign, self._gender(sign)), self._gender(sign)
        elif number == "1" or noun in self.grammar.table.lists["no_nouns"]:
            return None
        else:
            gender = self.grammar.gender(noun)
            said = f"{self.grammar.number(number, gender)} {noun}"
        half = self.grammar.say["half_f" if gender == "f" else "half_m"]
        return f"{said} {self.grammar.say['and']} {half}" if said else None

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Names of units that differ from the CLDR's."""
        return self.grammar.table.tables.get("units", {})

    @cached_property
    def _signs(self) -> str:
        return _any({*UNITS, *self.units} - {*self.grammar.table.lists["no_units"]})

    @cached_property
    def scales(self) -> Mapping[str, str]:
        """Words for thousands and millions."""
        return self.grammar.table.tables.get("scales", {})

    @cached_property
    def money(self) -> Mapping[str, str]:
        """Names of currencies and of their hundredths."""
        return self.grammar.table.tables.get("money", {})

    @cached_property
    def per(self) -> Mapping[str, str]:
        """What is said for so much each."""
        return self.grammar.table.tables.get("per", {})

    @cached_property
    def lone(self) -> tuple[str, ...]:
        """Units that are known as such without a number."""
        return self.grammar.table.lists.get("lone_units", ())

    @cached_property
    def _money(self) -> str:
        return f"{_any({*CURRENCIES, *self.money})}|{_CODES}"

    def _amount(self, match: re.Match[str]) -> str | None:
        if is_word(match, self.grammar.table.lists):
            return None
        first, last = match["from"], match["number"]
        if match["sign"] in self._sums:
            last = _THOUSANDS.sub(".", last)  # $1,200: cents have two digits
            if word_after(match) in self.money:
                return self.grammar.number(last)  # $500 pesos
        if match["sign"] in self._sums and not match["scale"] and not first:
            cents = self._with_cents(last, match["sign"])
            if cents:
                return cents + self._per(match["per"])
        gender = self._gender(match["sign"]) if match["sign"] else self.grammar.counted(match)
        said = self._said(last, match["scale"] or "", match["sign"], gender, many=bool(first))
        if said is None:
            return None
        if first:
            said = f"{self.grammar.number(first, gender)}{self._between(match)}{said}"
        return said + self._per(match["per"])

    def _said(self, number: str, scale: str, sign: str, gender: str, *, many: bool = False) -> str | None:
        grammar = self.grammar
        is_one = number == "1" and not many
        name = self._name(sign, one=is_one and not scale) if sign else ""
        if name is None:
            return None
        if not scale:
            if is_one and f"1 {sign}" in self.units:
                return self.units[f"1 {sign}"]
            link = f" {grammar.say['of']}" if is_millions(number) and sign not in {"%", "‰"} else ""
            return f"{grammar.number(number, gender)}{link} {name}"
        word = _pick(self.scales[scale], one=is_one)
        if not word.startswith("mil") or word.startswith(("mill", "mili")):
            link = grammar.say["of"] if name else ""
            return " ".join(f"{grammar.number(number, 'm')} {word} {link} {name}".split())
        return f"{self.thousands(number, gender)} {name}".strip()

    def thousands(self, number: str, gender: str = "") -> str:
        """So many thousands: “30mila”."""
        whole = (
            amounts.value(number)
            if re.fullmatch(r"[\d.]{1,12}", number) and not re.search(r"\.\d\d?$", number)
            else None
        )
        if whole is None:
            return f"{self.grammar.number(number)} {self.grammar.say['thousand']}"
        return self.grammar.cardinal(whole * 1000, gender)

    def _name(self, sign: str, *, one: bool) -> str | None:
        if sign in self.money:
            return _pick(self.money[sign], one=one)
        if sign in CURRENCIES or re.fullmatch("[A-Z]{3}", sign):
            return amounts.currency(
                self.grammar.language, CURRENCIES.get(sign, sign), "one" if one else "other"
            )
        if sign in self.units:
            return _pick(self.units[sign], one=one)
        name = amounts.unit(self.grammar.language, sign, "one" if one else "other")
        return name.replace("{0}", "").replace("’", "'").strip() or None

    def _gender(self, sign: str) -> str:
        name = "" if sign in {"%", "‰"} else self._name(sign, one=False) or ""
        return self.grammar.gender(name.split(" ", maxsplit=1)[0]) if name else ""

    @cached_property
    def _sums(self) -> frozenset[str]:
        return frozenset(sign for sign, names in self.money.items() if names.count("|") > 1)

    def _with_cents(self, number: str, sign: str) -> str | None:
        found = re.fullmatch(rf"(?P<whole>.*\d)[.,](?P<part>\d{{{_CENTS}}})", number)
        if not found:
            return None
        whole, part = found["whole"], int(found["part"])
        cents = self.money[sign].split("|")[2:]
        euros = self._said(whole, "", sign, self._gender(sign))
        if not part:
            return euros
        if whole.strip("-−–") == "0":
            return f"{self.grammar.cardinal(part, 'm')} {cents[part > 1]}"
        return self.grammar.say["cents"].format(
            sum=euros,
            cents=self.grammar.cardinal(part, "m" if "{name}" in self.grammar.say["cents"] else ""),
            name=cents[part > 1],
        )

    def _between(self, match: re.Match[str]) -> str:
        return self.grammar.between(match)

    def _per(self, sign: str | None) -> str:
        if not sign:
            return ""
        return f" {self.per.get(sign) or self.grammar.per(self._name(sign, one=True) or sign)}"

    def _shared(self, match: re.Match[str]) -> str | None:
        """The unit behind a fraction: half a kilo, a quarter of a litre."""
        name = self._name(match["sign"], one=True)
        if name is None:
            return None
        link = "" if (match["mark"] or match["share"]) in {"½", "1/2"} else f"{self.grammar.say['of']} "
        return f" {link}{name}{self._per(match['per'])}"

    def _raised(self, match: re.Match[str]) -> str | None:
        """The unit behind a power: 10⁻⁹ m."""
        name = self._name(match["sign"], one=False)
        return f" {name}{self._per(match['per'])}" if name else None

    def _lone(self, match: re.Match[str]) -> str | None:
        one = (
            word_before(match) in self.grammar.table.lists["singular_before"]
            or match["per"]
            or _BEFORE_DIGIT.match(match.string, match.end())
        )
        name = self._name(match["sign"], one=bool(one))
        return f"{name}{self._per(match['per'])}" if name else None

    def _each(self, match: re.Match[str]) -> str | None:
        """So many times each: 33 giri/min."""
        return self._per(match["per"]) if _COUNTED.search(before(match)) else None

    def _lone_money(self, match: re.Match[str]) -> str | None:
        name = self._name(match["sign"], one=False)
        return f"{name}{self._per(match['per'])}" if name else None


def _pick(names: str, *, one: bool) -> str:
    kinds = names.split("|")
    return kinds[0] if one or len(kinds) == 1 else kinds[1]


def _any(signs: object) -> str:
    """A pattern for any of `signs`, the longest first."""
    return "|".join(sorted(map(re.escape, signs), key=len, reverse=True)) or "(?!)"  # type: ignore[call-overload]
