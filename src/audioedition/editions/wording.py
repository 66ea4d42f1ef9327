"""What the words of a line about translations are: names of languages, or words of a known role."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from audioedition.editions import names, words
from audioedition.editions.detection import scores
from audioedition.editions.signs import LETTER
from audioedition.patterns import later

_WORD = rf"(?:\d|{LETTER})+"
_TOKEN = rf"@?{_WORD}(?:[.·_-]{_WORD})*\.?|[:：|/•·,，、;&+©()\[\]{{}}<>（）【】]|[-–—]+"
_UNDIVIDED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERED = later(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # scripts in which a sign is no word
_SYLLABLE = later(r"[가-힣]")  # a particle, at the end of a word
_PROCLITIC = re.compile(r"^(?:[לבהוכמ]|وال|بال|لل|ال|ب|ل)(?=\w{3})")
_EAST = "\u0590"
_ROLES = ("translation", "version", "place", "glue", "by")
_SHORTENED = 3  # letters of a word that has its own point: `Jr.`
_BEFORE = 3  # words before the name of a language, one of which says *from*
_CLOSE = 3.0  # nats by which the best language of a line may be better than one that says *from*
_LIKELY = 5.0  # the same for a language of the post


def is_undivided(text: str) -> bool:
    """Whether `text` is in a script that does not divide words."""
    return bool(_UNDIVIDED.search(text))


def tokens(line: str, spoken: frozenset[str]) -> list[str]:
    """The words and marks of a line; names of languages that are several words are one."""
    found: list[str] = []
    for token in _pattern(spoken).findall(line.replace("’", " ").replace("'", " ")):
        found += filter(None, _undivided(spoken).split(token)) if is_undivided(token) else [token]
    return found


@lru_cache(maxsize=20_000)
def language(word: str, spoken: frozenset[str]) -> tuple[str | None, bool]:
    """The language that a folded word names, if any, and whether it does so in an inflected form."""
    exact = names.exact(spoken)
    stem = _without_article(word)
    forms = (word, stem, f"ال{stem}", word.rsplit("-", 1)[-1])
    if tag := next(filter(None, map(exact.get, forms)), None):
        return tag, False
    if any(has(word, role) for role in ("translation", "version", "place")):
        return None, False
    tag = names.of_speakers(word, spoken) or next(
        filter(None, (names.similar(form, spoken) for form in dict.fromkeys((word, stem, forms[-1])))), None
    )
    return tag, True


@lru_cache(maxsize=20_000)
def has(word: str, role: str) -> bool:
    """Whether a folded word has a `role` in lines about translations (see `wordings/markers.toml`)."""
    known, beginnings = words.table("marker", role), words.stems_for(role)
    return any(form in known or form.startswith(beginnings) for form in {word, _without_article(word)})


def _without_article(word: str) -> str:
    """A word of Hebrew or Arabic without the article, or a short word, that is written with it."""
    return _PROCLITIC.sub("", word) if word[:1] >= _EAST else word


def is_translation(token: str) -> bool:
    """Whether a word says that something is a translation; those that are shortened have a point: `trad.`."""
    word = words.fold(token)
    return has(word, "translation") or is_shortened(token)


def is_translated(token: str) -> bool:
    """Whether a word says so, and a name may follow it at once."""
    return has(words.fold(token), "translated") or is_shortened(token)


def is_shortened(token: str) -> bool:
    """Whether a word is short for a translation: `trad.`."""
    return token.endswith(".") and has(words.fold(token), "shortened")


def is_known(token: str, spoken: frozenset[str]) -> bool:
    """Whether a word is one of those that lines about translations are made of."""
    word = words.fold(token)
    return word in names.exact(spoken) or any(has(word, role) for role in ("translation", "version", "place"))


def is_nobody(line: Sequence[str], at: int, *, by: bool) -> bool:
    """Whether the word at `at` is a machine's name, or, after a word for `by`, somebody who has none: "the author"."""
    word = words.fold(line[at])
    named = (
        at + 1 < len(line) and line[at + 1][:1].isupper() and not has(words.fold(line[at + 1]), "translation")
    )
    machine = word in words.table("announcement", "machines") and not named
    return machine or (by and has(word, "anonymous"))


def name(line: Sequence[str]) -> str:
    """The name of a person that some words of a line make up; empty if it is a machine's."""
    whole = " ".join(word for word in line if words.fold(word) or word in ("&", "+"))
    last = whole.rsplit(" ", 1)[-1]
    whole = whole.removesuffix(".") if len(last) > _SHORTENED else whole
    machines = words.table("announcement", "machines")
    parts = words.fold(whole).split()
    return (
        ""
        if words.fold(whole) in machines or all(part in machines or _is_number(part) for part in parts)
        else whole
    )


def _is_number(word: str) -> bool:
    return word[:1].isdigit()


def as_written(name: str, line: str) -> str:
    """A `name` as it stands in its `line`, for reading takes apostrophes apart."""
    found = re.search(r"[\s'’,，、]*".join(map(re.escape, name.split())), line)
    return found[0] if found else name


def is_lower(sign: str) -> bool:
    """Whether a letter is a small one; those of Georgian are, but have no capitals in names."""
    return sign.islower() and not "ა" <= sign <= "ჿ"


def is_source(line: Sequence[str], at: int, tag: str, spoken: frozenset[str]) -> bool:
    """Whether the language that the word at `at` names is the one that was translated *from*."""
    word = words.fold(line[at])
    after = words.fold(line[at + 1]) if at + 1 < len(line) else ""
    endings = [ends for own, ends in words.source_endings().items() if own != tag]
    if any(word.endswith(ends) or (has(after, "language") and after.endswith(ends)) for ends in endings):
        return True
    if word.startswith(words.source_beginnings()) and word not in names.exact(frozenset({tag})):
        return True
    before = [words.fold(token) for token in line[max(0, at - _BEFORE) : at]]
    says = words.sources()
    if len(before) > 1 and has(before[-2], "language") and has(before[-1], "glue"):
        before.pop()  # "from the original *in* English"
    plain = [*line[: at + 1], *filter(str.islower, line[at + 1 :])]  # without the names of people
    while before:
        if before[-1] in says and _is_said(" ".join(plain), says[before[-1]], spoken):
            return True
        if not (has(before[-1], "articles") or has(before[-1], "language")):
            break
        before.pop()
    return False


def _is_said(line: str, languages: frozenset[str], spoken: frozenset[str]) -> bool:
    """Whether a line is likely in one of `languages`; those of the post may be less likely."""
    found = scores(line)
    return any(found.get(own, -math.inf) >= -(_LIKELY if own in spoken else _CLOSE) for own in languages)


@lru_cache(maxsize=names.SETS)
def _pattern(spoken: frozenset[str]) -> re.Pattern[str]:
    several = sorted((name for name in names.exact(spoken) if " " in name), key=len, reverse=True)
    return re.compile("|".join([*(rf"\b{re.escape(name)}\b" for name in several), _TOKEN]), re.IGNORECASE)


@lru_cache(maxsize=names.SETS)
def _undivided(spoken: frozenset[str]) -> re.Pattern[str]:
    """Known words inside of a text that does not divide words, by which it is split."""
    known = {word for role in _ROLES for word in words.table("marker", role)}
    known |= {*names.exact(spoken), *words.sources()}
    east = sorted(filter(is_undivided, known), key=lambda word: (-len(word), word))
    east = [word for word in east if len(word) > 1 or not _LETTERED.match(word)]
    one = "|".join(rf"{word}(?![가-힣])" if _SYLLABLE.fullmatch(word) else re.escape(word) for word in east)
    return re.compile(f"({one})")
