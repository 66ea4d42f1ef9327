"""Written text → what is said of it: the lexicon first, then the language's rules, then only signs that speak."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii

from audioedition.languages import base
from audioedition.model import Script
from audioedition.utterances import verbal
from audioedition.utterances.verbal.rules import Change, changes
from audioedition.utterances.wording import Lexicon

_QUOTES = '"“”„‟«»″‹›「」『』《》〈〉`´'
_SILENT = str.maketrans(dict.fromkeys(_QUOTES, " ") | dict.fromkeys("’‘‛ʼ＇", "'") | dict.fromkeys("‐‑", "-"))
_LONE_APOSTROPHE = re.compile(r"(?<![^\W\d_])'|'(?![^\W\d_])")
_ELLIPSIS = re.compile(r"\s*(?:…|\.{2,})[….]*(?=(\s*[a-zà-ÿ,;:])?)")
_BREAK = re.compile(r"\s*[(\[{}\])|•·]\s*|\s+[-–—―−]+\s*|[-–—―−]+\s+|[–—―−]+|\s*[-]{2,}\s*")
_DOUBLED = re.compile(r"(?:[,;:]\s*)+(?=[,;:.!?])|(?<=[.!?:;,])(?:\s*,)+|^[\s,;:]+")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;:.!?])")
_STOPS = ".,;:!?…。、，！？：；؟،؛।॥।።՞։"
_MARKS = frozenset(f"{_STOPS}'-¿¡ ")
_ENDS = tuple(".!?…。！？؟।")

# Languages that are not written in Latin letters; voices of all others drop letters that are not.
_OTHER_SCRIPTS = frozenset(
    "ab am ar as be bg bn bo chr cv dv el fa gu he hi hy iu ja ka kk km kn ko ky lo mk ml mn mr my ne or os pa ps ru sa"
    " sd si sr ta te tg th ti tt ug uk ur yi yue zh".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A written text, and what of it is said otherwise."""

    text: str
    language: str
    changes: tuple[Change, ...]

    def spoken(self, start: int = 0, end: int | None = None) -> str:
        """What an engine is given for the characters from `start` to `end`: words, and signs for pauses."""
        end = len(self.text) if end is None else end
        pieces: list[str] = []
        place = start
        first = bisect_left(self.changes, start, key=lambda change: change.end)
        for change in self.changes[first:]:
            if change.end <= start:
                continue
            if change.start >= end:
                break
            pieces.append(self._as_written(self.text[place : change.start]))
            pieces.append(change.spoken)
            place = max(place, change.end)
        pieces.append(self._as_written(self.text[place:end]))
        said = _joined(pieces)
        if place == end and pieces and self.text[end - 1 : end] == "." and not said.endswith(_ENDS):
            said += "."  # of an abbreviation, and of the sentence as well
        return _tidy(said)

    def speaks(self, start: int, end: int) -> bool:
        """Whether there is a letter or digit in what is said there: something that every engine can say."""
        return any(unicodedata.category(sign)[0] in "LN" for sign in self.spoken(start, end))

    def goes_on(self, place: int) -> bool:
        """Whether no sentence can end before the character at `place`: it would end in something that belongs together."""
        index = bisect_left(self.changes, place, key=lambda change: change.start)
        if index == 0:
            return False
        change = self.changes[index - 1]
        return place < change.end or (change.open and not self.text[change.end : place].strip())

    def _as_written(self, text: str) -> str:
        if text.isascii():
            return text
        return "".join(map(_latin if base(self.language) not in _OTHER_SCRIPTS else _plain, text))


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads texts aloud, in whatever language: by the words of a lexicon, and as the `settings` want it."""

    lexicon: Lexicon
    settings: Script = Script()  # noqa: RUF009 -- it is frozen

    def read(self, text: str, language: str) -> Reading:
        """How `text`, one line in `language` (a BCP 47 tag), is said."""
        rules = verbal.rules(language, self.settings.emoji)
        return Reading(text, language, changes(rules, text, self.lexicon.changes(text, language)))


def _latin(sign: str) -> str:
    if sign.isascii() or sign in _SILENT_SIGNS:
        return sign
    plain = _plain(sign)
    if not plain.isalpha() or unicodedata.name(plain[0], "").startswith("LATIN"):
        return plain
    return anyascii(plain)


def _plain(sign: str) -> str:
    """`sign` as letters and signs that are in use: `ﬁ` as `fi`, `𝐀` as `A`."""
    return sign if sign in _SILENT_SIGNS else unicodedata.normalize("NFKC", sign)


_SILENT_SIGNS = frozenset(f"{_QUOTES}’‘‛ʼ＇‐‑–—―−…•·")


def _joined(pieces: Sequence[str]) -> str:
    """`pieces` in a row, with a blank where two words would become one."""
    text = ""
    for piece in pieces:
        if text and piece and text[-1].isalnum() and piece[0].isalnum():
            text += " "
        text += piece
    return text


def _tidy(text: str) -> str:
    """`text` with nothing but letters, digits, and signs that make a pause or a melody."""
    text = text.translate(_SILENT)
    text = _ELLIPSIS.sub(lambda found: "," if found[1] else ".", text)
    text = _BREAK.sub(", ", text)
    text = _LONE_APOSTROPHE.sub("", text)
    text = "".join(sign if sign.isalnum() or sign in _MARKS or _is_said(sign) else " " for sign in text)
    text = _SPACE_BEFORE.sub("", " ".join(text.split()))
    return _DOUBLED.sub("", text).strip(" -'")


def _is_said(sign: str) -> bool:
    return sign in "⟦⟧ˈˌːˑ\u200c\u200d" or unicodedata.category(sign)[0] in "LNM"
