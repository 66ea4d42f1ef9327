"""How a Romance language says numbers: before a masculine or a feminine noun, as ordinals, with decimals."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from audioedition.utterances.verbal.amounts import BLANKS, value
from audioedition.utterances.verbal.numerals import Numerals
from audioedition.utterances.verbal.words import Words

BLANK = f"[{BLANKS}]"
DASH = "[-–—−‑]"

_MOST = 8  # groups of three digits: a bound, so that a long row of them is read in linear time
_GROUPS = "|".join(rf"\d{{1,3}}(?:{sign}\d{{3}}){{1,{_MOST}}}(?!\d)" for sign in (r"\.", BLANK, "['’]"))
_ENGLISH = rf"\d{{1,3}}(?:,\d{{3}}){{1,{_MOST}}}\.\d+(?!\d)|\d{{1,3}}(?:,\d{{3}}){{2,{_MOST}}}(?!\d)"
UNSIGNED = rf"(?:{_ENGLISH}|(?:{_GROUPS}|\d+)(?:,\d+|\.\d+)?)"
NUMBER = rf"(?:(?:(?<![\w.,)\]%°]){DASH}|(?<=\d )−|− )?{UNSIGNED})"
"""A pattern for a number: 1.250, 30 000, 3,14, 3.14, −5."""

START = r"(?:(?<![\w.,:/])|(?<=\dx))(?<!\d[-–])"
"""A pattern: no number or word goes on here."""

_PARTS = re.compile(
    rf"(?P<minus>{DASH}\s?)?(?P<whole>\d{{1,3}}(?:,\d{{3}}){{2,}}|\d{{1,3}}(?:,\d{{3}})+(?=\.\d)|\d+(?:[.'’{BLANKS}]\d{{3}}(?!\d))*)(?:(?P<point>[.,])(?P<part>\d+))?"
)
_MILLIONS = re.compile(
    rf"(?:{DASH}\s?)?[1-9]\d{{0,2}}(?:[.,{BLANKS}]?\d{{3}}){{0,2}}(?:[.,{BLANKS}]?000){{2}}"
)
_ENDLESS = 25  # signs of a number
_READ = 3  # decimals up to which they are one number: three comma a hundred and forty-one


@dataclass(frozen=True)
class Grammar(ABC):
    """The numbers of one language; its own forms are in `languages`.

    A `gender` is `m` or `f` before a noun of that gender, and empty in counting.
    """

    language: str
    table: Words
    numerals: Numerals

    @cached_property
    def say(self) -> Mapping[str, str]:
        """The small words of numbers: `comma`, `point`, `minus`, `and` and so on."""
        return self.table.tables.get("numbers", {})

    def cardinal(self, number: int, gender: str = "") -> str:
        """`number` in words."""
        form = {"": "numbering", "m": "cardinal-masculine", "f": "cardinal-feminine"}[gender]
        return self.numerals.words(number, form)

    def ordinal(self, number: int, gender: str = "m", *, plural: bool = False) -> str:
        """`number` as an ordinal that stands alone."""
        form = "ordinal-feminine" if gender == "f" else "ordinal-masculine"
        return self.numerals.words(number, f"{form}-plural" if plural else form)

    @abstractmethod
    def century(self, number: int) -> str:
        """The number of a century."""

    @abstractmethod
    def reign(self, number: int, gender: str) -> str:
        """The number behind a ruler's name, or behind what is numbered."""

    @abstractmethod
    def ordered(self, number: int, gender: str, *, plural: bool) -> str:
        """The ordinal before a noun."""

    @abstractmethod
    def marked(self, match: re.Match[str], number: int, kind: str) -> str | None:
        """An ordinal in digits, whose mark says that it is of `kind`; None if it is none."""

    @abstractmethod
    def between(self, match: re.Match[str]) -> str:
        """What is said between the two numbers of a range."""

    @abstractmethod
    def per(self, name: str) -> str:
        """So much for each `name`."""

    @abstractmethod
    def day(self, number: int) -> str:
        """A day of a month."""

    @abstractmethod
    def date(self, match: re.Match[str], day: int, month: str, year: str) -> str:
        """A date in words; `year` in digits or empty."""

    @abstractmethod
    def time(self, match: re.Match[str], hour: int, minute: int, half: str) -> str:
        """A time of day in words; `half` is `a` or `p` or empty."""

    @abstractmethod
    def duration(self, hours: int, minutes: int, seconds: int) -> str:
        """Hours, minutes and seconds."""

    @abstractmethod
    def fraction(self, match: re.Match[str], over: int, under: int, whole: str | None) -> str:
        """A fraction, perhaps behind a whole number."""

    @abstractmethod
    def ratio(self, match: re.Match[str], over: int, under: int) -> str:
        """Two numbers with a stroke between them that are no fraction."""

    @abstractmethod
    def counted(self, match: re.Match[str]) -> str:
        """The gender of a number by what it counts."""

    def gender(self, noun: str) -> str:
        """The gender of `noun`, as far as one can tell from its end."""
        noun = noun.lower()
        lists = self.table.lists
        if noun in lists.get("masculine", ()):
            return "m"
        if noun in lists.get("feminine", ()) or noun.endswith(lists.get("feminine_ends", ())):
            return "f"
        return "m"

    def number(self, written: str, gender: str = "") -> str:
        """A number as it is written, with thousands, decimals and a minus, in words."""
        found = _PARTS.fullmatch(written.strip())
        if not found:
            return self.numerals.digits(written)
        whole, part = found["whole"], found["part"]
        if part and found["point"] == "," and part == "000":
            whole, part = whole + part, None
        minus = f"{self.say['minus']} " if found["minus"] else ""
        if not part:
            return minus + self.whole(whole, gender)
        point = self.say["comma" if found["point"] == "," else "point"]
        return f"{minus}{self.whole(whole)} {point} {self.decimals(part)}"

    def whole(self, digits: str, gender: str = "") -> str:
        """A whole number; one that begins with 0, or is endless, digit by digit."""
        if (digits[0] == "0" and len(digits) > 1) or len(digits) > _ENDLESS:
            return self.numerals.digits(digits)
        return self.cardinal(value(digits), gender)

    def decimals(self, part: str) -> str:
        """What stands behind the comma: zeros by themselves, the rest as a number if it is short."""
        rest = part.lstrip("0")
        if len(part) > _READ or not rest:
            return self.numerals.digits(part)
        return " ".join([*[self.cardinal(0)] * (len(part) - len(rest)), self.cardinal(int(rest))])


