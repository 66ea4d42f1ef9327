"""What stands before a number or an abbreviated adjective, and which ending it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.de.nouns import Noun, Nouns

_INITIALS = 4  # letters of an abbreviation that nobody knows, with its full stop
_WINDOW = 160  # characters that are looked at
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?\.?|\d+\.?|[^\w\s]")
_UNSEEN = frozenset("\"'“”„‚‘’»«›‹*_`")
_STOPS = frozenset(".!?…:;()[]")

_STEMS = r"(?:dies|jed|jen|welch|manch|solch|jeglich|jedwed|sämtlich|beid|all)"
_OWN = r"(?:k?ein|mein|dein|sein|ihr|unser|unsr|euer|eur|irgendein)"
_WEAK = re.compile(
    r"(?:am|im|vom|zum|beim|zur|hinterm|überm|unterm|vorm|dem|den|des"
    rf"|{_STEMS}(?:em|en)|{_OWN}(?:em|en|es|er)|des(?:sel|jeni)[gb]en|de[mnr](?:sel|jeni)[gb]en)"
)
_NEUTER = re.compile(r"(?:das|ins|ans|aufs|fürs|durchs|ums|übers|unters|hinters|vors|dasselbe|dasjenige)")
_DER = re.compile(rf"(?:der|{_STEMS}er)")
_DIE = re.compile(rf"(?:die|{_STEMS}e|{_OWN}e|dieselbe|diejenige)")
_DIES = re.compile(rf"{_STEMS}es")
_BARE = re.compile(_OWN)
_ADJECTIVE = re.compile(r"[a-zäöüß-]{2,}(?P<end>e[mnrs]?)")


class Case(StrEnum):
    """The four cases."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"


@dataclass(frozen=True, slots=True)
class Grammar:
    """How words agree with each other, by the tables of the language."""

    nouns: Nouns
    dative: frozenset[str]
    accusative: frozenset[str]
    genitive: frozenset[str]
    between: frozenset[str]
    """Adverbs that may stand between an article and its number: der *inzwischen* 3. Versuch."""
    dotted: frozenset[str]
    """Abbreviations; any other word with a full stop ends a sentence."""
    having: frozenset[str]
    """Verbs behind which the accusative stands."""
    linking: frozenset[str]
    """Verbs behind which the nominative stands."""

    def left(self, text: str, place: int) -> list[str]:
        """The words and signs before `place`, the nearest first, as far as the sentence's last full stop."""
        found: list[str] = []
        for token in reversed(_TOKEN.findall(text, max(0, place - _WINDOW), place)):
            if token in _STOPS or (
                token[-1] == "."
                and token[:-1].isalpha()
                and token not in self.dotted
                and len(token) > _INITIALS
            ):
                break
            if token not in _UNSEEN:
                found.append(token)
        while found and found[0].lower() in self.between:
            del found[0]
        return found

    def noun(self, text: str, place: int) -> tuple[Noun | None, str]:
        """The noun that stands behind `place`, over adjectives, and the ending of the adjective next to `place`."""
        match = _NOUN.match(text, place)
        if not match:
            return None, ""
        ending = _ADJECTIVE.fullmatch(match["first"] or "")
        is_adjective = ending and not _is_determiner(match["first"])
        if match["first"] and not is_adjective:
            return None, ""
        return self.nouns.known(match["noun"]), ending["end"] if ending else ""

    def ending(self, left: Sequence[str], noun: Noun | None, parallel: str = "") -> str:
        """The ending of an ordinal or adjective between `left` and `noun`: e, em, en, er or es.

        `parallel` is the ending of an adjective behind it.
        """
        left = _first(left)
        word = left[0].lower() if left else ""
        if word in _JOINING and len(left) > 1:
            before = _ORDINAL_WORD.fullmatch(left[1])
            if before:
                return before["end"]
        adjective = _ADJECTIVE.fullmatch(left[0]) if left else None
        if adjective and not _is_determiner(word) and _is_described(left):
            return adjective["end"]
        return self._determined(word, left, noun) or parallel or self._strong(word, left, noun)

    def is_determined(self, left: Sequence[str], noun: Noun | None) -> bool:
        """Whether an article, a pronoun, or such a word with an adjective stands before: a number there is an ordinal."""
        left = _first(left)
        if not left:
            return False
        if _is_determiner(left[0].lower()):
            return True
        if left[0].lower() in _JOINING and len(left) > 1 and _ORDINAL_WORD.fullmatch(left[1]):
            return self.is_determined(left[2:], noun)
        return bool(_ADJECTIVE.fullmatch(left[0])) and _is_described(left)

    def _determined(self, word: str, left: Sequence[str], noun: Noun | None) -> str:
        """The ending behind an article or what declines like one; empty if `word` is none."""
        kinds = (
            (_WEAK, "n"),
            (_NEUTER, ""),
            (_DER, "" if self._is_subject(left, noun) else "n"),
            (_DIE, "n" if noun and noun.plural_after_die else ""),
            (_DIES, "n" if noun and noun.genitive else ""),
            (_BARE, "s" if noun and noun.gender == "n" else "r"),
        )
        return next(("e" + end for kind, end in kinds if kind.fullmatch(word)), "")

    def _is_subject(self, left: Sequence[str], noun: Noun | None) -> bool:
        """Whether “der” is masculine, not the genitive or dative of “die”."""
        if noun and noun.gender:
            return noun.gender == "m"
        before = left[1] if len(left) > 1 else ""
        return (
            before.lower() not in self.dative
            and before.lower() not in self.genitive
            and not before[:1].isupper()
        )

    def _strong(self, word: str, left: Sequence[str], noun: Noun | None) -> str:
        """The ending without an article."""
        noun = noun or Noun("m")
        case = self.case(left)
        attribute = bool(word) and left[0][0].isupper()
        if attribute and noun.genitive:
            return "en"
        if attribute and noun.attribute and case == Case.NOMINATIVE:
            return "er"  # ein Abteil 2. Klasse
        return "e" + _STRONG["p" if noun.plural else noun.gender or "m"][list(Case).index(case)]

    def case(self, left: Sequence[str]) -> Case:
        """The case that the word before asks for; the nominative if it does not matter to it."""
        word = left[0].lower() if left else ""
        if word in self.dative:
            return Case.DATIVE
        if word in self.accusative:
            return Case.ACCUSATIVE
        if word in self.genitive:
            return Case.GENITIVE
        return Case.NOMINATIVE

    def one(self, left: Sequence[str], gender: str) -> str:
        """The number 1 before a noun of `gender`: ein, eine, einem, einen and so on."""
        left = _head(left)
        word = left[0].lower() if left else ""
        adjective = _ADJECTIVE.fullmatch(left[0]) if left else None
        if adjective and not _is_determiner(word) and _is_described(left):
            return "ein" + adjective["end"]
        if not _BARE.fullmatch(word):
            weak = self._determined(word, left, Noun(gender=gender))
            if weak:
                return "ein" + weak
        case = self.case(left)
        if case == Case.NOMINATIVE and gender == "m" and left and not self._is_linked(left):
            case = Case.ACCUSATIVE
        return "ein" + _INDEFINITE[gender == "f", case] if gender != "n" or case != Case.ACCUSATIVE else "ein"

    def _is_linked(self, left: Sequence[str]) -> bool:
        """Whether a verb with the nominative stands in the clause before, or the clause begins."""
        clause = [word.lower() for word in (left[: left.index(",")] if "," in left else left)]
        verb = next((word for word in clause if word in self.linking or word in self.having), "")
        return not clause or verb in self.linking

    def half(self, left: Sequence[str], gender: str) -> str:
        """A half of something of `gender`: ein halber, eine halbe, einem halben."""
        one = self.one(left, gender)
        ending = {"ein": "er" if gender == "m" else "es", "eine": "e"}.get(one, "en")
        return f"{one} halb{ending}"


