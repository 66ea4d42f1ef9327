"""`audioedition.toml` and `voices/*.toml` → Config; strict, and silent: no engine is loaded here."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from audioedition.commands import command
from audioedition.config.lexicon import rows
from audioedition.config.reading import text
from audioedition.config.stamps import stamps
from audioedition.config.stations import Station, base_url, built, of_edition, stand_in
from audioedition.config.tables import FILE, is_tag, parse
from audioedition.config.voices import voice
from audioedition.errors import ConfigError
from audioedition.files import digest, digest_file
from audioedition.languages import base
from audioedition.model import Disclosure, Listening, Pauses, Row, Script, Voice

__all__ = ["FILE", "Config", "Station", "find", "is_tag", "load", "parse", "stand_in", "voice"]


@dataclass(frozen=True)
class Config:
    """A whole edition's settings; `root` is the folder of its `audioedition.toml`."""

    root: Path
    authority: str
    since: str
    base_url: str
    title: str
    stations: Mapping[str, Station]
    pauses: Pauses
    script: Script
    ffmpeg: str
    lexicon: tuple[Row, ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    listening: Listening = field(default_factory=Listening)
    largest_feed: int = 5_000_000
    opus: bool = False
    commercial: bool = True
    shelf_limit: int | None = None

    def command(self, name: str, *arguments: str) -> str:
        """A command for this edition, to be copied into a shell where this program runs, in backticks."""
        here = [] if find(Path()) == self.root else ["--edition", str(self.root)]
        return command("audioedition", name, *arguments, *here)

    @property
    def feeds(self) -> Path:
        """The web root: the archive, and what is computed from it."""
        return self.root / "feeds"

    @property
    def private(self) -> Path:
        """Shelf, locks, memories and manuscripts: disposable, and never in the web root."""
        return self.root / ".audioedition"

    @property
    def shelf(self) -> Path:
        """Where clips are kept, as many as `shelf_limit` (bytes) lets."""
        return self.private / "shelf"

    @property
    def manuscripts(self) -> Path:
        """Where is kept what the episodes were recorded from."""
        return self.private / "manuscripts"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a feed."""
        return tuple(self.stations)

    @property
    def public(self) -> frozenset[str]:
        """The languages whose podcast is for everybody."""
        return frozenset(self.stations) - self.hidden

    @property
    def hidden(self) -> frozenset[str]:
        """The languages whose podcast is private."""
        return frozenset(tag for tag, station in self.stations.items() if station.podcast.is_private)

    def station(self, language: str) -> Station | None:
        """The podcast for a text in `language`: of the same tag, or else of the same base language."""
        for tag, station in self.stations.items():
            if tag.lower() == language.lower():
                return station
        return next((s for tag, s in self.stations.items() if base(tag) == base(language)), None)

    def voice(self, language: str) -> Voice:
        """How `language` sounds here, whether it has a podcast or is only met in others.  Raises ConfigError."""
        station = self.station(language)
        if station:
            return station.voice
        own = voice(self.root / "voices", language)
        return of_edition(own, self.lexicon, commercial=self.commercial)

    def voice_path(self, language: str) -> Path:
        """The voice file of `language` in the edition, which need not be there yet.  Raises ConfigError."""
        folder = self.root / "voices"
        own = self.voice(language)
        if own.file and own.folder == folder:
            return folder / Path(own.file).name
        station = self.station(language)
        return folder / f"{station.podcast.language if station else language}.toml"

    def shared_out(self, languages: Sequence[str]) -> list[Station | None]:
        """The podcast of each of one post's `languages`; none is given to two of them.

        A tag's own podcast goes to it; what is left goes to the first of the same base language.
        """
        own = {tag.lower(): tag for tag in self.stations}
        found = [own.pop(language.lower(), None) for language in languages]
        for place, language in enumerate(languages):
            if found[place] is None:
                alike = next((tag for tag in own.values() if base(tag) == base(language)), None)
                found[place] = own.pop(alike.lower()) if alike else None
        return [self.stations[tag] if tag else None for tag in found]

    @property
    def missing(self) -> list[str]:
        """The lines that must be added to the file before feeds can be written."""
        podcasts = [station.podcast for station in self.stations.values()]
        lines = {
            'base_url = "https://example.org/podcast"': bool(self.base_url),
            'author = "Your Name"': all(podcast.author for podcast in podcasts),
            'email = "you@example.org"': all(podcast.email for podcast in podcasts),
        }
        return [f"[site] {line}" for line, is_there in lines.items() if not is_there]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file that shapes a recording: settings, voices, jingles, covers, models.

        Models count by size and time of change: they are large, and this is asked at every start.
        """
        files = {self.root / FILE, *(self.root / "voices").glob("*.toml")}
        speaking: list[Voice] = []
        for station in self.stations.values():
            files |= {jingle.path for jingle in (station.intro, station.outro) if jingle}
            files |= {station.cover} if station.cover else set()
            speaking += [each for each in (station.voice, station.quotation) if each]
        for path in sorted((self.root / "voices").glob("*.toml")):
            if path.stem not in self.stations:  # it may speak phrases
                with contextlib.suppress(ConfigError):  # whoever needs it says so
                    speaking.append(voice(self.root / "voices", path.stem))
        return digest(*(f"{path} {_contents(path)}" for path in sorted(files)), *stamps(speaking))


def _contents(path: Path) -> str:
    try:
        return digest_file(path)
    except (FileNotFoundError, IsADirectoryError):
        return ""  # whoever needs it says so
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ConfigError(message) from exc


def find(folder: Path) -> Path | None:
    """The folder of the edition that `folder` belongs to: itself, or the nearest above; None if none."""
    folder = folder.resolve()
    return next((place for place in (folder, *folder.parents) if (place / FILE).is_file()), None)


def load(folder: Path) -> Config:
    """The settings of the edition in `folder`, or in the nearest folder above that has some.

    Raises ConfigError that names the file, the key and the remedy.
    """
    root = find(folder)
    if root is None:
        message = f"There is no {FILE} in {folder} or above it: `audioedition init` writes one."
        raise ConfigError(message)
    if root != folder.resolve() and _may_be_anybodys(root):
        message = (
            f"{root / FILE} lies above {folder}, in a folder that everybody can write, and is somebody else's; what it names "
            f"would be run. If you trust it, add --edition {root}"
        )
        raise ConfigError(message)
    file = parse(text(root / FILE))
    return Config(
        root=root,
        authority=file.site.authority,
        since=file.site.since,
        base_url=base_url(file),
        title=file.site.title,
        stations={tag: built(root, tag, table, file) for tag, table in file.feeds.items()},
        pauses=file.sound.pauses,
        script=file.script,
        ffmpeg=file.sound.ffmpeg,
        lexicon=rows(file.lexicon, FILE),
        disclosure=file.disclosure,
        listening=file.listening,
        commercial=file.site.commercial,
        largest_feed=round(file.site.largest_feed * 1_000_000),
        opus=file.sound.opus,
        shelf_limit=file.shelf.limit,
    )


def _may_be_anybodys(root: Path) -> bool:
    """Whether the settings in `root` are another user's, who may have put them there, as into `/tmp`, to be found."""
    if os.name != "posix":
        return False
    is_open = bool(root.stat().st_mode & stat.S_IWOTH)
    return is_open and (root / FILE).stat().st_uid != os.geteuid()
