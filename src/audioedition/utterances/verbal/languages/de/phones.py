"""Telephone numbers, accounts and the numbers of books, digit by digit."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.numbers import BLANK, Numbers
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_PLUS = re.compile(r"\+\d|\(\+")
_SHORTEST = 6  # digits of a number that somebody could call
_ISBN = re.compile("ISBN")


def rules(words: Words, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    phones = "|".join(re.escape(each) for each in words.lists.get("phones", ()))

    def dialled(match: re.Match[str]) -> str:
        number = match["number"]
        groups = [numbers.digits(group) for group in re.findall(r"\d+", number)]
        return ("plus " if "+" in number else "") + ", ".join(groups)

    def emergency(match: re.Match[str]) -> str | None:
        """110 and 112, if somebody is to dial them."""
        around = match.string[max(0, match.start() - 60) : match.end() + 40]
        return numbers.digits(match["number"]) if calls.search(around) else None

    def called(match: re.Match[str]) -> str:
        return f"{_called(words, match['cue'])}{dialled(match)}"

    def long(match: re.Match[str]) -> str | None:
        return dialled(match) if sum(map(str.isdigit, match["number"])) >= _SHORTEST else None

    def account(match: re.Match[str]) -> str:
        return f"{' '.join(match['land'])} {dialled(match)}"

    phone = r"(?:\(?\+?\d(?:[\d/()–-]|[ \u00a0\u202f](?=[\d(/–-])){3,30}\d|\d{3,6}|(?<=wahl )\d\d)"
    calls = re.compile("|".join(words.lists.get("calls", ("(?!)",))), re.IGNORECASE)
    return (
        Rule("phone", later(r"(?<![\w.,:/–-])(?P<number>11[0258]|19222)(?![\w/:–-]|[.,]\d)"), emergency, DIGIT),
        Rule("postcode", later(r"(?<=PLZ )(?P<number>\d{4,5})(?!\w)|(?<=Postleitzahl )(?P<code>\d{4,5})(?!\w)"), lambda match: numbers.digits(match[0]), DIGIT),
        Rule("phone", later(rf"(?<![\w.,])(?P<number>\(?\+\d(?:[\d/()–-]|{BLANK}(?=[\d(/–-])){{6,30}}\d)(?![\w]|[.,]\d)"), dialled, _PLUS),
        Rule("phone", later(rf"(?<!\w)(?P<cue>(?:{phones})[.:]{{0,2}}\s{{1,2}})(?P<number>-?{phone})(?!\w|[.,]\d)"), called, DIGIT),
        Rule("phone", later(r"(?<![\w.,:/–-])(?P<number>(?:\(?0\d{1,5}\)?|\(0(?:[ \u00a0]?\d){1,5}\))(?:[ \u00a0\u202f]?[/–-][ \u00a0\u202f]?|[ \u00a0\u202f])\d{2,9}(?:[ \u00a0\u202f/–-]\d{1,9}){0,6})(?!\w|[.,:]\d)"), long, DIGIT),
        Rule("account", later(rf"(?<!\w)(?P<land>[A-Z]{{2}})(?P<number>\d\d(?:{BLANK}?\d{{4}}){{3,7}}(?:{BLANK}?\d{{1,3}})?)(?!\w)"), account, DIGIT),
        Rule("account", later(rf"(?:(?<=IBAN )|(?<=IBAN: ))(?P<land>[A-Z]{{2}})(?P<number>\d\d(?:{BLANK}?\d{{4}}){{1,2}})(?!\w)"), account, DIGIT),
        Rule("isbn", later(r"(?<=ISBN[ :])\s?(?P<number>[\d -]{9,20}[\dX])"), dialled, _ISBN),
    )  # fmt: skip


def _called(words: Words, cue: str) -> str:
    """“Tel.: ” in words."""
    name = cue.strip().rstrip(":")
    known = words.open.get(name) or words.closed.get(name) or words.open.get(f"{name}.") or name.rstrip(".")
    return f"{known}: " if ":" in cue else f"{known} "
