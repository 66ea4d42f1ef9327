"""Where everything lies: the places of sounds in time, and the pieces that are encoded by themselves.

A piece is what sounds without a pause that is long enough to be silent for whole frames of MP3 (up to 78 ms).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audioedition.mixdown.mp3 import FRAME, frames_of
from audioedition.mixdown.pcm import RATE

_LONGEST = 60 * RATE  # samples of a piece, after which the next pause is made long enough to end it


@dataclass(frozen=True, slots=True)
class Span:
    """Something that is heard, from sample `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What is encoded by itself: its `first` frame, how many it has, and which of the spans it holds."""

    first: int
    frames: int
    holds: tuple[int, ...]

    @property
    def start(self) -> int:
        """The sample at which it begins."""
        return self.first * FRAME


def spoken(lengths: Iterable[tuple[int, int]], start: int, music: int, *, aligned: bool) -> list[Span]:
    """Where the sounds lie: each of some samples, and followed by some of silence; the first one from `start` on.

    `music` is the sample up to which an intro lasts.  If they are `aligned`, a sound after a pause begins with the frame
    that is nearest to its place, at most 13 ms off it, so that it is the same piece wherever it lies; such differences do
    not add up.  Only within a piece of more than a minute a pause may become longer, by 78 ms at most.
    """
    spans: list[Span] = []
    first, end, place, off = (
        0,
        music,
        start,
        0,
    )  # the present piece and its end; where the next sound should be
    for length, pause in lengths:
        free = first + frames_of(end - first * FRAME)
        near = (place + FRAME // 2) // FRAME if aligned else place // FRAME
        if spans and near >= free:
            first, off = near, near * FRAME - place if aligned else 0
        elif spans and end - first * FRAME > _LONGEST:
            first, off, place = free, 0, free * FRAME
        spans.append(Span(place + off, end := place + off + length))
        place += length + pause
    return spans


def aligned_after(spans: Sequence[Span], place: int) -> int:
    """The place of music that should begin at `place`: the nearest frame, if that leaves it a piece by itself."""
    *_, last = pieces(spans) or [Piece(0, 0, ())]
    near = (place + FRAME // 2) // FRAME
    return near * FRAME if near >= last.first + last.frames else place


def pieces(spans: Sequence[Span]) -> list[Piece]:
    """What is to be encoded by itself, in order; what is empty is in no piece."""
    return list(_pieces(spans))


def _pieces(spans: Sequence[Span]) -> Iterator[Piece]:
    holds: list[int] = []
    first = end = 0
    for number in sorted(range(len(spans)), key=lambda number: spans[number].start):
        span = spans[number]
        if span.start == span.end:
            continue
        if holds and span.start // FRAME >= first + frames_of(end - first * FRAME):
            yield Piece(first, frames_of(end - first * FRAME), tuple(holds))
            holds = []
        first, end = (first, max(end, span.end)) if holds else (span.start // FRAME, span.end)
        holds.append(number)
    if holds:
        yield Piece(first, frames_of(end - first * FRAME), tuple(holds))
