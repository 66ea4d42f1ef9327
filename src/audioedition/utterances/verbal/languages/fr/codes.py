"""Telephone numbers, versions, spans and rows of numbers."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.fr.numbers import BLANK, WHOLE, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_GAP = rf"(?:{BLANK}|[.-])"
_PAIR = 2
_MANY_GOALS = 10
_LOOK_BACK = 16
_QUANTITY = re.compile(r"(?:\d|\d\s?(?:[%‰€$£°hjmgl²³]|°C|[ckm]m|k?g|[kKMG]o|min|M€|k€))$")
_CALLS = r"(?:appel\w*|compos\w*|numéro|tapez|joindre|le 3615|tél\w*\.?)"


def phones(speech: Speech) -> tuple[Rule, ...]:
    """The rules for telephone numbers, in order."""

    def phone(match: re.Match[str]) -> str:
        said = [f"plus {speech.cardinal(int(match['country']))}"] if match["country"] else []
        groups = re.findall(r"\d+", match["rest"])
        if len(groups) == 1:
            digits = groups[0]
            odd = len(digits) % _PAIR
            groups = [digits[:odd], *(digits[at : at + _PAIR] for at in range(odd, len(digits), _PAIR))]
        return " ".join([*said, *(speech.whole(group) for group in groups if group)])

    def digits(match: re.Match[str]) -> str:
        return ", ".join(speech.numerals.digits(group) for group in re.findall(r"\d+", match[0]))

    def short(match: re.Match[str]) -> str:
        return f"{speech.whole(match['one'])} {speech.whole(match['two'])}"

    return (
        Rule("phone", re.compile(rf"(?<![\w+])(?:\+|00)(?P<country>3[0-9]|4[0-9]|1|2[0-9]{{1,2}}){_GAP}?(?:\(0\){_GAP}?)?(?P<rest>\d{{1,4}}(?:{_GAP}?\d{{2,4}}){{2,5}})(?!\d)"), phone, DIGIT),
        Rule("phone", re.compile(rf"(?<![\w,.+-])(?P<country>)(?P<rest>0\d(?:{_GAP}\d{{2}}){{4}}|0{_GAP}?8\d\d{_GAP}\d{{3}}{_GAP}\d{{3}}|0\d{{1,3}}(?:{BLANK}|[./])\d{{2,3}}(?:{_GAP}\d{{2}}){{2}}|0[1-9]\d{{8}})(?!\d|[.,]\d)"), phone, DIGIT),
        Rule("phone", re.compile(r"(?<![\w,.+-])(?:1[- ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)"), digits, DIGIT),
        Rule("phone", re.compile(rf"(?i:(?<=\b[lad][eu] ))(?P<one>3[0269]|1[0-9]){BLANK}(?P<two>\d\d)(?!\w|{BLANK}?[\d%€])"), short, DIGIT),
    )  # fmt: skip


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for the rest, in order."""

    def version(match: re.Match[str]) -> str | None:
        numbers = match["numbers"]
        if not match["v"] and re.fullmatch(WHOLE, numbers):
            return None
        said = " point ".join(map(speech.whole, numbers.split(".")))
        return f"version {said}" if match["v"] else said

    def row(match: re.Match[str]) -> str:
        return " ".join(map(speech.whole, re.findall(r"\d+", match[0])))

    def between(match: re.Match[str]) -> str | None:
        before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _QUANTITY.search(before) or re.search(r"(?:\b[LRDA]\.?\s?|[A-Z]-?)\d+$", before):
            return None
        if match[0].strip() != match[0] and not re.search(r"\d\s?h$|\d{4}$|\D\d$|\D\d\d$|%$", before):
            return None
        return " à "

    def draw(match: re.Match[str]) -> str:
        number = speech.cardinal(int(match["goals"]))
        return f"{number} partout" if int(match["goals"]) < _MANY_GOALS else f"{number} {number}"

    def article(match: re.Match[str]) -> str:
        return f"{match[1]} {speech.whole(match[2])}" + "".join(
            f" tiret {speech.whole(each)}" for each in match[3].split("-")[1:]
        )

    return (
        Rule("article", re.compile(rf"(?<![\w])([LRDA])\.?{BLANK}?(\d{{2,4}})((?:-\d{{1,3}}){{1,3}})(?!\w)"), article, DIGIT),
        Rule("version", re.compile(r"(?<![\w.,])(?P<v>[vV](?:er(?:s(?:ion)?)?)?\.?(?=\d))?(?P<numbers>\d+(?:\.\d+){1,4})(?![\w]|\.\d)"), version, DIGIT),
        Rule("draw", re.compile(r"(?<![\w,.-])(?P<goals>\d{1,2})[-–](?P=goals)(?![\w-]|,\d)"), draw, DIGIT),
        Rule("compared", re.compile(rf"(?<=\d){BLANK}?(?P<sign>[<>]){BLANK}?(?=\d)"), lambda match: f" {'inférieur' if match['sign'] == '<' else 'supérieur'} à ", DIGIT),
        Rule("ratio", re.compile(r"(?<=\d):(?=\d)"), lambda _: ", ", DIGIT),
        Rule("row", re.compile(r"(?<![\w,.-])\d{1,3}(?:-\d{1,3}){2,5}(?![\w-])"), row, DIGIT),
        Rule("span", re.compile(rf"(?:{BLANK}[–—-]{BLANK}|[–—-])(?=[+€$£]?\d)"), between, DIGIT),
    )  # fmt: skip
