"""Every type that crosses a border between two rooms, in the order in which they flow.

    Post ─► Split (Edition*, Dropped*) ─► Utterance* ─► Clip* ─► Mixdown ─► Episode ─► Feed

All are frozen.  Durations are in seconds, rates in hertz, language tags are BCP 47 (`en`, `pt-BR`),
times of day carry a zone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

UNSURE = 2.0
"""Nats: a decision with a smaller margin is doubtful."""

QUOTATION = "quotation"
"""The name of the second voice of a language that speaks block quotations."""

Option = str | int | float | bool
"""What a voice's `[options]` may hold."""


class Kind(StrEnum):
    """What a block of a post is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    BREAK = "break"
    CODE = "code"
    TABLE = "table"
    CAPTION = "caption"
    PICTURE = "picture"

    @property
    def is_shown(self) -> bool:
        """Whether it is there to be looked at: no part of the text that is read, translated and compared."""
        return self in {Kind.CODE, Kind.TABLE, Kind.PICTURE}


UNDETERMINED = "und"
"""The language of a phrase that its author has set apart, without saying why."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase in another `language` than the block around it: from character `start` of its text up to `end`.

    Before `editions.foreign` has looked at it, that may be UNDETERMINED: most such phrases are in no other.
    """

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block: from character `start` of its text up to `end`, to the web address `address`."""

    start: int
    end: int
    address: str


Stretch = TypeVar("Stretch", Span, Link)
"""Some characters of a block, in a row."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a post between two borders, as text without markup.

    `language` is the author's own mark (a `lang` attribute); in an edition it may also be what was
    found out about a foreign quotation within it.  `level` is that of a heading (1 to 6), or in how many other
    lists that of an item is (0 for none), 0 elsewhere; `number` is that of an item in a list with numbers.  `line`
    is where the block begins in its source, counted from 1, or 0 where the source has no lines.  A scene break
    has an empty text, a table a row on each line, with ` | ` between its cells.  `over` says that it is a short
    line above the title that its page states: text only if it is, say, the announcement of a translation.
    `spans` are phrases in another language within it, in order and apart from each other: the author's
    own marks; in an edition from `editions.foreign` also what was found out.  `is_credit` says of the last line of
    a quotation that it only tells whose it is.  `pictures` are the descriptions (`alt`) of the pictures in the
    block or right behind it: in an edition they are blocks of their own, whose text is the description.  `links` are those to
    other pages, in order and apart from each other.
    """

    kind: Kind
    text: str
    language: str | None = None
    level: int = 0
    line: int = 0
    over: bool = False
    spans: tuple[Span, ...] = ()
    number: int | None = None
    is_credit: bool = False
    pictures: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    def saying(self, text: str) -> Block:
        """The same block with another `text`, a part of its own or a cleaner one, and the spans and links that are still in it."""
        return replace(
            self, text=text, spans=self._within(self.spans, text), links=self._within(self.links, text)
        )

    def _within(self, stretches: tuple[Stretch, ...], text: str) -> tuple[Stretch, ...]:
        """Those of the `stretches` of this block that are still in `text`, with their places there."""
        found: list[Stretch] = []
        cut = self.text.find(text)
        for each in stretches:
            if cut >= 0:
                start, end = max(0, each.start - cut), min(len(text), each.end - cut)
            else:
                phrase = self.text[each.start : each.end]
                start = text.find(phrase, found[-1].end if found else 0)
                end = start + len(phrase) if start >= 0 else start
            if start < end:
                found.append(replace(each, start=start, end=end))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line or block that is spoken in no edition, and why.

    `code` is a stable word for machines (`comments`, `marker`, `rights`, …), `detail` a sentence
    for people, `line` as in `Block`.
    """

    text: str
    code: str
    detail: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A post's leading picture: its web address, and in words what is to be seen on it."""

    address: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What an author wrote, as it was found: not yet split by language.

    `id` is what makes two versions the same post; `source` is how messages name it (a path as it
    was given, or `-`); `origin` is the same for the machine: what tells two sources with one id
    apart.  `digest` is the SHA-256 of its bytes.  `audio` is False where the author wants silence.
    `translators` names them by language, where the author does; `addresses` says where each language
    of it stands on the web (`hreflang`); `furniture` is what the format itself says is not the text
    (`<nav>`, a comment section, a marker line), for the record.
    """

    id: str
    source: str
    origin: str
    digest: str
    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
    author: str | None = None
    translator: str | None = None
    translators: Mapping[str, str] = field(default_factory=dict)
    rights: str | None = None
    address: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    published: datetime | None = None
    picture: Picture | None = None
    tags: tuple[str, ...] = ()
    furniture: tuple[Dropped, ...] = ()
    audio: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of a post: its own title, and its blocks in order, without the title.

    An `untitled` one has the first words of its text for a title: good for lists, but not to be
    spoken, since the text follows.
    """

    language: str
    title: str
    blocks: tuple[Block, ...]
    translator: str | None = None
    untitled: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one block of a post, and why.

    `languages` are those of the editions it is in: none for what is left out, several for a title in
    two languages or a scene break.  `code` and `detail` say why, as in `Dropped`.  `margin` is by how
    many nats the whole post is explained better so than with this block in the language of its `rival`,
    the next best: small is doubtful, infinite is beyond doubt.
    """

    block: Block
    languages: tuple[str, ...]
    code: str
    detail: str
    margin: float = math.inf
    rival: str | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether an author should look at it, and mark it."""
        return self.margin < UNSURE


