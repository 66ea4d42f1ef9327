"""Where readers' comments begin and end.

A heading alone never cuts: "Comments" may be a chapter.  What follows has to look like comments
(`Reply`, `X says:`, a comment form), soon and often, and a section ends where a marker or a longer
text without such traces follows.  Losing half a text is worse than reading one line of furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from audioedition.editions import words
from audioedition.editions.detection import letters
from audioedition.model import Block, Kind

_LONG = 60  # letters: from here on a block is prose
_STRAY = 3  # so many blocks of prose may stand between a heading and the first trace
_GAP = 8  # and so many between two traces: a long comment
_RESUMES = 2  # so many blocks of prose after the last trace are text again
_SHORTEST_TITLE = 8  # characters that a heading of comments has to share with the post's title
_AROUND_TITLE = 40  # characters that it may have besides
_NUMBER = re.compile(
    r"\d+|\b(?:one|ein|eine|einen|un|une|uno|una|um|uma|één|een|en|ett|et|jeden|jedna|один|одна|одно|един|un'|ένα|mia|μια|bir|egy|yksi)\b"
)
_QUOTED = re.compile(r"[“”„\"«»‹›「『《‘].*(?:[“”\"«»‹›」』》’]|$)")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\s?\d{2}\b|\b\d+ (?:\w+ )?ago\b|\bvor \d+ \w+|\bil y a \d+|\bhace \d+|\bhá \d+"
)
_DATE = re.compile(r"\b\d{4}\b|\b\d{1,2}[./-]\s?\d{1,2}\b|\bago\b|\bvor\b|\bil y a\b|\bhace\b|\bhá\b")
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks from `start` up to, but not including, `end` are comments."""

    start: int
    end: int


def sections(blocks: Sequence[Block], markers: frozenset[int]) -> list[Section]:
    """Find the comment sections; `markers` are the places of lines that announce a translation."""
    found: list[Section] = []
    titles = [words.fold(block.text) for block in blocks if 0 < letters(block.text) and len(block.text) < 300]
    traces = [_is_trace(block.text) for block in blocks]
    at = 0
    while at < len(blocks):
        section = _section(blocks, at, traces, titles, markers)
        if section:
            found.append(section)
        at = section.end if section else at + 1
    return found


def _section(
    blocks: Sequence[Block],
    start: int,
    traces: Sequence[bool],
    titles: Sequence[str],
    markers: frozenset[int],
) -> Section | None:
    if start == 0 or blocks[start].kind is Kind.BREAK:
        return None
    stop = next(
        (place for place in sorted(markers) if place > start and not any(traces[place:])), len(blocks)
    )
    later = [place for place in range(start + 1, stop) if traces[place]]
    strength = _heading(blocks[start].text, titles)
    if strength == 3:
        needed = 0
    elif strength:
        needed = 3 - strength
    elif _says(blocks[start].text):
        needed = 3
    else:
        return None
    last = start
    count = 0
    for place in later:
        prose = sum(letters(block.text) >= _LONG for block in blocks[last + 1 : place])
        if prose > (_GAP if count else _STRAY):
            break
        last, count = place, count + 1
    if count < needed:
        return None
    rest = sum(letters(block.text) >= _LONG for block in blocks[last + 1 : stop])
    speaking = last > start and _says(blocks[last].text)
    if count and rest >= (_GAP if speaking else _RESUMES):
        return Section(start, last + 1)
    return Section(start, stop)


def _heading(text: str, titles: Sequence[str]) -> int:
    """How surely `text` is the heading of comments: 3 with the post's title, 2 with a number, 1 or 0."""
    folded = words.fold(text)
    if not folded or len(folded) > 300:
        return 0
    if re.sub(r"\W*\d+\W*$", "", folded) in words.table("comments", "headings"):
        return 2 if re.search(r"\d", folded) else 1
    if not _NUMBER.search(folded):
        return 0
    noun = _noun(folded)
    if noun is None:
        return 0
    if any(_cites(folded, title) for title in titles):
        return 3
    rest = _NUMBER.sub(" ", _QUOTED.sub(" ", folded).replace(noun, " ", 1))
    if _EAST.search(noun):
        return 2 if len(re.sub(r"\W", "", rest)) <= 8 else 0
    return 2 if len(rest.split()) <= 3 else 0


def _cites(folded: str, title: str) -> bool:
    """Whether a line is a few words around a title, or around a part of one in several languages."""
    same = SequenceMatcher(None, folded, title, autojunk=False).find_longest_match()
    around = len(folded) - same.size
    return same.size >= _SHORTEST_TITLE and around <= _AROUND_TITLE and folded != title


def _noun(folded: str) -> str | None:
    nouns = words.table("comments", "nouns")
    for word in re.findall(r"[^\W\d]+", folded):
        if word in nouns:
            return str(word)
    return next(
        (
            noun
            for noun in sorted(nouns, key=lambda noun: (-len(noun), noun))
            if _EAST.search(noun) and noun in folded
        ),
        None,
    )


def _is_trace(text: str) -> bool:
    """Whether `text` is one of the lines that only stand among comments."""
    folded = words.fold(text)
    if not folded or len(folded) > 200:
        return False
    bare = re.sub(r"\W*\d+\W*$|^\W*\d+\W+", "", folded)
    return (
        bare in words.table("comments", "reply")
        or bare in words.table("comments", "like")
        or is_form(folded)
        or bare in words.table("comments", "headings")
        or _says(text)
        or _stamp(text)
    )


def is_form(folded: str) -> bool:
    """Whether a folded line is one of a comment form, or says that there is none."""
    return folded in words.table("comments", "closed") or folded.startswith(words.starts("comments", "form"))


def is_like(folded: str) -> bool:
    """Whether a folded line is a like button that is still loading."""
    return any(
        folded.startswith(like) and words.fold(folded[len(like) :]) in words.table("comments", "loading")
        for like in words.table("comments", "like")
    )


def _says(text: str) -> bool:
    folded = words.fold(text)
    parts = folded.split()
    if not text.rstrip().endswith((":", "：", "より")) or len(parts) > 8:
        return False
    ends = any(
        folded == verb or folded.endswith((f" {verb}", f" {verb}:"))
        for verb in words.table("comments", "says")
    )
    return ends or (len(parts) > 1 and parts[0] in words.table("comments", "says"))


def _stamp(text: str) -> bool:
    return (
        len(text.split()) <= _MOST_WORDS
        and len(text) < 90
        and bool(_CLOCK.search(text) and _DATE.search(text))
    )
