"""Numbers: how they are written in French, and how they are said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import BLANKS, MINUS, grouped, value
from audioedition.utterances.verbal.languages.fr.genders import Genders
from audioedition.utterances.verbal.numerals import Numerals
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

BLANK = rf"[{BLANKS}]"
WHOLE = grouped(f"[{BLANKS}]", r"\.", "['’]")
SIGN = rf"(?P<sign>(?<![^\s(«\"“\[/])(?:[{MINUS}]|\+))?"
NUMBER = rf"{SIGN}(?<!\d[.,])(?<!\d)(?P<whole>{WHOLE})(?:[.,](?P<part>\d+))?(?!\d)"
"""A number; the groups `sign`, `whole` and `part`."""

# Without the words of one letter that may stand behind: “b r a v o à tous”.
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?: (?![aày] \w{2})[^\W\d_]){3,40}(?!\w)")

_RAISED, _LOWERED = re.compile("[⁰¹²³⁴-⁹]"), re.compile("[₀-₉]")
_MILLIONS = re.compile(rf"000{BLANK}000")
_SAID_WHOLE = 3  # decimals up to which they are said as one number
_LONG = 10  # digits from which on they are said one by one
_LONG_YEAR = 4  # digits from which on a number without groups counts nothing: a year, a place


@dataclass(frozen=True, eq=False)
class Speech:
    """French number words."""

    numerals: Numerals
    words: Words
    genders: Genders

    def cardinal(self, number: int, *, feminine: bool = False) -> str:
        """`number` in words."""
        return self.numerals.words(number, "cardinal-feminine" if feminine else "cardinal-masculine")

    @lru_cache(maxsize=1024)  # noqa: B019 -- there is one object a language, for good
    def ordinal(self, number: int, *, feminine: bool = False) -> str:
        """`number` as an ordinal; the CLDR has “quatre-vingt-et-unième”, which nobody says."""
        if number == 1:
            return "première" if feminine else "premier"
        said = self.cardinal(number)
        if said in ("un million", "un milliard"):
            said = said.removeprefix("un ")
        if said.endswith(("cents", "vingts", "millions", "milliards")):
            said = said[:-1]
        return f"{_stem(said)}ième"

    def decimals(self, part: str) -> str:
        """The decimals `part`: leading zeros one by one, what follows as a number unless it is long."""
        rest = part.lstrip("0")
        zeros = ["zéro"] * (len(part) - len(rest))
        if len(rest) > _SAID_WHOLE:
            return " ".join([*zeros, self.numerals.digits(rest)])
        return " ".join([*zeros, *([self.cardinal(int(rest))] if rest else [])])

    def number(self, match: re.Match[str], *, feminine: bool = False) -> str:
        """What is said for a match of `NUMBER`."""
        whole, part = match["whole"], match["part"]
        said = self.whole(whole, feminine=feminine and not part)
        if part:
            said += f" virgule {self.decimals(part)}"
        return sign(match) + said

    def whole(self, digits: str, *, feminine: bool = False) -> str:
        """A whole number as it is written: with zeros before it, or too long to be said as one number."""
        if digits.isdecimal() and len(digits) >= _LONG:
            return self.numerals.digits(digits)
        rest = digits.lstrip("0") if digits.isdecimal() else digits
        zeros = ["zéro"] * (len(digits) - len(rest))
        return " ".join([*zeros, *([self.cardinal(value(rest), feminine=feminine)] if rest else [])])


def _stem(said: str) -> str:
    """What stands before “-ième”."""
    if said.endswith("cinq"):
        return said + "u"
    if said.endswith("neuf"):
        return said[:-1] + "v"
    return said.removesuffix("e")


def sign(match: re.Match[str]) -> str:
    """“moins ” or “plus ” if the number has a sign."""
    if not match["sign"]:
        return ""
    return "plus " if match["sign"] == "+" else "moins "


def is_many(match: re.Match[str]) -> bool:
    """Whether the number wants the plural: from two on."""
    return value(match["whole"]) > 1


def counted(said: str, name: str) -> str:
    """`name` behind the number words: “un million d'euros”."""
    if said.rsplit(" ", 1)[-1] not in ("million", "millions", "milliard", "milliards"):
        return f"{said} {name}"
    return f"{said} d'{name}" if name[0].lower() in "aàeéèêiîoôuœh" else f"{said} de {name}"


def rules(speech: Speech) -> tuple[Rule, ...]:
    """Whatever number nothing else has claimed."""

    def said(match: re.Match[str]) -> str:
        whole = match["whole"]
        if match["part"] and "." in match[0]:
            return f"{sign(match)}{speech.whole(whole)} point {speech.whole(match['part'])}"
        is_bare = whole.isdecimal() and len(whole) >= _LONG_YEAR
        one = whole.endswith("1") and not match["part"] and not is_bare
        return speech.number(match, feminine=one and speech.genders.counted(match.string, *match.span()))

    def millions(match: re.Match[str]) -> str | None:
        """“3 000 000 habitants”: three millions *of* them."""
        noun, number = match["noun"], speech.number(match)
        if noun.lower() in speech.words.lists["function"] or counted(number, noun) == f"{number} {noun}":
            return None
        return counted(number, noun)

    def lowered(match: re.Match[str]) -> str:
        return speech.numerals.digits(match[0])

    def power(match: re.Match[str]) -> str:
        digits = "".join(str(unicodedata.digit(each)) for each in match["power"])
        minus = " moins" if match["minus"] else ""
        if not minus and digits in ("2", "3"):
            return " au carré" if digits == "2" else " au cube"
        return f" puissance{minus} {speech.cardinal(int(digits))}"

    def tagged(match: re.Match[str]) -> str:
        return f" puissance {'moins ' if match['minus'] else ''}{speech.cardinal(int(match['power']))}"

    greek = speech.words.tables["greek"]
    return (
        Rule("number", later(r"(?<=\d)<sup>(?P<minus>[-−–])?(?P<power>\d{1,3})</sup>"), tagged, DIGIT),
        Rule(
            "letter",
            later(rf"(?<![Α-ωά-ώ])[{''.join(greek)}](?![Α-ωά-ώ])"),
            lambda match: greek[match[0]],
        ),
        Rule("number", later(r"(?<=[\w)])(?P<minus>⁻)?(?P<power>[⁰¹²³⁴-⁹]{1,6})"), power, _RAISED),
        Rule("letters", later(r"(?<!\w)[A-Z]{2,3}(?=[₀-₉])"), lambda match: " ".join(match[0])),
        Rule("number", later("[₀-₉]+"), lowered, _LOWERED),
        Rule("number", later(rf"{NUMBER}{BLANK}(?P<noun>[^\W\d_]{{3,30}}[sx])(?!\w)"), millions, _MILLIONS),
        Rule("number", later(NUMBER), said, DIGIT),
        Rule("number", later(r"\d+"), lambda match: speech.whole(match[0]), DIGIT),
        Rule("spaced", _SPACED, lambda match: None if match[0].isupper() else match[0].replace(" ", "")),
        Rule("letters", later(r"(?<!\w)[A-Z]{2,3}(?=s(?!\w))s"), lambda match: " ".join(match[0][:-1])),
        Rule("letters", later(r"(?<=\d)[A-Z]{2,4}(?![^\W\d_])"), lambda match: " ".join(match[0]), DIGIT),
    )
