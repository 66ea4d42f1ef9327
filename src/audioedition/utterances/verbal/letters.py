"""Words in capitals: acronyms that are spelled or read, shouting, and s p a c e d letters."""

from __future__ import annotations

import re
from functools import partial

from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_CAPITALS = re.compile(r"[^\W\d_a-zà-öø-ÿ][^\W\d_a-zà-öø-ÿ]")
_SPACED = re.compile(r"\w \w \w")
_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶŁĻŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŸŹŻŽ]"
_VOWELS = frozenset("AEIOUYÄÖÜÀÁÂÃÅÆÈÉÊËÌÍÎÏÒÓÔÕØŒÙÚÛÝ")
_LONG = 6  # letters from which on capitals are a word
_SHORT = 3  # letters up to which they are an acronym
_SHOUT = 3  # words in capitals in a row, from which on nobody spells


def rules(words: Words, plural: str = "s") -> tuple[Rule, ...]:
    """The rules for them; `plural` are the small letters that an acronym may end in (“PDFs”)."""
    listed = sorted(words.spelled, key=len, reverse=True)
    mixed = "|".join(re.escape(each) for each in listed if not each.isupper()) or r"(?!)"
    return (
        Rule("spaced", re.compile(r"(?<!\w)(?:[^\W\d_] ){3,40}[^\W\d_](?!\w)"), _unspaced, _SPACED),
        Rule("acronym", re.compile(rf"(?<![\w.])(?:{mixed})(?!\w)"), lambda match: spelled(match[0])),
        # At least three in a row, one of them long: headlines and shouts.
        Rule("shouting", re.compile(rf"(?<!\w){_UPPER}+['’]?{_UPPER}*(?:[^\w\n.!?]{{1,3}}{_UPPER}+['’]?{_UPPER}*){{{_SHOUT - 1},}}(?![\w])"), partial(_shouted, words), _CAPITALS),
        Rule("acronym", re.compile(rf"(?<![\w.])(?:{_UPPER}\.){{2,}}(?!\w)|(?<![\w.])(?:{_UPPER}\. ){{2,}}(?!\w)"), _dotted),
        Rule("acronym", re.compile(rf"(?<![^\W_])(?P<word>{_UPPER}{{2,}})(?P<end>['’]?(?:{plural}))?(?![^\W\d_])"), partial(_acronym, words), _CAPITALS),
    )  # fmt: skip


def spelled(word: str) -> str:
    """The letters of `word` with blanks between them."""
    return " ".join(sign for sign in word if sign.isalnum())


def is_pronounceable(word: str) -> bool:
    """Whether a word in capitals looks like one that can be read: NATO, but not NHTSA."""
    consonants = "".join("c" if sign not in _VOWELS else "v" for sign in word)
    return "v" in consonants and "cccc" not in consonants and not re.match(r"ccc|.*ccc$", consonants)


def _acronym(words: Words, match: re.Match[str]) -> str:
    word, end = match["word"], match["end"] or ""
    if word in words.spelled:
        said = spelled(word)
    elif word in words.read or word in words.shouted:
        said = word.capitalize() if word in words.read else word.lower()
    elif len(word) >= _LONG or (len(word) > _SHORT and is_pronounceable(word)):
        said = word.capitalize()
    else:
        said = spelled(word)
    return said + end


def _dotted(match: re.Match[str]) -> str:
    return spelled(match[0]) + (" " if match[0].endswith(" ") else "")


def _shouted(words: Words, match: re.Match[str]) -> str | None:
    """A run of capitals as small letters, but the known acronyms in it."""
    found = re.findall(rf"{_UPPER}+", match[0])
    if not any(len(word) > _SHORT and word not in words.spelled and word not in words.read for word in found):
        return None
    return re.sub(rf"{_UPPER}{{2,}}", lambda word: _quiet(words, word[0]), match[0])


def _quiet(words: Words, word: str) -> str:
    if word in words.read:
        return word.capitalize()
    return spelled(word) if word in words.spelled or not set(word) & _VOWELS else word.lower()


def _unspaced(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")
