"""A podcast's documents of many episodes, its feed and its page: each part of one knows what it holds, and makes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition import feeds, pages
from audioedition.archive import Listed
from audioedition.model import Feed, Podcast, Sister


@dataclass(frozen=True)
class Shown:
    """A podcast that is to be seen, and its episodes, newest first."""

    podcast: Podcast
    episodes: list[Listed]

    @property
    def folder(self) -> str:
        """The name of its folder in the web root."""
        return self.podcast.folder


@dataclass(frozen=True, slots=True)
class Part:
    """A document with the episodes of a podcast that are at a `place`: its name and those of others, its `sisters`, and the guids that are `marked`."""

    shown: Shown
    place: slice
    names: tuple[str, ...]
    sisters: tuple[Sister, ...]
    marked: frozenset[str]

    @property
    def path(self) -> str:
        """Where in the web root it lies."""
        return f"{self.shown.folder}/{self.names[0]}"

    @property
    def listed(self) -> list[Listed]:
        """Its episodes."""
        return self.shown.episodes[self.place]

    @property
    def is_unmistakable(self) -> bool:
        """Whether no two of its episodes have the same guid or audio file, as a copied record would."""
        ways = ([each.guid for each in self.listed], [each.files[0] for each in self.listed])
        return all(len(set(way)) == len(way) for way in ways)

    def page(self) -> bytes:
        """It as a page."""
        return pages.podcast(self._feed(None)).encode()

    def as_feed(self, places: Sequence[int] | None = None) -> bytes:
        """It as a feed, or that with the episodes at some `places` only, as if there were no others in it."""
        return feeds.render(self._feed(places))

    def _feed(self, places: Sequence[int] | None) -> Feed:
        file, older, newer, oldest = self.names
        listed = self.listed
        if places is not None:
            listed = [listed[at] for at in places]
        sisters = (
            dataclasses.replace(
                each, titles={e.post: each.titles[e.post] for e in listed if e.post in each.titles}
            )
            for each in self.sisters
        )
        episodes = tuple(each.episode for each in listed)
        return Feed(self.shown.podcast, episodes, tuple(sisters), file, older, newer, oldest, self.marked)
