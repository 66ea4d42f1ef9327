"""What is read and split: posts, their blocks, their editions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

UNSURE = 2.0
"""Nats: a decision with a smaller margin is doubtful."""


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
    apart.  `host` is whose server the text was read from; empty where it was not read from the web.  `digest` is the SHA-256 of its bytes.  `audio` is False where the author wants silence.
    `titles` and `translators` are by language, where the author gives them so; `addresses` says where each language
    of it stands on the web (`hreflang`); `furniture` is what the format itself says is not the text
    (`<nav>`, a comment section, a marker line), for the record.
    """

    id: str
    source: str
    origin: str
    digest: str
    blocks: tuple[Block, ...]
    title: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    author: str | None = None
    translator: str | None = None
    translators: Mapping[str, str] = field(default_factory=dict)
    rights: str | None = None
    address: str | None = None
    host: str = ""
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

    `decisions` tell the same of every block in the order of the post.  `published` is the day that a line
    beside the text names, where nothing else dates the post: noon in UTC; `author` is likewise whom one names.
    """

    editions: tuple[Edition, ...]
    dropped: tuple[Dropped, ...] = ()
    rights: str | None = None
    decisions: tuple[Decision, ...] = ()
    published: datetime | None = None
    author: str | None = None

    def completing(self, post: Post) -> Post:
        """`post` with what only its lines say of it."""
        return replace(
            post,
            rights=post.rights or self.rights,
            published=post.published or self.published,
            author=post.author or self.author,
        )


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
