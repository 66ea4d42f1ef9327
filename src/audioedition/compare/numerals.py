"""Numbers in words: whether a text may say one (`numerals.toml`), in Roman or in Han numerals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from audioedition.compare.passages import plain
from audioedition.languages import base

_ROMAN = re.compile(
    r"(?<![^\W_])(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Z])"
)
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HAN = re.compile("[〇零一二三四五六七八九两兩十百千万萬億亿]{1,20}")
_HAN_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
_HAN_LANGUAGES = ("zh", "ja")
_HAN_HALF, _HALF_HOUR = "半", 30  # minutes
_SCALES = ((10**9, "milliard"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_MOST = 1000  # that are counted of one scale: also fifteen hundred
_UNITS = 20  # numbers that have a word of their own
_MARKS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})  # letters that have no mark to take away
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Said:
    """The numbers that a text says without digits."""

    def __init__(self, text: str, language: str) -> None:
        """Look for numbers in `text`, in `language` (BCP 47)."""
        self._text = text
        self._table = _table(base(language))

    def number(self, value: int) -> bool:
        """Whether `value` may be among them."""
        return value in self._signs or (bool(self._table) and self._in_words(value))

    @cached_property
    def _signs(self) -> frozenset[int]:
        roman = (_roman(found[0]) for found in _ROMAN.finditer(self._text))
        half = (_HALF_HOUR,) if _HAN_HALF in self._text else ()
        return frozenset((*roman, *half, *(_han(found[0]) for found in _HAN.finditer(self._text))))

    @cached_property
    def _words(self) -> str:
        """The words of the text, folded, each between spaces."""
        return f" {' '.join(_WORD.findall(_fold(self._text)))} "

    def _in_words(self, value: int, before: str = " ") -> bool:
        if value <= _UNITS:
            return value > 0 and self._any(self._table["units"][value - 1], before)
        inside = "" if self._table.get("joined") else " "
        if value < 100:  # noqa: PLR2004 -- a hundred
            return self._any(self._table["tens"][value // 10 - 2], inside)
        return any(
            self._any(self._table[name], inside) and self._parts(*divmod(value, scale), inside)
            for scale, name in _SCALES
            if scale <= value < scale * _MOST
        )

    def _parts(self, count: int, rest: int, inside: str) -> bool:
        """Whether what is counted, such as hundreds, and what is left over are said as well."""
        return (count == 1 or self._in_words(count)) and (rest == 0 or self._in_words(rest, inside))

    def _any(self, words: Iterable[str], before: str) -> bool:
        return any(f"{before}{word}" in self._words for word in words)


def known(language: str) -> bool:
    """Whether numbers in words are known in `language` (BCP 47)."""
    return base(language) in _tables() or base(language) in _HAN_LANGUAGES


def scale(text: str, end: int) -> tuple[str, int]:
    """The word behind a number that ends at `end` of `text` and says how many zeros follow, and how many.

    Only words of scales that Western languages lack: `300万`, `5 lakh`.  A million is a million anywhere.
    """
    found = _scales().match(text, end)
    return (found[0], _zeros()[found[1].casefold()]) if found else ("", 0)


@cache
def _scales() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_zeros(), key=len, reverse=True)))
    return re.compile(rf"\s?({words})(?![a-z])", re.IGNORECASE)


@cache
def _zeros() -> Mapping[str, int]:
    return {word: int(zeros) for zeros, words in _read()["scales"].items() for word in words}


def _fold(text: str) -> str:
    return plain(text).translate(_MARKS)


@cache
def _table(language: str) -> Mapping[str, Any]:
    table = _tables().get(language, {})
    return {name: words if isinstance(words, bool) else _folded(words) for name, words in table.items()}


def _folded(words: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_fold(word) if isinstance(word, str) else _folded(word) for word in words)


def _tables() -> Mapping[str, Mapping[str, Any]]:
    tables: Mapping[str, Mapping[str, Any]] = _read()["languages"]
    return tables


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("numerals.toml").read_text(encoding="utf-8"))


def _roman(written: str) -> int:
    values = [_ROMAN_LETTERS[letter] for letter in written]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _han(written: str) -> int:
    """The value of Han numerals, by places (`二〇二四`) or by names of tens (`二千二十四`)."""
    if not any(sign in _HAN_TENS or sign in _HAN_SCALES for sign in written):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in written))
    total = below = digit = 0
    for sign in written:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_TENS:
            below += (digit or 1) * _HAN_TENS[sign]
            digit = 0
        else:
            total += (below + digit or 1) * _HAN_SCALES[sign]
            below = digit = 0
    return total + below + digit
