"""Numbers as languages write them, and whether one text says what the other does.

Two texts are never blamed for a way of writing: `1,234.5` is `1.234,5`, `3 million` is `3.000.000` and
`10 pm` is `22 Uhr`.  What is no way of writing that we know is reported, so the rules below excuse
rather than convert, and only numbers that have no equal on the other side are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from audioedition.compare import numerals

_ADDRESS = re.compile(r"\S*(?://|www\.|@)\S*")
_GROUPED = r"\d{1,3}(?:[.,'’\u00a0\u2009\u202f ]\d{3})+(?!\d)"
_NUMBER = re.compile(
    rf"(?P<date>\d{{1,2}}(?P<mark>[./-])\s?\d{{1,2}}(?P=mark)\s?(?:\d{{4}}|\d\d)(?!\d)|\d{{4}}-\d\d-\d\d(?!\d))"
    rf"|{_GROUPED}(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,]\d{{1,2}}(?!\d))?|\d+"
)
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"\d+")
_MONTH_SIGN = re.compile(r"\s?[月월]")
_HALF_DAY = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
_ARABIC_MARKS = {ord("٬"): ",", ord("٫"): "."}
_MYRIADS = re.compile(r"(\d+)\s?[亿億억]\s?(\d[\d,]*)\s?[万萬만]")  # 1억 4,400만
_LAST_MONTH = 12
_HALF = 12  # hours of half a day
_HOURS = 24
_THOUSAND = 3  # zeros from which on a scale may be said in words
_YEAR, _SHORT_YEAR = 4, 2  # digits


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is `written`, and what it is without the conventions of a language.

    `key` are its digits, with a point before the decimals; `month` is true of what a month in words
    may stand for.
    """

    written: str
    key: str
    month: bool = False

    @property
    def scale(self) -> tuple[str, int]:
        """Its significant digits, and the power of ten that they are multiplied with."""
        whole, _, part = self.key.partition(".")
        digits = (whole + part).lstrip("0")
        significant = digits.rstrip("0")
        return significant, len(digits) - len(significant) - len(part)


class _Numbers:
    """The numbers of a text, and what else in it can say a number."""

    def __init__(self, text: str, language: str) -> None:
        self._text = _ADDRESS.sub(" ", western(text))
        self._language = language
        self.all = tuple(_read(self._text))
        self.keys = frozenset(number.key for number in self.all)

    def says(self, number: Number) -> bool:
        """Whether a number of another text, which is not among `keys`, is said here in another way."""
        return (
            (number.month and int(number.key) <= _LAST_MONTH)
            or self._divided(number)
            or self._scaled(number)
            or ("." not in number.key and self._words.number(int(number.key)))
        )

    def half_days(self) -> bool:
        """Whether hours are counted twice a day here."""
        return _HALF_DAY.search(self._text) is not None

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset(run.lstrip("0") for number in self.all for run in _RUN.findall(number.written))

    @cached_property
    def _scales(self) -> frozenset[tuple[str, int]]:
        return frozenset(number.scale for number in self.all)

    @cached_property
    def _words(self) -> numerals.Said:
        return numerals.Said(self._text, self._language)

    def _divided(self, number: Number) -> bool:
        """Whether its digits stand here, divided otherwise: `5.200` as `5 200`, `3.5.` for 3 May."""
        return all(run.lstrip("0") in self._runs for run in _RUN.findall(number.written))

    def _scaled(self, number: Number) -> bool:
        """Whether it stands here with another scale: `3 million` for 3,000,000."""
        digits, power = number.scale
        return any(digits == other and abs(power - more) >= _THOUSAND for other, more in self._scales)


def lost(
    texts: tuple[str, str], near: tuple[str, str], languages: tuple[str, str]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """The numbers that only the first of two texts says, and those that only the second says.

    `near` are the texts with what stands around them: a number that has only moved to the next
    paragraph is not lost.
    """
    if not any(map(_DIGIT.search, texts)):
        return (), ()
    one, two = (_Numbers(text, language) for text, language in zip(texts, languages, strict=True))
    if one.keys == two.keys:
        return (), ()
    halves = one.half_days() or two.half_days()
    around = [_Numbers(text, language) for text, language in zip(near, languages, strict=True)]
    return _missing(one, around[1], halves=halves), _missing(two, around[0], halves=halves)


def _missing(one: _Numbers, two: _Numbers, *, halves: bool) -> tuple[Number, ...]:
    lonely = {number.key: number for number in one.all if number.key not in two.keys}
    return tuple(
        number
        for number in lonely.values()
        if not two.says(number) and not any(_related(number.key, other, halves=halves) for other in two.keys)
    )


def _related(one: str, two: str, *, halves: bool) -> bool:
    """Whether two numbers may be one: `1918` and `18`, the 19th century and `1800`, 22 and 10 pm."""
    if "." in one or "." in two:
        return False
    short, long = sorted((one, two), key=len)
    if len(long) == _YEAR and len(short) <= _SHORT_YEAR:
        same = long.endswith(short.zfill(_SHORT_YEAR)), int(long) == (int(short) - 1) * 100
        return any(same)
    less, more = sorted((int(one), int(two)))
    return halves and more - less == _HALF and more <= _HOURS


def western(text: str) -> str:
    """`text` with the digits of all scripts as 0 to 9."""
    if text.isascii():
        return text
    foreign = {
        ord(sign): str(unicodedata.decimal(sign)) for sign in set(text) if sign.isdecimal() and sign > "9"
    }
    if foreign:
        text = text.translate(foreign | _ARABIC_MARKS)
    return _MYRIADS.sub(
        lambda found: str(int(found[1]) * 10**8 + int(found[2].replace(",", "")) * 10**4), text
    )


def _read(text: str) -> Iterator[Number]:
    for found in _NUMBER.finditer(text):
        written = found[0]
        if found["date"]:
            runs = _RUN.findall(written)
            for run in runs:
                yield Number(run, run.lstrip("0") or "0", month=int(run) <= _LAST_MONTH)
            continue
        decimals = _DECIMALS.search(written)
        whole = written[: decimals.start()] if decimals else written
        part = decimals[0][1:].rstrip("0") if decimals else ""
        digits = "".join(_RUN.findall(whole)).lstrip("0") or "0"
        month = _MONTH_SIGN.match(text, found.end()) is not None
        yield Number(written, f"{digits}.{part}" if part else digits, month=month)
