"""The lexicon: whole words and phrases, and what is said instead."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from audioedition.text import one_line
from audioedition.utterances.verbal.rules import Change
from audioedition.utterances.written import written

_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'") | dict.fromkeys("\u00a0\u202f", " ")
)

_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


class Lexicon:
    """Whole words and phrases, exactly as written, and what is said instead."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """Take `rows`: written text to spoken text.  Of two that begin alike the longer holds."""
        self._rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in sorted(rows, key=len, reverse=True):
            plain = _plain(key)
            if plain:
                self._rows[plain[0]].append((plain, rows[key]))

    def changes(self, text: str) -> tuple[Change, ...]:
        """Where in the written `text` a row holds."""
        if not self._rows:
            return ()
        plain = text.translate(_QUOTES)
        found, place = [], 0
        while place < len(plain):
            match = self._match(plain, place)
            if match:
                key, spoken = match
                found.append(Change(place, place + len(key), one_line(spoken), "lexicon"))
            place += len(match[0]) if match else 1
        return tuple(found)

    def _match(self, text: str, place: int) -> tuple[str, str] | None:
        if text[place] not in self._rows or not _is_border(text, place):
            return None
        for key, spoken in self._rows[text[place]]:
            if text.startswith(key, place) and _is_border(text, place + len(key)):
                return key, spoken
        return None


def _plain(text: str) -> str:
    return written(text).text.translate(_QUOTES)


def _is_border(text: str, place: int) -> bool:
    """Whether a word can begin or end at `place`."""
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    return not (_in_word(before) and _in_word(after))


@cache
def _in_word(sign: str) -> bool:
    """Whether `sign` holds a word together; scripts without spaces have a border everywhere."""
    return unicodedata.category(sign)[0] in "LNM" and not unicodedata.name(sign, "").startswith(
        _WITHOUT_SPACES
    )
