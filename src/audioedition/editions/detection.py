"""Which language a text is in: by its script first, then by langdetect's profiles.

langdetect draws n-grams by lot until it is sure, which is slow, overconfident, and can change its
mind between two runs.  The same profiles are asked exactly here: every n-gram of every word counts,
so that the evidence of two texts can be added up, and equal texts give equal answers.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from audioedition.editions import profiles, relatives
from audioedition.languages import base

Scores = Mapping[str, float]
"""Languages with the logarithm of how well they explain a text, 0 for the best of them."""

_TEMPER = 0.3  # each letter is part of about three n-grams, so that each is only a third of the evidence
_NON_LATIN_SHARE = 0.25  # Latin names are common in all scripts; the other way round is rare
_HAN_WEIGHT = 3  # one of these characters says as much as three letters
_LATIN_LETTER = 0.05  # nats that each letter of a Latin name counts against a language in another script

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
_EAST_ASIAN_LATIN = 0.1  # the same where there is no capital to tell names by
_LETTERS = {**dict.fromkeys(_EAST_ASIAN, _HAN_WEIGHT), "HANGUL": 2}  # that a character is worth
_WORDS = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"[(（「『“\"][^()（）「」『』“”\"]*[)）」』”\"]")
# An e-mail address is looked for at the beginnings of words only: elsewhere that takes the square of their length.
_NOT_TEXT = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,15}://\S+|www\.\S+|\b[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}/\S+|\b(?=\w{0,60}\d)\w{20,}\b|(?<!\S)[^\s@]{1,64}@[^\s@]{1,255}|`[^`]*`"
)


@lru_cache(maxsize=16_384)
def scores(text: str) -> Scores:
    """Score every language that could be that of `text`; empty if it holds no letters.

    The scores of two texts in one language add up.  They are not cut off: a long text can be
    hundreds of nats away from a wrong language.
    """
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub(" ", text).casefold())
    scripts: Counter[str] = Counter()
    for char, count in Counter(text).items():  # a text has many characters, but few different ones
        if name := script(char):
            scripts[name] += count
    if not scripts:
        return {}
    for name in (*_EAST_ASIAN, "HANGUL"):
        scripts[name] *= _HAN_WEIGHT
    foreign = {name: count for name, count in scripts.items() if name != "LATIN"}
    if sum(foreign.values()) <= _NON_LATIN_SHARE * sum(scripts.values()):
        found = _latin(text)
        if foreign:
            _add_foreign(found, text, scripts["LATIN"])
        return _relative(found)
    east = sum(scripts[name] for name in _EAST_ASIAN)
    if east >= scripts["HANGUL"] and east >= max(foreign.values()) / 2:
        kana = (scripts["HIRAGANA"] + scripts["KATAKANA"]) // _HAN_WEIGHT
        return relatives.east_asian(text, [char for char in text if script(char) == "CJK"], kana)
    most = max(sorted(foreign), key=foreign.__getitem__)
    if language := _ONE_LANGUAGE.get(most):
        return {language: 0.0}
    if most == "CYRILLIC":
        return _relative(_cyrillic(text))
    return _relative(_profiled(text, _SEVERAL_LANGUAGES.get(most, ())))


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


@lru_cache(maxsize=16_384)
def letters(text: str) -> int:
    """How many letters `text` has; an East Asian character counts as several."""
    return sum(
        count * _LETTERS.get(script(char), 1) for char, count in Counter(text).items() if char.isalpha()
    )


@cache
def is_known(language: str) -> bool:
    """Whether a text can be recognised as `language`, and not only be announced to be."""
    return base(language) in profiles.languages() | {*_ONE_LANGUAGE.values(), *relatives.UNPROFILED, "ja"}


def _relative(found: Mapping[str, float]) -> Scores:
    best = max(found.values(), default=0.0)
    return {language: score - best for language, score in sorted(found.items())}


def _add_foreign(found: dict[str, float], text: str, latin: int) -> None:
    """Let a language in another script have a line of Latin names, if a word of its own joins them.

    What stands in brackets or quotation marks is but a name in the script of its country.
    """
    text = _ASIDE.sub(" ", text)
    best = max(found.values())
    for name, languages in _CASED.items():
        own = sum(script(word[0]) == name for word in _WORDS.findall(text))
        found.update({language: best + own - _LATIN_LETTER * latin for language in languages if own})
    scripts = [(char, script(char)) for char in text if not char.isascii()]
    han = [char for char, name in scripts if name == "CJK"]
    east = sum(name in _EAST_ASIAN for _, name in scripts)
    korean = sum(name == "HANGUL" for _, name in scripts)
    rest = best - _EAST_ASIAN_LATIN * latin
    if east:
        against = relatives.east_asian(text, han, east - len(han))
        found.update({language: rest + east + score for language, score in against.items()})
    if korean:
        found["ko"] = rest + korean


def _cyrillic(text: str) -> dict[str, float]:
    found = _profiled(text, _SEVERAL_LANGUAGES["CYRILLIC"])
    relatives.tell_cyrillic(found, text)
    return found


def _latin(text: str) -> dict[str, float]:
    found = _profiled(text, _latin_languages())
    relatives.tell_latin(found, text)
    return found


def _profiled(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    found = profiles.of(languages).explained(text)
    return {language: score * _TEMPER for language, score in found.items()}


@cache
def _latin_languages() -> tuple[str, ...]:
    """The languages with a profile that are not written in another script."""
    elsewhere = {*itertools.chain(*_SEVERAL_LANGUAGES.values()), *_ONE_LANGUAGE.values(), "ja", "zh"}
    return tuple(sorted(profiles.languages() - elsewhere))


def languages_of(name: str) -> tuple[str, ...]:
    """The languages that a script is mainly for, the usual one first; none if it is for many."""
    one = _ONE_LANGUAGE.get(name)
    return (one,) if one else _SEVERAL_LANGUAGES.get(name, ())


def script_of(language: str) -> str:
    """The script that is mainly for `language`, alone or with others; empty if its script is for many."""
    known = (*_ONE_LANGUAGE, *_SEVERAL_LANGUAGES)
    return next((name for name in known if language in languages_of(name)), "")


@cache
def script(char: str) -> str:
    """The script of a letter, as the first word of its Unicode name; empty for all else."""
    return unicodedata.name(char, "").split(" ")[0].split("-")[0] if char.isalpha() else ""
