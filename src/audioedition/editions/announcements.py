"""Sentences that announce the other language where it begins: `And now for our German readers:`.

They are read more loosely than markers, for they may have words that nobody knows.  So they count only
where the languages of a post meet (see `borders`), and only if they name a language, are short, and
say that it is about a text, its place or its readers, or end like an announcement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from audioedition.editions import names, wording, words
from audioedition.editions.markers import NUMBER, Marker
from audioedition.editions.markers import read as read_marker
from audioedition.patterns import later

_LONGEST = 160  # characters
_MOST_WORDS = 30
_SMALL = 3  # letters of a word that says nothing
_FEW = 1 / 3  # of the words of a sentence may be unknown
_SOME = 1 / 2  # of those of a line that ends like an announcement
_SHORT = 3  # words of more than three letters in a line that only names the language
_SHORTEST_STEM, _LONGEST_ENDING = 6, 3  # letters of a word with an ending
_LONGEST_NAME = 7  # words, of two persons
_ACTS = 2  # words after a name, one of which says what that person did
_OPEN, _CLOSED = ("(", "[", "（", "【", "*"), (")", "]", "）", "】", "*")
_ANNOUNCING = (":", "：", "–", "—", "…", "↓", "⬇", "▼")
_COLONS = (":", "：")
_MOST_LED = 10  # words of more than three letters, or known ones
_ROLES = ("translation", "version", "place", "readers")
_KANA = re.compile(r"[\u3040-\u309f]{1,2}")  # particles
_PIECES = later(r"[()（）\[\]【】·•|*]|(?<=[^\W\d_]{3})[:：](?=.*[:：])|\s[-–—]\s")
_SENTENCE = re.compile(r"[.!。！।]$")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands, which tells how much it has to say.

    One that `heads` a text, above its title, needs to say no more than the language.  One `between` two
    languages need not even say which: "Translation:".  One that is `foreign`, in the language of another
    text than the one that it stands in, may have more words that nobody knows.
    """

    heads: bool = False
    between: bool = False
    foreign: bool = False


def read(line: str, spoken: frozenset[str], standing: Standing | None = None) -> Marker | None:
    """Read `line` as an announcement, or return None; `spoken` are the languages of the post."""
    line = NUMBER.sub("", line.strip())
    if len(line) > _LONGEST or len(line.split()) > _MOST_WORDS or line.endswith(("?", "？")):
        return None
    seen, standing = _seen(line, spoken), standing or Standing()
    named = tuple(seen.languages)
    is_led = seen.is_led(line, standing)
    if not (named or is_led or seen.is_credit() or seen.points(line, standing)):
        return None
    if not (
        is_led
        or seen.announces(line)
        or (standing.heads and seen.is_short())
        or (standing.foreign and seen.is_about_place())
    ):
        return None
    translator = seen.translator or _in_pieces(line, spoken)
    return Marker(named, translator and wording.as_written(translator, line), seen.source)


def is_for_readers(line: str) -> bool:
    """Whether a line begins as if it said for whom it is."""
    return words.fold(line.split(maxsplit=1)[0]) in words.table("announcement", "for")


def is_plain(line: str, spoken: frozenset[str]) -> bool:
    """Whether every word of a `line` is one of those that announcements are made of."""
    seen = _seen(NUMBER.sub("", line.strip()), spoken)
    return not seen.unknown and not seen.number and bool(seen.said)


def _in_pieces(line: str, spoken: frozenset[str]) -> str | None:
    """Who translated the text, if a part of the `line` is a marker of its own: `… (translation: Ann Lee)`."""
    pieces = filter(None, map(str.strip, _PIECES.split(line)))
    found = (
        marker.translator for piece in pieces if piece != line and (marker := read_marker(piece, spoken))
    )
    return next(filter(None, found), None)


@dataclass
class _Seen:
    """What the words of a line are: the languages they name, what they say, and how many nobody knows."""

    languages: list[str] = field(default_factory=list)
    source: str | None = None
    translator: str | None = None
    said: set[str] = field(default_factory=set)
    number: bool = False
    ends_named: bool = False
    known: int = 0
    unknown: int = 0

    def take(self, word: str) -> None:
        """Take note of a folded `word` that names no language."""
        role = next((role for role in _ROLES if _has(word, role)), None)
        if role:
            self.said.add(role)
            self.known += 1
        elif not _is_small(word):
            self.number |= word.isdigit()
            self.ends_named = False
            self.unknown += 1
        elif len(word) > _SMALL:
            self.known += 1

    def is_credit(self) -> bool:
        """Whether it says who translated, though not into which language."""
        return self.translator is not None and (self.source is not None or not self.unknown)

    def points(self, line: str, standing: Standing) -> bool:
        """Whether it says that there is a translation, though not into which language: there may be only one other."""
        about = bool(self.said & {"translation", "version"})
        led = "readers" in self.said and (is_for_readers(line) or line.endswith(_ANNOUNCING))
        sure = "translation" in self.said or (about and line.endswith((*_ANNOUNCING, *_CLOSED)))
        told = (about and "place" in self.said) or (standing.between and (sure or led))
        return told and not self.unknown and not self.number

    def is_short(self) -> bool:
        """Whether it says hardly more than the language."""
        return self.unknown <= 1 and self.known + self.unknown <= _SHORT + 1

    def is_led(self, line: str, standing: Standing) -> bool:
        """Whether it is plain from its place and its shape that what is below is for other readers."""
        about = bool(self.languages) or "readers" in self.said
        if self.known + self.unknown > _MOST_LED or _SENTENCE.search(line):
            return False
        if line.endswith(_COLONS):
            few = self.unknown <= _SOME * (self.known + self.unknown)
            return standing.heads or (standing.between and about and few)
        return standing.heads and about and is_for_readers(line)

    def is_about_place(self) -> bool:
        """Whether it says where something is, in hardly more than words that are known."""
        return "place" in self.said and self.unknown <= (self.unknown + self.known) * _FEW

    def announces(self, line: str) -> bool:
        """Whether that is enough for an announcement; `line` says how it ends."""
        about = bool(self.said & {"translation", "version"})
        placed = "place" in self.said or self.translator is not None
        strange = self.unknown / max(1, self.unknown + self.known)
        short = self.known + self.unknown <= _SHORT and self.ends_named
        if line.startswith(_OPEN) and line.endswith(_CLOSED):
            return bool(self.said) and strange <= _SOME
        if line.endswith((*_ANNOUNCING, *_CLOSED)) or (short and line.endswith("!")):
            return (bool(self.said) and strange <= _SOME) or self.unknown <= int(short)
        if _SENTENCE.search(line):
            told = (about or "place" in self.said) and not self.unknown
            return not self.number and (told or (about and placed and strange < _FEW))
        return strange < _FEW if about and placed else not self.unknown


