"""Numbers in English words: counted, ordered, as years, in pairs and digit by digit."""

from __future__ import annotations

import re
import unicodedata

from audioedition.utterances.verbal.amounts import grouped, value
from audioedition.utterances.verbal.numerals import Numerals

GROUPED = grouped(",", "['’\u0020\u00a0\u202f\u2009]")
PLAIN = rf"(?:{GROUPED}(?:\.\d+)?(?!\d)|\.\d+)"
"""A whole number or decimal fraction."""

VULGAR = "¼-¾⅐-⅞↉"
AMOUNT = rf"(?:(?:\d{{1,6}}[ \u00a0-])?\d{{1,6}}[/⁄]\d{{1,6}}(?![\d/])|\d{{0,9}}[ \u00a0]?[{VULGAR}]|{PLAIN})"
"""The same or a fraction: `5 3/8`, `2½`, `0.5`."""

DASH = r"[ \u00a0\u2009]?[-–—−][ \u00a0\u2009]?"
"""What may stand between the ends of a range."""

_HALVES = {2: "half", 4: "quarter"}
_HUNDRED, _THOUSAND, _CENTURY = 100, 1000, 2000
_TEN = 10
_INCHES = 16  # the smallest parts in which more than a whole is counted


class Counting:
    """Number words as the English of `language` (a BCP 47 tag) has them: “and” everywhere but in the USA."""

    def __init__(self, language: str, known: Numerals) -> None:
        self.language = language
        self._known = known
        self._verbose = "" if language == "en-US" else "-verbose"

    def cardinal(self, number: int) -> str:
        """“one hundred and five”."""
        return self._known.words(number, f"cardinal{self._verbose}").replace(",", "")

    def ordinal(self, number: int) -> str:
        """“twenty-first”."""
        return self._known.words(number, f"ordinal{self._verbose}").replace(",", "")

    def digits(self, text: str, zero: str = "zero") -> str:
        """“five five oh one”."""
        return self._known.digits(text).replace("zero", zero)

    def year(self, number: int) -> str:
        """“nineteen oh five”, “two thousand and nine”, “twenty thirteen”."""
        if not _THOUSAND <= number < 10 * _THOUSAND or number % _THOUSAND < _TEN:
            return self.cardinal(number)
        return self.paired(str(number))

    def paired(self, digits: str) -> str:
        """The digits of a name, in pairs from the right: “seven forty-seven”, “one oh one”, “ten eighty”."""
        if digits.startswith("0"):
            return self.digits(digits, "oh")
        if not len("100") <= len(digits) <= len("1000") or int(digits) % _THOUSAND == 0:
            return self.cardinal(int(digits))
        head, tail = digits[:-2], digits[-2:]
        if tail == "00":
            said = "hundred"
        elif tail.startswith("0"):
            said = f"oh {self.digits(tail[1])}"
        else:
            said = self.cardinal(int(tail))
        return f"{self.cardinal(int(head))} {said}"

    def dotted(self, text: str, point: str = "point") -> str:
        """The parts of a version or of a chapter's number: “three point eleven”, “two point oh point one”."""
        parts = [
            self.cardinal(int(part)) if part[0] != "0" else self.digits(part, "oh")
            for part in text.split(".")
        ]
        return f" {point} ".join(parts)

    def plain(self, text: str) -> str:
        """A whole number or decimal fraction as `PLAIN` finds it."""
        whole, _, part = text.partition(".")
        said = self.cardinal(value(whole or "0"))
        return f"{said} point {self.digits(part)}" if part else said

    def amount(self, text: str) -> str:
        """What `AMOUNT` has found: “five and three eighths”, “one half”."""
        whole, above, below = split(text)
        if not below:
            return self.plain(text)
        part = self.fraction(above, below)
        if not whole:
            return part
        return f"{self.cardinal(whole)} and {part if above > 1 else part.replace('one', 'a', 1)}"

    def fraction(self, above: int, below: int) -> str:
        """“three quarters”, “one third”."""
        if above == 1 and below >= _HUNDRED:
            return f"one {self.ordinal(below)}"
        if below in {0, 1} or below >= _HUNDRED or (above > below > _INCHES):
            return f"{self.cardinal(above)} over {self.cardinal(below)}"
        name = _HALVES.get(below) or self.ordinal(below)
        if above == 1:
            return f"one {name}"
        return f"{self.cardinal(above)} {plural(name)}"


def split(text: str) -> tuple[int, int, int]:
    """The whole of a mixed number, and what stands above and below its line; 0 below if it is no fraction."""
    sign = text[-1:]
    if unicodedata.category(sign or " ") == "No":
        above, below = unicodedata.normalize("NFKC", sign).split("⁄")
        return value(text[:-1]) if text[:-1].strip() else 0, int(above), int(below)
    found = re.fullmatch(r"(?:(\d+)[ \u00a0-])?(\d+)[/⁄](\d+)", text)
    if not found:
        return 0, 0, 0
    return int(found[1] or 0), int(found[2]), int(found[3])


def is_one(text: str) -> bool:
    """Whether the thing counted by `text` stands in the singular: `1`, but not `1.0`."""
    return text == "1"


def plural(word: str) -> str:
    """The plural of a number word or letter: “nineties”, “sixes”, “halves”."""
    if word.endswith("half"):
        return f"{word[:-1]}ves"
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("x") else f"{word}s"
