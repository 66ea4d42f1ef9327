"""Nouns: their gender, known or guessed by their ending, and whether a form is a genitive or a plural."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from audioedition.utterances.verbal.words import Words

_SHORTEST = 3  # letters of a noun that a compound may end in
_LONGEST = 40

_FEMININE = re.compile(
    r".+(?:ung|heit|keit|schaft|ion|tät|ik|[^b]ei|enz|anz|ur|in|age|ade|ette|sis|ie)(?P<more>en|nen)?"
)
_NEUTER = re.compile(r".+(?:chen|lein|ment|tum|nis|ett|ium|um|ma|o)(?P<more>s|e|en|se)?")
_PARTICIPLE = re.compile(r".{3,}(?:ier|itz|eis|ern|eit|eb|hör|tern|ud|ehr|uch|ahr)ende")
_MASCULINE = re.compile(r".+(?:er|ling|ismus|ist|or|ant|ent|eur|ig|ich|el|ag)(?P<more>s|e|es|en|n)?")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun's `gender` (m, f, n, or empty), and what its form tells."""

    gender: str = ""
    genitive: bool = False
    plural: bool = False
    attribute: bool = False
    """Whether it often follows another noun in the genitive: eine Fahrkarte 2. Klasse."""
    counted: bool = False
    """Whether it has an ordinal without an article: 3. Platz."""
    plural_after_die: bool = False
    listed: bool = False
    plural_alone: bool = False
    """Whether its form is a plural where no article stands."""


class Nouns:
    """The nouns of the tables: lists of masculine, feminine, neuter and plural ones."""

    def __init__(self, words: Words) -> None:
        """Take the lists of `words`."""
        self._genders = {
            noun.lower(): gender
            for gender in "mfn"
            for noun in words.lists.get({"m": "masculine", "f": "feminine", "n": "neuter"}[gender], ())
        }
        self._persons = dict.fromkeys(words.lists.get("men", ()), "m") | dict.fromkeys(
            words.lists.get("women", ()), "f"
        )
        self._plurals = {noun.lower() for noun in words.lists.get("plural", ())}
        self._adjectival = frozenset(noun.lower() for noun in words.lists.get("adjectival", ()))
        self._counted = {noun.lower() for noun in words.lists.get("counted", ())}
        self._attributes = {noun.lower() for noun in words.lists.get("attributes", ())}

    def known(self, word: str) -> Noun:
        """What is known of the noun `word`."""
        if word in self._persons:
            return Noun(self._persons[word])
        return self._known(word.rsplit("-", 1)[-1].lower()[-_LONGEST:])

    def adjectival(self, word: str) -> str:
        """The ending of a noun that is inflected as an adjective: e, en, er, es, em (Verletzte, Toten); empty if it is none."""
        match = re.fullmatch(r"(.+e)([nrsm]?)", word.lower())
        return f"e{match[2]}" if match and match[1] in self._adjectival else ""

    def is_nominative(self, word: str) -> bool:
        """Whether a masculine noun has its form only as a subject: Zeuge, Kunde."""
        word = word.lower()
        return self._genders.get(word) == "m" and re.search("[^eäs]e$", word) is not None

    def is_listed(self, word: str) -> bool:
        """Whether `word` is a form of a noun of the tables."""
        found = self.known(word)
        return found.plural or found.listed

    @lru_cache(maxsize=4096)  # noqa: B019 -- there is one object a language, for good
    def _known(self, word: str) -> Noun:
        if self._ends(word, self._plurals):
            return Noun("", plural=True, counted=True, plural_after_die=True)
        if word in self._adjectival or _PARTICIPLE.fullmatch(word):
            return Noun(counted=word in self._counted)
        woman = re.fullmatch("(.+?)in(nen)?", word)
        if woman and (stem := self._ends(woman[1], self._genders)) and self._genders[stem] == "m":
            return Noun(
                "f", plural=bool(woman[2]), counted=stem in self._counted, plural_after_die=bool(woman[2])
            )
        for more in ("", "s", "es", "n", "en", "e", "er", "ern"):
            if not word.endswith(more):
                continue
            stem = word[: len(word) - len(more)] if more else word
            found = f"={stem}" if f"={stem}" in self._genders else self._ends(stem, self._genders)
            if found and not (self._genders[found] == "f" and more in {"e", "es", "er", "ern"}):
                return self._noun(found, more)
        return _guessed(word)

    def _noun(self, stem: str, more: str) -> Noun:
        gender = self._genders[stem]
        return Noun(
            gender,
            listed=True,
            genitive=gender != "f" and more in {"s", "es"},
            plural=(gender == "f" and more in {"n", "en"}) or more in {"er", "ern"},
            attribute=stem.lstrip("=") in self._attributes,
            counted=stem.lstrip("=") in self._counted,
            plural_after_die=gender != "f" or bool(more),
            plural_alone=gender != "f" and more in {"e", "n", "en", "er", "ern"},
        )

    def _ends(self, word: str, known: dict[str, str] | set[str]) -> str:
        """The longest of the `known` nouns that `word` is or ends in; empty if none."""
        if word in known:
            return word
        for start in range(1, len(word) - _SHORTEST + 1):
            if word[start:] in known:
                return word[start:]
        return ""


def _guessed(word: str) -> Noun:
    if re.search(r"[^g]e$", word) and not word.startswith("ge"):
        return Noun("f")
    for gender, pattern in (("f", _FEMININE), ("n", _NEUTER), ("m", _MASCULINE)):
        match = pattern.fullmatch(word)
        if match:
            more = match["more"] or ""
            return Noun(
                gender,
                genitive=gender != "f" and more in {"s", "es"},
                plural=gender == "f" and bool(more),
                plural_after_die=gender != "f" or bool(more),
            )
    plural = word.endswith(("en", "er", "s"))
    return Noun("", genitive=word.endswith("s"), plural_after_die=plural)