@dataclass(frozen=True, slots=True)
class Split:
    """A post, split: what is spoken in each language, and everything that is not.

    `decisions` tell the same of every block in the order of the post.
    """

    editions: tuple[Edition, ...]
    dropped: tuple[Dropped, ...] = ()
    rights: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which two editions of a post differ, and perhaps should not.

    `code` is a stable word for machines: `missing`, `order`, `heading`, `break`, `quotation`, `number`,
    `name`, `length`, `untranslated` or `different`.  `detail` is a sentence for people, that names
    languages in English and places in the text.  `languages` are those of the two editions, `lines`
    where in the source of each it is: 0 where there is no such place, or the source has no lines;
    `blocks` are the same as places among the blocks of each edition.
    """

    code: str
    detail: str
    languages: tuple[str, str]
    lines: tuple[int, int]
    blocks: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose voice or sound it is, and under which licence; shown wherever it is heard."""

    name: str = ""
    licence: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a lexicon: a word or phrase, as it is `written`, and what is said instead.

    Said is `say`, a respelling, or `ipa`, its sounds (where both are given, `ipa` is for the engines that
    take it), or with `spell` its letters one by one, or with `word` a word though it looks like letters
    (`NATO`); with none of these it is passed over in silence.  It holds for the very same letters where
    `is_exact`, else in any case; with one of the `endings` behind it, too (True: with those that are usual
    in the language); and if there is a `language`, only in a text of that language.  `file` is how
    messages name where it stands.
    """

    written: str
    say: str = ""
    ipa: str = ""
    spell: bool = False
    word: bool = False
    case: bool | None = None
    endings: tuple[str, ...] | bool = ()
    language: str = ""
    file: str = field(default="", compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether case matters: as `case` says, or else if the word is written with a capital letter."""
        return self.written != self.written.lower() if self.case is None else self.case


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How one language sounds: the contents of `voices/<language>.toml`.

    `model` is the engine's own name of a voice or model, or a path; relative paths, here and in
    `options`, are meant from `folder`; `file` is how messages name where all this is written.
    `lexicon` holds the voice's own rows, and then those of the whole edition: the first one wins.
    """

    language: str
    engine: str
    model: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    lexicon: tuple[Row, ...] = ()
    attribution: Attribution = field(default_factory=Attribution)
    folder: Path = field(default_factory=Path)
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Silence, in seconds, after what the name says; `heading`, `quotation` and `scene_break` also before it.

    `clause` is the breath inside a sentence that is too long for one, `phrase` the moment before and after a
    phrase that another voice says, `opening` follows each line of the opening.  `item` is between the items of
    a list, `quotation` around a block quotation that is to be heard by its pauses.
    """

    phrase: float = 0.05
    clause: float = 0.15
    sentence: float = 0.4
    paragraph: float = 0.8
    item: float = 0.6
    quotation: float = 1.4
    heading: float = 1.0
    scene_break: float = 1.8
    opening: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is said of a text, and how: the `[script]` table.

    `foreign` is who speaks phrases, quotations and passages in another language: the `voice` of that
    language, or the edition's `own`.  Emoji are `named`, `silent` (a short pause) or `dropped`.
    Block quotations are heard by a `cue` (words before and after), a `pause`, a second `voice`, or not at all
    (`plain`).  For `code` and `tables` a `hint` is spoken, or they are passed over (`skip`); `captions`, and the
    descriptions of pictures (`alt`), are read or not.
    """

    foreign: str = "voice"
    emoji: str = "dropped"
    quotations: str = "cue"
    code: str = "hint"
    tables: str = "hint"
    captions: bool = True
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to be spoken in one breath.

    `text` is what was written (listeners see it), `spoken` what the engine is given; `pause_after`
    is silence in seconds; `chapter` is the title of the chapter that begins here; `block` is the
    index of the edition's block that it comes from, -1 for the opening, and `span` says which of the
    block's characters it is: none for words of ours about the block.  `voice` names the one that speaks, if it is
    not the usual one of the language.
    """

    text: str
    spoken: str
    language: str
    pause_after: float
    chapter: str | None = None
    block: int = -1
    span: tuple[int, int] = (0, 0)
    voice: str = ""

    @property
    def speaker(self) -> str:
        """Who speaks it, as its voice file is named: `de`, or `de.quotation`."""
        return f"{self.language}.{self.voice}" if self.voice else self.language


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound: mono PCM, signed 16 bit, little-endian, at `sample_rate` Hz."""

    pcm: bytes
    sample_rate: int

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return len(self.pcm) / 2 / self.sample_rate


@dataclass(frozen=True, slots=True)
class Jingle:
    """Music before or after the speech.

    `overlap` seconds of it sound together with the speech, fading there; `level` is its loudness
    relative to the speech, in LU; `fade` seconds soften its outer end.
    """

    path: Path
    overlap: float = 1.5
    level: float = -2.0
    fade: float = 0.05


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an episode: where it starts, in seconds, and its title."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Where one utterance lies in the finished audio: `start` and `end` in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mixdown:
    """A finished recording without tags: its file, its length, and when each utterance sounds."""

    path: Path
    seconds: float
    timings: tuple[Timing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What an audio file says about itself (ID3); `cover` is a JPEG or PNG, empty for none.

    `chapters` are in the order of time, the last one ends after `seconds`, the whole length; `lyrics` is the text
    that is heard, a line for each sentence.
    """

    title: str
    artist: str
    album: str
    language: str
    published: datetime
    guid: str
    copyright: str = ""
    comment: str = ""
    cover: bytes = b""
    chapters: tuple[Chapter, ...] = ()
    seconds: float = 0.0
    lyrics: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An audio file of an episode: its name inside the feed's `audio/`, bytes and media type.

    `digest` is the SHA-256 of its contents, in hex, and `bitrate` in bit/s; both only of alternatives.
    """

    file: str
    length: int
    type: str = "audio/mpeg"
    digest: str = ""
    bitrate: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken sentence of an episode, as written, with its time in seconds.

    `block` is the place of its block among the episode's, -1 for the opening; `span` says which of the block's
    characters it is: none for words of ours about the block.  `voice` is the place of the one who speaks among
    the episode's voices, 0 for the one that reads; `language` is that of the sentence, if it is another one.
    """

    start: float
    end: float
    text: str
    block: int = -1
    span: tuple[int, int] = (0, 0)
    voice: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What listeners have to look at, because it is not spoken: a block of the edition, its `kind` and its text."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A page on the web that a text links to: what the text says there, and its address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """An audio file that no feed names any more, and since when."""

    file: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One published recording: the contents of `feeds/<language>/episodes/<slug>.json`.

    `guid` and `published` are decided once and never change.  `sound` and `packaging` are the two
    fingerprints (SHA-256): of everything that is heard, and of everything that is only written
    into the file.  `origin` is the SHA-256 of the post's origin.  `voice` is the one that reads, `guests`
    are those that speak other languages, or quotations, in it.  `blocks` is the text, as it was written, to which
    the `lines` refer; what is `shown`, and the `references`, are for the show notes.  `alternates` are further files of the same
    sound, in other encodings.  An episode with `retracted` set is in no feed any more.
    """

    guid: str
    post: str
    origin: str
    language: str
    title: str
    summary: str
    published: datetime
    sound: str
    packaging: str
    enclosure: Enclosure
    seconds: float
    lines: tuple[Line, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    blocks: tuple[Block, ...] = ()
    shown: tuple[Shown, ...] = ()
    references: tuple[Reference, ...] = ()
    alternates: tuple[Enclosure, ...] = ()
    author: str | None = None
    translator: str | None = None
    rights: str | None = None
    address: str | None = None
    tags: tuple[str, ...] = ()
    voice: Attribution = field(default_factory=Attribution)
    guests: tuple[Attribution, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    retracted: datetime | None = None

    @property
    def voices(self) -> tuple[Attribution, ...]:
        """All that are heard, the one that reads first."""
        return (self.voice, *self.guests)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Where it is said that the voice is synthetic: the `[disclosure]` table; docs/disclosure.md tells the rules.

    `spoken` at the end of the opening; `metadata` in the feed's tags and in the audio file; in the `show_notes`;
    on the `page`.
    """

    spoken: bool = True
    metadata: bool = True
    show_notes: bool = True
    page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What a podcast says about itself: the `[feeds.<language>]` table, filled from `[site]`.

    `address` is the public URL of the folder that holds this feed, without a slash at its end;
    `category` is Apple's, with a sub-category or without.  `cover` is the file name of its artwork
    in that folder.  `guid` (a UUID) stays when the podcast moves; empty: as its address has it; `has_moved` says
    that its feed was at another address before.  `licence` is an SPDX identifier, or any name with a
    `licence_url`.  `frequency` is `daily`, `weekly`, `biweekly`, `monthly` or an RRULE of iCalendar, empty for
    none; `listen` names further places to listen, with their addresses; `txt` is what directories want to find in
    it, by purpose.  A podcast that `is_private` is for those who were told its address.
    """

    language: str
    title: str
    description: str
    author: str
    email: str
    address: str
    link: str
    category: tuple[str, ...]
    explicit: bool = False
    copyright: str = ""
    cover: str = ""
    guid: str = ""
    has_moved: bool = False
    licence: str = ""
    licence_url: str = ""
    frequency: str = ""
    listen: Mapping[str, str] = field(default_factory=dict)
    txt: Mapping[str, str] = field(default_factory=dict)
    is_private: bool = False
    disclosure: Disclosure = field(default_factory=Disclosure)

    @property
    def folder(self) -> str:
        """The name of its folder in the web root."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Artwork:
    """What the picture of a podcast is: its `format`, such as `JPEG`, its size in pixels, and its `mode`.

    That is `RGB`, `L`, `CMYK` and so on, with an `A` behind it for transparency.
    """

    format: str
    width: int
    height: int
    mode: str


@dataclass(frozen=True, slots=True)
class Sister:
    """The same site's podcast in another language: `titles` of its episodes are by the id of their post."""

    language: str
    title: str
    address: str
    guid: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feed:
    """All that a feed and its page are made of; episodes newest first.

    A long one is several documents, each with some of the episodes: this is `file`, `older` and `newer` are the
    next ones on each side and `oldest` the last, all in the podcast's folder, empty where there is none.
    `unpublished` are the guids of episodes that no listener can see yet.
    """

    podcast: Podcast
    episodes: tuple[Episode, ...]
    sisters: tuple[Sister, ...] = ()
    file: str = ""
    older: str = ""
    newer: str = ""
    oldest: str = ""
    unpublished: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Translation:
    """The same post as an `episode` in another language, of the `podcast` there.

    `rows` pair the places of the blocks that say the same, those of the episode it is a translation of first:
    in the order of the text, each block in exactly one row.  None if the two differ too much to tell.
    """

    podcast: Podcast
    episode: Episode
    rows: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An episode to be read along: all that its pages are made of."""

    podcast: Podcast
    episode: Episode
    translations: tuple[Translation, ...] = ()
    is_unpublished: bool = False
