"""Numbers, percentages, money and measures as the CLDR knows them: for languages without rules of their own.

And the readings of written numbers that those of all languages share.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from audioedition.languages import base, ever_shorter
from audioedition.patterns import later
from audioedition.utterances.verbal.numerals import Numerals, numerals
from audioedition.utterances.verbal.rules import DIGIT, Rule

BLANKS = "\u0020\u00a0\u202f\u2009"
"""Blanks that may stand between thousands, or between a number and its unit."""

_YEAR = "numbering-year"  # the CLDR's rules
_MONTHLY = frozenset({"de", "en"})  # elsewhere 12/2019 is the number of a law

MINUS = "\u2212\u2013-"

CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "zł": "PLN", "Kč": "CZK"}  # fmt: skip

UNITS = {
    "km/h": "speed-kilometer-per-hour", "m/s": "speed-meter-per-second", "mph": "speed-mile-per-hour", "km": "length-kilometer",
    "m": "length-meter", "cm": "length-centimeter", "mm": "length-millimeter", "µm": "length-micrometer", "nm": "length-nanometer",
    "kg": "mass-kilogram", "g": "mass-gram", "mg": "mass-milligram", "t": "mass-tonne", "l": "volume-liter", "L": "volume-liter",
    "ml": "volume-milliliter", "cl": "volume-centiliter", "dl": "volume-deciliter", "m²": "area-square-meter", "km²": "area-square-kilometer",
    "m³": "volume-cubic-meter", "ha": "area-hectare", "°C": "temperature-celsius", "°F": "temperature-fahrenheit", "W": "power-watt",
    "kW": "power-kilowatt", "MW": "power-megawatt", "GW": "power-gigawatt", "kWh": "energy-kilowatt-hour", "V": "electric-volt",
    "A": "electric-ampere", "Hz": "frequency-hertz", "kHz": "frequency-kilohertz", "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz",
    "kB": "digital-kilobyte", "MB": "digital-megabyte", "GB": "digital-gigabyte", "TB": "digital-terabyte", "s": "duration-second",
    "min": "duration-minute", "h": "duration-hour", "ms": "duration-millisecond", "kcal": "energy-kilocalorie", "kJ": "energy-kilojoule",
    "hPa": "pressure-hectopascal", "°": "angle-degree", "mi": "length-mile", "ft": "length-foot", "lb": "mass-pound", "oz": "mass-ounce",
}  # fmt: skip
"""Signs of units, and what the CLDR calls them."""


def value(whole: str) -> int:
    """The number that the digits of `whole` are, whatever stands between its thousands."""
    return int("".join(sign for sign in whole if sign.isdecimal()))


def grouped(*signs: str) -> str:
    """A pattern: a whole number below `LARGEST`, with one of `signs` between its thousands or none."""
    kinds = "|".join(rf"\d{{1,3}}(?:{sign}\d{{3}}){{1,4}}" for sign in signs)
    return rf"(?<!\d)(?:(?:{kinds})(?!\d)|\d{{1,15}}(?!\d))"


@cache
def locale(language: str) -> Locale | None:
    """What the CLDR knows of `language`, a BCP 47 tag."""
    for tag in ever_shorter(language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@cache
def unit(language: str, sign: str, many: str = "other") -> str:
    """The name of the unit `sign` with a number before or behind it, as `{0} kilometres`; empty if unknown.

    `many` is the CLDR's plural category.
    """
    known = locale(language)
    if known is None or sign not in UNITS:
        return ""
    patterns = known._data["unit_patterns"].get(UNITS[sign], {}).get("long", {})  # noqa: SLF001 -- format_unit gives no pattern
    return str(patterns.get(many) or patterns.get("other") or "")


@cache
def currency(language: str, code: str, many: str = "other") -> str:
    """The name of the currency `code` (ISO 4217), as one says it behind a number; empty if unknown."""
    known = locale(language)
    if known is None:
        return ""
    plural = known._data["currency_names_plural"].get(code, {})  # noqa: SLF001 -- the public call wants a number
    return str(plural.get(many) or plural.get("other") or known.currencies.get(code) or "")


@cache
def is_currency(code: str) -> bool:
    """Whether `code` is one of ISO 4217."""
    return code in get_global("all_currencies")


def endless(language: str) -> tuple[Rule, ...]:
    """What no number word holds: digit by digit, before any other rule takes it for a number."""
    known = numerals(language)
    if known is None:
        return ()
    pattern = later(rf"\d{{16,40}}|\d{{1,3}}(?:[.,'’{BLANKS}]\d{{3}}){{5,12}}")
    return (Rule("digits", pattern, lambda match: f" {known.digits(match[0])} ", DIGIT),)


def months(language: str) -> tuple[Rule, ...]:
    """A month and its year in digits: 03/2026."""
    known, numbers = locale(language), numerals(language)
    if known is None or numbers is None or base(language) not in _MONTHLY:
        return ()
    names = known.months["stand-alone"]["wide"]

    def said(match: re.Match[str]) -> str:
        year = numbers.words(int(match["year"]), _YEAR if _YEAR in numbers.forms else "numbering")
        return f"{names[int(match['month'])]} {year}"

    pattern = later(r"(?<![\w/.,-])(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/-]|[.,]\d)")
    return (Rule("date", pattern, said, DIGIT),)


def rules(language: str, numbers: Numerals) -> tuple[Rule, ...]:
    """What the CLDR alone can say: whole numbers, decimal fractions, percent, money and units."""
    known = locale(language)
    symbols = known.number_symbols.get("latn", {}) if known else {}
    point, group = str(symbols.get("decimal", ".")), str(symbols.get("group", ","))
    between = [rf"[{BLANKS}'’]" if group.isspace() or group in "’'" else re.escape(group)]
    number = rf"(?P<minus>(?<![\w{MINUS}])[{MINUS}])?(?P<whole>{grouped(*between)})(?:{re.escape(point)}(?P<part>\d+))?"

    def said(match: re.Match[str]) -> str:
        sign = -1 if match["minus"] else 1
        whole = (
            numbers.words(sign * value(match["whole"]))
            if value(match["whole"]) or sign > 0
            else numbers.digits("0")
        )
        if not match["part"]:
            return whole
        if not (point := _point(numbers)):
            return match[0]  # which the engine knows better
        return f"{whole} {point} {numbers.digits(match['part'])}"

    def many(match: re.Match[str]) -> str:
        plural = known.plural_form if known else lambda _: "other"
        return str(
            plural(
                Decimal(
                    f"{value(match['whole'])}.{value(match['part'] or '0')}"
                    if match["part"]
                    else value(match["whole"])
                )
            )
        )

    def measured(match: re.Match[str]) -> str | None:
        pattern = unit(language, match["unit"], many(match))
        return pattern.replace("{0}", said(match)) if pattern else None

    def paid(match: re.Match[str]) -> str | None:
        sign = match["money"]
        name = currency(language, CURRENCIES.get(sign, sign), many(match))
        return f"{said(match)} {name}" if name else None

    units = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    money = "|".join([*map(re.escape, CURRENCIES), "[A-Z]{3}"])
    return (
        Rule("currency", later(rf"{number}[{BLANKS}]?(?P<money>{money})(?!\w)"), paid, DIGIT),
        Rule("currency", later(rf"(?<!\w)(?P<money>{money})[{BLANKS}]?{number}(?!\w)"), paid, DIGIT),
        Rule("unit", later(rf"(?<![\w.,]){number}[{BLANKS}]?(?P<unit>{units})(?!\w)"), measured, DIGIT),
        Rule("number", later(rf"(?<![\w.,:/-]){number}(?![\w:/-]|[.,]\d)"), said, DIGIT),
        Rule("number", later(r"\d+"), lambda match: _plain(match[0], numbers), DIGIT),
    )


@cache
def _point(numbers: Numerals) -> str:
    """The word between a whole number and the digits of its fraction, as the CLDR has it; empty if it has none."""
    said = numbers.fraction("1.5")
    one, five = numbers.words(1), numbers.words(5)
    return (
        said.removeprefix(one).removesuffix(five).strip()
        if said.startswith(one) and said.endswith(five)
        else ""
    )


def _plain(digits: str, numbers: Numerals) -> str:
    """A number in other company: digit by digit if it begins with 0 or is long, as numbers of things are."""
    if len(digits) > 4 or (digits[0] == "0" and len(digits) > 1):  # noqa: PLR2004 -- as years and house numbers
        return numbers.digits(digits)
    return numbers.words(int(digits))
