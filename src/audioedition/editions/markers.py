"""Lines that announce a translation: `Deutsche Übersetzung: Name`, `(English below)`, `[FR]`, `EN | DE`.

A line is such a marker only if every word in it is accounted for: the name of a language, a word
for a translation or its place, a small word between them, or the name of a person where one is
expected.  A sentence about translations has other words and stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from audioedition.editions import names, translators, wording, words

_LONGEST = 110  # characters
_MOST_WORDS = 14
_LONGEST_BESIDE = 5  # characters of a name behind a word that no space divides from it
_NAME_COMES = (":", "：", "(", "[", "（", "-", "–", "—", ",", "/", "|", "©", "】", "]")
_SHORTEST_PLACE = 3  # letters
_COLONS = (":", "：")
_CODE = re.compile(r"[\[({<]\s*([A-Za-z]{2}|[A-Z]{3})(?:-[A-Za-z]{2,4})?\s*[\])}>]:?|([A-Z]{2,3}):?")
_POINTING = re.compile(r"(.+?)\s*[(（\[]([^()（）\[\]]+)[)）\]]")  # "Deutsch (English version below)"
_PIECES = re.compile(r"(?<=\w{3})\.\s+(?=[^\W\d_])|\s*[·•|｜]\s*|\s+(?:/|–|—|-)\s+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")  # no name, but an ending
_DECORATION = " -–—=~*_•·#|｜↓↑→⇩⇧⬇⬆➡▼▲👇👉\ufe0f"
_WORD = re.compile(r"[^\W_]+(?:-[A-Za-z]{2,4}\b)?")
_BETWEEN_CODES = "|/·•｜"
_SMALL = ("place", "glue", "by", "language", "articles")
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
        tag = names.of_code(code[1] or code[2])
        return Marker((tag,), bare=code[2] is not None) if tag else None
    if codes := _codes(names.without_flags(line), spoken):
        return Marker(codes)
    if not any(map(words.fold, wording.tokens(names.without_flags(line), spoken))):
        flags = names.of_flags(line)
        return Marker(tuple(flags)) if flags else None
    return _whole(line, spoken) or _in_pieces(line, spoken)


def leads(line: str, spoken: frozenset[str]) -> bool:
    """Whether a `line` leads to the marker below it, without a language of its own: `Also available in:`."""
    tokens = wording.tokens(line, spoken) if line.endswith(_COLONS) and len(line) <= _LONGEST else []
    reading = _Reading(spoken)
    return reading.read(tokens) is None and reading.whole and reading.placed and not reading.languages


def _whole(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that a `line` is, perhaps without what stands beside the name of the translator."""
    plain = translators.bare(line)
    for tried in dict.fromkeys((line, plain, translators.without_brackets(plain))):
        tokens = wording.tokens(names.without_flags(tried), spoken)
        if len(tokens) > 2 * _MOST_WORDS:
            continue
        marker = _Reading(spoken, names.of_flags(line)).read(tokens) or _below_byline(tried, spoken)
        if marker and (tried == line or not marker.bare):
            name = marker.translator
            return replace(marker, translator=wording.as_written(name, line)) if name else marker
    return None


