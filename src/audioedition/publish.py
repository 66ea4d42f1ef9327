"""Conductor: the archive → feeds and pages.  Fast and silent: no engine, no sound, no clock.

What it writes is a pure function of the archive and the settings, so everything that is deleted
comes back byte for byte, and what has not changed is not touched.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from audioedition import covers, feeds, pages
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ConfigError
from audioedition.files import write_atomically
from audioedition.model import Feed, Podcast, Sister

FEED = "feed.xml"
PAGE = "index.html"


def publish(config: Config, archive: Archive) -> list[Path]:
    """Write every podcast's feed and page and the landing page; return the files that changed.

    A feed comes after its page and its cover, so that it never names what is not there.  Raises
    ConfigError, before anything is written, if the settings lack what directories demand.
    """
    if config.missing:
        lines = "\n".join(f"    {line}" for line in config.missing)
        is_heard = any(archive.episodes(tag) for tag in config.languages)
        said = "The recordings are kept, but no feed is written yet" if is_heard else "No feed is written yet"
        raise ConfigError(f"{said}: audioedition.toml lacks\n{lines}")
    for tag in _shown(config, archive):
        archive.keep_podcast_guid(tag, feeds.podcast_guid(f"{config.base_url}/{tag}/{FEED}"))
    return [
        config.feeds / name
        for name, data in rendered(config, archive, config.base_url)
        if write_atomically(config.feeds / name, data)
    ]


def rendered(config: Config, archive: Archive, base_url: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file that is computed from the archive, by its path in the web root, in writing order.

    A podcast without episodes has none, unless its feed was out already: then that must say so.
    Covers are drawn into the web root on the way.  Raises ArchiveError or AudioError.
    """
    podcasts = {tag: _podcast(config, archive, tag, f"{base_url}/{tag}") for tag in _shown(config, archive)}
    every = [
        Feed(
            podcast,
            tuple(archive.episodes(tag)),
            tuple(Sister(o, other.title, other.address) for o, other in podcasts.items() if o != tag),
        )
        for tag, podcast in podcasts.items()
    ]
    for feed in every:
        folder = PurePosixPath(feed.podcast.language)
        yield folder / PAGE, pages.render(feed).encode("utf-8")
        yield folder / FEED, feeds.render(feed)
    yield PurePosixPath(PAGE), pages.landing(every, config.title).encode("utf-8")


def _shown(config: Config, archive: Archive) -> list[str]:
    """The languages whose podcast has an episode, or has a feed that was out already."""
    return [tag for tag in config.languages if archive.has(tag) or (config.feeds / tag / FEED).exists()]


def _podcast(config: Config, archive: Archive, language: str, address: str) -> Podcast:
    station = config.stations[language]
    cover = covers.ensure(config.feeds / language, station.podcast.title, language, station.cover)
    guid = archive.podcast_guid(language)
    return dataclasses.replace(station.podcast, address=address, cover=cover.name, guid=guid)
