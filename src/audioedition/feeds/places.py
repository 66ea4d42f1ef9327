"""What a feed and its episodes are called on the web."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from audioedition import addresses
from audioedition.markup import web_address
from audioedition.model import Episode, Podcast, Sister
from audioedition.phrases import Phrases

RSS = "application/rss+xml"

_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True, slots=True)
class Listing:
    """An episode as it stands in the feed of `podcast`, whose language has these `words`."""

    episode: Episode
    podcast: Podcast
    sisters: tuple[Sister, ...]
    words: Phrases

    @property
    def page(self) -> str:
        """The URL at which it can be read along."""
        return url(self.podcast.address, addresses.page(self.episode.post))

    def url(self, path: str) -> str:
        """The URL of what lies at `path` in the podcast's folder."""
        return url(self.podcast.address, path)


def url(address: str, path: str) -> str:
    """The URL of what lies at `path` in the folder of the podcast at `address`, in ASCII."""
    return addresses.url(web_address(address) or address, path)


def feed(address: str, file: str = "") -> str:
    """The URL of the feed of the podcast at `address`, or of that part of it which is called `file`."""
    return url(address, file or addresses.FEED)


def page(address: str) -> str:
    """The URL of the page of the podcast at `address`."""
    return url(address, addresses.PAGE)


def podcast_guid(address: str) -> str:
    """The podcast:guid of a feed that is born at the URL `address`."""
    return str(uuid.uuid5(_PODCAST_GUIDS, address.split("://", 1)[-1].rstrip("/")))
