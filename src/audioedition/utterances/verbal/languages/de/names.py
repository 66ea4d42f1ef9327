"""Numbers that name something: versions, seasons, postal codes, CO₂; and powers."""

from __future__ import annotations

import re
from functools import partial

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.letters import acronym
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_CARET = re.compile(r"\^")
_SUB = re.compile("[₀-₉]")
_SUPER = re.compile("[⁰¹²³⁴-⁹]")
_LOWER = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "01234567890123456789-")
_INSTITUTE = re.compile(
    r"(?:(?<=\b[Aa]m )|(?<=\b[Vv]om )|(?<=\b[Bb]eim )|(?<=\b[Zz]um )|(?<=\b[Aa]ns )|(?<=\b[Dd]as )|(?<=\b[Dd]es )|(?<=\b[Dd]em ))MIT(?!\w)"
)
"""The one in Massachusetts has an article; the preposition, when it is shouted, has none."""

_CENTURY = 100
_YEAR = 4  # digits


def versions(words: Words, numbers: Numbers) -> tuple[Rule, ...]:
    """What is called a version is no date."""
    cues = "|".join(words.lists.get("versioned", ()))

    def said(match: re.Match[str]) -> str:
        cue = match["cue"].strip()
        spelled = f"{acronym(words, cue)} " if cue.isupper() else match["cue"]
        return spelled + _dotted(numbers, match).removeprefix(match["cue"])

    return (
        Rule("version", later(rf"(?<!\w)(?P<cue>(?:{cues})\s)(?P<parts>\d{{1,9}}(?:\.\d{{1,9}}){{1,8}})(?!\w|[.,]\d)"), said, DIGIT),
    )  # fmt: skip


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""

    def postcode(match: re.Match[str]) -> str | None:
        return None if grammar.nouns.is_listed(match["town"]) else numbers.digits(match["number"])

    def season(match: re.Match[str]) -> str:
        """2019/20, but 2000/01 with the full year."""
        first, last = int(match["first"]), match["last"]
        said = (
            numbers.cardinal(int(last))
            if last[0] != "0" and len(last) < _YEAR
            else numbers.year(int(last) if len(last) == _YEAR else first // _CENTURY * _CENTURY + int(last))
        )
        return f"{numbers.year(first)} {said}"

    phrases = words.tables.get("phrases", {})
    letters = r"(?<=\d)(?P<word>[A-Z]{2,4})(?![^\W\d_])|(?<![^\W_])(?P<first>[A-Z]{2,4})(?=\d[A-Z])"
    return (
        Rule("acronym", _INSTITUTE, lambda _: "M I T"),
        Rule("phrase", later(rf"(?<![\w.,/])(?:{'|'.join(map(re.escape, phrases))})(?![\w/]|[.,]\d)"), lambda match: phrases[match[0]], DIGIT),
        Rule("season", later(r"(?<![\w.,/–-])(?P<first>1[5-9]\d\d|20\d\d)/(?P<last>\d{4}|\d\d)(?![\w/]|[.,]\d)"), season, DIGIT),
        Rule("letters", later(r"(?<!\w)V(?P<number>\d{1,2})(?!\w|[.,]\d)"), lambda match: f"V {numbers.cardinal(int(match['number']))}", DIGIT),
        Rule("version", later(r"(?<=Version )(?P<cue>)[vV](?P<parts>\d{1,9}(?:\.\d{1,9}){0,8})(?!\w|[.,]\d)"), partial(_dotted, numbers), DIGIT),
        Rule("version", later(r"(?<!\w)(?P<cue>)[vV](?:\.\s?)?(?P<parts>\d{1,9}(?:\.\d{1,9}){0,8})(?!\w|[.,]\d)"), lambda match: f"Version {_dotted(numbers, match)}", DIGIT),
        Rule("version", later(r"(?<![\w.,:/'’])(?P<cue>)(?!\d{1,3}(?:\.\d{3})+(?!\d|[.,]\d))(?P<parts>\d{1,3}(?:\.\d{1,3}){2,8})(?=(?:[^\w.,]|[.,](?!\d)|$))"), partial(_dotted, numbers), DIGIT),
        Rule("version", later(r"(?<![\w.,:/'’])(?P<cue>)(?P<parts>\d{1,6}\.(?:\d{1,2}|\d{4,6}))(?![\w.]|,\d)"), partial(_dotted, numbers), DIGIT),
        Rule("postcode", later(r"(?:(?<=\d, )|(?<=\d[a-z], )|(?<=in )|(?<=aus )|(?<=[|•·] )|(?<![^\s])[DA]-)(?P<number>\d{3}(?!00)\d\d)(?=\s(?P<town>[A-ZÄÖÜ][a-zäöüß]{2,}))"), postcode, DIGIT),
        Rule("letters", later(letters), lambda match: " ".join(match[0]), DIGIT),
        Rule("decimal", later(r"(?<=[A-Za-z])(?P<whole>\d{1,3}),(?P<part>\d{1,3})(?![\d,]|\.\d)"), lambda match: f" {numbers.cardinal(int(match['whole']))} Komma {numbers.digits(match['part'])}", DIGIT),
        Rule("index", later("(?P<stem>[A-Z][A-Za-z]{0,3})?(?P<index>[₀-₉]{1,9})"), partial(_indexed, numbers), _SUB),
        Rule("power", later(r"(?<=\w)\^(?=[\d-])"), lambda _: " hoch ", _CARET),
        Rule("power", later("⁻?[⁰¹²³⁴-⁹]+"), lambda match: f" hoch {_power(numbers, match[0])}", _SUPER),
    )  # fmt: skip


def _dotted(numbers: Numbers, match: re.Match[str]) -> str:
    parts = match["parts"].split(".")
    said = " Punkt ".join(
        numbers.digits(part) if part[0] == "0" and len(part) > 1 else numbers.cardinal(int(part[:9]))
        for part in parts
    )
    return f"{match['cue'] or ''}{said}"


def _indexed(numbers: Numbers, match: re.Match[str]) -> str:
    return f"{' '.join(match['stem'] or '')} {numbers.cardinal(int(match['index'].translate(_LOWER)))}"


def _power(numbers: Numbers, raised: str) -> str:
    text = raised.translate(_LOWER)
    return ("minus " if text.startswith("-") else "") + numbers.cardinal(int(text.lstrip("-")[:9]))
