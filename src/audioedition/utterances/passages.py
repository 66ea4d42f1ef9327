"""Blocks → passages: what is said of an edition between its longer pauses, and which words stand for what is only shown.

A listener sees no indents, numbers and boxes: headings and scene breaks are heard by their pauses, the items of
a list by pauses and numbers, block quotations by words, pauses or a second voice, code and tables by a hint.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audioedition.languages import base
from audioedition.model import QUOTATION, Block, Dropped, Edition, Kind, Pauses, Script, Span
from audioedition.phrases import Words, of
from audioedition.utterances import pictured, quotations
from audioedition.utterances.quotations import Placed
from audioedition.utterances.reader import Readers
from audioedition.utterances.sentences import sentences
from audioedition.utterances.written import written

_WORDS = re.compile(r"(?<![^\s])[^\W\d_]{2,} [^\W\d_]{2,}(?![^\s.,;:!?])")
_MARKUP = re.compile(r"[<>\[\]`&]|://")
_ENOUGH, _LONGEST = 20, 60  # characters of a chapter's title, where the first words of its text must serve


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said between two longer pauses: an opening line, a block, or words of ours about the block at `block`.

    `lead` is what is said, and shown, before the text: the number of an item, or that it is a picture.  `voice` names
    one beside the usual one of the language.
    """

    text: str
    language: str
    before: float = 0.0
    after: float = 0.0
    is_whole: bool = False  # one utterance, however many full stops it has
    is_aside: bool = False  # words of ours, which stand nowhere in the block
    is_ended: bool = False  # with a full stop, though none is written
    chapter: str | None = None
    block: int = -1
    spans: tuple[Span, ...] = ()
    lead: str = ""
    voice: str = ""


def passages(edition: Edition, opening: Sequence[str], readers: Readers, pauses: Pauses) -> Iterator[Passage]:
    """All that is said of `edition`, in order; the lines of the `opening` first."""
    for line in opening:
        yield Passage(line, edition.language, after=pauses.opening, is_whole=True, is_ended=True)
    yield from _Telling(edition, readers, pauses).body()


def unspoken(block: Block, edition: Edition, readers: Readers) -> Dropped | None:
    """Why the text of a `block` of `edition` is not read aloud; None if it is.

    A hint may stand for it all the same.
    """
    found = _silenced(block, edition, readers.settings)
    if found is None and block.kind is not Kind.BREAK and not _speaks(block, edition, readers):
        found = "unspeakable", "There is no word or number in it that a voice could say."
    return Dropped(block.text, *found, block.line) if found else None


def _silenced(block: Block, edition: Edition, settings: Script) -> tuple[str, str] | None:
    """The code and the reason of what is only shown, or what the settings keep silent."""
    match block.kind:
        case Kind.CODE:
            return "code", f"Program code is not read aloud: {_instead('code', settings.code, edition)}"
        case Kind.TABLE:
            return "table", f"A table is not read aloud: {_instead('tables', settings.tables, edition)}"
        case Kind.CAPTION if not settings.captions:
            return "caption", "Captions are not read aloud: `[script] captions = true` would have them read."
        case Kind.PICTURE if not settings.alt:
            why = "The description of a picture is not read aloud: `[script] alt = true` would have it read."
            return "picture", why
    return None


def _instead(key: str, wanted: str, edition: Edition) -> str:
    """What there is instead of speech, and what the setting `key` would change."""
    if _words(edition.language) is None:
        return "the show notes have it."
    if wanted == "hint":
        return f'a hint says that the show notes have it. `[script] {key} = "skip"` would leave the hint out.'
    return f'the show notes have it. `[script] {key} = "hint"` would have that said.'


def _speaks(block: Block, edition: Edition, readers: Readers) -> bool:
    if not readers.lexicon.silences and _WORDS.search(block.text) and not _MARKUP.search(block.text):
        return True  # nearly all are so: splitting a post need not wait for all the rules
    reading = readers.read(written(block.text).text, _language(block, edition, readers))
    return reading.speaks(0, len(reading.text))


def _language(block: Block, edition: Edition, readers: Readers) -> str:
    """The block's own language, unless it is only another region's spelling of the edition's, or that is not wanted."""
    is_own = block.language is None or base(block.language) == base(edition.language)
    if block.language is None or is_own or readers.settings.foreign == "own":
        return edition.language
    return block.language


