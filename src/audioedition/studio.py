"""Where a session of recordings happens: what it needs, opened when first needed and used for every post."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from audioedition import clips, engines, mixdown
from audioedition.archive import Archive
from audioedition.config import Config, Station
from audioedition.manuscripts import Manuscripts
from audioedition.memory import Memory
from audioedition.model import Episode


def _silent(_title: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Studio:
    """A session: `now` is the one clock that it knows.

    `progress` is told a title, how many of its sentences are ready, and of how many.  `dry_run`
    leaves everything as it is; `replace` lets a post take the id of another file; `restore` brings
    retracted episodes back.
    """

    config: Config
    archive: Archive
    now: datetime
    pool: Executor | None = None
    progress: Callable[[str, int, int], None] = _silent
    dry_run: bool = False
    replace: bool = False
    restore: bool = False
    _cast: dict[str, engines.Phonetic] = field(default_factory=dict, init=False, repr=False)

    def engine(self, station: Station) -> engines.Phonetic:
        """The engine that speaks for a station.  Raises ConfigError or EngineUnavailable."""
        language = station.podcast.language
        if language not in self._cast:
            self._cast[language] = engines.load(station.voice)
        return self._cast[language]

    def telling(self, episode: Episode) -> Callable[[int, int], None]:
        """A listener for the sentences of one episode."""
        return lambda done, total: self.progress(f"{episode.language}  {episode.title}", done, total)

    @property
    def memory(self) -> Memory:
        """What is remembered of posts that were published."""
        return Memory(self.config.private / "seen")

    @property
    def manuscripts(self) -> Manuscripts:
        """What the episodes were recorded from."""
        return Manuscripts(self.config.manuscripts)

    @property
    def shelf(self) -> clips.Shelf:
        """Where clips are kept."""
        return clips.Shelf(self.config.private / "shelf")

    @cached_property
    def ffmpeg(self) -> Path:
        """The ffmpeg to use.  Raises AudioError."""
        return mixdown.ffmpeg(self.config.ffmpeg or None)
