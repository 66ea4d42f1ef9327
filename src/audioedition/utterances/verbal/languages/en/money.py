"""Money: $27.50, £3m, 50p, €5–10, CHF 20."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import currency, is_currency, value
from audioedition.utterances.verbal.languages.en.counting import DASH, PLAIN, Counting, is_one
from audioedition.utterances.verbal.languages.en.phrases import Phrases
from audioedition.utterances.verbal.rules import Rule, both
from audioedition.utterances.verbal.words import Words

_PRICE = rf"(?:\d+,\d\d(?!\d|,\d)|{PLAIN})"
_BLANK = "[ \u00a0\u202f]"
_CENTS = len("00")
_FEW = 10
# For `Rule.needs`:
_MONEY = both(r"\d", r"[$€£¥₹₽₩₺₴₪₿฿₫₱₦¢]|(?<![^\W\d_])(?:[A-Z]{3}|kr|Rs)(?![^\W\d_])|\dp")
_PLURAL = re.compile("[$€£]s")
_PER = re.compile("[$€£¥]/")


class Money:
    """The rules for amounts of money."""

    def __init__(self, words: Words, counting: Counting, phrases: Phrases) -> None:
        self._counting = counting
        self._phrases = phrases
        self._names = words.tables["money"]
        self._scales = words.tables["scales"]
        self._shouted = words.shouted
        self._per = words.tables["per"]

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        signs = "|".join(sorted(map(re.escape, self._names), key=len, reverse=True))
        letters = "|".join(sorted(map(re.escape, self._scales), key=len, reverse=True))
        scale = rf"(?:{_BLANK}?(?P<scale>{letters})(?!\w)|[ \u00a0-](?P<words>(?:hundred|thousand|million|billion|trillion)s?\b))?"
        other = rf"(?:{DASH}(?:{signs})?{_BLANK}?(?P<b>{_PRICE}))?"
        both = rf"(?:(?P<first>{letters})(?={DASH}(?:{signs})?\d[\d.,]{{0,12}}(?:{letters})(?!\w)))?"
        end = r"(?P<plus>\+(?!\w))?(?:/(?P<per>[A-Za-z]+[²³]?))?"
        return (
            Rule("currency", later(rf"(?<!\w)(?P<minus>[-−–](?=\D))?(?P<sign>{signs}){_BLANK}?(?P<below>[-−–])?(?P<a>{_PRICE}){both}{other}{scale}{end}(?!\w)"), self._said, _MONEY),
            Rule("currency", later(rf"(?<![\w.,$€£-])(?P<minus>[-−–])?(?P<a>{_PRICE}){other}{scale}[ \u00a0\u202f-]?(?P<sign>{signs}){end}(?!\w)"), self._said, _MONEY),
            Rule("currency", later(r"(?<!\w)(?P<sign>[€$£¥])/(?P<per>[A-Za-z]+[²³]?)(?!\w)"), lambda match: f"{self._unit(match['sign'])[1]} per {self._per.get(match['per'], match['per'])}", _PER),
            Rule("currency", later(r"(?<![\w$€£¥])(?P<sign>[€$£])s(?![\w$€£])"), lambda match: self._unit(match["sign"])[1], _PLURAL),
            Rule("currency", later(rf"(?<![\w.,$€£-])(?P<minus>[-−–])?(?P<a>{_PRICE}){other}{scale}[ \u00a0\u202f](?P<sign>[A-Z]{{3}}){end}(?!\w)"), self._other, _MONEY),
            Rule("currency", later(r"(?<![\w.,$€£-])(?P<a>\d{1,2})(?P<sign>p|¢)(?!\w)"), self._small, _MONEY),
        )  # fmt: skip

    def _said(self, match: re.Match[str]) -> str:
        one, many, cent, cents = self._unit(match["sign"])
        scale = match["words"] or self._scales.get(match["scale"] or "", "")
        attribute = self._phrases.is_attribute(match)
        minus = "minus " if match["minus"] or match.groupdict().get("below") else ""
        first, last = match["a"], match["b"]
        if scale:
            through = match.groupdict().get("first")
            start = self._plain(first) + (f" {self._scales[through]}" if through else "")
            number = start + (f" to {self._plain(last)}" if last else "")
            said = f"{number} {scale} {one if attribute else many}"
        elif last and not {",", "."} & {first[-3:-2], last[-3:-2]}:
            said = f"{self._plain(first)} to {self._plain(last)} {one if attribute else many}"
        elif last:
            said = (
                f"{self._price(first, one, many, cent, cents)} to {self._price(last, one, many, cent, cents)}"
            )
        elif attribute:
            said = self._price(first, one, one, cent, cent).replace(f" {one}", f"-{one}")
        else:
            said = self._price(first, one, many, cent, cents)
        per = f" per {self._per.get(match['per'], match['per'])}" if match["per"] else ""
        return minus + said + (" plus" if match["plus"] else "") + per

    def _small(self, match: re.Match[str]) -> str:
        one = is_one(match["a"]) or self._phrases.is_attribute(match)
        name = "p" if match["sign"] == "p" else "cent" if one else "cents"
        return f"{self._counting.cardinal(int(match['a']))} {name}"

    def _unit(self, sign: str) -> tuple[str, str, str, str]:
        """Names of a currency and its hundredth part, one and many; empty ones if there is none in use."""
        if sign in self._names:
            one, many, cent, cents = self._names[sign].split("|")
            return one, many, cent, cents
        return currency("en", sign, "one"), currency("en", sign), "", ""

    def _other(self, match: re.Match[str]) -> str | None:
        """A currency that the table lacks, by its code behind an amount."""
        return (
            self._said(match) if is_currency(match["sign"]) and match["sign"] not in self._shouted else None
        )

    def _plain(self, text: str) -> str:
        return self._counting.plain(re.sub(r",(?=\d\d$)", ".", text))

    def _price(self, text: str, one: str, many: str, cent: str, cents: str) -> str:
        whole, _, part = re.sub(r",(?=\d\d$)", ".", text).partition(".")
        units = value(whole or "0")
        small = int(part) if len(part) == _CENTS and cent else -1
        if part and small < 0:
            return f"{self._plain(text)} {many}"
        below = f"{self._counting.cardinal(small)} {cent if small == 1 else cents}"
        if not units and small > 0:
            return below
        said = f"{self._counting.cardinal(units)} {one if units == 1 else many}"
        if small <= 0:
            return said
        return (
            f"{said} {self._counting.cardinal(small)}"
            if cents == "pence" and small >= _FEW
            else f"{said} and {below}"
        )
