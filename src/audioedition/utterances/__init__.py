"""Edition ─► Utterances: what is said, sentence by sentence, with pauses and chapter marks.

Pure.  `script` says what is spoken, `unspoken` what of an edition is not, and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from audioedition.languages import base
from audioedition.model import Block, Dropped, Edition, Kind, Pauses, Row, Utterance
from audioedition.utterances.opening import lines
from audioedition.utterances.sentences import clauses, sentences
from audioedition.utterances.wording import Lexicon, written

_PAUSES = Pauses()

__all__ = ["script", "unspoken"]

_SHOWN_ONLY = MappingProxyType(
    {
        Kind.CODE: "Program code is not read aloud; it stays in the post.",
        Kind.TABLE: "A table is not read aloud; it stays in the post.",
    }
)


@dataclass(frozen=True, slots=True)
class _Passage:
    """What is said between two longer pauses: an opening line, or a block."""

    sentences: tuple[str, ...]
    language: str
    before: float = 0.0
    after: float = 0.0
    chapter: str | None = None
    block: int = -1


def script(
    edition: Edition,
    *,
    opening: Sequence[str],
    author: str | None,
    pauses: Pauses = _PAUSES,
    lexicon: Sequence[Row] = (),
) -> tuple[Utterance, ...]:
    """Everything that is said of `edition`, in order.

    `opening` holds templates of lines spoken first, with the fields `{title}`, `{author}` and
    `{translator}`; a line whose field is unknown to the post is left out.  `lexicon` says what is said
    instead of a word or phrase.  Between two utterances the longer of the pauses that meet there holds.
    A block marked with another language keeps that language, for another voice.  Raises
    ConfigError for a template that cannot be filled.
    """
    words = Lexicon(lexicon, edition.language)
    fields = {
        "title": None if edition.untitled else edition.title,
        "author": author,
        "translator": edition.translator,
    }
    said: list[Utterance] = []
    for passage in (
        *_opening(lines(opening, fields), edition, words, pauses),
        *_body(edition, words, pauses),
    ):
        if said:
            gap = max(said[-1].pause_after, passage.before)
            said[-1] = dataclasses.replace(said[-1], pause_after=gap)
        said.extend(_utterances(passage, words, pauses))
    if said and said[0].chapter is None:
        said[0] = dataclasses.replace(said[0], chapter=written(edition.title))
    return tuple(said)


def unspoken(edition: Edition, *, lexicon: Sequence[Row] = ()) -> tuple[Dropped, ...]:
    """The blocks of `edition` that `script` passes over: code, tables, and text without a word in it.

    The codes are `code`, `table` and `unspeakable`.
    """
    words = Lexicon(lexicon, edition.language)
    return tuple(_dropped(block) for block in edition.blocks if not _is_spoken(block, words))


def _dropped(block: Block) -> Dropped:
    if block.kind in _SHOWN_ONLY:
        return Dropped(block.text, block.kind.value, _SHOWN_ONLY[block.kind], block.line)
    detail = "There is no word or number in it that a voice could say."
    return Dropped(block.text, "unspeakable", detail, block.line)


def _is_spoken(block: Block, words: Lexicon) -> bool:
    if block.kind is Kind.BREAK:
        return True  # as a pause
    return block.kind not in _SHOWN_ONLY and words.speaks(written(block.text))


def _opening(texts: Sequence[str], edition: Edition, words: Lexicon, pauses: Pauses) -> Iterator[_Passage]:
    for text in map(written, texts):
        if words.speaks(text):
            yield _Passage((text,), edition.language, after=pauses.opening)


def _body(edition: Edition, words: Lexicon, pauses: Pauses) -> Iterator[_Passage]:
    before = pauses.paragraph  # so that the opening stands apart
    for index, block in enumerate(edition.blocks):
        if not _is_spoken(block, words):
            continue
        if block.kind is Kind.BREAK:
            before = max(before, pauses.scene_break)
            continue
        text, language = written(block.text), _language(block, edition)
        if block.kind is Kind.HEADING:
            before = max(before, pauses.heading)
            yield _Passage((text,), language, before, pauses.heading, chapter=text, block=index)
        else:
            pieces = sentences(text, language, words.speaks)
            yield _Passage(pieces, language, before, pauses.paragraph, block=index)
        before = 0.0


def _language(block: Block, edition: Edition) -> str:
    """The block's own language, unless it is only another region's spelling of the edition's."""
    if block.language is None or base(block.language) == base(edition.language):
        return edition.language
    return block.language


def _utterances(passage: _Passage, words: Lexicon, pauses: Pauses) -> Iterator[Utterance]:
    chapter = passage.chapter
    for number, sentence in enumerate(passage.sentences, 1):
        parts = clauses(sentence, passage.language, words.speaks)
        for place, part in enumerate(parts, 1):
            if place < len(parts):
                pause = pauses.clause
            else:
                pause = pauses.sentence if number < len(passage.sentences) else passage.after
            yield Utterance(part, words.spoken(part), passage.language, pause, chapter, passage.block)
            chapter = None