class _Telling:
    """Goes through the blocks of an edition once."""

    def __init__(self, edition: Edition, readers: Readers, pauses: Pauses) -> None:
        self._edition = edition
        self._readers = readers
        self._pauses = pauses
        self._words = _words(edition.language)
        self._hinted: set[Kind] = set()

    def body(self) -> Iterator[Passage]:
        """All of its blocks; a scene break begins a chapter with what is told next, a hint apart."""
        before = self._pauses.paragraph  # so that the opening stands apart
        heard = [(at, block) for at, block in enumerate(self._edition.blocks) if self._is_heard(block)]
        quoted = quotations.continued(self._edition.blocks)
        is_parted, above = False, Kind.HEADING

        def kind_of(placed: Placed) -> Kind:
            return Kind.QUOTE if placed[0] in quoted else placed[1].kind

        for kind, run in itertools.groupby(heard, key=kind_of):
            if kind is Kind.BREAK:
                before = max(before, self._pauses.scene_break)
                is_parted = above is not Kind.HEADING  # a chapter that has just begun needs no second title
                continue
            told = list(self._told(kind, list(run)))
            text = next((passage for passage in told if not passage.is_aside), None)
            if is_parted and text:
                told[0] = replace(told[0], chapter=told[0].chapter or _incipit(text, self._readers))
                is_parted = False
            for passage in told:
                yield replace(passage, before=max(before, passage.before))
                before = 0.0
            above = kind

    def _is_heard(self, block: Block) -> bool:
        if block.kind in {Kind.CODE, Kind.TABLE}:
            wanted = self._readers.settings.code if block.kind is Kind.CODE else self._readers.settings.tables
            return wanted == "hint" and self._words is not None
        return unspoken(block, self._edition, self._readers) is None

    def _told(self, kind: Kind, run: Sequence[Placed]) -> Iterator[Passage]:
        """The passages of a `run` of blocks of one kind."""
        match kind:
            case Kind.QUOTE:
                for quotation, credit in quotations.credited(run):
                    yield from self._quotation(quotation, credit)
            case Kind.ITEM:
                yield from self._list(run)
            case Kind.CODE | Kind.TABLE:
                yield from self._hint(kind, run[0][0])
            case Kind.HEADING:
                for placed in run:
                    yield self._heading(placed)
            case Kind.CAPTION | Kind.PICTURE:
                for placed in run:
                    yield replace(self._block(placed), lead=self._pictured(placed))
            case _:
                yield from map(self._block, run)

    def _block(self, placed: Placed) -> Passage:
        at, block = placed
        return Passage(
            block.text,
            _language(block, self._edition, self._readers),
            after=self._pauses.paragraph,
            is_ended=block.kind is not Kind.PARAGRAPH,
            block=at,
            spans=block.spans,
            lead="" if block.number is None else f"{block.number}.",
        )

    def _heading(self, placed: Placed) -> Passage:
        pause, chapter = self._pauses.heading, written(placed[1].text).text
        return replace(self._block(placed), before=pause, after=pause, is_whole=True, chapter=chapter)

    def _aside(self, text: str, at: int, after: float) -> Passage:
        """Words of ours about the block at the place `at`."""
        return Passage(text, self._edition.language, after=after, is_whole=True, is_aside=True, block=at)

    def _quotation(self, quotation: Sequence[Placed], credit: Sequence[Placed]) -> Iterator[Passage]:
        """A block quotation, and the line that says whose it is."""
        said = [self._block(placed) for placed in quotation]
        below = [self._block(placed) for placed in credit]
        how, pauses = self._readers.settings.quotations, self._pauses
        if how == "cue" and self._words:
            first = self._aside(self._words.quote, said[0].block, pauses.sentence)
            last = self._aside(self._words.end_of_quote, said[-1].block, pauses.paragraph)
            said[-1] = replace(said[-1], after=pauses.sentence)
            told = [first, *said, last, *below]
        elif how == "voice":
            own = self._edition.language
            told = [
                *(replace(each, voice=QUOTATION if each.language == own else "") for each in said),
                *below,
            ]
        else:
            told = [*said, *below]
            if how != "plain":
                told[0] = replace(told[0], before=pauses.quotation)
                told[-1] = replace(told[-1], after=pauses.quotation)
        yield from told

    def _list(self, run: Sequence[Placed]) -> Iterator[Passage]:
        for placed, following in itertools.zip_longest(run, run[1:]):
            block = placed[1]
            goes_on = following is not None and following[1].level >= block.level
            yield replace(self._block(placed), after=self._pauses.item if goes_on else self._pauses.paragraph)

    def _hint(self, kind: Kind, at: int) -> Iterator[Passage]:
        """That there is code or a table; where it is to be found is said but once."""
        words = self._words
        if words is None:
            return
        first, again = (
            (words.code, words.more_code) if kind is Kind.CODE else (words.table, words.more_tables)
        )
        yield self._aside(again if kind in self._hinted else first, at, self._pauses.paragraph)
        self._hinted.add(kind)

    def _pictured(self, placed: Placed) -> str:
        """The words that tell a description or a caption from the text; a caption may be that of something else."""
        at, block = placed
        if self._words is None or _language(block, self._edition, self._readers) != self._edition.language:
            return ""
        beside = self._edition.blocks[max(0, at - 1) : at + 2]
        if pictured.names_itself(block.text):
            is_told = True
        elif block.kind is Kind.PICTURE:
            is_told = False
        elif beside[0].kind is Kind.PICTURE:
            is_told = self._readers.settings.alt
        else:
            is_told = not {each.kind for each in beside}.isdisjoint({Kind.CODE, Kind.TABLE, Kind.QUOTE})
        return "" if is_told else self._words.picture


def _incipit(passage: Passage, readers: Readers) -> str:
    """The first words of a passage, in one line: whole sentences, if that is enough to tell one chapter from another."""
    line = written(passage.text).text
    ends = [end for _, end in sentences(readers.read(line, passage.language)) if end <= _LONGEST]
    if ends and (ends[-1] >= _ENOUGH or ends[-1] == len(line)):
        whole = line[: ends[-1]]
        return whole.rstrip(".:;, ") or whole
    head, blank, _ = line[: _LONGEST + 1].rpartition(" ")
    return (head if blank else line[:_LONGEST]).rstrip(".:;,–— ") + "…"


def _words(language: str) -> Words | None:
    """The words for what is only shown; None in a language that has none of its own."""
    phrases = of(language)
    return phrases.words if phrases.speaks_itself else None
