"""The text of a recording by the lyrics in its tags: a line for each sentence, an empty one between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from audioedition.model import Block, Kind, Line, Tags
from audioedition.salvage.contradiction import bare
from audioedition.salvage.heard import Spoken

_PAUSE = 8
"""How many characters of speech the pause behind a sentence is worth, where its time is estimated."""

_CHAPTERS = 1_000
"""Chapters between which times are estimated, at most."""

_ENDS = ".:!?…。！？ "


def placed(
    tags: Tags, cues: Sequence[Spoken], *, has_opening: bool
) -> tuple[tuple[Spoken, ...], tuple[Block, ...], bool]:
    """The sentences of a recording and its blocks, and whether the times are known: those of the `cues`, if they say the same.

    Else they are estimated by the lengths of the sentences, between the chapters.  With `has_opening`, or if it is the title,
    the first paragraph is none of the text.
    """
    paragraphs = [part.split("\n") for part in tags.lyrics.split("\n\n") if part.strip()]
    is_opening = bool(paragraphs) and (
        has_opening or paragraphs[0][0].rstrip(_ENDS) == tags.title.rstrip(_ENDS)
    )
    titles = {chapter.title.rstrip(_ENDS) for chapter in tags.chapters}
    body = [" ".join(part) for part in paragraphs[is_opening:]]
    blocks = tuple(
        Block(Kind.HEADING, text, level=2) if text.rstrip(_ENDS) in titles else Block(Kind.PARAGRAPH, text)
        for text in body
    )
    texts = [" ".join(part) for part in paragraphs[:is_opening]] + body
    if found := _aligned(cues, texts, first=-int(is_opening)):
        return found, blocks, True
    if cues:  # they are another text's, but their times are the recording's
        return tuple(cues), blocks, True
    return tuple(_estimated(tags, paragraphs, first=-int(is_opening))), blocks, not paragraphs


def _aligned(cues: Sequence[Spoken], texts: Sequence[str], first: int) -> tuple[Spoken, ...]:
    """The `cues` with their places in the `texts`, blanks apart; nothing if they do not say the same."""
    said = [(cue, bare(cue.line.text)) for cue in cues]
    if "".join(signs for _, signs in said) != "".join(map(bare, texts)):
        return ()
    waiting = iter([(cue, len(signs)) for cue, signs in said if signs])
    found = []
    for block, text in enumerate(texts, first):
        places = [place for place, sign in enumerate(text) if not sign.isspace()]
        at = 0
        while at < len(places):
            cue, count = next(waiting)
            if at + count > len(places):  # it goes on in the next paragraph
                return ()
            start, end = places[at], places[at + count - 1] + 1
            at += count
            span = (start, end) if block >= 0 else (0, end - start)
            found.append(
                Spoken(Line(cue.line.start, cue.line.end, text[start:end], block, span), cue.speaker)
            )
    return tuple(found)


def _estimated(tags: Tags, paragraphs: Sequence[Sequence[str]], first: int) -> list[Spoken]:
    """A line for each sentence, as long as its words let expect."""
    sentences: list[tuple[int, int, str]] = []
    for block, part in enumerate(paragraphs, first):
        place = 0
        for text in part:
            sentences.append((block, place, text))
            place += len(text) + 1
    marks = {0: 0.0, len(sentences): tags.seconds}
    at = 0
    for chapter in tags.chapters[1:_CHAPTERS]:
        place = next(
            (
                n
                for n in range(at + 1, len(sentences))
                if sentences[n][2].rstrip(_ENDS) == chapter.title.rstrip(_ENDS)
            ),
            0,
        )
        if place and marks[at] <= chapter.start <= tags.seconds:
            marks[place] = chapter.start
            at = place
    found = []
    for one, other in pairwise(sorted(marks)):
        weights = [len(text) + _PAUSE for _, _, text in sentences[one:other]]
        pace = (marks[other] - marks[one]) / max(1, sum(weights))
        now = marks[one]
        for (block, place, text), weight in zip(sentences[one:other], weights, strict=True):
            span = (place, place + len(text)) if block >= 0 else (0, len(text))
            found.append(Spoken(Line(round(now, 3), round(now + pace * len(text), 3), text, block, span)))
            now += pace * weight
    return found
