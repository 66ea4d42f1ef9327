"""Names that both editions write alike, and the one place where one of them lacks such a name.

Most names change from one language to the next (`Kyiv`, `Kiew`, `Київ`), are declined, or become "he".
So a name counts only if the editions themselves show that it is carried over: it stands in several
pairs of paragraphs on both sides, in the same letters, nowhere as an ordinary word, not only at the
beginning of sentences, and is lacking only once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_SHORTEST = 3  # letters of a name
_PAIRS = 2  # of paragraphs that must share a name,
_PAIRS_ABROAD = 4  # and between scripts, where a name is often spelt in the letters of the other one
_ENDING = 2  # letters at the end of a name that declension may change
_WITHIN = ",;、，'’)"  # signs after which a sentence goes on
_SAMPLE = 5000  # characters that tell the script of a text


class Vocabulary:
    """The names that two editions share, paragraph by paragraph."""

    def __init__(self, one: Sequence[str], two: Sequence[str]) -> None:
        """Read aligned texts: the first of `one` says what the first of `two` does, and so on."""
        left, right = [_words(text) for text in one], [_words(text) for text in two]
        ordinary = {word for words in (*left, *right) for word in words if word.islower()}
        shared = Counter(
            word for pair in zip(left, right, strict=True) for word in pair[0] & pair[1] if _is_name(word)
        )
        within = _within(one) & _within(two)
        least = _PAIRS if _is_latin(one) == _is_latin(two) else _PAIRS_ABROAD
        names = frozenset(
            word
            for word, pairs in shared.items()
            if pairs >= least and word in within and word.lower() not in ordinary
        )
        texts = [text.casefold() for text in one], [text.casefold() for text in two]
        ones, twos = list(_lonely(left, names, *texts)), list(_lonely(right, names, *reversed(texts)))
        lacking = Counter(name for lonely in (*ones, *twos) for name in lonely)
        self._lost = [
            tuple(tuple(name for name in lonely if lacking[name] == 1) for lonely in both)
            for both in zip(ones, twos, strict=True)
        ]

    def lost(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that only the first of the texts at `place` has, and those that only the second has."""
        one, two = self._lost[place]
        return one, two


def _lonely(
    words: Sequence[frozenset[str]], names: frozenset[str], own: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """The names of each text, by its `words`, that its counterpart lacks.

    A name that has only moved to a neighbour, which its own counterpart does not explain, is not lacking.
    """
    for place, here in enumerate(words):
        near = [*range(max(0, place - 1), place), *range(place + 1, min(len(own), place + 2))]
        yield tuple(
            name
            for name in sorted(here & names)
            if (stem := _stem(name)) not in other[place]
            and not any(stem in other[beside] and stem not in own[beside] for beside in near)
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _within(texts: Iterable[str]) -> set[str]:
    """The words that stand somewhere else than at the beginning of a sentence."""
    return {
        found[0]
        for text in texts
        for found in _WORD.finditer(text)
        if (before := text[: found.start()][-2:].rstrip()[-1:]) and (before.isalnum() or before in _WITHIN)
    }


def _is_latin(texts: Iterable[str]) -> bool:
    letters = [sign for sign in "".join(texts)[:_SAMPLE] if sign.isalpha()]
    return 2 * sum("LATIN" in unicodedata.name(sign, "") for sign in letters) >= len(letters)


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.islower() and word.lower() != word


def _stem(name: str) -> str:
    return name.casefold()[: max(_SHORTEST, len(name) - _ENDING)]
