"""The edition as it is at this moment: what is computed from it, kept as long as nothing changes."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path

from audioedition import config as settings
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.sheets import Sheet, pictures, sheets

_KEPT = 32
"""Rendered files that are kept: an app asks for the same ones several times."""


class Snapshot:
    """All computed files at one moment: each is rendered when it is asked for."""

    def __init__(self, found: Iterator[Sheet], before: Snapshot | None) -> None:
        self.sheets: Mapping[str, Sheet] = {sheet.path: sheet for sheet in found}
        now = time.time()
        self._since = {
            path: before.since(path) if before and before.key(path) == sheet.key else now
            for path, sheet in self.sheets.items()
        }
        self._lock = threading.Lock()
        self._rendered = lru_cache(maxsize=_KEPT)(lambda path: self.sheets[path].render())

    def key(self, path: str) -> str:
        """What tells whether the file at `path` is still the same; empty if there is none."""
        sheet = self.sheets.get(path)
        return sheet.key if sheet else ""

    def since(self, path: str) -> float:
        """Since when the file at `path` is known to be as it is, in seconds since 1970."""
        return self._since[path]

    def data(self, path: str) -> bytes:
        """The contents of the file at `path`.  Raises AudioeditionError."""
        with self._lock:  # feedgen's dates turn the locale of the whole process
            return self._rendered(path)


class Live:
    """The edition with the settings `config`, as it is served at `address`."""

    def __init__(self, config: Config, archive: Archive, address: str) -> None:
        self._config = config
        self._archive = archive
        self._address = address
        self._lock = threading.Lock()
        self._stamps: list[object] | None = None
        self._snapshot: Snapshot | None = None

    @property
    def root(self) -> Path:
        """The web root."""
        return self._config.feeds

    @property
    def folders(self) -> list[str]:
        """The names of the podcasts' folders."""
        return [self._archive.folder(tag).name for tag in self._config.languages]

    def now(self) -> Snapshot:
        """What is computed from the settings and the archive as they are.  Raises AudioeditionError."""
        with self._lock:
            stamps = list(
                self._stamped()
            )  # before anything is read: a change meanwhile is seen the next time
            if self._snapshot is None or stamps != self._stamps:
                self._stamps = None  # until it has succeeded
                self._config = settings.load(self._config.root)
                self._archive = dataclasses.replace(
                    self._archive,
                    authority=self._config.authority,
                    since=self._config.since,
                    hidden=self._config.hidden,
                )
                completed = _completed(self._config)
                found = sheets(completed, self._archive, self._address, marking=True)
                drawn = pictures(completed, self._archive)
                self._snapshot = Snapshot(chain(found, drawn), self._snapshot)
                self._stamps = stamps
            return self._snapshot

    def _stamped(self) -> Iterator[object]:
        """A stamp of every file of which a computed one is made."""
        config, archive = self._config, self._archive
        yield from map(
            _stamp, (config.root / settings.FILE, *sorted((config.root / "voices").glob("*.toml")))
        )
        for tag, station in config.stations.items():
            folder = archive.folder(tag)
            yield from map(_stamp, [station.cover] if station.cover else [])
            # Records are only ever put there by rename, and so change the time of their folder.
            yield from map(
                _stamp, (folder / "episodes", folder / "podcast.json", *sorted(folder.glob("feed*.xml")))
            )


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        known = path.stat()
    except OSError:  # whoever reads it says so
        return (str(path), 0, -1)
    return (str(path), known.st_mtime_ns, known.st_size)


def _completed(config: Config) -> Config:
    """The settings with stand-ins for what only directories want to know."""
    stations = {}
    for tag, station in config.stations.items():
        podcast = station.podcast
        podcast = dataclasses.replace(
            podcast, author=podcast.author or podcast.title, email=podcast.email or "nobody@example.invalid"
        )
        stations[tag] = dataclasses.replace(station, podcast=podcast)
    return dataclasses.replace(config, stations=stations)
