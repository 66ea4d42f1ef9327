"""Where readers' comments begin and end.

A heading alone never cuts: "Comments" may be a chapter.  What follows has to look like comments
(`Reply`, `X says:`, a comment form), soon and often, and a section ends where a marker or a longer
text without such traces follows.  Comments that nobody's system printed are known by their place (see
`readers`).  Losing half a text is worse than reading one line of furniture.
"""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition.editions import readers, words
from audioedition.editions import traces as lines
from audioedition.editions.prose import Prose
from audioedition.editions.traces import Heading, Trace
from audioedition.model import Block, Kind

_STRAY = 3  # so many blocks of prose may stand between a heading and the first trace
_GAP = 8  # and so many between two traces: a long comment
_MOMENTS = 2  # so many days with their times tell comments, where nothing surer does
_RESUMES = 2  # so many blocks of prose after the last trace are text again
_LONGEST = 300  # characters of a title
_FIRST_LINES = 20  # of a post may be its titles in plain text
_MOST_TITLES = 60
_MOST_HEADS = 40  # headings of comments, the last ones

_MOST_EMBEDDED, _MOST_PARTS = 5, 7  # comments above a link to the others, and lines of each
_BEHIND_LINK = 3  # the link, how many there are, and of whom

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
    search = _Search.of(blocks, markers)
    at = 1  # the first line of a post is its own
    while at < len(blocks):
        section = search.section(at) or search.by_place(at, found)
        if section:
            found.append(section)
        at = section.end if section else at + 1
    return found + [section for section in map(search.continued, search.ends) if section]


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """What a heading of comments may cite: the headings, and the lines that the post begins with, no items."""
    short = (block for block in blocks if 0 < len(block.text) < _LONGEST)
    several = (
        block
        for place, block in enumerate(short)
        if block.kind is Kind.HEADING or (place < _FIRST_LINES and block.kind is not Kind.ITEM)
    )
    for block in itertools.islice(several, _MOST_TITLES):
        yield words.fold(block.text)


