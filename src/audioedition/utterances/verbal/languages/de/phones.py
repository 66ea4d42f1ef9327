"""Telephone numbers, accounts and the numbers of books, digit by digit."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.de.numbers import BLANK, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_PLUS = re.compile(r"\+\d|\(\+")
_ISBN = re.compile("ISBN")


def rules(words: Words, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    phones = "|".join(re.escape(each) for each in words.lists.get("phones", ()))

    def dialled(match: re.Match[str]) -> str:
        number = match["number"]
        groups = [numbers.digits(group) for group in re.findall(r"\d+", number)]
        return ("plus " if "+" in number else "") + ", ".join(groups)

    def called(match: re.Match[str]) -> str:
        return f"{_called(words, match['cue'])}{dialled(match)}"

    def account(match: re.Match[str]) -> str:
        return f"{' '.join(match['land'])} {dialled(match)}"

    phone = r"\d{3,6}(?![\d /-]{0,2}\d)|\(?\+?\d(?:[\d/()–-]|[ \u00a0\u202f](?=[\d(/–-])){3,30}\d"
    return (
        Rule("phone", re.compile(rf"(?<![\w.,])(?P<number>\(?\+\d(?:[\d/()–-]|{BLANK}(?=[\d(/–-])){{6,30}}\d)(?![\w]|[.,]\d)"), dialled, _PLUS),
        Rule("phone", re.compile(rf"(?<!\w)(?P<cue>(?:{phones})[.:]{{0,2}}\s{{1,2}})(?P<number>{phone})(?!\w|[.,]\d)"), called, DIGIT),
        Rule("phone", re.compile(r"(?<![\w.,:/–-])(?P<number>\(?0\d{1,5}\)?(?:[ \u00a0\u202f]?[/–-][ \u00a0\u202f]?|[ \u00a0\u202f])\d{2,9}(?:[ \u00a0\u202f/–-]\d{1,9}){0,6})(?!\w|[.,:]\d)"), dialled, DIGIT),
        Rule("account", re.compile(rf"(?<!\w)(?P<land>[A-Z]{{2}})(?P<number>\d\d(?:{BLANK}?\d{{4}}){{3,7}}(?:{BLANK}?\d{{1,3}})?)(?!\w)"), account, DIGIT),
        Rule("isbn", re.compile(r"(?<=ISBN[ :])\s?(?P<number>[\d -]{9,20}[\dX])"), dialled, _ISBN),
    )  # fmt: skip


def _called(words: Words, cue: str) -> str:
    """“Tel.: ” in words."""
    name = cue.strip().rstrip(":")
    known = words.open.get(name) or words.closed.get(name) or words.open.get(f"{name}.") or name.rstrip(".")
    return f"{known}: " if ":" in cue else f"{known} "
