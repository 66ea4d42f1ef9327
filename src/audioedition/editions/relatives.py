"""Close relatives, which the profiles of langdetect mix up in few words, and those that it has no profile of.

Words and letters that only one of them has tell them apart (`wordings/relatives.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from audioedition.editions import words

UNPROFILED = ("be", "sr")
"""Languages that langdetect does not know: they are told by their relatives."""

_TELLTALE = 1.8  # nats for a word that only one of two close languages has
_STAND_IN = {"sr": ("hr",)}  # the relatives whose profiles a language in Latin script takes
_LOSS = 0.25  # nats by which a language is worse than its relative, telltales apart
_WORD_LOSS = 0.12  # the same for each word, where the better one of several relatives is taken
_NO_SIGN = 3.0  # nats against a language if a text lacks its signs
_RARE = ("af", "cy", "fil", "gl", "so", "sq", "sw")  # what short lines in other languages are taken for
_RARE_LOSS = 1.0  # nats
_CHINESE = 4.0  # nats for each sign of Chinese in a text without kana
_CHINESE_SENTENCE = re.compile("[，！？；]|。$")  # Japanese would have kana, and another comma
_FEW_HAN = 16  # so many can be Japanese without kana: a title or a name
_SERBIAN = re.compile("[ђћ]")
_MACEDONIAN = re.compile("[ѓќѕ]")
_WORDS = re.compile(r"[^\W\d_]+")


def tell_latin(found: dict[str, float], text: str) -> None:
    """Let the words of a folded text in Latin script count, and add the languages without a profile."""
    told = _WORDS.findall(text)
    for language, models in _STAND_IN.items():
        found[language] = max(map(found.__getitem__, models)) - _LOSS
    for language in _RARE:
        found[language] -= _RARE_LOSS
    _tell(found, told)


def tell_cyrillic(found: dict[str, float], text: str) -> None:
    """The same for a text in Cyrillic script."""
    told = _WORDS.findall(text)
    serbian, macedonian = len(_SERBIAN.findall(text)), len(_MACEDONIAN.findall(text))
    found["sr"] = found["mk"] + serbian - macedonian - _LOSS
    _tell(found, told)
    found["be"] = _belarusian(told, max(found["ru"], found["uk"]))


def east_asian(text: str, han: Sequence[str], kana: int) -> dict[str, float]:
    """Score Chinese and Japanese for a text with the characters `han` and so many `kana`."""
    if kana:
        return {"ja": 0.0, "zh": -1.0 * kana}
    japanese = "".join(han).encode("euc_jp", "ignore").decode("euc_jp")  # its standard lacks simplified ones
    signs = (len(japanese) < len(han)) + bool(_CHINESE_SENTENCE.search(text))
    return {"ja": (-1.0 if len(han) <= _FEW_HAN else -0.5 * len(han)) - _CHINESE * signs, "zh": 0.0}


def _belarusian(told: Sequence[str], model: float) -> float:
    """What a text is worth as Belarusian, by that of its relative: it has `ў`, both `і` and `ы`, and no `и`."""
    both = min(sum("і" in word for word in told), sum("ы" in word or "э" in word for word in told))
    signs = both + sum("ў" in word for word in told) - sum("и" in word for word in told)
    return model + _TELLTALE * signs - _WORD_LOSS * len(told) - (_LOSS if signs > 0 else _NO_SIGN)


def _tell(found: dict[str, float], told: Sequence[str]) -> None:
    for word in told:
        for language, sign in _told_by(word):
            if language in found:
                found[language] += sign * _TELLTALE


@lru_cache(maxsize=20_000)
def _told_by(word: str) -> tuple[tuple[str, int], ...]:
    """The languages that a word tells of, or against."""
    told = ((1, words.telltales()), (-1, words.telltales_against()))
    return tuple(
        (language, sign)
        for sign, telltales in told
        for language, pattern in telltales.items()
        if pattern.fullmatch(word)
    )