def _in_pieces(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that several parts of a `line` make up: `Text: Ann Lee · Translation: Bo Li`."""
    pieces = [piece for piece in map(str.strip, _PIECES.split(line)) if any(map(str.isalnum, piece))]
    read_ = {piece: read(piece, spoken) for piece in pieces if len(pieces) > 1}
    found = [marker for marker in read_.values() if marker]
    if all(marker.bare for marker in found) or not all(
        marker or translators.is_other(piece) for piece, marker in read_.items()
    ):
        return None
    languages = tuple(dict.fromkeys(tag for marker in found for tag in marker.languages))
    translator = next((marker for marker in found if marker.translator), None)
    return replace(translator or found[0], languages=translator.languages if translator else languages)


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


def _codes(line: str, spoken: frozenset[str]) -> tuple[str, ...]:
    """The languages of a line that is nothing but their codes, `EN | DE`, several of which are `spoken`; else none."""
    before, colon, behind = line.replace("：", ":").partition(":")
    is_list = bool(colon) and wording.has(words.fold(before), "language")
    codes = _WORD.findall(behind if is_list else line)
    tags = tuple(filter(None, map(names.of_code, codes)))
    parted = any(sign in line for sign in _BETWEEN_CODES)
    upper = all(code.isupper() for code in codes)
    several = len(spoken.intersection(tags)) > 1
    told = is_list or several or (parted and upper and bool(spoken.intersection(tags[:1])))
    return tags if told and (parted or upper) and 1 < len(set(tags)) == len(codes) else ()


class _Reading:
    """One pass over the words of a line, which takes note of what each of them is."""

    def __init__(self, spoken: frozenset[str], flags: Sequence[str] = ()) -> None:
        self.spoken = spoken
        self.flags = flags
        self.languages: list[str] = []
        self.inflected = False
        self.source: str | None = None
        self.translator: str | None = None
        self.translation = self.version = self.small = self.nobody = self.loud = False
        self.placed = self.whole = False

    def read(self, tokens: list[str]) -> Marker | None:
        """Read all `tokens`, or give up at one that is not accounted for."""
        at = 0
        self.loud = "".join(tokens).isupper()
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
        _, inflected = wording.language(words.fold(tokens[at]), self.spoken)
        person = inflected and tokens[at][0].isupper() and after[:1].isupper() and self.translator is None
        return person and not wording.is_known(after, self.spoken) and bool(self._name_end(tokens, at))

    def _is_known(self, tokens: list[str], at: int) -> bool:
        word = words.fold(tokens[at])
        if not word:
            return True
        language, inflected = wording.language(word, self.spoken)
        if language is not None and self._is_source(tokens, at, language):
            self.source = language
        elif language is not None:
            self.inflected |= inflected
            self.languages += [language] if language not in self.languages else []
        elif wording.is_translation(tokens[at]):
            self.translation = True
        elif wording.has(word, "version"):
            self.version = True
        elif word in words.sources() or any(wording.has(word, role) for role in _SMALL):
            self.small = True
            self.placed |= len(word) > _SHORTEST_PLACE and wording.has(word, "place")
        elif wording.is_nobody(tokens, at, by=self._is_by(tokens, at)):
            self.nobody = True
        else:
            return False
        return True

    def _is_source(self, tokens: list[str], at: int, language: str) -> bool:
        """Whether it was translated from that language, or from one that is called by two words."""
        twice = (
            at > 0 and language == self.source == wording.language(words.fold(tokens[at - 1]), self.spoken)[0]
        )
        return twice or wording.is_source(tokens, at, language)

    def _is_by(self, tokens: list[str], at: int) -> bool:
        """Whether the word before `at`, or before the article of a group there, says that somebody follows."""
        before = at - 1
        article = before > 0 and wording.has(words.fold(tokens[before]), "articles")
        if article and any(map(translators.is_group, tokens[at : at + 2])):
            before -= not wording.has(words.fold(tokens[before]), "by")
        return before >= 0 and wording.has(words.fold(tokens[before]), "by")

    def _name_end(self, tokens: list[str], start: int) -> int | None:
        """Where the name ends that begins at `start`, if it is one and a name is expected there."""
        if not (self.translation or self.version or self.languages or self.source):
            return None
        before = tokens[start - 1] if start else ""
        beside = bool(self.translation and wording.is_undivided(before))
        # "translated" may stand before the language
        verbs = tokens[:start] if self.languages or self.source else [before]
        expected = (
            before in _NAME_COMES
            or before.startswith(("-", "–"))
            or self._is_by(tokens, start)
            or beside
            or any(wording.is_translated(verb) for verb in verbs)
        )
        end = translators.end(tokens, start, self.spoken) if expected else start
        if expected and self.translation and before in _COLONS and translators.is_nickname(tokens[start:]):
            return len(tokens)
        if self.loud and not (before in _COLONS or end - start > 1):
            return None
        if beside and _HAN.match("".join(tokens[start:end])):
            name = "".join(tokens[start:end])
            return end if len(name) <= _LONGEST_BESIDE and not _HIRAGANA.fullmatch(name) else None
        return end if end > start else None

    def _verdict(self) -> Marker | None:
        languages = tuple(self.languages or self.flags)
        if self.inflected and not (self.translation or self.version):
            return None
        if len(languages) > 1:
            return None if self.translator else Marker(languages)
        if languages:
            bare = not (self.translation or self.version or self.small or self.translator)
            return Marker(languages, self.translator, self.source, bare)
        if self.source and (self.translation or self.translator or self.version):
            return Marker((), self.translator, self.source)
        if self.translation and (self.translator or self.nobody):
            return Marker((), self.translator)
        return None
