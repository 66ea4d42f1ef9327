"""Which language a text is in: by its script first, then by langdetect's profiles.

langdetect draws n-grams by lot until it is sure, which is slow, overconfident, and can change its
mind between two runs.  The same profiles are asked exactly here: every n-gram of every word counts,
so that the evidence of two texts can be added up, and equal texts give equal answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.utils.ngram import NGram

from audioedition.editions import relatives
from audioedition.languages import base

Scores = Mapping[str, float]
"""Languages with the logarithm of how well they explain a text, 0 for the best of them."""

_SMOOTHING = 0.5 / 10_000  # langdetect's own: the probability of an n-gram that a language lacks
_TEMPER = 0.3  # each letter is part of about three n-grams, so that each is only a third of the evidence
_NON_LATIN_SHARE = 0.25  # Latin names are common in all scripts; the other way round is rare
_LONGEST_WORD = 100  # characters: what goes on without a space says no more, and takes gigabytes
_HAN_WEIGHT = 3  # one of these characters says as much as three letters
_LATIN_LETTER = 0.05  # nats that each letter of a Latin name counts against a language in another script

_TAGS = {"zh-cn": "zh", "zh-tw": "zh", "tl": "fil"}
_ONE_LANGUAGE = {
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "HANGUL": "ko",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "BENGALI": "bn",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TIBETAN": "bo",
    "ETHIOPIC": "am",
    "ORIYA": "or",
}
_SEVERAL_LANGUAGES = {
    "CYRILLIC": ("ru", "uk", "bg", "mk"),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
_CASED = {"CYRILLIC": _SEVERAL_LANGUAGES["CYRILLIC"], "GREEK": ("el",)}
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA")
_LETTERS = {**dict.fromkeys(_EAST_ASIAN, _HAN_WEIGHT), "HANGUL": 2}  # that a character is worth
_WORDS = re.compile(r"[^\W\d_]+")
# An e-mail address is looked for at the beginnings of words only: elsewhere that takes the square of their length.
_NOT_TEXT = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://\S+|www\.\S+|(?<!\S)[^\s@]{1,64}@[^\s@]{1,255}|`[^`]*`")


@lru_cache(maxsize=4096)
def scores(text: str) -> Scores:
    """Score every language that could be that of `text`; empty if it holds no letters.

    The scores of two texts in one language add up.  They are not cut off: a long text can be
    hundreds of nats away from a wrong language.
    """
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub(" ", text).casefold())
    scripts = Counter(script for char in text if (script := _script(char)))
    if not scripts:
        return {}
    for script in (*_EAST_ASIAN, "HANGUL"):
        scripts[script] *= _HAN_WEIGHT
    foreign = {script: count for script, count in scripts.items() if script != "LATIN"}
    if sum(foreign.values()) <= _NON_LATIN_SHARE * sum(scripts.values()):
        found = _latin(text)
        if foreign:
            _add_foreign(found, text, scripts["LATIN"])
        return _relative(found)
    east = sum(scripts[script] for script in _EAST_ASIAN)
    if east >= scripts["HANGUL"] and east >= max(foreign.values()) / 2:
        kana = (scripts["HIRAGANA"] + scripts["KATAKANA"]) // _HAN_WEIGHT
        return relatives.east_asian(text, [char for char in text if _script(char) == "CJK"], kana)
    script = max(sorted(foreign), key=foreign.__getitem__)
    if language := _ONE_LANGUAGE.get(script):
        return {language: 0.0}
    if script == "CYRILLIC":
        return _relative(_cyrillic(text))
    return _relative({language: _profiled(text)[language] for language in _SEVERAL_LANGUAGES.get(script, ())})


def together(several: Iterable[Scores]) -> Scores:
    """The scores of several texts as of one; languages that cannot be that of all of them are gone."""
    total: dict[str, float] | None = None
    for found in filter(None, several):
        if total is None:
            total = dict(found)
        else:
            total = {
                language: score + found[language] for language, score in total.items() if language in found
            }
    return _relative(total or {})


@lru_cache(maxsize=4096)
def letters(text: str) -> int:
    """How many letters `text` has; an East Asian character counts as several."""
    return sum(_LETTERS.get(_script(char), 1) for char in text if char.isalpha())


@cache
def is_known(language: str) -> bool:
    """Whether a text can be recognised as `language`, and not only be announced to be."""
    profiled = {_TAGS.get(name, name) for name in _factory().langlist}
    return base(language) in profiled | {*_ONE_LANGUAGE.values(), *relatives.UNPROFILED, "ja"}


def _relative(found: Mapping[str, float]) -> Scores:
    best = max(found.values(), default=0.0)
    return {language: score - best for language, score in sorted(found.items())}


def _add_foreign(found: dict[str, float], text: str, latin: int) -> None:
    """Let a language in another script have a line of Latin names, if a word of its own joins them."""
    best = max(found.values())
    for script, languages in _CASED.items():
        own = sum(_script(word[0]) == script for word in _WORDS.findall(text))
        found.update({language: best + own - _LATIN_LETTER * latin for language in languages if own})


def _cyrillic(text: str) -> dict[str, float]:
    profiled = _profiled(text)
    found = {language: profiled[language] for language in _SEVERAL_LANGUAGES["CYRILLIC"]}
    relatives.tell_cyrillic(found, text)
    return found


def _latin(text: str) -> dict[str, float]:
    elsewhere = {language for group in _SEVERAL_LANGUAGES.values() for language in group}
    elsewhere |= {*_ONE_LANGUAGE.values(), "ja", "zh"}
    found = {language: score for language, score in _profiled(text).items() if language not in elsewhere}
    relatives.tell_latin(found, text)
    return found


def _profiled(text: str) -> dict[str, float]:
    vectors = [_word(word[:_LONGEST_WORD]) for word in _normal(text).split()]
    total = np.sum(vectors, axis=0) if vectors else np.zeros(len(_factory().langlist))
    found: dict[str, float] = {}
    for name, score in zip(_factory().langlist, (total * _TEMPER).tolist(), strict=True):
        tag = _TAGS.get(name, name)
        found[tag] = max(score, found.get(tag, score))
    return found


@lru_cache(maxsize=100_000)
def _word(word: str) -> Any:  # noqa: ANN401 -- a numpy vector; its stubs differ between versions
    """The logarithms of how probable the n-grams of `word` are, summed up for each language."""
    known = _factory().word_lang_prob_map
    padded = f" {word} "
    grams = (padded[at : at + size] for size in (1, 2, 3) for at in range(len(padded) - size + 1))
    rows = [_gram(gram) for gram in grams if gram != " " and gram in known]
    return np.sum(rows, axis=0) if rows else np.zeros(len(_factory().langlist))


@lru_cache(maxsize=200_000)
def _gram(gram: str) -> Any:  # noqa: ANN401 -- as above
    return np.log(np.array(_factory().word_lang_prob_map[gram]) + _SMOOTHING)


def _normal(text: str) -> str:
    return "".join(map(_character, NGram.normalize_vi(text)))


@cache
def _character(char: str) -> str:
    return str(NGram.normalize(char))


@cache
def _script(char: str) -> str:
    """The script of a letter, as the first word of its Unicode name; empty for all else."""
    return unicodedata.name(char, "").split(" ")[0].split("-")[0] if char.isalpha() else ""


@cache
def _factory() -> Any:  # noqa: ANN401 -- langdetect has no types
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
