"""Names that both editions write alike, and where one of them lacks such a name.

Most names change from one language to the next (`Kyiv`, `Kiew`, `Київ`), are declined, or become "he".
So a name counts only if the editions themselves show that it is carried over: it stands in several
pairs of paragraphs on both sides, in the same letters, and nowhere as an ordinary word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_SHORTEST = 3  # letters of a name
_PLAIN, _UNMISTAKABLE = (
    4,
    3,
)  # pairs of paragraphs that must share a plain name; one such as `NATO`, `F-16`, `GitHub`
_TOPIC = 0.34  # share of the paragraphs from which on a name is what all is about, and may go without saying
_ENDING = 2  # letters at the end of a name that declension may change


class Vocabulary:
    """The names that two editions share, paragraph by paragraph."""

    def __init__(self, one: Sequence[str], two: Sequence[str]) -> None:
        """Read aligned texts: the first of `one` says what the first of `two` does, and so on."""
        left, right = [_words(text) for text in one], [_words(text) for text in two]
        ordinary = {word for words in (*left, *right) for word in words if word.islower()}
        shared = Counter(
            word for pair in zip(left, right, strict=True) for word in pair[0] & pair[1] if _is_name(word)
        )
        self._names = {
            word
            for word, pairs in shared.items()
            if (_UNMISTAKABLE if _is_unmistakable(word) else _PLAIN) <= pairs <= _TOPIC * len(one)
            and word.lower() not in ordinary
        }
        self._left, self._right = left, right
        self._texts = one, two

    def lost(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that only the first of the texts at `place` has, and those that only the second has."""
        one = self._lost(self._left[place], self._texts[1], place)
        return one, self._lost(self._right[place], self._texts[0], place)

    def _lost(self, words: frozenset[str], other: Sequence[str], place: int) -> tuple[str, ...]:
        names = words & self._names
        near = "\n".join(other[max(0, place - 1) : place + 2]).casefold() if names else ""
        return tuple(sorted(name for name in names if _stem(name) not in near))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.islower() and word.lower() != word


def _is_unmistakable(word: str) -> bool:
    return any(sign.isupper() or sign.isdigit() for sign in word[1:])


def _stem(name: str) -> str:
    return name.casefold()[: max(_SHORTEST, len(name) - _ENDING)]
