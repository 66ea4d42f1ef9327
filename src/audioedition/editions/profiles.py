"""The profiles of langdetect, asked exactly: how well some languages explain the words of a text.

langdetect makes one table of all its profiles before it answers, which takes longer than all else
that happens to a short post.  Here profiles are read when the first text comes that can be in their
languages, from a table that is made of them once and kept, and only those n-grams are looked up that a text has.
"""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from audioedition.derived import derived
from audioedition.files import digest

_OWN = Path(__file__).with_name(
    "trained"
)  # profiles that langdetect lacks, made by benchmarks/make_profile.py
_SMOOTHING = 0.5 / 10_000  # langdetect's own: the probability of an n-gram that a language lacks
_LACKING = math.log(_SMOOTHING)
_LONGEST_WORD = 100  # characters: what goes on without a space says no more, and takes gigabytes
_TAGS = {"zh-cn": "zh", "zh-tw": "zh", "tl": "fil"}
_NAMES = {"fil": "tl"}

_Vector = tuple[float, ...]
"""A number for each language."""


@cache
def languages() -> frozenset[str]:
    """Those that have a profile: of langdetect's, or of our own (`trained/`)."""
    names = (path.name for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file())
    own = (path.name.removesuffix(".json") for path in _OWN.iterdir() if path.name.endswith(".json"))
    return frozenset(own) | frozenset(_TAGS.get(name, name) for name in names if not name.startswith("."))


@cache
def of(those: Sequence[str]) -> Profiles:
    """The profiles of `those` languages, a tuple."""
    return Profiles(those)


class Profiles:
    """How probable n-grams of up to three characters are in some languages."""

    def __init__(self, those: Sequence[str]) -> None:
        self._languages = those
        places = list(map(_place, those))
        name = f"profiles-{digest(*those)[:8]}"
        self._counts, self._totals = derived(name, places, lambda: _together(places))
        self._lacking = [_LACKING] * len(those)
        self._row = lru_cache(maxsize=100_000)(self._looked_up)
        self._word = lru_cache(maxsize=20_000)(self._summed_up)

    def explained(self, text: str) -> dict[str, float]:
        """The logarithm of how probable the n-grams of the words of `text` are, for each language."""
        words = "".join(map(_character, NGram.normalize_vi(text))).split()
        total = _sum([self._word(word[:_LONGEST_WORD]) for word in words])
        return (
            dict(zip(self._languages, total, strict=True)) if total else dict.fromkeys(self._languages, 0.0)
        )

    def _summed_up(self, word: str) -> _Vector:
        padded = f" {word} "
        pairs = list(map(operator.add, padded, padded[1:]))
        triples = map(operator.add, pairs, padded[2:])
        rows = list(filter(None, map(self._row, (*word, *pairs, *triples))))
        return _sum(rows) or (0.0,) * len(self._languages)

    def _looked_up(self, gram: str) -> _Vector:
        """Nothing for an n-gram that none of the languages has: it is no evidence."""
        found = self._counts.get(gram)
        if found is None:
            return ()
        row, totals = self._lacking.copy(), self._totals[len(gram) - 1]
        numbers = map(int, found.split())
        for language, count in zip(numbers, numbers, strict=True):
            row[language] = math.log(count / totals[language] + _SMOOTHING)
        return tuple(row)


def _sum(rows: Sequence[_Vector]) -> _Vector:
    return tuple(map(sum, zip(*rows, strict=True)))


def _together(places: Sequence[Path]) -> tuple[dict[str, str], list[list[int]]]:
    """Of each n-gram the languages that have it, by their place, each followed by how often it is in the texts of its profile.

    And how many n-grams of each size there are in the profile of each language.
    """
    counts: dict[str, list[str]] = {}
    totals = []
    for language, place in enumerate(places):
        profile = json.loads(place.read_bytes())
        totals.append(profile["n_words"])
        for gram, count in profile["freq"].items():
            if count:
                counts.setdefault(gram, []).append(f"{language} {count}")
    return {gram: " ".join(each) for gram, each in counts.items()}, [
        list(each) for each in zip(*totals, strict=True)
    ]


def _place(language: str) -> Path:
    """The file of a profile."""
    own = _OWN / f"{language}.json"
    return own if own.is_file() else Path(PROFILES_DIRECTORY, _NAMES.get(language, language))


@cache
def _character(char: str) -> str:
    return str(NGram.normalize(char))
