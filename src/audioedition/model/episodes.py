"""What is kept of a recording: the record of an episode."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from audioedition.model.hearing import Quality
from audioedition.model.sound import Chapter
from audioedition.model.speech import Attribution
from audioedition.model.text import Block, Kind


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
    `released` tells that its author has heard just this sound of it, and released it.
    """

    start: float
    end: float
    text: str
    block: int = -1
    span: tuple[int, int] = (0, 0)
    voice: int = 0
    language: str = ""
    released: bool = False


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
    into the file.  `origin` is the SHA-256 of the post's origin, empty if the record was lost and nobody knows it; `host` whose server its
    text was read from (none: from none, or by an older version).  `voice` is the one that reads, `guests`
    are those that speak other languages, or quotations, in it.  `blocks` is the text, as it was written, to which
    the `lines` refer; what is `shown`, and the `references`, are for the show notes.  `alternates` are further files of the same
    sound, in other encodings.  `quality` tells how it was understood, if a recogniser listened to it.  An episode with `retracted` set is in no feed any more.
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
    host: str | None = None
    tags: tuple[str, ...] = ()
    voice: Attribution = field(default_factory=Attribution)
    guests: tuple[Attribution, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    quality: Quality | None = None
    retracted: datetime | None = None

    @property
    def voices(self) -> tuple[Attribution, ...]:
        """All that are heard, the one that reads first."""
        return (self.voice, *self.guests)

    @property
    def credited(self) -> tuple[Attribution, ...]:
        """Those of `voices` whom the credits name: not the one that should read, where others say every line."""
        reads = not self.lines or any(line.voice == 0 for line in self.lines)
        return self.voices if reads or not self.guests else self.guests

    @property
    def is_released(self) -> bool:
        """Whether its author has heard all of it, and released it."""
        return bool(self.lines) and all(line.released for line in self.lines)
