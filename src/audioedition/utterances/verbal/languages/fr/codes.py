"""Telephone numbers, versions, scores, spans and rows of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, WHOLE, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_GAP = rf"(?:{BLANK}|[.-])"
_PAIR = 2
_MANY_GOALS = 50  # “cinquante-cinquante”
_LOOK_BACK, _CALL = 16, 60
_CALLING = re.compile(r"(?i:appel|compos|num[ée]ro|téléphon|join[dt]|joign|tapez|faites|écoute|info|rens)")
_QUANTITY = re.compile(r"(?:\d|\d\s?(?:[%‰€$£°hjmgl²³]|°C|[ckm]m|k?g|[kKMG]o|min|M€|k€))$")
_OF_ONE_KIND = re.compile(r"\d\s?h$|\d{4}$|\D\d\d?$|%$")
_REGISTERED = re.compile(r"(?i:\bart(?:icles?|\.)|\bn[°o]|\bnuméro|\bloi|\bnorme|\bEN|\bISO) ?\d+$")
_MODEL = re.compile(r"\d+[A-Z]")
_PART_OF_NAME = re.compile(r"(?:\b[LRDA]\.?\s?|[A-Z]-?)\d+$")


def phones(speech: Speech) -> tuple[Rule, ...]:
    """The rules for telephone numbers, in order."""
    codes = _Codes(speech)
    return (
        Rule("phone", later(rf"(?<![\w+])(?:\+|00)(?P<country>3[0-9]|4[0-9]|1|2[0-9]{{1,2}}){_GAP}?(?:\(0\){_GAP}?)?(?P<rest>\d{{1,4}}(?:{_GAP}?\d{{2,4}}){{2,5}})(?!\d)"), codes.phone, DIGIT),
        Rule("phone", later(rf"(?<![\w,.+-])(?P<country>)(?P<rest>0\d(?:{_GAP}\d{{2}}){{4}}|0{_GAP}?8\d\d{_GAP}\d{{3}}{_GAP}\d{{3}}|0\d{{1,3}}(?:{BLANK}|[./])\d{{2,3}}(?:{_GAP}\d{{2}}){{2}}|0[1-9]\d{{8}})(?!\d|[.,]\d)"), codes.phone, DIGIT),
        Rule("phone", later(r"(?<![\w,.+-])(?:1[- ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)"), codes.digits, DIGIT),
        Rule("phone", later(rf"(?i:(?<=\b[lad][eu] ))(?P<one>3[0269]|1[0-9]){BLANK}(?P<two>\d\d)(?!\w|{BLANK}?[\d%€])"), codes.short, DIGIT),
        Rule("phone", later(r"(?<=\b[lLaA][eu] )(?P<one>[13]\d)(?P<two>\d\d)(?!\w|[.,-]\d)"), codes.called, DIGIT),
        Rule("phone", later(rf"(?<![\w,.])(?P<one>118){BLANK}(?P<two>\d{{3}})(?![\d,]|{BLANK}\d)"), codes.short, DIGIT),
    )  # fmt: skip


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for the rest, in order."""
    codes = _Codes(speech)
    return (
        Rule("article", later(rf"(?<![\w])([LRDA])\.?{BLANK}?(\d{{2,4}})((?:-\d{{1,3}}){{1,3}})(?!\w)"), codes.article, DIGIT),
        Rule("version", later(r"(?<![\w.,])(?P<v>[vV](?:er(?:s(?:ion)?)?)?\.?(?=\d))?(?P<numbers>\d+(?:\.\d+){1,4})(?![\w]|\.\d)"), codes.version, DIGIT),
        Rule("draw", later(r"(?<![\w,.-])(?P<goals>\d{1,2})[-–](?P=goals)(?![\w-]|,\d)"), codes.draw, DIGIT),
        Rule("version", later(r"(?<=\b[A-Z])\.(?=\d)"), lambda _: " point ", DIGIT),
        Rule("ratio", later(r"(?<=\d):(?=\d)"), codes.ratio, DIGIT),
        Rule("less", later(r"(?<=\s)[-−–] de(?= \d)"), lambda _: "moins de", DIGIT),
        Rule("row", later(r"(?<![\w,.-])\d{1,7}(?:-\d{1,7}){3,6}(?![\w-])"), codes.digits, DIGIT),
        Rule("row", later(r"(?<![\w,.-])\d{1,3}(?:-\d{1,3}){2,5}(?![\w-])"), codes.row, DIGIT),
        Rule("span", later(rf"(?:{BLANK}[–—-]{BLANK}|[–—-])(?=[+€$£]?\d)"), _between, DIGIT),
    )  # fmt: skip


@dataclass(frozen=True)
class _Codes:
    speech: Speech

    def phone(self, match: re.Match[str]) -> str:
        said = [f"plus {self.speech.cardinal(int(match['country']))}"] if match["country"] else []
        groups = re.findall(r"\d+", match["rest"])
        if len(groups) == 1:
            digits = groups[0]
            odd = len(digits) % _PAIR
            groups = [digits[:odd], *(digits[at : at + _PAIR] for at in range(odd, len(digits), _PAIR))]
        said += map(self.speech.whole, filter(None, groups))
        is_plain = all(len(group) <= _PAIR for group in groups)
        return (" " if is_plain else ", ").join(said)

    def digits(self, match: re.Match[str]) -> str:
        return ", ".join(self.speech.numerals.digits(group) for group in re.findall(r"\d+", match[0]))

    def called(self, match: re.Match[str]) -> str | None:
        """A number of four digits, if it is one to call: “appelez le 3919”."""
        left = match.string[max(0, match.start() - _CALL) : match.start()]
        return self.row_of(match["one"], match["two"]) if _CALLING.search(left) else None

    def short(self, match: re.Match[str]) -> str:
        return self.row_of(match["one"], match["two"])

    def version(self, match: re.Match[str]) -> str | None:
        numbers = match["numbers"]
        if not match["v"] and re.fullmatch(WHOLE, numbers):
            return None
        said = " point ".join(map(self.speech.whole, numbers.split(".")))
        return f"version {said}" if match["v"] else said

    def row(self, match: re.Match[str]) -> str:
        return self.row_of(*re.findall(r"\d+", match[0]))

    def row_of(self, *numbers: str) -> str:
        return " ".join(map(self.speech.whole, numbers))

    def draw(self, match: re.Match[str]) -> str:
        number = self.speech.cardinal(int(match["goals"]))
        return f"{number} partout" if int(match["goals"]) < _MANY_GOALS else f"{number} {number}"

    def ratio(self, match: re.Match[str]) -> str:
        """What is no time of day: “2:1”, or a place in the Bible."""
        number = re.search(r"\d+$", match.string[max(0, match.start() - _LOOK_BACK) : match.start()])
        book = before(match, match.start() - len(number[0])) if number else ""
        return ", " if book in self.speech.words.lists["scripture"] else " pour "

    def article(self, match: re.Match[str]) -> str:
        """A paragraph of a law: “L. 121-1”."""
        numbers = [match[2], *match[3].split("-")[1:]]
        return f"{match[1]} {' tiret '.join(map(self.speech.whole, numbers))}"


def _between(match: re.Match[str]) -> str | None:
    """What is said for a dash between two quantities, if it is one."""
    left = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    if _REGISTERED.search(left):
        return " tiret "
    if _MODEL.match(match.string, match.end()):
        return None
    if not _QUANTITY.search(left) or _PART_OF_NAME.search(left):
        return None
    if match[0].strip() != match[0] and not _OF_ONE_KIND.search(left):
        return None
    return " à "
