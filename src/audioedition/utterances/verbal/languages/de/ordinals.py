"""Ordinals, in digits and Roman numerals: am 3., der 3. Versuch, in 2. Auflage, im XIX. Jh., erstens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.nouns import Noun
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_NUMBER = rf"(?<![\w.,:/–-])(?P<number>\d{{1,4}}|{roman.PATTERN})\."
_NEEDS = re.compile(r"[\dIVXLCM]\.")
_CENTURY = re.compile("Jh|Jhd")
_MORE = re.compile(
    rf"(?:\s?[,/–-]|\s(?:und|oder|bis|sowie|bzw\.|u\.)(?:\szum)?)?\s?(?:\d{{1,4}}|{roman.PATTERN})\."
)
_MOST = 6  # ordinals before one noun
_DAYS = 31
_POINTS = 20  # of an enumeration
_PLACES = 30  # of a race


@dataclass(frozen=True, slots=True)
class Ordinals:
    """How ordinals are said."""

    grammar: Grammar
    numbers: Numbers
    starters: frozenset[str]
    """Words with which sentences begin, and which are no nouns."""

    def before_noun(self, match: re.Match[str]) -> str | None:
        """A number with a dot before a word with a capital: an ordinal if a noun or an article says so."""
        text, number = match.string, _value(match["number"])
        left = self.grammar.left(text, match.start())
        noun, parallel = self._noun(text, match.end())
        if self._starts(text, match.end()) or _is_about(left):
            return None
        if not (noun and noun.counted) and not self._is_determined(left, noun):
            return None
        return self.numbers.ordinal(number, self.grammar.ending(left, noun, parallel))

    def before_more(self, match: re.Match[str]) -> str | None:
        """A number with a dot before a small letter or a comma, where no sentence ends."""
        text, number = match.string, _value(match["number"])
        left = self.grammar.left(text, match.start())
        noun, parallel = self._noun(text, match.end())
        alone = noun is None
        determined = self._is_determined(left, noun)
        if (
            not determined
            and not parallel
            and (not left or left[0] in {",", "–"} or _is_counted(left))
            and number <= _POINTS
        ):
            return self._enumerated(match, number)
        if not (determined or parallel or (noun and noun.counted) or (left and left[0].lower() in _AS)):
            return (
                self.numbers.ordinal(number, "er")
                if match["number"].isdigit()
                and number <= _PLACES
                and alone
                and left
                and left[0].lower() in _RANKED
                else None
            )
        return self.numbers.ordinal(
            number, self.grammar.ending(left, noun or self._earlier(text, match.start()), parallel)
        )

    def last(self, match: re.Match[str]) -> str | None:
        """A number with a dot at a sentence's end: an ordinal after “am”, “vom”, “der”."""
        number = _value(match["number"])
        left = self.grammar.left(match.string, match.start())
        if not left or number > _DAYS or _is_about(left) or not match["number"].isdigit():
            return None
        word = left[0].lower()
        if word in _DAYWORDS or (word in {"der", "den", "dem", "des"} and len(match["number"]) <= 2):  # noqa: PLR2004 -- a day
            return self.numbers.ordinal(
                number, self.grammar.ending(left, Noun("m") if word == "der" else None)
            )
        return None

    def _enumerated(self, match: re.Match[str], number: int) -> str | None:
        if not match["number"].isdigit() or match.string[match.end() : match.end() + 1] == ",":
            return None
        said = f"{self.numbers.ordinal(number, '')}ens"
        return said if self.grammar.left(match.string, match.start()) else said.capitalize()

    def _noun(self, text: str, place: int) -> tuple[Noun | None, str]:
        """The noun behind, over further ordinals: am 3. und 4. Tag."""
        for _ in range(_MOST):
            more = _MORE.match(text, place)
            if not more:
                break
            place = more.end()
        noun, parallel = self.grammar.noun(text, place)
        return (None, "") if self._starts(text, place) else (noun, parallel)

    def _starts(self, text: str, place: int) -> bool:
        """Whether a word that begins sentences stands at `place`."""
        match = re.compile(r"[\s\"„“»«]{1,3}([A-ZÄÖÜ][a-zäöüß]*)").match(text, place)
        return bool(match and match[1].lower() in self.starters)

    def _is_determined(self, left: list[str], noun: Noun | None) -> bool:
        return self.grammar.is_determined(left, noun)

    def _earlier(self, text: str, place: int) -> Noun | None:
        """The noun that an ordinal before in the sentence belongs to: sein 3. Buch …, ein 4."""
        found = None
        for match in re.compile(r"\d\.\s(?:[a-zäöüß]+\s)?([A-ZÄÖÜ][\w-]+)").finditer(
            text, max(0, place - 200), place
        ):
            found = self.grammar.nouns.known(match[1])
        return found

    def century(self, match: re.Match[str]) -> str:
        """Jh., in the genitive after “des”."""
        left = [word.lower() for word in self.grammar.left(match.string, match.start())[:6]]
        genitive = match[0].startswith("Jhs") or next((word for word in left if word.isalpha() and word not in {"und", "bis", "oder"} and not (roman.value(word.upper()) or 0)), "") == "des"  # fmt: skip
        return "Jahrhunderts" if genitive else "Jahrhundert"


