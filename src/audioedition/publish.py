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
        message = f"The recordings are made, but no feed is written yet: audioedition.toml lacks\n{lines}"
        raise ConfigError(message)
    return [
        config.feeds / name
        for name, data in rendered(config, archive, config.base_url)
        if write_atomically(config.feeds / name, data)
    ]


def rendered(config: Config, archive: Archive, base_url: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file that is computed from the archive, by its path in the web root, in writing order.

    Covers are drawn into the web root on the way.  Raises ArchiveError, AudioError or ConfigError.
    """
    every = [feed for tag in config.languages if (feed := _feed(config, archive, tag, base_url))]
    for feed in every:
        folder = PurePosixPath(feed.podcast.language)
        yield folder / PAGE, pages.render(feed).encode("utf-8")
        yield folder / FEED, feeds.render(feed)
    yield PurePosixPath(PAGE), pages.landing(every).encode("utf-8")


def _feed(config: Config, archive: Archive, language: str, base_url: str) -> Feed | None:
    """The feed of a language; None while it has never had an episode."""
    episodes = archive.episodes(language)
    if not episodes and not (config.feeds / language / FEED).exists():
        return None
    station = config.stations[language]
    cover = covers.ensure(config.feeds / language, station.podcast.title, language, station.cover)
    return Feed(
        podcast=dataclasses.replace(_at(station.podcast, base_url), cover=cover.name),
        episodes=tuple(episodes),
        sisters=tuple(
            Sister(tag, other.podcast.title, f"{base_url}/{tag}")
            for tag, other in config.stations.items()
            if tag != language and archive.episodes(tag)
        ),
    )


def _at(podcast: Podcast, base_url: str) -> Podcast:
    return dataclasses.replace(podcast, address=f"{base_url}/{podcast.language}")
