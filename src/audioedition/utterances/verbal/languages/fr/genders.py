"""Whether what is counted is feminine: “vingt et une pages”."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.words import Words

_NOUN = re.compile(r"[\s\u00a0\u202f\u2009]?(?:d['’])?([^\W\d_]+(?:-[^\W\d_]+)*)")
_LABEL = re.compile(r"([^\W\d_]+°?)[\s\u00a0\u202f]+(?:\d+[\s,]+(?:et|ou|à)[\s]+)?$")
_ADJECTIVES = 3  # at most so many words before the noun are looked at
_LOOK_BACK = 32


class Genders:
    """The genders of nouns, as far as their last letters and the tables tell."""

    def __init__(self, words: Words) -> None:
        self._endings = words.lists["feminine_endings"]
        self._feminine = frozenset(words.lists["feminine"])
        self._masculine = frozenset(words.lists["masculine"])
        self._neutral = frozenset(words.lists["neutral"])
        self._function = frozenset(words.lists["function"])
        self._labels = frozenset(words.lists["labels"])

    def is_feminine(self, noun: str) -> bool:
        """Whether `noun`, singular or plural, is feminine; no if nothing is known of it."""
        noun = noun.lower()
        one = noun.removesuffix("s") or noun
        if noun in self._function or {noun, one} & self._masculine:
            return False
        return bool({noun, one} & self._feminine) or one.endswith(self._endings)

    def counted(self, text: str, start: int, end: int) -> bool:
        """Whether the number from `start` to `end` counts something feminine."""
        label = _LABEL.search(text, max(0, start - _LOOK_BACK), start)
        if label and label[1].lower() in self._labels:
            return False
        for _ in range(_ADJECTIVES):
            found = _NOUN.match(text, end)
            if not found:
                return False
            word = found[1].lower()
            if not {word, word.removesuffix("s")} & self._neutral:
                return self.is_feminine(word.split("-")[0]) and word not in self._function
            end = found.end()
        return False
