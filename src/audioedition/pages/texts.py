"""An episode's text as it is shown: blocks of sentences that know when they are spoken.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from audioedition import markup
from audioedition.model import Block, Chapter, Episode, Kind, Line
from audioedition.pages import slices
from audioedition.pages.slices import Sentence, Tongue
from audioedition.text import compared, one_line, permitted

_DEEPEST = 6
"""The lowest level of HTML's headings."""
_FIRST = 2
"""The level of a text's main headings, below that of its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A block as it is shown, the one at `place` in its text.

    `starts` are those of words of ours about it, as `slices.seconds` writes them.  `level` is that of a heading in HTML, or in how many
    other lists an item is.  `rows` are the cells of a table, which has no `sentences`.
    """

    place: int
    kind: Kind
    sentences: tuple[Sentence, ...] = ()
    starts: tuple[str, ...] = ()
    tongue: Tongue = field(default_factory=Tongue)
    level: int = 0
    number: int | None = None
    is_credit: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that are shown as one: `list`, `numbered`, `quote`, or of a single block nothing."""

    name: str
    blocks: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """All of an episode's text: its title, what else is said before it, and its blocks."""

    title: Sentence
    opening: tuple[Sentence, ...]
    blocks: tuple[Shown, ...]

    def groups(self, places: Iterable[int] | None = None) -> Iterator[Group]:
        """The blocks at `places`, or all, those together that belong together."""
        blocks = self.blocks if places is None else [self.blocks[place] for place in places]
        for name, some in groupby(blocks, key=_container):
            if name:
                yield Group(name, tuple(some))
            else:
                yield from (Group(name, (each,)) for each in some)


def whole(episode: Episode) -> Episode:
    """`episode` with blocks to which its lines refer: an old one without gets what is heard of it."""
    if episode.blocks:
        return episode
    blocks: list[Block] = []
    lines: list[Line] = []
    for block, some in groupby(episode.lines, key=lambda line: line.block):
        if block < 0:
            lines += some
            continue
        words = ""
        for line in some:
            words = f"{words} {line.text}" if words else line.text
            lines.append(replace(line, block=len(blocks), span=(len(words) - len(line.text), len(words))))
        blocks.append(Block(Kind.PARAGRAPH, words))
    return replace(episode, blocks=tuple(blocks), lines=tuple(lines))


def text(episode: Episode, unsaid: str = "") -> Text:
    """What is shown of a `whole` episode; the sentence `unsaid` of its opening is not."""
    by_block: dict[int, list[Line]] = {}
    for line in episode.lines:
        by_block.setdefault(line.block if line.block < len(episode.blocks) else -1, []).append(line)
    said = [line for line in by_block.get(-1, ()) if not unsaid or _bare(line.text) != _bare(unsaid)]
    title, opening = _opening(one_line(permitted(episode.title)), said)
    levels = _levels(episode.blocks)
    shown = (
        _shown(place, block, by_block.get(place, ()), levels[place])
        for place, block in enumerate(episode.blocks)
    )
    return Text(title, opening, tuple(shown))


def anchors(episode: Episode) -> tuple[tuple[Chapter, int], ...]:
    """Each chapter in the order of time, with the place of the block in which it begins: -1 for the opening."""
    chapters = sorted(episode.chapters, key=lambda chapter: chapter.start)
    lines = sorted(episode.lines, key=lambda line: line.start)
    return tuple(
        (chapter, next((line.block for line in lines if line.end > chapter.start), -1))
        for chapter in chapters
    )


def _shown(place: int, block: Block, lines: Sequence[Line], level: int) -> Shown:
    sentences, starts = slices.sentences(block, lines)
    is_table = block.kind is Kind.TABLE
    return Shown(
        place=place,
        kind=block.kind,
        sentences=() if is_table else sentences,
        starts=tuple(map(slices.seconds, (line.start for line in lines) if is_table else starts)),
        tongue=slices.tongue(block.language),
        level=level,
        number=block.number,
        is_credit=block.is_credit,
        rows=_rows(block.text) if is_table else (),
    )


def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a table, as many in each row."""
    found = [tuple(map(permitted, cells)) for cells in markup.rows(table)]
    width = max(map(len, found))
    return tuple(cells + ("",) * (width - len(cells)) for cells in found)


def _opening(title: str, lines: Sequence[Line]) -> tuple[Sentence, tuple[Sentence, ...]]:
    """The title as it is spoken, if it is, and what else is spoken of the opening."""
    named = next((line for line in lines if _bare(line.text) == _bare(title)), None)
    rest = tuple(slices.plain(line.text, line.start, line.language) for line in lines if line is not named)
    return slices.plain(title, named.start if named else None), rest


def _bare(text: str) -> str:
    """`text` as it is told whether a title is spoken: a voice gets it without soft hyphens, and composed."""
    return compared(text).rstrip(" .")


def _levels(blocks: Sequence[Block]) -> list[int]:
    """The level of each block as HTML has it: no heading is two levels below the one before it."""
    found: list[int] = []
    above: list[int] = []
    for block in blocks:
        if block.kind is Kind.HEADING:
            while above and above[-1] >= block.level:
                above.pop()
            found.append(min(_FIRST + len(above), _DEEPEST))
            above.append(block.level)
        else:
            found.append(block.level)
    return found


def _container(block: Shown) -> str:
    if block.kind is Kind.ITEM:
        return "list" if block.number is None else "numbered"
    return "quote" if block.kind is Kind.QUOTE else ""