def is_millions(written: str) -> bool:
    """Whether a number has nothing behind its millions, so that what it counts wants an “of”: 3.000.000."""
    return _MILLIONS.fullmatch(written) is not None


def before(match: re.Match[str], reach: int = 40) -> str:
    """The text in front of `match`, as much as may matter."""
    return match.string[max(0, match.start() - reach) : match.start()]


def word_before(match: re.Match[str]) -> str:
    """The word in front of `match`, small, without its full stop; empty behind anything else than a blank or an apostrophe."""
    place = match.start() - 1
    if place > 0 and match.string[place].isspace():
        place -= 1
    if place < 0 or not (match.string[place].isalpha() or match.string[place] in "'’."):
        return ""  # most often, and quickly
    found = _LAST_WORD.search(before(match))
    return found[1].lower().rstrip(".").replace("’", "'") if found else ""


_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+['’.]?)\s?$")
_NAME = re.compile(r"(?<!\w)[A-ZÀ-Ý][^\W\d_]*[.]?\s?$")


def follows_name(match: re.Match[str]) -> bool:
    """Whether a word with a capital stands in front of `match`, so that a letter there is an initial: “Juan P. Gómez”."""
    return bool(_NAME.search(before(match)))


_NEXT = re.compile(r"\s?(?P<word>[^\W\d_]{1,40})")


def word_after(match: re.Match[str]) -> str:
    """The word behind `match`, as it is written; empty if something else comes first."""
    found = _NEXT.match(match.string, match.end())
    return found["word"] if found else ""
