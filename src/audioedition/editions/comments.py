"""Where readers' comments begin and end.

A heading alone never cuts: "Comments" may be a chapter.  What follows has to look like comments
(`Reply`, `X says:`, a comment form), soon and often, and a section ends where a marker or a longer
text without such traces follows.  Losing half a text is worse than reading one line of furniture.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition.editions import traces as lines
from audioedition.editions import words
from audioedition.editions.detection import letters
from audioedition.editions.traces import Heading, Trace
from audioedition.model import Block, Kind

_LONG = 60  # letters from which on a block is prose
_STRAY = 3  # so many blocks of prose may stand between a heading and the first trace
_GAP = 8  # and so many between two traces: a long comment
_MOMENTS = 2  # so many days with their times tell comments, where nothing surer does
_RESUMES = 2  # so many blocks of prose after the last trace are text again
_LONGEST = 300  # characters of a title
_FIRST_LINES = 20  # of a post may be its titles in plain text
_MOST_TITLES = 60

_NEEDED = {Heading.NONE: 3, Heading.WORD: 2, Heading.NUMBER: 2, Heading.TITLE: 1}
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
    traces = [lines.trace(block.text) for block in blocks]
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
    traces: Sequence[Trace],
    titles: Sequence[str],
    markers: frozenset[int],
) -> Section | None:
    """The section that begins at `start`, if one does."""
    heading = lines.heading(blocks[start].text, titles)
    if heading is Heading.NONE and not _begins(blocks, start, traces):
        return None
    stop = next((at for at in sorted(markers) if at > start and not any(traces[at:])), len(blocks))
    if heading is Heading.WORD and _is_chapter(blocks, start, stop, traces, titles):
        return None
    seen = [start]
    for place in range(start + 1, stop):
        if traces[place]:
            if _prose(blocks[seen[-1] + 1 : place]) > (_GAP if len(seen) > 1 else _STRAY):
                break
            seen.append(place)
    sure = _is_sure(heading, Counter(traces[place] for place in seen[1:]))
    rest = _prose(blocks[seen[-1] + 1 : stop])
    if not (sure and len(seen) > _NEEDED[heading]):
        alone = (
            heading is Heading.TITLE
            and lines.quotes(blocks[start].text)
            and 2 * rest < _prose(blocks[:start])
        )
        return Section(start, stop) if alone else None
    if rest >= (_GAP if lines.says(blocks[seen[-1]].text) else _RESUMES):
        return Section(start, seen[-1] + 1)
    return Section(start, stop)


def _begins(blocks: Sequence[Block], start: int, traces: Sequence[Trace]) -> bool:
    """Whether comments may begin without a heading: `Ann says:`, or below prose `By Ann, 3 May 2024, 5:04 pm`."""
    if traces[start] is Trace.MOMENT:
        return letters(blocks[start - 1].text) >= _LONG
    return lines.says(blocks[start].text)


def _is_chapter(
    blocks: Sequence[Block], start: int, stop: int, traces: Sequence[Trace], titles: Sequence[str]
) -> bool:
    """Whether a word such as "Answers" heads a chapter: text is below it, or the comments have a heading of their own."""
    first = next((place for place in range(start + 1, stop) if traces[place] > Trace.WEAK), stop)
    headed = any(
        lines.heading(blocks[place].text, titles) > Heading.WORD for place in range(start + 1, first)
    )
    return headed or _prose(blocks[start + 1 : first]) > 1


def _is_sure(heading: Heading, seen: Counter[Trace]) -> bool:
    """Whether what was `seen` tells comments from a tale with `The wolf said:`, letters, or a programme."""
    if seen[Trace.SURE] or seen[Trace.MOMENT] >= _MOMENTS:
        return True
    return heading >= Heading.NUMBER and bool(seen[Trace.SPEAKS] or seen[Trace.MOMENT])


def _prose(blocks: Sequence[Block]) -> int:
    return sum(letters(block.text) >= _LONG for block in blocks)
