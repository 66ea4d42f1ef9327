"""How XTTS wants its texts: no longer than it was trained for, and without what makes it babble.

It speaks on after its text, or in other words than those, where a piece ends in a quotation mark or in nothing, where
several marks stand in a row, and where a word stands alone; beyond a number of characters, which differs from language
to language, it stops before the end.  All that is pure; whether it helps can only be heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from audioedition.engines._text import pieces

LIMITS = {
    "ar": 166, "cs": 186, "de": 253, "en": 250, "es": 239, "fr": 273, "hi": 150, "hu": 224, "it": 213, "ja": 71,
    "ko": 95, "nl": 251, "pl": 224, "pt": 203, "ru": 182, "tr": 226, "zh": 82,
}  # fmt: skip
"""Characters that XTTS speaks in one run, by language: those of the tokenizer in coqui-tts 0.28."""

_OTHERS = 150  # characters, in a language that a model was trained for by others
_ROOM = 0.8  # of the limit: numbers and signs that are left are written out before the model counts
_LONELY = 20  # characters: what is shorter is better spoken together with its neighbours
_DENSE = ("ja", "ko", "zh")  # a sign is a syllable or more
_SLOWEST, _SLOWEST_DENSE = 5, 2  # characters a second: a third of what is usual
_START = 3.0  # seconds, for a breath and the slowest single word

_QUOTES = re.compile("[\"“”„‟«»‹›＂「」『』]|(?<!\\w)['‘’‚]|['‘’‚](?!\\w)")
_AT_ENDS = re.compile(r"^(?:[\s–—*•·.,;:!?…。、！？]|-(?!\d))+|[\s\-–—*•·,;:、(\[{]+$")
_MARKS = re.compile(r"[.!?…。！？؟।](?:\s*[.!?…。！？؟।])*$")
_SENTENCE_ENDS = {"hi": "।", "ja": "。", "zh": "。"}


def prepared(text: str, language: str, fits: Callable[[str], bool] = lambda _: True) -> list[str]:
    """`text` in the pieces that are spoken one after the other, each with a mark at its end.

    `language` is the model's code.  `fits` says whether a piece is short enough for the model's own count (of tokens);
    one that is not is halved.  None are left of a text without a letter or a digit.
    """
    short = language.split("-", maxsplit=1)[0]
    limit = int(LIMITS.get(short, _OTHERS) * _ROOM)
    clean = " ".join(_QUOTES.sub("", text).split())
    cut = [each for piece in _sociable(clean, limit - 1) for each in _fitting(piece, fits)]
    return [_ended(piece, short) for piece in cut if any(map(str.isalnum, piece))]


def longest(text: str, language: str) -> float:
    """Seconds within which anybody has spoken `text`: a voice that is not done then speaks something else."""
    dense = language.split("-", maxsplit=1)[0] in _DENSE
    return _START + len(text) / (_SLOWEST_DENSE if dense else _SLOWEST)


def _sociable(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters of which the last does not stand alone, if that can be had."""
    tries = [pieces(text, int(limit * share)) for share in (1, 0.9, 0.8, 0.7, 0.6)]
    return next((found for found in tries if found and len(found[-1]) >= _LONELY), tries[0])


def _fitting(piece: str, fits: Callable[[str], bool]) -> list[str]:
    if fits(piece) or len(piece) == 1:
        return [piece]
    return [each for half in pieces(piece, -(-len(piece) // 2)) for each in _fitting(half, fits)]


def _ended(piece: str, language: str) -> str:
    """The piece with exactly one mark at its end, which is a sentence's, and none at its start."""
    bare = _AT_ENDS.sub("", piece)
    found = _MARKS.search(bare)
    marks = found[0] if found else ""
    body = _AT_ENDS.sub("", bare.removesuffix(marks))
    loud = next((mark for mark in marks if mark in "?？؟!！"), "")
    return body + (loud or _SENTENCE_ENDS.get(language, "."))
