"""What waits, as the page shows it: every sentence with its time, its two texts, who says it and what is known of it.  Pure."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from audioedition import phrases
from audioedition.files import digest
from audioedition.languages import base
from audioedition.model import Episode, Kind, Line, Utterance, Verdict
from audioedition.proof.remarks import Doubt, Remarks
from audioedition.proof.script import differences
from audioedition.unreleased import Prompt

Mark = tuple[str, int]
"""A sentence as it is written, and which it is of those that are written so, from 0: this lasts when it is spoken again."""

_WORD = re.compile(r"[^\W_](?:[\w’'.:&-]*[^\W_])?(?:(?<=\.[^\W\d_])\.)?")
"""Also `7:45`, and `p.m.` with its last stop."""


_AS_LONG = 0.01  # seconds by which the same sound may differ, as its times are kept


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start` and `end` in seconds; both its forms in pieces, each with whether the other has other words there.

    `voice` tells who says it, if that is not the one that reads; `words` are those that can be sent to the lexicon of
    `language`, whose English `name` it is; `verdict` is what listening to it found, if a machine has listened; `doubts` is
    set where it begins a piece that may be in the wrong edition; `is_new` tells that what is published, which this replaces,
    has not got it, or not with this sound.
    """

    place: int
    start: float
    end: float
    written: tuple[tuple[str, bool], ...]
    spoken: tuple[tuple[str, bool], ...]
    language: str
    name: str
    voice: str
    words: tuple[str, ...]
    is_heading: bool
    is_marked: bool
    verdict: Verdict | None
    doubts: tuple[Doubt, ...] = ()
    is_new: bool = False

    @property
    def differs(self) -> bool:
        """Whether it is said otherwise than it is written."""
        return any(differs for _, differs in (*self.written, *self.spoken))

    @property
    def is_faulty(self) -> bool:
        """Whether a machine found something wrong with it."""
        return self.verdict is not None and not self.verdict.is_good


@dataclass(frozen=True, slots=True)
class Card:
    """An episode that waits: its paragraphs of sentences, and whether it `replaces` one that is published.

    `key` names just this recording in what the page asks, `file` is its audio; `anchor` names the episode on the page, and
    lasts when it is spoken again.  Without a script (`is_whole` is False) nothing of it can be corrected.  `remarks` tell what
    of its post was left out and what is doubtful, if that is known.
    """

    key: str
    anchor: str
    episode: Episode
    name: str
    file: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    replaces: bool
    is_whole: bool
    remarks: Remarks | None = None

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences, in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def marked(self) -> int:
        """How many sentences are marked."""
        return sum(sentence.is_marked for sentence in self.sentences)

    @property
    def faulty(self) -> int:
        """With how many sentences a machine found something wrong."""
        return sum(sentence.is_faulty for sentence in self.sentences)

    @property
    def new(self) -> int:
        """How many sentences are not so in what is published."""
        return sum(sentence.is_new for sentence in self.sentences)


def key(episode: Episode) -> str:
    """What names a recording in what the page asks: its episode, sound and sentences; nothing of it becomes a path.

    Spoken again, or from another text, it has another one: what a page asks is about what that page has shown.
    """
    return digest(episode.guid, episode.enclosure.file, *(line.text for line in episode.lines))[:16]


def anchor(episode: Episode) -> str:
    """What names an episode on the page, whichever recording of it waits."""
    return digest(episode.guid)[:16]


def marks(episode: Episode) -> list[Mark]:
    """What marks each line of an episode, in order."""
    seen: Counter[str] = Counter()
    found = []
    for line in episode.lines:
        found.append((line.text, seen[line.text]))
        seen[line.text] += 1
    return found


def card(
    episode: Episode, prompt: Prompt | None, marked: Collection[Mark], published: Episode | None = None
) -> Card:
    """What the page shows of `episode`, with its `prompt` if that is at hand, beside the one that is `published`."""
    script = prompt.script if prompt else ()
    verdicts = prompt.verdicts if prompt else ()
    each = itertools.zip_longest(episode.lines, script, verdicts, marks(episode))
    sentences = [
        _sentence(place, episode, line, utterance, verdict, is_marked=mark in marked)
        for place, (line, utterance, verdict, mark) in enumerate(each)
    ]
    if published:
        sentences = [
            replace(each, is_new=_is_new(episode.lines[each.place], published)) for each in sentences
        ]
    remarks = prompt.remarks if prompt else None
    if remarks:
        sentences = list(_doubted(sentences, episode, remarks.doubts))
    paragraphs = itertools.groupby(sentences, key=lambda each: episode.lines[each.place].block)
    return Card(
        key=key(episode),
        anchor=anchor(episode),
        episode=episode,
        name=phrases.in_english(episode.language),
        file=episode.enclosure.file,
        paragraphs=tuple(tuple(paragraph) for _, paragraph in paragraphs),
        replaces=published is not None,
        is_whole=prompt is not None,
        remarks=remarks,
    )


def _is_new(line: Line, published: Episode) -> bool:
    """Whether no sentence of what is published is written just so and takes as long: another sound seldom does."""
    lasts = line.end - line.start
    return not any(
        old.text == line.text and abs(old.end - old.start - lasts) < _AS_LONG for old in published.lines
    )


def _doubted(sentences: Sequence[Sentence], episode: Episode, doubts: Sequence[Doubt]) -> Iterator[Sentence]:
    """The sentences, the first of each doubtful piece with what is said of that."""
    for block, run in itertools.groupby(sentences, key=lambda each: episode.lines[each.place].block):
        first, *rest = run
        yield replace(first, doubts=tuple(doubt for doubt in doubts if doubt.block == block))
        yield from rest


def _sentence(  # noqa: PLR0913 -- what is known of a sentence
    place: int,
    episode: Episode,
    line: Line,
    utterance: Utterance | None,
    verdict: Verdict | None,
    *,
    is_marked: bool,
) -> Sentence:
    written, spoken = differences(line.text, utterance.spoken if utterance else line.text)
    language = utterance.language if utterance else line.language or episode.language
    is_block = 0 <= line.block < len(episode.blocks)
    return Sentence(
        place=place,
        start=line.start,
        end=line.end,
        written=written,
        spoken=spoken,
        language=language,
        name=phrases.in_english(language),
        voice=_voice(episode, line, utterance, language),
        words=tuple(_words(line.text)),
        is_heading=is_block and episode.blocks[line.block].kind is Kind.HEADING,
        is_marked=is_marked,
        verdict=verdict,
    )


def _voice(episode: Episode, line: Line, utterance: Utterance | None, language: str) -> str:
    """Who says a sentence, if it is not the one that reads."""
    if line.voice == 0:
        return ""
    name = utterance.voice if utterance else ""
    if base(language) != base(episode.language):
        name = phrases.in_english(language)
    return f"{name or 'another'} voice"


def _words(text: str) -> Iterator[str]:
    """The words of a sentence, each once."""
    return iter(dict.fromkeys(_WORD.findall(text)))
