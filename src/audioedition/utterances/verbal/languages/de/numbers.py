"""German number words, and how numbers are written: 1.234,5 and 1'234.50, 10–15, 1914."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.utterances.verbal.amounts import BLANKS, MINUS, grouped, value
from audioedition.utterances.verbal.numerals import Numerals

BLANK = f"[{BLANKS}]"
DASH = f"(?:{BLANK}?[–—-]{BLANK}?|{BLANK}bis{BLANK})"

_FRACTIONS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
              "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10)}  # fmt: skip
FRACTION = f"[{''.join(_FRACTIONS)}]"
_SIGNS = {"+": "plus", "±": "plus minus"} | dict.fromkeys(MINUS, "minus")
_CENTURY = range(1100, 2000)  # years that are said in hundreds
_HALF = 2
_MOST = 24  # signs of a number that is still said as one
_LONG = 7  # digits that nobody writes without points, if they count something


def number(name: str, *, swiss: bool = False, slashed: bool = False, cents: bool = False) -> str:
    """A pattern for a number in groups called `name`, and `name` with s for its sign, w (whole), p (part) and f (fraction)."""
    points = "[,.]" if swiss else r"(?:,|(?<=['’]\d{3})\.)"
    if cents and not swiss:
        points = r"(?:,|(?<=['’]\d{3})\.|\.(?=\d\d(?!\d)))"
    before = r"(?<!\w)" if name == "b" else rf"(?<![\w{MINUS}])"
    fraction = rf"(?:{FRACTION}|[1-9]/[2-9](?![\d/]))" if slashed else FRACTION
    whole = grouped(r"\.", "['’]", BLANK)
    return (
        rf"(?P<{name}>(?P<{name}s>{before}[+±{MINUS}]{BLANK}?)?"
        rf"(?:(?P<{name}o>{fraction})|(?P<{name}w>{whole})(?:{points}(?P<{name}p>\d+|[-–—]{{1,2}}))?(?P<{name}f>{BLANK}?{FRACTION}|{BLANK}{fraction})?))"
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written: `whole` and what stands behind its comma (`part`) or beside it (`fraction`, `½`)."""

    whole: int
    part: str = ""
    fraction: str = ""
    sign: str = ""
    grouped: bool = False
    digits: str = ""

    @property
    def is_one(self) -> bool:
        """Whether it is 1, and nothing else."""
        return self.whole == 1 and not self.part and not self.fraction


def written(match: re.Match[str], name: str) -> Written:
    """The number in the groups of `name`."""
    digits = match[f"{name}w"] or "0"
    part = match[f"{name}p"] or ""
    return Written(
        whole=value(digits[:_MOST]),
        part=part if part.isdecimal() else "",
        fraction=(match[f"{name}f"] or match[f"{name}o"] or "").strip(BLANKS),
        sign=_SIGNS.get((match[f"{name}s"] or "").strip(BLANKS), ""),
        grouped=not digits.isdecimal(),
        digits=digits,
    )


class Numbers:
    """German number words."""

    def __init__(self, numerals: Numerals) -> None:
        """Take the CLDR's."""
        self._numerals = numerals

    def cardinal(self, number: int, form: str = "numbering") -> str:
        """`number` in words: hundertfünf, tausend, eine Million."""
        return _short(self._numerals.words(number, form))

    def year(self, number: int) -> str:
        """`number` as a year: neunzehnhundertvierzehn, zweitausendzehn."""
        return self.cardinal(number, "numbering-year") if number in _CENTURY else self.cardinal(number)

    def ordinal(self, number: int, ending: str = "e") -> str:
        """`number` as an ordinal with its `ending`: dritte, drittem and so on."""
        return _short(self._numerals.words(number, "ordinal")).removesuffix("e") + ending

    def digits(self, text: str) -> str:
        """Digit by digit."""
        return self._numerals.digits(text)

    def said(self, number: Written, *, year: bool = False, one: str = "eins") -> str:
        """A number as written, with `one` for a 1."""
        words = [number.sign] if number.sign else []
        if number.fraction:
            words.append(self.mixed(number.whole, *_parts(number.fraction)))
        elif number.part:
            words += [self.cardinal(number.whole), "Komma", self.digits(number.part)]
        elif number.is_one:
            words.append(one)
        elif (
            (number.digits[0] == "0" and len(number.digits) > 1)
            or len(number.digits) >= _MOST
            or _is_name(number.digits)
        ):
            words.append(self.digits(number.digits))
        else:
            words.append(
                self.year(number.whole) if year and not number.grouped else self.cardinal(number.whole)
            )
        return " ".join(words)

    def mixed(self, whole: int, above: int, below: int) -> str:
        """A whole number and a fraction: zweieinhalb, drei Viertel."""
        if below == _HALF:
            return f"{self.cardinal(whole, 'cardinal-masculine')}einhalb" if whole else "ein halb"
        part = self.fraction(above, below)
        return f"{self.cardinal(whole)} {part}" if whole else part

    def fraction(self, above: int, below: int) -> str:
        """Ein Drittel, drei Viertel, sieben Zwanzigstel."""
        if below == _HALF:
            return "ein halb" if above == 1 else f"{self.cardinal(above)} Halbe"
        count = "ein" if above == 1 else self.cardinal(above)
        return f"{count} {self.ordinal(below, '').capitalize()}el"

    def plain(self, digits: str) -> str:
        """A number in other company: digit by digit if it begins with 0 or is long."""
        if (digits[0] == "0" and len(digits) > 1) or _is_name(digits):
            return self.digits(digits)
        return self.year(int(digits))


def _is_name(digits: str) -> bool:
    """Whether so long a number without points names something rather than counts it."""
    return len(digits) >= _LONG and digits.isdecimal() and not digits.endswith("00")


def _parts(fraction: str) -> tuple[int, int]:
    if fraction in _FRACTIONS:
        return _FRACTIONS[fraction]
    above, below = fraction.split("/")
    return int(above), int(below)


def _short(words: str) -> str:
    """Hundert, not einhundert, where nothing stands before."""
    for word in ("hundert", "tausend"):
        if words.startswith("ein" + word):
            return words[3:]
        words = words.replace(f" ein{word}", f" {word}")
    return words
