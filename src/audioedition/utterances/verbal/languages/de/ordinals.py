"""Ordinals, in digits and Roman numerals: am 3., der 3. Versuch, in 2. Auflage, im XIX. Jh., erstens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.languages.de.grammar import Grammar
from audioedition.utterances.verbal.languages.de.nouns import Noun
from audioedition.utterances.verbal.languages.de.numbers import Numbers
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_ROMAN = rf"(?![CDLM]\.){roman.PATTERN}(?=\.\s|\.[–/,;-])"
_NUMBER = rf"(?<![\w.,:/–-])(?P<number>\d{{1,4}}|\d{{1,3}}\.\d{{3}}|{_ROMAN})\."
_NEEDS = re.compile(r"[\dIVXLCM]\.")
_CENTURY = re.compile("Jh|Jhd")
_MORE = later(
    rf"(?:\s?[,/–-]|\s(?:und|oder|bis|sowie|bzw\.|u\.)(?:\szum)?)?\s?(?:\d{{1,4}}|{roman.PATTERN})\."
)
_MOST = 6  # ordinals before one noun
_DAYS = 31
_REACH = 160  # characters between two of them
_TOGETHER = 12  # people: zu zwölft
_POINTS = 20  # of an enumeration
_PLACES = 30  # of a race


@dataclass(frozen=True, slots=True)
class Ordinals:
    """How ordinals are said."""

    grammar: Grammar
    numbers: Numbers
    composers: frozenset[str]
    """In the genitive, before the number of a symphony: Beethovens 5."""
    starters: frozenset[str]
    """Words with which sentences begin, and which are no nouns."""
    placing: frozenset[str]
    """What stands before the place of somebody at a sentence's end: kam als 3."""

    def before_noun(self, match: re.Match[str]) -> str | None:
        """A number with a dot before a word with a capital: an ordinal if a noun or an article says so."""
        text, number = match.string, _value(match["number"])
        left = self.grammar.left(text, match.start())
        noun, parallel = self._noun(text, match.end())
        if self._starts(text, match.end()) or _is_about(left):
            return None
        is_first = bool(left and left[0].lower() in _PLACED and noun and noun.gender and number <= _POINTS)
        if not (noun and noun.counted) and not is_first and not self._is_determined(left, noun):
            return None
        if left[:1] == ["auf"] and _CLUB.match(text, match.end()):
            return self.numbers.ordinal(number, "en")
        return self.numbers.ordinal(number, self.grammar.ending(left, noun, parallel))

    def before_more(self, match: re.Match[str]) -> str | None:
        """A number with a dot before a small letter or a comma, where no sentence ends."""
        text, number = match.string, _value(match["number"])
        left = self.grammar.left(text, match.start())
        noun, parallel = self._noun(text, match.end())
        determined = self._is_determined(left, noun)
        if noun is None and (placed := self._placed(text, match.end(), left, number)):
            return placed
        if not (determined or parallel) and self._is_point(text, match.span(), left, number):
            return self._enumerated(match, number)
        if not (determined or parallel or (noun and noun.counted)):
            return None
        noun = noun or self._earlier(text, match.start())
        return self.numbers.ordinal(number, self.grammar.ending(left, noun, parallel))

    def last(self, match: re.Match[str]) -> str | None:
        """A number with a dot at a sentence's end: an ordinal after “am”, “vom”, “der”."""
        number = _value(match["number"])
        left = self.grammar.left(match.string, match.start())
        if (
            not left
            or number > _DAYS
            or _is_about(left)
            or (match["number"].isalpha() and len(match["number"]) == 1)
        ):
            return None
        word = left[0].lower()
        if left[0] in self.composers and number <= _POINTS:
            return self.numbers.ordinal(number).capitalize()
        if word == "zu" and 1 < number <= _TOGETHER:
            return self.numbers.ordinal(number, "")
        if without_noun := self._compared(match, left, number):
            return without_noun
        if word in _DAYWORDS or (word in {"der", "den", "dem", "des"}):
            return self.numbers.ordinal(
                number, self.grammar.ending(left, Noun("m") if word == "der" else None)
            )
        return None

    def _compared(self, match: re.Match[str], left: list[str], number: int) -> str | None:
        """Without its noun: kam als 3., besser als die 8., die 1. war schön, aber die 2."""
        if left[0].lower() == "als" and left[1:2] and left[1] in self.placing and number <= _PLACES:
            return self.numbers.ordinal(number, "e" if "sie" in map(str.lower, left) else "er")
        if left[0].lower() != "die":
            return None
        before = match.string[max(0, match.start() - _REACH) : match.start()]
        compared = left[1:2] == ["als"] and "mehr" not in left[2:3]
        return self.numbers.ordinal(number) if compared or _EARLIER.search(before) else None

    def pair(self, match: re.Match[str]) -> str | None:
        """Two in a row: aus dem 11./12. Jahrhundert, vom 3.–5. Tag."""
        noun, parallel = self._noun(match.string, match.end())
        left = self.grammar.left(match.string, match.start())
        if not (noun and noun.counted) and not self.grammar.is_determined(left, noun):
            return None
        ending = self.grammar.ending(left, noun, parallel)
        between = "und" if "/" in match["between"] else "bis"
        return f"{self.numbers.ordinal(_value(match['number']), ending)} {between} {self.numbers.ordinal(_value(match['second']), ending)}"

    def _placed(self, text: str, place: int, left: list[str], number: int) -> str | None:
        """Zu 2., als 3. ins Ziel, wurde 3., ist 3. der Rangliste."""
        word = left[0].lower() if left else ""
        if word == "zu" and 1 < number <= _TOGETHER:
            return self.numbers.ordinal(number, "")
        if number > _PLACES or not (word in _PLACED or (word in _BEING and _RANKED.match(text, place))):
            return None
        return self.numbers.ordinal(number, "e" if "sie" in map(str.lower, left[:6]) else "er")

    def _is_point(self, text: str, span: tuple[int, int], left: list[str], number: int) -> bool:
        """Whether a point of an enumeration begins: erstens, zweitens."""
        if number > _POINTS:
            return False
        if not left or left[0] in {",", "–"} or _is_counted(left):
            return True
        before = re.search(rf"(?<![\w.]){number - 1}\.\s[a-zäöüß]", text[max(0, span[0] - _REACH) : span[0]])
        behind = re.search(rf"(?<![\w.]){number + 1}\.\s[a-zäöüß]", text[span[1] : span[1] + _REACH])
        return bool(before or (number == 1 and behind))

    def _enumerated(self, match: re.Match[str], number: int) -> str | None:
        if not match["number"][0].isdecimal() or match.string[match.end() : match.end() + 1] == ",":
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
    ordinals = Ordinals(
        grammar,
        numbers,
        frozenset(words.lists.get("composers", ())),
        frozenset(words.lists.get("starters", ())),
        frozenset(words.lists.get("placing", ())),
    )
    superlative = r"(?:größt|best|höchst|ältest|jüngst|meist|letzt|wichtigst|beliebtest|längst|schnellst|reichst|stärkst|häufigst|kleinst|teuerst|tiefst)"
    return (
        Rule("ordinal", later(rf"(?<![\w.])(?P<number>\d{{1,3}})\.?-?(?P<word>{superlative}(?:e[mnrs]?|ens)?)(?!\w)"), lambda match: numbers.ordinal(int(match["number"]), "") + match["word"], _NEEDS_DIGIT),
        Rule("ordinal", later(r"(?<![\w.])(?P<number>\d{1,3})\.-(?=[A-ZÄÖÜ])"), lambda match: f"{numbers.ordinal(int(match['number'])).capitalize()}-", _NEEDS),
        Rule("ordinal", later(rf"{_NUMBER}(?P<between>\s?[/–-]\s?)(?P<second>\d{{1,4}}|{roman.PATTERN})\.(?=\s)"), ordinals.pair, _NEEDS, open=True),
        Rule("ordinal", later(rf"{_NUMBER}(?=\s?[\"„“‚‘»«*_]?[A-ZÄÖÜ])"), ordinals.before_noun, _NEEDS, open=True),
        Rule("ordinal", later(rf"{_NUMBER}(?=\s[\"„“‚‘»«*_]?[a-zäöüß]|[,;:/–-]|\s[–-]|\s(?:\d|[IVX]+\.))"), ordinals.before_more, _NEEDS, open=True),
        Rule("ordinal", later(rf"{_NUMBER}(?!\w|\.\.)"), ordinals.last, _NEEDS),
        Rule("abbreviation", later(r"(?<=\d\.\s)(?P<unit>Min|Std|Sek)\."), lambda match: _TIMES[match["unit"]], _NEEDS),
        Rule("abbreviation", later(r"(?<!\w)Jh(?:dt|d)?s?\.|(?<!\w)Jhdt?(?!\w)"), ordinals.century, _CENTURY),
    )  # fmt: skip