@dataclass(slots=True)
class _Search:
    """What is asked again and again about the lines of a post, found out once.

    `traced` are the places of the `traces`, `telling` those of more than weak ones, `headed` those of
    headings that say more than a word, `stops` those of the markers behind all traces, and `marked`
    those where the author's marks name another language than before; `surest` is the last of the sure
    traces, and `ends` are the places of links to further comments.  `heads` are the headings that may tell
    comments alone, and `borders` the places of all markers and of those marks.  Up to `tale` nobody who
    speaks is known to comment.
    """

    blocks: Sequence[Block]
    headings: Sequence[Heading]
    traces: Sequence[Trace]
    traced: Sequence[int]
    telling: Sequence[int]
    headed: Sequence[int]
    stops: Sequence[int]
    marked: Sequence[int]
    prose: Prose
    surest: int
    ends: Sequence[int]
    heads: Mapping[int, readers.Heading]
    borders: Sequence[int]
    tale: int = 0

    @classmethod
    def of(cls, blocks: Sequence[Block], markers: frozenset[int]) -> _Search:
        """Look at all of `blocks`."""
        titles = list(_titles(blocks))
        headings = [lines.heading(block.text, titles) for block in blocks]
        headed = [at for at, heading in enumerate(headings) if heading > Heading.WORD]
        traces = [lines.trace(block.text) for block in blocks]
        traced = [at for at, trace in enumerate(traces) if trace]
        telling = [at for at in traced if traces[at] > Trace.WEAK]
        stops = [at for at in sorted(markers) if not traced or at > traced[-1]]
        marks = [(at, block.language) for at, block in enumerate(blocks) if block.language]
        marked = [at for (_, above), (at, mark) in itertools.pairwise([(0, None), *marks]) if mark != above]
        surest = next((at for at in reversed(traced) if traces[at] is Trace.SURE), 0)
        ends = [at for at in telling if lines.is_continued(blocks[at].text)]
        heads = [
            readers.heading(block, cites=heading > Heading.WORD and lines.quotes(block.text))
            for block, heading in zip(blocks, headings, strict=True)
        ]
        likely = [at for at, head in enumerate(heads) if head][-_MOST_HEADS:]
        borders = sorted({*markers, *marked})
        found = blocks, headings, traces, traced, telling, headed, stops, marked
        return cls(*found, Prose.of(blocks), surest, ends, {at: heads[at] for at in likely}, borders)

    def section(self, start: int) -> Section | None:
        """The section that begins at `start`, if one does."""
        text, heading = self.blocks[start].text, self.headings[start]
        if heading is Heading.NONE and (start <= self.tale or not self._begins(start)):
            return None
        if heading is Heading.WORD and self._is_chapter(start):
            return None
        limit = _next(self.marked, start, len(self.blocks))
        stop = min(limit, _next(self.stops, start, limit))
        seen = [place for place in self._seen(start) if place < limit]
        sure = _is_sure(heading, Counter(self.traces[place] for place in seen[1:]))
        rest = self.prose.count(seen[-1] + 1, stop)
        if not (sure and len(seen) > _NEEDED[heading]):
            if not sure:
                self.tale = max(self.tale, seen[-1])  # the lines below who speak have a part of these traces
            alone = heading is Heading.TITLE and lines.quotes(text) and 2 * rest < self.prose.before[start]
            return Section(start, stop) if alone and not self._is_new(start, start, stop) else None
        if rest >= self._resumes(seen[-1]) or (
            self._is_button(seen[-1]) and self._is_new(start, seen[-1], stop)
        ):
            return Section(start, seen[-1] + 1)
        return Section(start, stop)

    def by_place(self, start: int, found: Sequence[Section]) -> Section | None:
        """The section at `start` that nothing tells but its heading and its place; `found` are those above it."""
        if start not in self.heads:
            return None
        again = any(
            self._is_alike(at, start)
            for at in self.heads
            if at < start
            and self.heads[at] is self.heads[start]
            and not any(section.start <= at < section.end for section in found)
        )
        below = readers.Below(self.blocks, start, self.prose, self.borders)
        end = below.end(self.heads[start], again=again)
        return Section(start, end) if end else None

    def _is_alike(self, chapter: int, start: int) -> bool:
        """Whether a `chapter` has the heading at `start`, in these words or in another language of the post."""
        same = words.fold(self.blocks[chapter].text) == words.fold(self.blocks[start].text)
        return same or bool(self.prose.spoken[start] - self.prose.spoken[chapter])

    def continued(self, end: int) -> Section | None:
        """The comments above a link to more of them, as many as the line below it counts: each a name, a day and a text."""
        below = self.blocks[end + 1].text if end + 1 < len(self.blocks) else ""
        if lines.heading(below, ()) is not Heading.NUMBER:
            return None
        start = end
        for _ in range(min(lines.number(below), _MOST_EMBEDDED)):
            stamp = next(
                (
                    at
                    for at in range(start - 2, max(start - _MOST_PARTS, 0), -1)
                    if lines.is_stamp(self.blocks[at].text)
                ),
                None,
            )
            if stamp is None:
                break
            start = stamp if lines.is_named(self.blocks[stamp].text) else stamp - 1
        last = min(end + _BEHIND_LINK, len(self.blocks))
        return Section(start, last) if 0 < start < end else None

    def _heads_others(self, place: int) -> bool:
        """Whether a line heads comments of its own: those on the next text."""
        heading = self.headings[place]
        return heading > Heading.WORD or (heading is Heading.WORD and self.traces[place] is Trace.WEAK)

    def _resumes(self, last: int) -> int:
        """How many blocks of prose behind the trace at `last` are text again."""
        return _GAP if lines.says(self.blocks[last].text) else _RESUMES

    def _is_button(self, place: int) -> bool:
        """Whether the trace at `place` ends a comment, as a button does, and says not who wrote the next one when."""
        text = self.blocks[place].text
        return self.traces[place] is Trace.SURE and not any(map(str.isdigit, text))

    def _is_new(self, start: int, last: int, stop: int) -> bool:
        """Whether prose behind `last` is in a language that none of the post above `start` is in: another edition."""
        above = self.prose.spoken[start]
        return any(self.prose.is_new(at, above) for at in range(last + 1, stop))

    def _begins(self, start: int) -> bool:
        """Whether comments may begin without a heading: `Ann says:`, or below prose `By Ann, 3 May 2024, 5:04 pm`."""
        if self.traces[start] is Trace.MOMENT:
            return bool(self.prose.count(start - 1, start))
        return lines.says(self.blocks[start].text) or (start < self.surest and self._is_form(start))

    def _is_form(self, start: int) -> bool:
        """Whether a comment form begins at `start`: two of its lines in a row, below text."""
        form = [block.text for block in self.blocks[start : start + 2]]
        return (
            bool(self.prose.before[start])
            and len(form) > 1
            and all(lines.is_hint(text, words.fold(text)) for text in form)
        )

    def _is_chapter(self, start: int) -> bool:
        """Whether a word such as "Answers" heads a chapter: text is below it, or the comments have a heading of their own."""
        end = len(self.blocks)
        first = _next(self.telling, start, end)
        return _next(self.headed, start, end) < first or self.prose.count(start + 1, first) > 1

    def _seen(self, start: int) -> list[int]:
        """The start, and the traces that follow without too much prose between them."""
        seen = [start]
        for place in itertools.islice(self.traced, bisect.bisect_right(self.traced, start), None):
            between = self.prose.count(seen[-1] + 1, place)
            if between > (_GAP if len(seen) > 1 else _STRAY):
                break
            if self._heads_others(place) and len(seen) > 1 and between >= self._resumes(seen[-1]):
                break
            seen.append(place)
        return seen


def _is_sure(heading: Heading, seen: Counter[Trace]) -> bool:
    """Whether what was `seen` tells comments from a tale with `The wolf said:`, letters, a programme or a diary."""
    if seen[Trace.SURE] or (seen[Trace.MOMENT] >= _MOMENTS and (heading or seen[Trace.SPEAKS])):
        return True
    return heading >= Heading.NUMBER and bool(seen[Trace.SPEAKS] or seen[Trace.MOMENT])


def _next(places: Sequence[int], start: int, end: int) -> int:
    """The first of the sorted `places` behind `start`, or the `end`."""
    after = bisect.bisect_right(places, start)
    return places[after] if after < len(places) else end
