"""Numbers as languages write them, and whether one text says what the other does.

Two texts are never blamed for a way of writing: `1,234.5` is `1.234,5`, `3 million` is `3.000.000` and
`10 pm` is `22 Uhr`.  What is no way of writing that we know is reported, so the rules below excuse
rather than convert, and only numbers that have no equal on the other side are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audioedition.compare import numerals
from audioedition.compare.passages import without_addresses

_GROUPED = r"\d{1,3}(?:[.,'’\u00a0\u2009\u202f ]\d{3})+(?!\d)"
_NUMBER = re.compile(
    r"(?P<date>\d{1,2}(?P<mark>[./-])\s?\d{1,2}(?P=mark)\s?(?:\d{4}|\d\d)(?!\d)|\d{4}-\d\d-\d\d(?!\d)"
    r"|\d{1,2}\.\s?\d{1,2}\.(?!\d))"
    r"|(?P<time>\d{1,2}:\d\d(?!\d))"
    rf"|{_GROUPED}(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,]\d{{1,2}}(?!\d))?|\d+"
)
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"\d+")
_MONTH_SIGN = re.compile(r"\s?[月월]")
_HALF_DAY = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
_ARABIC_MARKS = {ord("٬"): ",", ord("٫"): "."}
_MYRIADS = re.compile(r"(\d{1,4})\s?[亿億억]\s?(\d[\d,]{0,4})\s?[万萬만]")  # 1억 4,400만
_ZONES = re.compile(
    r"\b(?:UTC|GMT|WEST?|CES?T|MES?Z|EES?T|BST|MSK|[ECMP][SD]T|JST|KST|IST|HKT|SGT|WIB|AE[SD]T|BRT)\b"
)
_LONGEST = 15  # digits of a number that people say
_LAST_MONTH = 12
_HALF = 12  # hours of half a day
_HOURS = 24
_THOUSAND = 3  # zeros from which on a scale may be said in words
_YEAR, _SHORT_YEAR = 4, 2  # digits


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is `written`, and what it is without the conventions of a language.

    `key` are its digits, with a point before the decimals.  What may be a month has in `day` the key of
    the number beside it, or an empty one if it is a month for sure.
    """

    written: str
    key: str
    day: str | None = None

    @property
    def is_time(self) -> bool:
        """Whether it is a part of a time of day."""
        return ":" in self.written

    @property
    def value(self) -> int | None:
        """The whole number that it is, if it is one that people say."""
        return int(self.key) if self.key.isdigit() and len(self.key) <= _LONGEST else None

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
        self._text = without_addresses(western(text))
        self._language = language
        self.all = tuple(_read(self._text))
        self.keys = frozenset(number.key for number in self.all)

    def says(self, number: Number) -> bool:
        """Whether a number of another text, which is not among `keys`, is said here in another way."""
        return (number.day is not None and (not number.day or number.day in self.keys)) or (
            number.value is not None and self._words.number(number.value)
        )

    def writes(self, number: Number) -> bool:
        """Whether its digits may stand here in another way of writing."""
        return self._divided(number) or self._scaled(number)

    def zones(self) -> frozenset[str]:
        """The time zones that are named here."""
        return frozenset(_ZONES.findall(self._text))

    def half_days(self) -> bool:
        """Whether hours are counted twice a day here."""
        return _HALF_DAY.search(self._text) is not None

    @cached_property
    def _runs(self) -> frozenset[str]:
        return frozenset(run.lstrip("0") for number in self.all for run in _RUN.findall(number.written))

    @cached_property
    def _scales(self) -> Mapping[str, set[int]]:
        scales: dict[str, set[int]] = {}
        for digits, power in (number.scale for number in self.all):
            scales.setdefault(digits, set()).add(power)
        return scales

    @cached_property
    def _years(self) -> frozenset[str]:
        """The last two digits of all that may be years."""
        return frozenset(key[-_SHORT_YEAR:] for key in self.keys if len(key) == _YEAR and key.isdigit())

    @cached_property
    def _words(self) -> numerals.Said:
        return numerals.Said(self._text, self._language)

    def _divided(self, number: Number) -> bool:
        """Whether its digits stand here, divided otherwise: `5.200` as `5 200`, `3.5.` for 3 May."""
        return all(run.lstrip("0") in self._runs for run in _RUN.findall(number.written))

    def _scaled(self, number: Number) -> bool:
        """Whether it stands here with another scale: `3 million` for 3,000,000."""
        digits, power = number.scale
        return any(abs(power - other) >= _THOUSAND for other in self._scales.get(digits, ()))

    def implies(self, value: int, *, halves: bool) -> bool:
        """Whether another number here may be it: `1918` for `18`, the 19th century for `1800`, 22 for 10 pm."""
        key = str(value)
        if len(key) <= _SHORT_YEAR and key.zfill(_SHORT_YEAR) in self._years:
            return True
        others = [value * 100 - 100]
        if len(key) == _YEAR:
            others += [value % 100, value // 100 + 1] if value % 100 == 0 else [value % 100]
        if halves and value <= _HOURS:
            others += [value - _HALF, value + _HALF]
        return not self.keys.isdisjoint(map(str, others))


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
    missing = (
        _missing(one, two, around[1], halves=halves),
        _missing(two, one, around[0], halves=halves),
    )
    if one.zones() == two.zones():
        return missing
    return _but_times(missing[0]), _but_times(missing[1])


def _but_times(numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Without times of day, which differ where time zones do."""
    return tuple(number for number in numbers if not number.is_time)


def _missing(one: _Numbers, two: _Numbers, near: _Numbers, *, halves: bool) -> tuple[Number, ...]:
    """The numbers of `one` that `two` does not write, nor say what is `near` it."""
    lonely = {number.key: number for number in one.all if number.key not in near.keys}
    return tuple(
        number
        for number in lonely.values()
        if not two.writes(number)
        and not near.says(number)
        and not (number.value is not None and near.implies(number.value, halves=halves))
    )


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
            yield from _date(_RUN.findall(written))
            continue
        if found["time"]:
            yield from (Number(written, _plain(run)) for run in _RUN.findall(written))
            continue
        decimals = _DECIMALS.search(written)
        whole = written[: decimals.start()] if decimals else written
        part = decimals[0][1:].rstrip("0") if decimals else ""
        digits = _plain("".join(_RUN.findall(whole)))
        month = len(digits) <= _SHORT_YEAR and _MONTH_SIGN.match(text, found.end())
        word, zeros = numerals.scale(text, found.end())
        yield Number(written + word, _scaled(digits, part, zeros), "" if month else None)


def _scaled(digits: str, part: str, zeros: int) -> str:
    """The key of a number with a `part` behind the decimal sign, of which a word says that so many `zeros` follow."""
    more = part.ljust(zeros, "0")
    rest = more[zeros:].rstrip("0")
    whole = _plain(digits + more[:zeros])
    return f"{whole}.{rest}" if rest else whole


def _date(runs: Sequence[str]) -> Iterator[Number]:
    """The numbers of a date: which one is the month depends on the country."""
    short = [_plain(run) for run in runs if len(run) <= _SHORT_YEAR][:2]
    for run in runs:
        key = _plain(run)
        beside = short[1 - short.index(key)] if key in short else None
        yield Number(run, key, beside if int(key) <= _LAST_MONTH else None)


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"
