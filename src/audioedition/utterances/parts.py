"""Which voice says which part of a sentence: phrases in other languages are cut out for their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audioedition.languages import base
from audioedition.model import Span
from audioedition.utterances.reader import Readers, Reading
from audioedition.utterances.sentences import Piece, bare, clauses

_CLOSING = frozenset(",;:.!?…“”‘’\"'»«›‹)]」』")  # stays with what is right before it
_OPENING = re.compile(r"(?:«\s?|[\"'“„‟‘‚»‹›(\[「『])+$")  # and this with what is behind it
_INNER = re.compile(r"\s?»")  # what ends a phrase that begins with «
_ENDS = tuple(".,;:!?…。、，！？：；؟،؛।")
_STOPS = {"ja": "。", "zh": "。", "yue": "。", "hi": "।"}


@dataclass(frozen=True, slots=True)
class Part:
    """The characters from `start` to `end` of a text, as one voice says them.

    `is_open` says that the sentence goes on with another voice, without more than a moment's pause.
    """

    start: int
    end: int
    language: str
    spoken: str
    is_open: bool = False


def voiced(reading: Reading, piece: Piece, spans: Sequence[Span], readers: Readers) -> list[Part]:
    """The text of `reading` at `piece`, in one part for each change of voice that `spans` ask for.

    What is mute between two of them (a closing quotation mark) belongs to the part before it.  What no other
    voice can say is left to that of the text.
    """
    start, end = piece
    parts: list[Part] = []
    for cut in _cuts(reading, start, end, spans):
        for part in _read(reading, cut, readers):
            if any(sign.isalnum() for sign in part.spoken):
                parts.append(part)
            elif parts:
                parts[-1] = replace(parts[-1], end=part.end)
            else:
                start = min(start, part.start)
    if not parts:
        return [Part(start, end, reading.language, reading.spoken(start, end))]
    parts[0] = replace(parts[0], start=start)
    return [replace(part, spoken=_open(part.spoken), is_open=True) for part in parts[:-1]] + parts[-1:]


def ended(spoken: str, language: str) -> str:
    """`spoken` with the melody of a finished sentence: behind a digit, a full stop would say something else."""
    if not spoken or not spoken[-1].isalnum() or spoken[-1].isdecimal():
        return spoken
    return f"{spoken}{_STOPS.get(base(language), '.')}"


def _cuts(reading: Reading, start: int, end: int, spans: Iterable[Span]) -> Iterator[Span]:
    place = start
    for span in spans:
        if span.end <= place or span.start >= end:
            continue
        opening = _OPENING.search(reading.text, place, max(place, span.start))
        first = opening.start() if opening else max(place, span.start)
        if first > place:
            yield Span(place, first, reading.language)
        place = min(end, span.end)
        if reading.text[first] == "«" and (inner := _INNER.match(reading.text, place, end)):
            place = inner.end()
        while place < end and reading.text[place] in _CLOSING:
            place += 1
        yield Span(first, place, span.language)
    if place < end:
        yield Span(place, end, reading.language)


def _read(reading: Reading, cut: Span, readers: Readers) -> Iterator[Part]:
    if cut.language == reading.language:
        start, end = bare(reading.text, cut.start, cut.end)
        yield Part(start, end, cut.language, reading.spoken(start, end))
        return
    foreign = readers.read(reading.text[cut.start : cut.end], cut.language)
    for start, end in clauses(foreign, (0, len(foreign.text))):
        yield Part(cut.start + start, cut.start + end, cut.language, foreign.spoken(start, end))


def _open(spoken: str) -> str:
    """`spoken` so that the voice stays up: the sentence goes on."""
    return spoken if spoken.endswith(_ENDS) else f"{spoken},"
