"""Lines that announce a translation: `Deutsche Übersetzung: Name`, `(English below)`, `[FR]`, `EN | DE`.

A line is such a marker only if every word in it is accounted for: the name of a language, a word
for a translation or its place, a small word between them, or the name of a person where one is
expected.  A sentence about translations has other words and stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from audioedition.editions import names, wording, words
from audioedition.languages import base

_LONGEST = 110  # characters
_MOST_WORDS = 14
_LONGEST_NAME = 5  # words
_LONGEST_BESIDE = 5  # characters of a name behind a word that no space divides from it
_NAME_COMES = (":", "：", "(", "[", "（", "-", "–", "—", ",", "/", "|")
_ENDS = (")", "]", "）", "】", "}")
_CODE = re.compile(r"[\[({<]\s*([A-Za-z]{2})(?:-[A-Za-z]{2,4})?\s*[\])}>]:?|([A-Z]{2}):?")
_POINTING = re.compile(r"(.+?)\s*[(（\[]([^()（）\[\]]+)[)）\]]")  # "Deutsch (English version below)"
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")  # no name, but an ending
_DECORATION = " -–—=~*_•·#|｜"
NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,4}|[a-z])[.)]\s+(?=\S)")  # of a list, or of a chapter


@dataclass(frozen=True, slots=True)
class Marker:
    """What a line announces: the languages of what comes, or came, and who translated it.

    `source` is the language that was translated from; `bare` is a line with nothing but the name
    of a language, which may as well be text.
    """

    languages: tuple[str, ...] = ()
    translator: str | None = None
    source: str | None = None
    bare: bool = False

    @property
    def is_navigation(self) -> bool:
        """Whether it offers several languages, rather than announcing one."""
        return len(self.languages) > 1


@cache
def read(line: str, spoken: frozenset[str]) -> Marker | None:
    """Read `line` as a marker, or return None; `spoken` are the languages it may be written in."""
    line = NUMBER.sub("", line.strip())
    if (
        len(line) > _LONGEST
        or line.endswith(("?", "!"))
        or words.fold(line).startswith(words.starts("marker", "notes"))
    ):
        return None
    if pointing := _POINTING.fullmatch(line.strip(_DECORATION)):
        marker, other = read(pointing[1], spoken), read(pointing[2], spoken)
        if (
            marker
            and other
            and len(marker.languages) == len(other.languages) == 1
            and marker.languages != other.languages
        ):
            return replace(marker, bare=False)
    if code := _CODE.fullmatch(line.strip(_DECORATION)):
        tag = code[1] or code[2]
        return Marker((base(tag),), bare=code[2] is not None) if names.is_tag(tag) else None
    tokens = wording.tokens(names.without_flags(line), spoken)
    if not any(map(words.fold, tokens)):
        flag = names.of_flag(line)
        return Marker((flag,)) if flag else None
    if len(tokens) > 2 * _MOST_WORDS:
        return None
    marker = _Reading(spoken).read(tokens) or _below_byline(line, spoken)
    return (
        replace(marker, translator=wording.as_written(marker.translator, line))
        if marker and marker.translator
        else marker
    )


def _below_byline(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker behind an author's name: `By Ann Lee, translated by Bo Li`."""
    author, _, rest = line.partition(",")
    by, _, name = author.strip().partition(" ")
    if words.fold(by) not in words.table("lines", "by") or not all(
        word[0].isupper() for word in name.split()
    ):
        return None
    marker = _Reading(spoken).read(wording.tokens(rest, spoken))
    return marker if marker and marker.translator else None


class _Reading:
    """One pass over the words of a line, which takes note of what each of them is."""

    def __init__(self, spoken: frozenset[str]) -> None:
        self.spoken = spoken
        self.languages: list[str] = []
        self.inflected = False
        self.source: str | None = None
        self.translator: str | None = None
        self.translation = self.version = self.small = False

    def read(self, tokens: list[str]) -> Marker | None:
        """Read all `tokens`, or give up at one that is not accounted for."""
        at = 0
        while at < len(tokens):
            if self._is_known(tokens, at):
                at += 1
            elif self.translator is None and (end := self._name_end(tokens, at)):
                self.translator = wording.name(tokens[at:end]) or None
                self.small = True
                at = end
            else:
                return None
        return self._verdict()

    def _is_known(self, tokens: list[str], at: int) -> bool:
        word = words.fold(tokens[at])
        if not word:
            return True
        language, inflected = wording.language(word, self.spoken)
        if language is not None and wording.is_source(tokens, at, language):
            self.source = language
        elif language is not None:
            self.inflected |= inflected
            self.languages += [language] if language not in self.languages else []
        elif wording.has(word, "translation"):
            self.translation = True
        elif wording.has(word, "version"):
            self.version = True
        elif word in words.sources() or any(wording.has(word, role) for role in ("place", "glue", "by")):
            self.small = True
        else:
            return False
        return True

    def _name_end(self, tokens: list[str], start: int) -> int | None:
        """Where the name ends that begins at `start`, if it is one and a name is expected there."""
        before = tokens[start - 1] if start else ""
        expected = (
            before in _NAME_COMES or before.startswith(("-", "–")) or wording.has(words.fold(before), "by")
        )
        announced = self.translation or self.version or self.languages or self.source
        beside = bool(self.translation and wording.is_undivided(before))
        expected = expected or beside
        verbs = tokens[:start] if self.languages else [before]  # "translated" may stand before the language
        expected = expected or any(wording.has(words.fold(verb), "translated") for verb in verbs)
        if not (expected and announced):
            return None
        end = start
        while end < len(tokens) and tokens[end] not in _ENDS:
            end += 1
        name = [token for token in tokens[start:end] if words.fold(token)]
        fits = all(
            token[0].isupper() or not token[0].islower() or wording.has(token, "particles") for token in name
        )
        fits = fits and not any(token[0].isdigit() for token in name)
        if beside and _HAN.match("".join(name)):
            fits = fits and len("".join(name)) <= _LONGEST_BESIDE and not _HIRAGANA.fullmatch("".join(name))
        return end if fits and 0 < len(name) <= _LONGEST_NAME else None

    def _verdict(self) -> Marker | None:
        languages = tuple(self.languages)
        if self.inflected and not (self.translation or self.version):
            return None
        if len(languages) > 1:
            return None if self.translator else Marker(languages)
        if languages:
            bare = not (self.translation or self.version or self.small or self.translator)
            return Marker(languages, self.translator, self.source, bare)
        if self.source and (self.translation or self.translator):
            return Marker((), self.translator, self.source)
        if self.translation and self.translator:
            return Marker((), self.translator)
        return None
