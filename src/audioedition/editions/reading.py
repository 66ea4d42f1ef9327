"""One pass over the words of a line: what each of them is, and whether they make up a marker.

Every word has to be accounted for: the name of a language, a word for a translation or its place, a
small word between them, or the name of a person where one is expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition.editions import names, translators, wording, words
from audioedition.patterns import later

_LONGEST_BESIDE = 5  # characters of a name behind a word that no space divides from it
_COLONS = (":", "：")
_NAME_COMES = (*_COLONS, "(", "[", "（", "-", "–", "—", ",", "/", "|", "©", "】", "]")
_OPENS, _CLOSES = ("(", "[", "（"), (")", "]", "）")
_APART = (*_COLONS, "|", "/", "·", "•", "-", "–", "—")  # between the languages that a line offers
_SHORTEST_PLACE = 3  # letters
_HAN = later(r"[\u3040-\u30ff\u3400-\u9fff]")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")  # no name, but an ending
_SMALL = ("place", "glue", "by", "language", "articles")


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


class Reading:
    """One pass over the words of a line, which takes note of what each of them is."""

    def __init__(self, spoken: frozenset[str], flags: Sequence[str] = ()) -> None:
        self.spoken = spoken
        self.flags = flags
        self.languages: list[str] = []
        self.inflected = False
        self.source: str | None = None
        self.translator: str | None = None
        self.translation = self.version = self.small = self.nobody = self.loud = False
        self.placed = self.whole = self.apart = False

    def read(self, tokens: list[str]) -> Marker | None:
        """Read all `tokens`, or give up at one that is not accounted for."""
        at = 0
        self.loud = "".join(tokens).isupper()
        self.apart = any(token in _APART for token in tokens)
        while at < len(tokens):
            if self.translator and (self.translation or self.languages) and translators.is_role(tokens[at:]):
                break
            if not self._is_namesake(tokens, at) and self._is_known(tokens, at):
                at += 1
            elif self.translator is None and (end := self._name_end(tokens, at)):
                self.translator = wording.name(translators.persons(tokens[at:end])) or None
                self.nobody |= self.translator is None
                self.small = True
                at = end
            else:
                return None
        self.whole = True
        return self._verdict()

    def _is_namesake(self, tokens: list[str], at: int) -> bool:
        """Whether a word that looks like the name of a language begins that of a person: `von Frank Maier`."""
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if self.translation and at and tokens[at - 1] in _COLONS and translators.is_syllable(tokens[at]):
            return True  # one sign of a name, which may be a small word, too: `翻訳：和田`
        _, inflected = wording.language(words.fold(tokens[at]), self.spoken)
        person = inflected and tokens[at][0].isupper() and after[:1].isupper() and self.translator is None
        return person and not wording.is_known(after, self.spoken) and bool(self._name_end(tokens, at))

    def _is_known(self, tokens: list[str], at: int) -> bool:
        word = words.fold(tokens[at])
        if not word or (self.nobody and word[0].isdigit()):
            return True
        language, inflected = wording.language(word, self.spoken)
        if code := self._code(tokens, at):
            self.languages += [code] if code not in self.languages else []
        elif language is not None and self._is_source(tokens, at, language):
            self.source = language
        elif language is not None:
            self.inflected |= inflected
            self.languages += [language] if language not in self.languages else []
        elif wording.is_translation(tokens[at]):
            self.translation = True
        elif wording.is_nobody(tokens, at, by=self._is_by(tokens, at)):
            self.nobody = True
        elif wording.has(word, "version"):
            self.version = True
        elif word in words.sources() or any(wording.has(word, role) for role in _SMALL):
            self.small = True
            self.placed |= len(word) > _SHORTEST_PLACE and wording.has(word, "place")
        else:
            return False
        return True

    def _code(self, tokens: list[str], at: int) -> str | None:
        """The language of a code in brackets: `Wersja polska (PL)`."""
        around = (tokens[at - 1 : at], tokens[at + 1 : at + 2])
        inside = at > 0 and around[0][0] in _OPENS and bool(around[1]) and around[1][0] in _CLOSES
        return names.of_code(tokens[at]) if inside and tokens[at].isupper() else None

    def _is_source(self, tokens: list[str], at: int, language: str) -> bool:
        """Whether it was translated from that language, or from one that is called by two words."""
        twice = (
            at > 0 and language == self.source == wording.language(words.fold(tokens[at - 1]), self.spoken)[0]
        )
        return twice or wording.is_source(tokens, at, language, self.spoken)

    def _is_by(self, tokens: list[str], at: int) -> bool:
        """Whether the word before `at`, or before the article of a group or an author, says that somebody follows."""
        before = at - 1
        article = before > 0 and wording.has(words.fold(tokens[before]), "articles")
        if article and any(map(translators.has_article, tokens[at : at + 2])):
            before -= not wording.has(words.fold(tokens[before]), "by")
        return before >= 0 and wording.has(words.fold(tokens[before]), "by")

    def _name_end(self, tokens: list[str], start: int) -> int | None:
        """Where the name ends that begins at `start`, if it is one and a name is expected there."""
        if not (self.translation or self.version or self.languages or self.source):
            return None
        before = tokens[start - 1] if start else ""
        beside = wording.is_undivided(before) and wording.is_translation(before)
        # "translated" may stand before the language
        verbs = tokens[:start] if self.languages or self.source else [before]
        expected = (
            before in _NAME_COMES
            or before.startswith(("-", "–"))
            or self._is_by(tokens, start)
            or beside
            or any(wording.is_translated(verb) for verb in verbs)
        )
        end = translators.end(tokens, start, self.spoken)
        if not expected and not self._is_credit(tokens, start, end):
            return None
        if self.translation and before in _COLONS and translators.is_nickname(tokens[start:]):
            return len(tokens)
        if self.loud and not (before in _COLONS or end - start > 1):
            return None
        if beside and _HAN.match("".join(tokens[start:end])):
            name = "".join(tokens[start:end])
            return end if len(name) <= _LONGEST_BESIDE and not _HIRAGANA.fullmatch(name) else None
        return end if end > start else None

    def _is_credit(self, tokens: list[str], start: int, end: int) -> bool:
        """Whether a whole name ends the line, right behind a word such as "Übersetzung"."""
        whole = sum(token[0].isupper() for token in tokens[start:end]) > 1
        last = not any(map(words.fold, tokens[end:]))
        return whole and last and start > 0 and wording.has(words.fold(tokens[start - 1]), "credited")

    def _verdict(self) -> Marker | None:
        languages = tuple(self.languages or self.flags)
        if self.inflected and not (self.translation or self.version):
            return None
        if len(languages) > 1:
            told = self.translation or self.version or self.placed or self.apart
            return None if self.translator else Marker(languages, bare=not told)
        if languages:
            bare = not (self.translation or self.version or self.small or self.translator)
            return Marker(languages, self.translator, self.source, bare)
        if self.source and (self.translation or self.translator or self.version):
            return Marker((), self.translator, self.source)
        if self.translation and (self.translator or self.nobody):
            return Marker((), self.translator)
        return None