def rules(words: Words, grammar: Grammar, numbers: Numbers) -> tuple[Rule, ...]:
    """The rules for them."""
    ordinals = Ordinals(grammar, numbers, frozenset(words.lists.get("starters", ())))
    superlative = r"(?:größt|best|höchst|ältest|jüngst|meist|letzt|wichtigst|beliebtest|längst|schnellst|reichst|stärkst|häufigst|kleinst|teuerst|tiefst)"
    return (
        Rule("ordinal", re.compile(rf"(?<![\w.])(?P<number>\d{{1,3}})\.?-?(?P<word>{superlative}(?:e[mnrs]?|ens)?)(?!\w)"), lambda match: numbers.ordinal(int(match["number"]), "") + match["word"], _NEEDS_DIGIT),
        Rule("ordinal", re.compile(r"(?<![\w.])(?P<number>\d{1,3})\.-(?=[A-ZÄÖÜ])"), lambda match: f"{numbers.ordinal(int(match['number'])).capitalize()}-", _NEEDS),
        Rule("ordinal", re.compile(rf"{_NUMBER}(?=\s?[\"„“‚‘»«*_]?[A-ZÄÖÜ])"), ordinals.before_noun, _NEEDS, open=True),
        Rule("ordinal", re.compile(rf"{_NUMBER}(?=\s[\"„“‚‘»«*_]?[a-zäöüß]|[,;:/–-]|\s[–-]|\s(?:\d|[IVX]+\.))"), ordinals.before_more, _NEEDS, open=True),
        Rule("ordinal", re.compile(rf"{_NUMBER}(?!\w|\.\.)"), ordinals.last, _NEEDS),
        Rule("abbreviation", re.compile(r"(?<!\w)Jh(?:dt|d)?s?\.|(?<!\w)Jhdt?(?!\w)"), ordinals.century, _CENTURY),
    )  # fmt: skip


_NEEDS_DIGIT = re.compile(r"\d\.?-?[a-zäöü]")
_AS = frozenset(["als"])
_RANKED = frozenset(["wurde", "wurden", "wird", "werden", "platz"])
_DAYWORDS = frozenset(["am", "vom", "zum", "beim", "im"])


def _value(text: str) -> int:
    return int(text) if text.isdigit() else (roman.value(text) or 0)


def _is_about(left: list[str]) -> bool:
    """Um die 30: a rough number."""
    return len(left) > 1 and left[0].lower() in {"die", "den"} and left[1].lower() in {"um", "an"}


def _is_counted(left: list[str]) -> bool:
    return left[0].lower() in {"und", "oder"} and any(each.rstrip(".").isdigit() for each in left)
