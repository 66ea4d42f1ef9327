"""Edition ─► Utterances: what is said, sentence by sentence, with pauses and chapter marks.

Pure.  `script` says what is spoken, `unspoken` what of an edition is not, and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from audioedition.languages import base
from audioedition.model import Block, Dropped, Edition, Kind, Pauses, Row, Script, Span, Utterance
from audioedition.utterances.opening import lines
from audioedition.utterances.parts import voiced
from audioedition.utterances.reader import Readers
from audioedition.utterances.sentences import clauses, sentences
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import Written, written

_PAUSES, _SETTINGS = Pauses(), Script()

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

    text: str
    language: str
    before: float = 0.0
    after: float = 0.0
    whole: bool = False  # one utterance, however many full stops it has
    chapter: str | None = None
    block: int = -1
    spans: tuple[Span, ...] = ()


def script(  # noqa: PLR0913 -- an edition, and all that says how it sounds
    edition: Edition,
    *,
    opening: Sequence[str],
    author: str | None,
    pauses: Pauses = _PAUSES,
    lexicon: Sequence[Row] = (),
    settings: Script = _SETTINGS,
) -> tuple[Utterance, ...]:
    """Everything that is said of `edition`, in order.

    `opening` holds templates of lines spoken first, with the fields `{title}`, `{author}` and
    `{translator}`; a line whose field is unknown to the post is left out.  `lexicon` says what is said
    instead of a word or phrase.  Between two utterances the longer of the pauses that meet there holds.
    A block or phrase marked with another language keeps that language, for another voice, unless the
    `settings` want the edition's own.  Raises ConfigError for a template that cannot be filled.
    """
    readers = Readers(Lexicon(lexicon), settings)
    fields = {
        "title": None if edition.untitled else edition.title,
        "author": author,
        "translator": edition.translator,
    }
    said: list[Utterance] = []
    for passage in (
        *_opening(lines(opening, fields), edition, pauses),
        *_body(edition, readers, pauses),
    ):
        spoken = list(_utterances(passage, readers, pauses))
        if said and spoken:
            gap = max(said[-1].pause_after, passage.before)
            said[-1] = dataclasses.replace(said[-1], pause_after=gap)
        said.extend(spoken)
    if said and said[0].chapter is None:
        said[0] = dataclasses.replace(said[0], chapter=written(edition.title).text)
    return tuple(said)


def unspoken(
    edition: Edition, *, lexicon: Sequence[Row] = (), settings: Script = _SETTINGS
) -> tuple[Dropped, ...]:
    """The blocks of `edition` that `script` passes over: code, tables, and text without a word in it.

    The codes are `code`, `table` and `unspeakable`.
    """
    readers = Readers(Lexicon(lexicon), settings)
    return tuple(_dropped(block) for block in edition.blocks if not _is_spoken(block, edition, readers))


def _dropped(block: Block) -> Dropped:
    if block.kind in _SHOWN_ONLY:
        return Dropped(block.text, block.kind.value, _SHOWN_ONLY[block.kind], block.line)
    detail = "There is no word or number in it that a voice could say."
    return Dropped(block.text, "unspeakable", detail, block.line)


def _is_spoken(block: Block, edition: Edition, readers: Readers) -> bool:
    if block.kind is Kind.BREAK:
        return True  # as a pause
    if block.kind in _SHOWN_ONLY:
        return False
    reading = readers.read(written(block.text).text, _language(block, edition, readers.settings))
    return reading.speaks(0, len(reading.text))


def _opening(texts: Sequence[str], edition: Edition, pauses: Pauses) -> Iterator[_Passage]:
    for text in texts:
        yield _Passage(text, edition.language, after=pauses.opening, whole=True)


def _body(edition: Edition, readers: Readers, pauses: Pauses) -> Iterator[_Passage]:
    before = pauses.paragraph  # so that the opening stands apart
    for index, block in enumerate(edition.blocks):
        if not _is_spoken(block, edition, readers):
            continue
        if block.kind is Kind.BREAK:
            before = max(before, pauses.scene_break)
            continue
        is_heading = block.kind is Kind.HEADING
        if is_heading:
            before = max(before, pauses.heading)
        yield _Passage(
            block.text,
            _language(block, edition, readers.settings),
            before,
            pauses.heading if is_heading else pauses.paragraph,
            whole=is_heading,
            chapter=written(block.text).text if is_heading else None,
            block=index,
            spans=block.spans,
        )
        before = 0.0


def _language(block: Block, edition: Edition, settings: Script) -> str:
    """The block's own language, unless it is only another region's spelling of the edition's, or that is not wanted."""
    is_own = block.language is None or base(block.language) == base(edition.language)
    if block.language is None or is_own or settings.foreign == "own":
        return edition.language
    return block.language


def _utterances(passage: _Passage, readers: Readers, pauses: Pauses) -> Iterator[Utterance]:
    chapter = passage.chapter
    shown = written(passage.text)
    reading = readers.read(shown.text, passage.language)
    if not reading.speaks(0, len(reading.text)):
        return
    whole = ((0, len(reading.text)),)
    spans = _places(shown, passage.spans) if readers.settings.foreign == "voice" else []
    borders = whole if passage.whole else sentences(reading)
    for sentence in borders:
        pause = pauses.sentence if sentence is not borders[-1] else passage.after
        parts = [
            part for clause in clauses(reading, sentence) for part in voiced(reading, clause, spans, readers)
        ]
        for part in parts:
            after = pause if part is parts[-1] else pauses.phrase if part.is_open else pauses.clause
            span = shown.span(part.start, part.end)
            text = shown.text[part.start : part.end]
            yield Utterance(text, part.spoken, part.language, after, chapter, passage.block, span)
            chapter = None


def _places(shown: Written, spans: Sequence[Span]) -> list[Span]:
    """The `spans` of a block as places in what is shown of it."""
    return [Span(shown.place(span.start), shown.place(span.end), span.language) for span in spans]