_NEEDS_DIGIT = re.compile(r"\d\.?-?[a-zäöü]")
_EARLIER = re.compile(r"\d\.(?:,|\s[a-zäöüß])")
_CLUB = re.compile(r"\s(?:FC|SC|SV|FSV|VfL|VfB|TSV)(?!\w)")
_TIMES = {"Min": "Minute", "Std": "Stunde", "Sek": "Sekunde"}
_PLACED = frozenset(["als", "wurde", "wurden", "wird", "werden"])
_BEING = frozenset(["ist", "war", "waren", "sind", "bin", "bist"])
_RANKED = re.compile(r"\s(?:der|des|im|in|beim|bei|geworden|hinter|vor|am)(?!\w)")
_DAYWORDS = frozenset(["am", "vom", "zum", "beim", "im"])


def _value(text: str) -> int:
    digits = text.replace(".", "")
    return int(digits) if digits.isdecimal() else (roman.value(text) or 0)


def _is_about(left: list[str]) -> bool:
    """Um die 30: a rough number."""
    return len(left) > 1 and left[0].lower() in {"die", "den"} and left[1].lower() in {"um", "an"}


def _is_counted(left: list[str]) -> bool:
    return left[0].lower() in {"und", "oder"} and any(each.rstrip(".").isdecimal() for each in left)
