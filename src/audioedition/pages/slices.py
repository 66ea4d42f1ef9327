"""A block's text, cut into what is marked in it: sentences, in them links, in those phrases of another language.  Pure.

Put together again, the slices are the text: whatever the marks say, nothing is lost, doubled or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from audioedition.markup import web_address
from audioedition.model import UNDETERMINED, Block, Line
from audioedition.phrases import of
from audioedition.text import permitted, seen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that is not that of the text around it, as HTML's `lang` and `dir` name it; empty: it is that one."""

    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words, in their language."""

    text: str
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are one link to `address`, or none."""

    phrases: tuple[Phrase, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is spoken in one breath, from `start` (seconds) on; or words that nobody speaks, with no `start`."""

    stretches: tuple[Stretch, ...]
    start: float | None = None
    tongue: Tongue = Tongue()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(phrase.text for stretch in self.stretches for phrase in stretch.phrases)

    @property
    def at(self) -> str:
        """Its start as `seconds` writes it."""
        return "" if self.start is None else seconds(self.start)

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it is marked, as in most."""
        (first, *more) = self.stretches
        return (
            not more
            and first.address is None
            and len(first.phrases) == 1
            and not first.phrases[0].tongue.language
        )


def seconds(moment: float) -> str:
    """A moment as a page holds it: to the hundredth, and as short as it can be."""
    return f"{round(moment, 2):g}"


def tongue(language: str | None) -> Tongue:
    """How `language`, a BCP 47 tag or nothing, is marked."""
    tag = permitted(language or "")
    return Tongue(tag, of(tag).direction) if tag and tag != UNDETERMINED else Tongue()


def plain(text: str, start: float | None = None, language: str = "") -> Sentence:
    """A sentence in which nothing is marked."""
    return Sentence((Stretch((Phrase(permitted(text), Tongue()),)),), start, tongue(language))


def sentences(block: Block, lines: Sequence[Line]) -> tuple[tuple[Sentence, ...], tuple[float, ...]]:
    """The text of `block` as the `lines` speak it, and the starts of those lines that speak no character of it.

    A line whose characters another one has spoken already is of the latter.
    """
    found: list[Sentence] = []
    marked = [(*line.span, line) for line in lines]
    for start, end, line in _apart(marked, 0, len(block.text)):
        stretches = tuple(_stretches(block, start, end))
        said = (line.start, tongue(line.language)) if line else (None, Tongue())
        found.append(Sentence(stretches, *said))
    spoken = {sentence.start for sentence in found}
    return tuple(found), tuple(line.start for line in lines if line.start not in spoken)


def _stretches(block: Block, start: int, end: int) -> Iterator[Stretch]:
    links = ((k.start, k.end, address) for k in block.links if (address := web_address(k.address)))
    for first, last, address in _apart(links, start, end):
        is_blank = not seen(block.text[first:last]).strip()  # a link without a name leads nobody anywhere
        yield Stretch(tuple(_phrases(block, first, last)), None if is_blank else address)


def _phrases(block: Block, start: int, end: int) -> Iterator[Phrase]:
    spans = ((span.start, span.end, span.language) for span in block.spans)
    for first, last, language in _apart(spans, start, end):
        yield Phrase(permitted(block.text[first:last]), tongue(language))


def _apart(marks: Iterable[tuple[int, int, T]], start: int, end: int) -> Iterator[tuple[int, int, T | None]]:
    """Places from `start` to `end` without a gap: what is marked, and None for what is between.

    Where marks overlap, the one that begins first has the characters; one that has none left is left out.
    """
    for first, last, what in sorted(marks, key=lambda mark: mark[:2]):
        first, last = max(first, start), min(last, end)  # noqa: PLW2901 -- as much of it as is here
        if first >= last:
            continue
        if start < first:
            yield start, first, None
        yield first, last, what
        start = last
    if start < end:
        yield start, end, None
