"""Where readers' comments begin and end.

A heading alone never cuts: "Comments" may be a chapter.  What follows has to look like comments
(`Reply`, `X says:`, a comment form), soon and often, and a section ends where a marker or a longer
text without such traces follows.  Losing half a text is worse than reading one line of furniture.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from audioedition.editions import words
from audioedition.editions.detection import letters
from audioedition.editions.signs import LETTER
from audioedition.model import Block, Kind

_LONG = 60  # letters from which on a block is prose
_STRAY = 3  # so many blocks of prose may stand between a heading and the first trace
_GAP = 8  # and so many between two traces: a long comment
_RESUMES = 2  # so many blocks of prose after the last trace are text again
_LONGEST = 300  # characters of a heading
_FIRST_LINES = 20  # of a post may be its titles in plain text
_MOST_TITLES = 60
_LONGEST_TRACE = 200
_MOST_WORDS = 14  # of a line with a date
_MOST_WORDS_SAYS = 8
_BESIDES = 3  # words that a heading may have besides the number, the noun and a quoted title
_BESIDES_EAST = 8  # characters, where words are not divided
_SHORTEST_TITLE = 8  # characters that a heading has to share with the post's title, to cite it
_AROUND_TITLE = 40  # characters that it may have besides
_NUMBER = re.compile(
    r"\d+|\b(?:one|ein|eine|einen|un|une|uno|una|um|uma|één|een|en|ett|et|jeden|jedna|один|одна|одно|един|ένα|μια|bir|egy|yksi)\b"
)
_QUOTED = re.compile(r"[“”„\"«»‹›「『《‘].*(?:[“”\"«»‹›」』》’]|$)")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_COUNT = re.compile(r"^\W*\d+\W+|\W*\d+\W*$")
_AGO = r"\b\d+ (?:\w+ )?ago\b|\bvor \d+ \w+|\bil y a \d+|\bhace \d+|\bhá \d+"
_STAMP = re.compile(rf"(?=.*\d{{1,4}}).*(?<![\d.])\d{{1,2}}(?:[:h]\s?|\.(?=\d\d Uhr))\d\d(?!\d)|{_AGO}")
_DAY = re.compile(r"\D{3,12}\.? \d{1,2}(?:, \d{4})?|\d{1,2}\.? \D{3,12} \d{4}")


class _Heading(IntEnum):
    """How surely a line heads comments."""

    NONE = 0
    WORD = 1  # "Comments": it may be a chapter
    NUMBER = 2  # "3 comments"
    TITLE = 3  # "3 thoughts on “…”", with the title of the post


class _Trace(IntEnum):
    """How surely a line is one that stands among comments."""

    NONE = 0
    WEAK = 1  # a date, or "Comments" alone
    SURE = 2


_NEEDED = {_Heading.NONE: 3, _Heading.WORD: 2, _Heading.NUMBER: 2, _Heading.TITLE: 1}
"""How many traces have to follow, one of them a sure one."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks from `start` up to, but not including, `end` are comments."""

    start: int
    end: int


def sections(blocks: Sequence[Block], markers: frozenset[int]) -> list[Section]:
    """Find the comment sections; `markers` are the places of lines that announce a translation."""
    found: list[Section] = []
    titles = list(_titles(blocks))
    traces = [_trace(block.text) for block in blocks]
    at = 1  # the first line of a post is its own
    while at < len(blocks):
        section = _section(blocks, at, traces, titles, markers)
        if section:
            found.append(section)
        at = section.end if section else at + 1
    return found


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """What a heading of comments may cite: the headings, and the lines that the post begins with."""
    short = (block for block in blocks if 0 < len(block.text) < _LONGEST)
    several = (
        block for place, block in enumerate(short) if block.kind is Kind.HEADING or place < _FIRST_LINES
    )
    for block in itertools.islice(several, _MOST_TITLES):
        yield words.fold(block.text)