@lru_cache(maxsize=1_000)
def _seen(line: str, spoken: frozenset[str]) -> _Seen:
    tokens = wording.tokens(names.without_flags(line), spoken)
    seen = _Seen()
    person = _person(tokens, spoken)
    for at, word in enumerate(map(words.fold, tokens)):
        if not word or at in person:
            continue
        tag, _ = wording.language(word, spoken)
        if tag is not None and wording.is_source(tokens, at, tag, spoken) and not _is_of_readers(tokens, at):
            seen.source = tag
            seen.known += 1
        elif tag in spoken:
            seen.languages += [tag] if tag not in seen.languages else []
            seen.ends_named = True
            seen.known += 1
        else:
            seen.take(word)
    thanks = any(words.fold(token) in words.table("announcement", "thanks") for token in tokens)
    if "translation" in seen.said or thanks:
        seen.translator = wording.name(tokens[person.start : person.stop]) or None
    return seen


def _is_of_readers(tokens: Sequence[str], at: int) -> bool:
    """Whether the language at `at` is that of readers, as in "for readers of German", and not translated from."""
    return any(
        words.fold(token) in words.table("announcement", "readers") for token in tokens[max(0, at - 3) : at]
    )


@lru_cache(maxsize=20_000)
def _has(word: str, role: str) -> bool:
    """Whether a folded word has a role, perhaps with an ending: `versionen`, `översättningen`."""
    if role == "readers":
        return word in words.table("announcement", role)
    shortest = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)
    return wording.has(word, role) or any(wording.has(word[:end], role) for end in range(shortest, len(word)))


@lru_cache(maxsize=20_000)
def _is_small(word: str) -> bool:
    """Whether a folded word says nothing of its own in an announcement."""
    return (
        (len(word) <= _SMALL and word.isalpha() and not wording.is_undivided(word))
        or bool(_KANA.fullmatch(word))
        or any(wording.has(word, role) for role in ("glue", "by", "articles"))
        or word in words.sources()
        or any(word in words.table("announcement", role) for role in ("aside", "thanks", "machines"))
    )


def _person(tokens: Sequence[str], spoken: frozenset[str]) -> range:
    """Where the name of somebody stands: capitals behind a word such as "by", or several of them in a row."""
    rows = [row for row in _rows(tokens, spoken) if wording.name(tokens[row.start : row.stop])]
    led = [row for row in rows if row.start and _leads_to_name(tokens[row.start - 1])]
    acting = [row for row in rows if any(map(_is_translated, tokens[row.stop : row.stop + _ACTS]))]
    return next(iter([*led, *(row for row in rows if len(row) > 1), *acting]), range(0))


def _is_translated(token: str) -> bool:
    """Whether a word is what a translator did: `Eva kindly translated`."""
    return token.islower() and _has(words.fold(token), "translation")


def _rows(tokens: Sequence[str], spoken: frozenset[str]) -> list[range]:
    """Capitalised words in a row that are no words of announcements, with the small words between them."""
    rows: list[range] = []
    start = 0
    while start < len(tokens):
        end = at = start
        while at < len(tokens) and at - start < _LONGEST_NAME:
            if _is_capital(tokens[at], spoken) or (end == at > start and _goes_on(tokens[at])):
                end = at + 1
            elif at == start or not wording.has(tokens[at], "particles"):
                break
            at += 1
            if tokens[at - 1].endswith(".") and len(tokens[at - 1]) > _SMALL:
                break  # a sentence ends
        if end > start + 1 and start and tokens[start - 1] in words.table("announcement", "companions"):
            start += 1  # "meiner Freundin Klara Hofmann"
        if end > start:
            rows.append(range(start, end))
        start = max(end, start + 1)
    return rows


@lru_cache(maxsize=20_000)
def _is_capital(token: str, spoken: frozenset[str]) -> bool:
    word = words.fold(token)
    known = any(wording.has(word, role) for role in ("translation", "version", "place", "glue"))
    known = known or any(word in words.table("announcement", role) for role in ("readers", "aside", "thanks"))
    initial = token[0].isupper() and len(word) == 1 and token.endswith(".")
    return initial or (token[0].isupper() and not known and wording.language(word, spoken)[0] is None)


def _goes_on(token: str) -> bool:
    """Whether a small word with a capital is a part of a name: `Jean La Croix`."""
    return token[0].isupper() and wording.has(words.fold(token), "particles")


def _leads_to_name(token: str) -> bool:
    word = words.fold(token)
    led = any(wording.has(word, role) for role in ("by", "translated")) or token in (":", "：", "(")
    return led or word in words.table("announcement", "thanks")