# Nominative, genitive, dative, accusative.
_STRONG = {
    "m": ("r", "n", "m", "n"),
    "f": ("", "r", "r", ""),
    "n": ("s", "n", "m", "s"),
    "p": ("", "r", "n", ""),
}
_INDEFINITE = {
    (False, Case.NOMINATIVE): "", (False, Case.ACCUSATIVE): "en", (False, Case.DATIVE): "em", (False, Case.GENITIVE): "es",
    (True, Case.NOMINATIVE): "e", (True, Case.ACCUSATIVE): "e", (True, Case.DATIVE): "er", (True, Case.GENITIVE): "er",
}  # fmt: skip
_JOINING = frozenset(
    ["und", "oder", "bis", "sowie", "bzw.", "beziehungsweise", ",", "/", "–", "-", "u.", "zum"]
)
_NOUN = later(
    r"(?:\s(?:und|oder|sowie)(?:\s(?:damit|zugleich|somit|auch))?(?=\s[a-zäöüß]+e[mnrs]?\s))?"
    r"(?:,(?=\s[a-zäöüß]+e[mnrs]?\s))?[\s\"„“‚‘»«›‹*_]{1,3}(?:(?P<first>[a-zäöüß][a-zäöüß-]{1,40})\s(?:(?:und|oder|,)\s)?(?:[a-zäöüß-]{2,40}e[mnrs]?\s){0,3})?"
    r"(?P<noun>[A-ZÄÖÜ][\w-]*)"
)


_FIGURE = re.compile(r"\d+\.|[IVX]+\.")
_ORDINAL_WORD = re.compile(
    r"[a-zäöüß]*(?:ers|zwei|drit|vier|fünf|sechs|sieb|ach|neun|zehn|ster?|letz)te?(?P<end>e[mnrs]?)"
)


def _first(left: Sequence[str]) -> Sequence[str]:
    """What stands before the first of several ordinals: der 2., 3. und 4."""
    while len(left) > 1 and left[0].lower() in _JOINING and _FIGURE.fullmatch(left[1]):
        left = left[2:]
    return left


def _head(left: Sequence[str]) -> Sequence[str]:
    """What stands before the first of several counted things: mit 1 Koffer und 1 Hund."""
    while left and left[0].lower() in {"und", "oder", "sowie", ","}:
        place = next((place for place, word in enumerate(left[1:5], 2) if word.isdecimal()), 0)
        if not place:
            break
        left = left[place:]
    return left


def _is_described(left: Sequence[str]) -> bool:
    """Whether an article stands before the adjective that `left` begins with: der *inzwischen berühmte* 3. Versuch."""
    for word in left[1:4]:
        if _is_determiner(word.lower()):
            return True
        if not word.islower():
            return False
    return False


def _is_determiner(word: str) -> bool:
    return any(each.fullmatch(word) for each in (_WEAK, _NEUTER, _DER, _DIE, _DIES, _BARE))