def _section(
    blocks: Sequence[Block],
    start: int,
    traces: Sequence[_Trace],
    titles: Sequence[str],
    markers: frozenset[int],
) -> Section | None:
    """The section that begins at `start`, if one does."""
    heading = _heading(blocks[start].text, titles)
    if heading is _Heading.NONE and not _says(blocks[start].text):
        return None
    stop = next((at for at in sorted(markers) if at > start and not any(traces[at:])), len(blocks))
    seen = [start]
    for place in range(start + 1, stop):
        if traces[place]:
            if _prose(blocks[seen[-1] + 1 : place]) > (_GAP if len(seen) > 1 else _STRAY):
                break
            seen.append(place)
    sure = any(traces[place] is _Trace.SURE for place in seen[1:])
    rest = _prose(blocks[seen[-1] + 1 : stop])
    if not (sure and len(seen) > _NEEDED[heading]):
        alone = (
            heading is _Heading.TITLE
            and _QUOTED.search(blocks[start].text)
            and 2 * rest < _prose(blocks[:start])
        )
        return Section(start, stop) if alone else None
    if rest >= (_GAP if _says(blocks[seen[-1]].text) else _RESUMES):
        return Section(start, seen[-1] + 1)
    return Section(start, stop)


def _prose(blocks: Sequence[Block]) -> int:
    return sum(letters(block.text) >= _LONG for block in blocks)


def _heading(text: str, titles: Sequence[str]) -> _Heading:
    folded = words.fold(text)
    if not folded or len(folded) > _LONGEST:
        return _Heading.NONE
    if _COUNT.sub("", folded) in words.table("comments", "headings"):
        return _Heading.NUMBER if _COUNT.search(folded) else _Heading.WORD
    noun = _noun(folded) if _NUMBER.search(folded) else None
    if noun is None:
        return _Heading.NONE
    if any(_cites(folded, title) for title in titles):
        return _Heading.TITLE
    rest = _NUMBER.sub(" ", _QUOTED.sub(" ", folded).replace(noun, " ", 1))
    few = (
        len(re.sub(r"\W", "", rest)) <= _BESIDES_EAST if _EAST.search(noun) else len(rest.split()) <= _BESIDES
    )
    return _Heading.NUMBER if few else _Heading.NONE


def _cites(folded: str, title: str) -> bool:
    """Whether a line is a few words around a title, or around a part of one in several languages."""
    same = SequenceMatcher(None, folded, title, autojunk=False).find_longest_match()
    return same.size >= _SHORTEST_TITLE and len(folded) - same.size <= _AROUND_TITLE and folded != title


def _noun(folded: str) -> str | None:
    nouns = words.table("comments", "nouns")
    divided = next((word for word in re.findall(f"{LETTER}+", folded) if word in nouns), None)
    east = sorted(filter(_EAST.search, nouns), key=lambda noun: (-len(noun), noun))
    return divided or next((noun for noun in east if noun in folded), None)


def _trace(text: str) -> _Trace:
    """Whether `text` is one of the lines that only stand among comments."""
    folded = words.fold(text)
    if not folded or len(folded) > _LONGEST_TRACE or len(text) > 2 * _LONGEST_TRACE:
        return _Trace.NONE
    bare = _COUNT.sub("", folded)
    buttons = (words.table("comments", kind) for kind in ("reply", "like"))
    heading = bare in words.table("comments", "headings")
    chapter = heading and len(folded.split()) == 1  # "Comments" may as well be one
    if (heading and not chapter) or any(bare in table for table in buttons) or is_form(folded) or _says(text):
        return _Trace.SURE
    weak = chapter or _STAMP.search(text) or _DAY.fullmatch(text)
    return _Trace.WEAK if weak and len(text.split()) <= _MOST_WORDS else _Trace.NONE


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
    """Whether a line names somebody who is about to speak: `Ann says:`."""
    folded = words.fold(text)
    parts = folded.split()
    if not text.rstrip().endswith((":", "：", "...", "…", "より")) or len(parts) > _MOST_WORDS_SAYS:
        return False
    verbs = words.table("comments", "says")
    return any(folded.endswith(f" {verb}") for verb in verbs) or (len(parts) > 1 and parts[0] in verbs)
