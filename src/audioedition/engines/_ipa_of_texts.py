"""How texts sound, in IPA, as far as espeak knows."""

from __future__ import annotations

import re

from audioedition.languages import base

_SWITCH = re.compile(r"\([\w-]+\)")  # espeak tells where it reads a word as one of another language
_CONTROL = re.compile(r"[\x00-\x1f\ud800-\udfff]")  # a NUL would end the text


def sounds(text: str, language: str) -> str:
    """How a voice for `language` (a BCP 47 tag) would say `text`, in IPA, as far as espeak knows.

    Raises EngineUnavailable, also if espeak does not know the language.
    """
    from audioedition.engines import _espeak  # noqa: PLC0415 -- under the GPL: only who asks for sounds loads it

    return " ".join(_espeak.phonemes(text, base(language))).replace("_", "").strip()


def phonemes(text: str, language: str) -> list[list[list[str]]]:
    """As `sounds`, taken apart: the phonemes of each word of each clause, without marks of stress.

    Raises as `sounds`.
    """
    from audioedition.engines import _espeak  # noqa: PLC0415 -- as above

    clauses = _espeak.phonemes(_CONTROL.sub(" ", text), base(language))
    found = ([_apart(word) for word in _SWITCH.sub("", clause).split(" ")] for clause in clauses)
    return [[word for word in clause if word] for clause in found]


def _apart(word: str) -> list[str]:
    return [sound for each in word.split("_") if (sound := "".join(filter(_is_sound, each)))]


def _is_sound(sign: str) -> bool:
    return (sign.isalpha() and sign not in "ˈˌ") or sign == "ː"
