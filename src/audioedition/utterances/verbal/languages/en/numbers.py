"""Numbers that stand for themselves: years, decades, ordinals, fractions, ranges, and whatever is left."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.amounts import value
from audioedition.utterances.verbal.context import before, behind
from audioedition.utterances.verbal.languages.en.counting import (
    DASH,
    GROUPED,
    PLAIN,
    VULGAR,
    Counting,
    plural,
    split,
)
from audioedition.utterances.verbal.languages.en.phrases import Phrases, article
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_START = r"(?<![\w.,:/])"
_YEAR = r"(?:1\d{3}|20\d\d)"
_MINUS = r"(?P<minus>(?<![\w)\]])[-−–])?"
_ERA = r"(?:B\.? ?C\.?(?: ?E\b\.?)?|BCE|A\.? ?D\b\.?|CE|C\.E\.)"
_CODE = 7  # digits from which on a number without commas is that of a thing
_BOOK = 20  # characters
_NEAR = 60  # characters
_TEN = 10
_RATINGS = frozenset({5, _TEN, 100})
# For `Rule.needs`:
_TH = re.compile(r"\d[snrtSNRTˢⁿʳᵗ]")
_S = re.compile(r"\d['’]?s|['’‘]\d")
_ERAS = re.compile(r"B\.? ?C|A\.? ?D|CE|C\.E")
_RATIO = re.compile(r"\d/\d")
_LINED = re.compile(rf"\d[/⁄]\d|[{VULGAR}]")
_DASHED = re.compile(r"\d[ \u00a0\u2009%]{0,3}[-–—−:/]")
_SCALED = re.compile(r"\d ?[kKmMbBt]")
_COMMA = re.compile(r"\d[.,]\d")
_PLUS = re.compile(r"\d\+")


class Numbers:
    """The rules for them, in three parts: `many` before those for measures, `rules` come before those for names, `rest` behind all others."""

    def __init__(self, words: Words, counting: Counting, phrases: Phrases) -> None:
        self._counting = counting
        self._phrases = phrases
        self._books = frozenset(words.lists["books"])
        self._states = words.tables["states"]
        self._many = words.tables["numerous"]
        self._pairs = words.tables["pairs"]
        self._scales = words.tables["scales"]
        self._digit_by_digit = frozenset(words.lists["digit_by_digit"])
        self._rated = frozenset(words.lists["rated"])

    def many(self) -> tuple[Rule, ...]:
        """Those with an s behind them that are no seconds."""
        numerous = "|".join(map(re.escape, self._many))
        return (
            Rule("number", later(rf"(?<![\w.,])(?P<a>{numerous})s(?!\w)(?! of (?:the )?{_YEAR})"), self._numerous, _S),
            Rule("number", later(r"(?<=\d-to-)(?P<a>\d\d)s(?!\w)|(?<![\w.,-])(?P<from>\d\d)[-–](?P<to>\d[1-9])s(?!\w)"), self._aged, _S),
        )  # fmt: skip

    def rules(self) -> tuple[Rule, ...]:
        """Those with a form of their own."""
        pairs = "|".join(map(re.escape, self._pairs))
        return (
            Rule("name", later(rf"(?<![\w./])(?<!\d-)(?:{pairs})(?![\w/]|-\d|[.,]\d)(?!(?<=3M) (?:[a-z]+s|people)\b)"), lambda match: self._pairs[match[0]], DIGIT),
            Rule("number", later(r"(?<![\w.,])(?P<a>\d{1,3}(?:\.\d{3}){2,4})(?![\w]|[.,]\d)"), lambda match: self._counting.cardinal(value(match["a"])), _COMMA),
            Rule("ordinal", later(rf"(?<![\w.,])(?P<a>{GROUPED})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?P<s>s?)(?!\w)"), self._ordinal, _TH),
            Rule("decade", later(rf"(?<=\ds){DASH}(?=['’]?\d{{2,4}}s)"), lambda _: " to ", _S),
            Rule("decade", later(r"(?<![\w.,'’‘])(?P<a>[12]\d\d0|\d{1,2}00|\d0)['’]?s(?!\w)"), self._decade, _S),
            Rule("decade", later(r"(?<!\w)['’‘](?P<a>\d\d)(?P<s>['’]?s)?(?!\w)"), self._short_year, _S),
            Rule("year", later(r"(?<!\w)(?P<ad>(?:A\.? ?D\.?|CE) )(?P<a>\d{1,4})(?![\w,]\d|\w)"), self._anno, _ERAS),
            Rule("year", later(rf"{_START}(?P<a>{GROUPED})(?:{DASH}(?P<b>\d{{1,4}}))?(?P<gap> ?)(?={_ERA}(?!\w))"), self._era, _ERAS),
            Rule("range", later(rf"{_START}(?P<a>{_YEAR})(?P<gap>{DASH}|/)(?P<b>{_YEAR}|\d\d)(?![\w,/%-]|\.\d)(?! ?(?:percent|per cent))"), self._years, _DASHED),
            Rule("range", later(rf"{_START}(?P<a>{_YEAR}){DASH}(?=(?:present|today|now)\b)"), lambda match: f"{self._counting.year(int(match['a']))} to ", _DASHED),
            Rule("fraction", later(rf"{_START}(?P<a>\d{{1,6}})/(?P<b>\d{{1,6}})(?![\w/]|[.,]\d)"), self._ratio, _RATIO),
            Rule("fraction", later(rf"(?<![\w.,/])(?P<a>(?:\d{{1,6}}[ \u00a0-])?\d{{1,6}}[/⁄]\d{{1,6}}|\d{{0,9}}[ \u00a0]?[{VULGAR}])(?:{DASH}(?P<b>(?:\d{{1,6}}[ \u00a0-])?\d{{1,6}}[/⁄]\d{{1,6}}|\d{{0,9}}[ \u00a0]?[{VULGAR}]|{PLAIN}))?(?![\w/]|[.,]\d)"), self._fraction, _LINED),
        )  # fmt: skip

    def rest(self) -> tuple[Rule, ...]:
        """Those for whatever digits are left."""
        letters = "|".join(sorted(map(re.escape, self._scales), key=len, reverse=True))
        return (
            Rule("range", later(rf"(?<![\w.,]){_MINUS}(?P<a>{PLAIN}) ?(?P<percent>%?)(?:{DASH}|[:])(?P<below>[-−–](?=\d))?(?P<b>{PLAIN})(?P<scale>(?:{letters}|x)(?!\w))?(?![\w/]|-\d|:\d|\.\d)"), self._range, _DASHED),
            Rule("number", later(rf"(?<![\w.,]){_MINUS}(?P<a>{PLAIN}) ?(?P<scale>{letters})(?!\w)"), self._scaled, _SCALED),
            Rule("number", later(rf"(?<![\w.,]){_MINUS}(?P<a>\d{{1,9}},\d{{1,2}})(?![\w,]|\.\d)"), self._number, _COMMA),
            Rule("year", later(rf"(?<![\w.,/:])(?P<a>{_YEAR})(?![\w%/:]|[.,]\d)"), self._year, DIGIT),
            Rule("number", later(r"(?<![\w.,])(?P<a>\d{1,15})\+(?!\w)"), lambda match: f"{self._counting.cardinal(int(match['a']))} plus", _PLUS),
            Rule("number", later(rf"(?<![\w,+]){_MINUS}(?P<plus>(?<![\w)])\+)?(?P<a>{PLAIN})(?!\w)"), self._number, DIGIT),
            Rule("number", later(r"(?P<a>\d+)"), self._number, DIGIT),
        )  # fmt: skip

    def _ordinal(self, match: re.Match[str]) -> str:
        return self._counting.ordinal(value(match["a"])) + match["s"]

    def _decade(self, match: re.Match[str]) -> str | None:
        digits = match["a"]
        number = int(digits)
        if len(digits) > len("90"):
            if len(digits) < len("1990") or behind(match) == "of":
                return plural(self._counting.cardinal(number))
            return plural(self._counting.year(number))
        return plural(self._counting.cardinal(number)) if number else None

    def _numerous(self, match: re.Match[str]) -> str | None:
        """An uncounted number: 1,000s of people."""
        return self._many[match["a"]] if "," in match["a"] or behind(match) == "of" else None

    def _aged(self, match: re.Match[str]) -> str:
        """People of an age: 16-to-24s, 18–34s."""
        last = plural(self._counting.cardinal(int(match["a"] or match["to"])))
        return f"{self._counting.cardinal(int(match['from']))} to {last}" if match["from"] else last

    def _short_year(self, match: re.Match[str]) -> str | None:
        digits = match["a"]
        if match["s"]:
            said = self._counting.cardinal(int(digits) or 2000)
            return plural(said) if digits[1] == "0" else None
        if match.string[match.end() : match.end() + 1] in {"'", "’"}:
            return None
        return (
            self._counting.cardinal(int(digits)) if digits[0] != "0" else self._counting.digits(digits, "oh")
        )

    def _anno(self, match: re.Match[str]) -> str:
        era = "C E" if match["ad"].startswith("C") else "A D"
        return f"{era} {self._counting.year(int(match['a']))}"

    def _era(self, match: re.Match[str]) -> str:
        said = self._counting.year(value(match["a"]))
        return said + (f" to {self._counting.year(int(match['b']))}" if match["b"] else "") + " "

    def _years(self, match: re.Match[str]) -> str | None:
        first, second = int(match["a"]), match["b"]
        to = " " if match["gap"] == "/" else " to "
        if len(second) > 2:  # noqa: PLR2004 -- digits of a short year
            return f"{self._counting.year(first)}{to}{self._counting.year(int(second))}"
        if int(second) <= first % 100:
            return None
        last = int(match["a"][:2] + second)
        return f"{self._counting.year(first)}{to}{self._counting.year(last) if second[0] == '0' else self._counting.cardinal(int(second))}"

    def _ratio(self, match: re.Match[str]) -> str | None:
        """A mark: 9/10 is nine out of ten, and so is 4/5 where somebody rates."""
        above, below = int(match["a"]), int(match["b"])
        if behind(match) == "time" and below in {4, 8}:
            return f"{self._counting.cardinal(above)} {self._counting.cardinal(below)}"
        if below not in _RATINGS or above > below or behind(match) in {"of", "inch", "mile"}:
            return None
        near = re.findall(r"[^\W\d_]+", match.string[max(0, match.start() - _NEAR) : match.start()].lower())
        is_rated = not self._rated.isdisjoint(near) or behind(match) in {"star", "stars"}
        if not is_rated and (below != _TEN or above == 1):
            return None
        return f"{self._counting.cardinal(above)} out of {self._counting.cardinal(below)}"

    def _fraction(self, match: re.Match[str]) -> str:
        said, noun = self._counting.amount(match["a"]), behind(match)
        whole, above, below = split(match["a"])
        if not whole and not match["b"]:
            if (above, below) == (1, 2):
                said = self._half(match, noun)
            elif below and self._phrases.is_portion(noun) and not match.string.startswith("-", match.end()):
                said += f" of {article(noun)}"
        return said + (f" to {self._counting.amount(match['b'])}" if match["b"] else "")

    def _half(self, match: re.Match[str], noun: str) -> str:
        if before(match) in {"a", "the", "this", "that", "every"} or noun in {"the", "of"}:
            return "half"
        joined = match.string.startswith("-", match.end())
        return f"half {article(noun)}" if self._phrases.is_portion(noun) and not joined else "one half"

    def _range(self, match: re.Match[str]) -> str | None:
        if match.string[match.end() :].lstrip().startswith("=") or re.search(
            r"\d ?$", match.string[max(0, match.start() - 2) : match.start()]
        ):
            return None
        if match["b"][0] == "0" and match["b"].isdecimal() and len(match["b"]) > 1:
            return None  # a code
        minus, below = "minus " if match["minus"] else "", "minus " if match["below"] else ""
        percent = " percent" if match["percent"] and match.string[match.end() :].lstrip()[:1] != "%" else ""
        scale = f" {self._scales.get(match['scale'], 'times')}" if match["scale"] else ""
        to = " to "
        if ":" in match[0]:
            book = re.search(r"([^\W\d_]+)\.? $", match.string[max(0, match.start() - _BOOK) : match.start()])
            to = " " if book and book[1] in self._books else to
        return f"{minus}{self._plain(match['a'])}{percent}{to}{below}{self._plain(match['b'])}{scale}"

    def _scaled(self, match: re.Match[str]) -> str:
        return f"{'minus ' if match['minus'] else ''}{self._counting.plain(match['a'])} {self._scales[match['scale']]}"

    def _year(self, match: re.Match[str]) -> str:
        number = int(match["a"])
        if self._is_code(match):
            return self._counting.digits(match["a"])
        return (
            self._counting.cardinal(number)
            if self._phrases.is_counted(match)
            else self._counting.year(number)
        )

    def _number(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        text = match["a"]
        sign = "minus " if groups.get("minus") else "plus " if groups.get("plus") else ""
        if text.isdecimal() and len(text) > 2 and self._is_code(match):  # noqa: PLR2004 -- PIN 42
            return self._counting.digits(text)
        return sign + self._plain(text)

    def _is_code(self, match: re.Match[str]) -> bool:
        """Whether the number is told digit by digit: my PIN is 4711."""
        last = before(match)
        if last in self._states:
            return True
        if last in {"is", "was", "to", "number"}:
            last = before(match, match.start() - len(last) - 1)
        return last.lower() in self._digit_by_digit

    def _plain(self, text: str) -> str:
        text = re.sub(r",(?=\d{1,2}$)", ".", text)
        if text.isdecimal() and (
            (text[0] == "0" and len(text) > 1) or (len(text) >= _CODE and not text.endswith("000"))
        ):
            return self._counting.digits(text, "oh" if text[0] == "0" else "zero")
        return self._counting.plain(text)
