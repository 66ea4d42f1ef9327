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

    A podcast without episodes has none, unless its feed was out already: then that must say so.
    Covers are drawn into the web root on the way.  Raises ArchiveError or AudioError.
    """
    episodes = {tag: archive.episodes(tag) for tag in config.languages}
    shown = [tag for tag in config.languages if episodes[tag] or (config.feeds / tag / FEED).exists()]
    podcasts = {tag: _podcast(config, tag, f"{base_url}/{tag}") for tag in shown}
    every = [
        Feed(
            podcasts[tag],
            tuple(episodes[tag]),
            tuple(Sister(o, podcasts[o].title, podcasts[o].address) for o in shown if o != tag),
        )
        for tag in shown
    ]
    for feed in every:
        folder = PurePosixPath(feed.podcast.language)
        yield folder / PAGE, pages.render(feed).encode("utf-8")
        yield folder / FEED, feeds.render(feed)
    yield PurePosixPath(PAGE), pages.landing(every).encode("utf-8")


def _podcast(config: Config, language: str, address: str) -> Podcast:
    station = config.stations[language]
    cover = covers.ensure(config.feeds / language, station.podcast.title, language, station.cover)
    return dataclasses.replace(station.podcast, address=address, cover=cover.name)
