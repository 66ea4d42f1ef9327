"""What is published: podcasts, their feeds, and episodes to be read along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audioedition.model.episodes import Episode


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
    it, by purpose.  A podcast that `is_private` is for those who were told its address.  One that `certifies` shows how its
    episodes were understood by the recogniser that listened to them, up to that word error rate (percent).
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
    certifies: float | None = None
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
