"""The visible data of this room (`wordings/*`), and the one way a line is compared with it.

Tables with a structure are TOML.  The thousands of lines that blog systems print are plain lists, folded already: they
are read at every start.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from audioedition.derived import derived
from audioedition.editions.signs import SIGN

_FILES = ("markers", "lines", "relatives")  # no table stands in two of them
_LISTS = ("comments", "furniture")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u200c": " "})
_INSIDE = re.compile(rf"[^\W_](?:.*[^\W_])?{SIGN}*", re.DOTALL)  # from the first letter or digit to the last
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670]")  # vowels, which few write
_GAP, _ANY = "...", r".{1,60}?"  # `…` as it is folded
_SPACE = re.compile(r"\s+")


@cache
def fold(text: str) -> str:
    """`text` for comparison: no case (nor the point that a Turkish İ would keep), no decoration or punctuation at its ends, plain apostrophes."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("i\u0307", "i").translate(_APOSTROPHES)
    inside = _INSIDE.search(_POINTS.sub("", text))
    return _SPACE.sub(" ", inside[0]) if inside else ""


@cache
def table(*path: str) -> frozenset[str]:
    """The words under `path` of the data files, folded."""
    if path in _lists():
        return _lists()[path]
    found: Any = _data()
    for key in path:
        found = found[key]
    return frozenset(filter(None, map(fold, found)))


@cache
def stems_for(role: str) -> tuple[str, ...]:
    """Beginnings of the words that have a `role` in lines about translations, in all their forms."""
    return tuple(fold(stem) for stem in _data()["marker"]["stems"].get(role, ()))


@cache
def starts(*path: str) -> tuple[str, ...]:
    """The same as a tuple, for `str.startswith` or `endswith`, without those that have gaps."""
    return tuple(sorted(phrase for phrase in table(*path) if _GAP not in phrase))


def beginnings(folded: str, *path: str) -> Iterator[str]:
    """The phrases under `path`, without gaps, that a folded line begins with, the longest first."""
    return filter(folded.startswith, _by_first(*path).get(folded[:1], ()))


def begins(folded: str, *path: str) -> bool:
    """Whether a folded line begins with a phrase under `path`, in which `…` stands for a name or a title."""
    if any(beginnings(folded, *path)):
        return True
    pattern = _with_gaps(*path)
    return bool(pattern and pattern.match(folded))


@cache
def _by_first(*path: str) -> dict[str, list[str]]:
    """Phrases by their first character: there are hundreds, and a line is compared with all that it may begin with."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(starts(*path), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


@cache
def _with_gaps(*path: str) -> re.Pattern[str] | None:
    gaps = [map(re.escape, phrase.split(f" {_GAP} ")) for phrase in table(*path) if f" {_GAP} " in phrase]
    return re.compile("|".join(f" {_ANY} ".join(parts) for parts in gaps)) if gaps else None


@cache
def known_tags() -> tuple[str, ...]:
    """The languages whose names, in whatever language, may stand in a marker."""
    return tuple(_data()["known"])


@cache
def codes() -> dict[str, str]:
    """Codes of three letters with their languages: those of ISO 639-2 and -3, and those of countries that authors write."""
    return {code: language for language, known in _data()["codes"].items() for code in known}


@cache
def forms() -> dict[str, str]:
    """Forms of the names of languages that CLDR does not list, with their languages."""
    return {fold(form): language for language, known in _data()["names"].items() for form in known}


@cache
def stems() -> dict[str, str]:
    """Beginnings of words for those who speak a language, where they aren't its name: `anglo` is English."""
    return {
        fold(stem): language for language, known in _data()["speakers"]["stems"].items() for stem in known
    }


@cache
def articles() -> dict[str, frozenset[str]]:
    """Words before the name of an author that are articles elsewhere, with the languages that have them."""
    return {fold(word): frozenset(languages) for word, languages in _data()["articles"].items()}


@cache
def sources() -> dict[str, frozenset[str]]:
    """Words before the name of the language that was translated *from*, with the languages that say so."""
    found: dict[str, set[str]] = {}
    for language, known in _data()["marker"]["from"].items():
        for word in known:
            found.setdefault(fold(word), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


@cache
def source_beginnings() -> tuple[str, ...]:
    """Beginnings by which a language says *from*."""
    return tuple(beginning for known in _data()["marker"]["from_beginnings"].values() for beginning in known)


@cache
def source_endings() -> dict[str, tuple[str, ...]]:
    """Endings by which a language says *from*, by language."""
    return {language: tuple(endings) for language, endings in _data()["marker"]["from_endings"].items()}


@cache
def telltales() -> dict[str, re.Pattern[str]]:
    """Patterns of words that tell a language from its closest relative."""
    return {language: _any_of(patterns) for language, patterns in _data()["telltales"].items()}


@cache
def telltales_against() -> dict[str, re.Pattern[str]]:
    """Patterns of words that tell against a language: only its relatives have them."""
    return {language: _any_of(patterns) for language, patterns in _data()["telltales_against"].items()}


@cache
def small() -> dict[str, frozenset[str]]:
    """The small words without which hardly a sentence does, each with the languages that have it."""
    found: dict[str, set[str]] = {}
    for language, line in tomllib.loads(_read("function.toml")).items():
        for word in line.split():
            found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


@cache
def with_small() -> frozenset[str]:
    """The languages whose small words are known."""
    return frozenset().union(*small().values())


@cache
def ago() -> re.Pattern[str]:
    """A pattern of how long ago something was, such as `3 hours ago`, without case."""
    return re.compile(rf"(?<!\w)(?:{_moments('ago')})(?!\w)")


@cache
def few_ago() -> re.Pattern[str]:
    """The same without a number, such as `a few hours ago`; it tells only a whole line."""
    return re.compile(rf"(?:\d{{1,3}}\s?)?(?:{_moments('few')})")


def _moments(kind: str) -> str:
    unit = r"[^\s\d]{1,20}"
    shapes = [
        shape.replace("N", r"\d{1,3}").replace("U", unit).replace(" ", r"\s")
        for shape in _data()["moments"][kind]
    ]
    return "|".join(shapes)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@cache
def _data() -> dict[str, Any]:
    places = [_place(f"{name}.toml") for name in _FILES]

    def read() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for place in places:
            found |= tomllib.loads(place.read_text(encoding="utf-8"))
        return found

    return derived("wordings", places, read)


@cache
def _lists() -> dict[tuple[str, ...], frozenset[str]]:
    """The lists by the names of their tables; a note among the lines does no harm, since nothing folded begins with `#`."""
    return {path: frozenset(lines) for name in _LISTS for path, lines in rows(name).items()}


def rows(name: str) -> dict[tuple[str, ...], list[str]]:
    """The lines of the tables of `wordings/<name>.txt`, by the names of the tables."""
    found: dict[tuple[str, ...], list[str]] = {}
    for table in _read(f"{name}.txt").split("\n[")[1:]:
        path, _, lines = table.partition("]\n")
        found[tuple(path.split(" "))] = list(filter(None, lines.split("\n")))
    return found


def _read(name: str) -> str:
    return _place(name).read_text(encoding="utf-8")


def _place(name: str) -> Path:
    return Path(__file__).with_name("wordings") / name
