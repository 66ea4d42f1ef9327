"""The names of languages, as people write them in a line that announces a translation."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

from audioedition.editions import words
from audioedition.languages import base

FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
"""A pattern: the flag of a country."""

_FEW_WORDS = 5  # before the names of languages
_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FLAG = re.compile(FLAG)
_SPOKEN, _WRITTEN = (
    ("语", "語"),
    "文",
)  # Chinese has a name for the language that is spoken, and one for the written
_SHORTEST_STEM = 4  # letters that an inflected form shares with the name
_LONGEST_ENDING = 4  # letters of such a form after the stem
_LONGEST_LOST = 3  # letters of the name that it may lack


@cache
def exact(spoken: frozenset[str]) -> dict[str, str]:
    """Names in the languages that are `spoken`, in English, and in each language itself: name → tag."""
    found = dict(words.forms())
    for locale in sorted(spoken | {"en"}):
        for tag, name in _named_in(locale).items():
            found.setdefault(name, base(tag))
            if name.endswith(_SPOKEN):
                found.setdefault(f"{name[:-1]}{_WRITTEN}", base(tag))
    return found


def similar(word: str, spoken: frozenset[str]) -> str | None:
    """The language whose name `word` is an inflected form of, such as `englischer` or `anglaise`."""
    if len(word) < _SHORTEST_STEM or word in _countries(spoken):
        return None
    best: tuple[int, int, str] | None = None
    for name, tag in _beginnings(spoken).get(word[:_SHORTEST_STEM], ()):
        stem = _common(word, name)
        cut = stem == len(word) and len(name) - stem > 1  # `roman` is no form of `romanian`
        if cut or len(word) - stem > _LONGEST_ENDING or len(name) - stem > min(_LONGEST_LOST, len(name) // 3):
            continue
        rank = (stem, -len(word) - len(name), tag)
        best = max(best, rank) if best else rank
    return best[2] if best else None


def of_speakers(word: str, spoken: frozenset[str]) -> str | None:
    """The language of those whom `word` says to speak it, such as `deutschsprachige` or `anglophones`."""
    found = _speakers().search(word)
    if found is None or not found.start():
        return None
    stem = word[: found.start()]
    return words.stems().get(stem) or exact(spoken).get(stem) or similar(stem, spoken)


def of_flag(text: str) -> str | None:
    """The language that is likely meant by the first flag in `text`: a country's main one."""
    return next(iter(of_flags(text)), None)


def of_flags(text: str) -> list[str]:
    """The languages that are likely meant by the flags in `text`."""
    return list(dict.fromkeys(filter(None, map(_of_country, _FLAG.findall(text)))))


def _of_country(flag: str) -> str | None:
    country = "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in flag)
    try:
        return base(Locale.parse(f"und_{country}").language)
    except (UnknownLocaleError, ValueError):
        return None


def is_tag(word: str) -> bool:
    """Whether `word` is the code of a known language."""
    return base(word) in words.known_tags() or word.lower() in words.known_tags()


def of_code(word: str) -> str | None:
    """The language of a code: `de`, `DE`, `de-AT`, or one of three letters in capitals, `GER`."""
    if len(word) == len("GER"):
        return words.codes().get(word)
    return base(word) if len(base(word)) == len("de") and is_tag(word) else None


def offers(text: str) -> bool:
    """Whether a line ends in names of languages, in their own words or in English, that it leads to: `Also in: English`."""
    before, colon, behind = text.replace("：", ":").partition(":")
    known = exact(frozenset())
    if colon and 0 < len(before.split()) <= _FEW_WORDS:
        words_ = _NAME.findall(behind.casefold())
        return bool(words_) and all(word in known for word in words_)
    words_ = (
        text.casefold().split()
    )  # links in a row, which nobody would write: `English–German` is a dictionary
    offered = list(itertools.takewhile(known.__contains__, reversed(words_)))
    return 1 < len(offered) < len(words_) <= len(offered) + _FEW_WORDS


def without_flags(text: str) -> str:
    """`text` without the signs that flags are made of."""
    return _FLAG.sub(" ", text)


@cache
def _beginnings(spoken: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """The names with their languages, by their first letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, tag in exact(spoken).items():
        found.setdefault(name[:_SHORTEST_STEM], []).append((name, tag))
    return found


@cache
def _speakers() -> re.Pattern[str]:
    return re.compile(rf"-?(?:{'|'.join(words.starts('speakers', 'endings'))})\w{{0,5}}$")


@cache
def _countries(spoken: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_countries_in, spoken | {"en"}))


@cache
def _countries_in(locale: str) -> frozenset[str]:
    known = _locale(locale)
    return frozenset(map(words.fold, known.territories.values())) if known else frozenset()


@cache
def _named_in(locale: str) -> dict[str, str]:
    known = _locale(locale)
    names = known.languages if known else {}
    return {tag: words.fold(names[tag]) for tag in words.known_tags() if tag in names}


def _locale(name: str) -> Locale | None:
    """What CLDR knows of a language; None for one that it has nothing on, such as Scots, which authors may mark."""
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _common(one: str, two: str) -> int:
    length = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        length += 1
    return length


def bases(tags: Iterable[str]) -> frozenset[str]:
    """The languages of `tags`."""
    return frozenset(map(base, tags))
