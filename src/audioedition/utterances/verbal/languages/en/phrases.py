"""Whether a number with its unit stands before a noun (“a five-dollar bill”) or for itself (“five dollars”)."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.context import before, behind
from audioedition.utterances.verbal.words import Words

_DIMENSION = re.compile(r"[\d.,]+ ?(?:[×x] ?)$")


def article(noun: str) -> str:
    """The indefinite article before `noun`."""
    return "an" if noun[:1] in set("aeiou") or noun == "hour" else "a"


_DEEDS = re.compile("(?:ss|cus)$")  # I miss, I focus
_THINGS = re.compile("(?:[a-z]{2}ing|[a-z]{3}[ts]ion|[^s]s)$")


class Phrases:
    """What the words around a number tell, by the lists of `words`."""

    def __init__(self, words: Words) -> None:
        self._determiners = frozenset(words.lists["determiners"])
        self._function = frozenset(words.lists["function"])
        self._counted = frozenset(words.lists["counted"])
        self._few = frozenset(words.lists["few"])
        self._portions = frozenset(words.lists["portions"])
        self._no_deeds = frozenset(words.lists["no_deeds"])
        self._deeds = frozenset(words.lists["deeds"])
        self._about = frozenset(words.lists["about"])

    def is_attribute(self, match: re.Match[str]) -> bool:
        """Whether a noun follows that `match` describes: a 5 km run."""
        noun = behind(match)
        if not noun or noun in self._function:
            return False
        start = match.start()
        while found := _DIMENSION.search(match.string[max(0, start - 20) : start]):
            start -= len(found[0])
        last = before(match, start)
        if last.lower() in self._determiners or (noun.isupper() and len(noun) > 1):
            return True
        if last.lower() in self._few and noun.endswith("s"):
            return True
        return bool(
            re.search(rf"(?<!\w)[Aa]n? {re.escape(last)} $", match.string[max(0, start - 40) : start])
        ) and bool(last)

    def is_counted(self, match: re.Match[str]) -> bool:
        """Whether things follow that `match` counts, and not a year: 1500 people."""
        noun = behind(match)
        if noun in self._counted:
            return True
        return before(match).lower() in self._about and noun.endswith("s") and noun not in self._function

    def is_no_deed(self, word: str) -> bool:
        """Whether `word` cannot follow an I that speaks: World War I soldiers, Type I diabetes, Chapter I begins."""
        if word in self._no_deeds:
            return True
        return bool(_THINGS.search(word)) and not _DEEDS.search(word) and word not in self._deeds

    def is_determiner(self, word: str) -> bool:
        """Whether a noun is announced by `word`."""
        return word in self._determiners and not word.endswith("st")

    def is_portion(self, word: str) -> bool:
        """Whether one has a part of a `word`: three quarters of a mile."""
        return word in self._portions

    def is_function(self, word: str) -> bool:
        """Whether `word` is one of the small words, and no noun."""
        return word.lower() in self._function or word.lower() in self._determiners

    def is_name(self, word: str) -> bool:
        """Whether `word` is written like a name, and none of the small words that begin sentences."""
        return word[:1].isupper() and not self.is_function(word)
