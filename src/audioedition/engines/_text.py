"""What every engine is given: one line of text in which nothing breaks, commands or hides.

The engines differ in what they choke on, so this is the sum of their troubles: a NUL ends the text
for C libraries, a lone surrogate cannot be encoded, decomposed umlauts are read as other sounds,
`[[…]]` is phoneme input to espeak-ng and Piper, espeak-ng reads only the first hundred letters or
digits of a word, and Pico falls silent at 99 digits, or is busy for minutes, without a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from audioedition.errors import EngineError
from audioedition.text import IPA_BRACKETS, IPA_ENDS, IPA_OPENS, LONGEST_IPA, one_line

REVISION = 1
"""Counts up when the same text reaches the engines differently: it is part of every fingerprint."""

_JOINERS = {"\u200c", "\u200d"}  # they shape words in Persian and Hindi, and emoji
_LONG_NUMBER = re.compile(r"\d{16,}")  # nobody hears what comes after quadrillions: digit by digit
_LONG_WORD = re.compile(r"\w{60}(?=\w)")
_CLAUSE_ENDS = (". ", "; ", ": ", ", ", "。", "，", "、")
_LONGEST_QUOTE = 60
_SOUNDS = re.compile(f"{IPA_OPENS}([^{IPA_OPENS}{IPA_ENDS}]*){IPA_ENDS}")
_BRACKETS = str.maketrans(IPA_BRACKETS)
_TOUCHING = re.compile(rf"(?<=\w)(?={IPA_OPENS})|(?<={IPA_ENDS})(?=\w)")


def speakable(engine: str, text: str) -> str:
    """`text` as `engine`, which takes no IPA, may have it.  Raises EngineError if no character is left."""
    if _SOUNDS.search(text):
        raise no_sound(engine, text, "it takes no sounds in IPA")
    return woven(engine, text, str)


def woven(engine: str, text: str, say: Callable[[str], str]) -> str:
    """`text` as `engine` may have it, with what `say` makes of each of its sounds in IPA in their places.

    Raises EngineError if no character is left.
    """
    parts = _SOUNDS.split(_TOUCHING.sub(" ", unicodedata.normalize("NFC", text)))
    if any(len(word) > 2 * LONGEST_IPA for part in parts[1::2] for word in part.split()):
        raise no_sound(engine, text, "there are too many sounds in one word of IPA")
    done = [_clean(part) if place % 2 == 0 else say(part) for place, part in enumerate(parts)]
    line = one_line("".join(done))
    if not line:
        raise no_sound(engine, text, "there is nothing to speak in it")
    return line


def _clean(text: str) -> str:
    clean = "".join(map(_harmless, text.translate(_BRACKETS)))
    clean = re.sub(r"\[\[+", "[", re.sub(r"\]\]+", "]", clean))
    clean = _LONG_NUMBER.sub(lambda number: " ".join(number[0]), clean)
    return _LONG_WORD.sub(r"\g<0> ", clean)


def pieces(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut after a clause, else between words.

    For voices whose need of memory grows with the square of the text.
    """
    found = []
    text = text.strip()  # a piece of blanks only would have no sound
    while len(text) > limit:
        cut = max(text.rfind(mark, limit // 2, limit) for mark in _CLAUSE_ENDS)
        if cut < 0:
            cut = text.rfind(" ", 1, limit)
        cut = limit if cut < 0 else cut + 1
        found.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*found, text] if text else found


def no_sound(engine: str, text: str, reason: str) -> EngineError:
    """The error of an `engine` that cannot speak `text`, for `reason`; it names the sentence."""
    return EngineError(f"The engine {engine!r} gave no sound for “{_quote(text)}”: {reason}.")


def unknown_sound(engine: str, ipa: str, sound: str) -> EngineError:
    """The error of an `engine` that has no `sound` in it, nor anything near it, though the `ipa` of a row asks for it."""
    return EngineError(
        f"The engine {engine!r} has no sound {sound!r}, which the IPA {_quote(ipa)!r} in the lexicon asks for: "
        "choose another, or write a respelling with say in its place."
    )


def _harmless(char: str) -> str:
    """`char`, or what stands in its place."""
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp"}:
        return " "  # line breaks part words; other control characters should not join them either
    if category == "Cs" or (category == "Cf" and char not in _JOINERS):
        return ""
    return char


def _quote(text: str) -> str:
    line = one_line("".join(map(_harmless, text)))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1].rstrip()}…"
