"""Lines that announce a translation: `Deutsche Übersetzung: Name`, `(English below)`, `[FR]`, `EN | DE`.

A line is such a marker only if every word in it is accounted for: the name of a language, a word
for a translation or its place, a small word between them, or the name of a person where one is
expected.  A sentence about translations has other words and stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from audioedition.editions import names, translators, wording, words
from audioedition.editions.reading import Marker, Reading

__all__ = ["NUMBER", "Marker", "leads", "read"]

_LONGEST = 160  # characters
_MOST_WORDS = 14
_CODE = re.compile(r"[\[({<]\s*([A-Za-z]{2}|[A-Z]{3})(?:-[A-Za-z]{2,4})?\s*[\])}>]:?|([A-Z]{2,3}):?")
_POINTING = re.compile(r"(.+?)\s*[(（\[]([^()（）\[\]]+)[)）\]]")  # "Deutsch (English version below)"
_PIECES = re.compile(r"(?<=\w{3})\.\s+(?=[^\W\d_])|\s*[·•|｜]\s*|\s+(?:/|–|—|-)\s+")
_SIGNED = re.compile(
    r"(?:[(（【]\s*)?(?P<name>[\u3400-\u9fff々]{2,5})(?:\s+[訳译譯]|訳(?=\s*[)）】]$))\s*[)）】]?|(?P<korean>[가-힣]{2,4})\s+옮김"
)
_DECORATION = " -–—=~*_•·#|｜↓↑→⇩⇧⬇⬆➡▼▲👇👉\ufe0f"
_WORD = re.compile(r"[^\W_]+(?:-[A-Za-z]{2,4}\b)?")
_BETWEEN_CODES = "|/·•｜"
NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,4}|[a-z])[.)]\s+(?=\S)")  # of a list, or of a chapter


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
    ways = (_pointing, _signed, _coded, _whole, _in_pieces)
    return next(filter(None, (way(line, spoken) for way in ways)), None)


def _pointing(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that a `line` is which says in brackets where the other language is."""
    pointing = _POINTING.fullmatch(line.strip(_DECORATION))
    marker = read(pointing[1], spoken) if pointing else None
    other = read(pointing[2], spoken) if pointing and marker else None
    if marker is None or other is None or len(marker.languages) != 1 or len(other.languages) != 1:
        return None
    return replace(marker, bare=False) if marker.languages != other.languages else None


def _signed(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that a `line` is which is a name with the sign for a translation behind it."""
    if not (signed := _SIGNED.fullmatch(line.strip(_DECORATION))):
        return None
    name = signed["name"] or signed["korean"]
    return Marker((), name) if wording.tokens(name, spoken) == [name] else None


def _coded(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that a `line` is, of codes or of flags, without words."""
    if code := _CODE.fullmatch(line.strip(_DECORATION)):
        tag = names.of_code(code[1] or code[2])
        return Marker((tag,), bare=code[2] is not None) if tag else None
    bare = names.without_flags(line)
    if codes := _codes(bare, spoken):
        return Marker(codes)
    flags = () if any(map(words.fold, wording.tokens(bare, spoken))) else tuple(names.of_flags(line))
    return Marker(flags) if flags else None


def leads(line: str, spoken: frozenset[str]) -> bool:
    """Whether a `line` leads to the marker below it, without a language of its own: `Also available in:`, `Languages`."""
    tokens = wording.tokens(line, spoken) if len(line) <= _LONGEST else []
    named = [word for word in map(words.fold, tokens) if word]
    if named and all(wording.has(word, "language") for word in named):
        return True
    reading = Reading(spoken)
    told = line.endswith((":", "：")) and reading.read(tokens) is None
    return told and reading.whole and reading.placed and not reading.languages


def _whole(line: str, spoken: frozenset[str]) -> Marker | None:
    """The marker that a `line` is, perhaps without what stands beside the name of the translator."""
    plain = translators.bare(line)
    for tried in dict.fromkeys((line, plain, translators.without_brackets(plain))):
        tokens = wording.tokens(names.without_flags(tried), spoken)
        if len(tokens) > 2 * _MOST_WORDS:
            continue
        marker = Reading(spoken, names.of_flags(line)).read(tokens) or _below_byline(tried, spoken)
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
        marker or translators.is_other(piece) or _credits(piece, spoken) for piece, marker in read_.items()
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
    marker = Reading(spoken).read(wording.tokens(rest, spoken))
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


def _credits(piece: str, spoken: frozenset[str]) -> bool:
    """Whether a part of a line says whose the original is: `Das Original stammt von Ann Lee`."""
    reading = Reading(spoken)
    reading.read(wording.tokens(piece, spoken))
    return reading.whole and reading.translator is not None
