"""`audioedition.toml` and `voices/*.toml` → Config; strict, and silent: no engine is loaded here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audioedition import phrases, starter
from audioedition.categories import APPLE
from audioedition.errors import ConfigError
from audioedition.files import digest, digest_file
from audioedition.model import Attribution, Jingle, Option, Pauses, Podcast, Voice
from audioedition.strict import decode, nearest

FILE = "audioedition.toml"
LONGEST = 60
"""Seconds that a pause or an overlap may last."""
LEVELS = (-40, 20)
"""LU, relative to the speech, that a jingle may have."""


@dataclass(frozen=True, slots=True)
class _Site:
    title: str
    authority: str
    since: str
    base_url: str = ""
    author: str = ""
    email: str = ""
    link: str = ""
    category: list[str] = field(default_factory=lambda: ["News"])
    explicit: bool = False
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class _Sound:
    intro: str = ""
    outro: str = ""
    overlap: float = 1.5
    level: float = -2.0
    ffmpeg: str = ""
    pauses: Pauses = field(default_factory=Pauses)


@dataclass(frozen=True, slots=True)
class _Feed:
    title: str = ""
    description: str = ""
    author: str = ""
    email: str = ""
    link: str = ""
    category: list[str] = field(default_factory=list)
    explicit: bool | None = None
    copyright: str = ""
    cover: str = ""
    intro: str | None = None
    outro: str | None = None
    opening: list[str] | None = None


@dataclass(frozen=True, slots=True)
class _File:
    site: _Site
    feeds: dict[str, _Feed]
    sound: _Sound = field(default_factory=_Sound)


@dataclass(frozen=True, slots=True)
class _VoiceFile:
    engine: str
    language: str = ""
    model: str = ""
    voice: str = ""
    options: dict[str, Option] = field(default_factory=dict)
    lexicon: dict[str, str] = field(default_factory=dict)
    attribution: Attribution = field(default_factory=Attribution)


@dataclass(frozen=True, slots=True)
class Station:
    """Everything that makes one language's podcast: what it says of itself, and how it sounds."""

    podcast: Podcast
    voice: Voice
    intro: Jingle | None
    outro: Jingle | None
    opening: tuple[str, ...]
    cover: Path | None


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
    ffmpeg: str

    @property
    def feeds(self) -> Path:
        """The web root: the archive, and what is computed from it."""
        return self.root / "feeds"

    @property
    def private(self) -> Path:
        """Shelf, locks and memories: disposable, and never in the web root."""
        return self.root / ".audioedition"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a feed."""
        return tuple(self.stations)

    def station(self, language: str) -> Station | None:
        """The podcast for a text in `language`: of the same tag, or of the same base language."""
        if language in self.stations:
            return self.stations[language]
        base = language.split("-", maxsplit=1)[0].lower()
        return next((s for tag, s in self.stations.items() if tag.split("-")[0].lower() == base), None)

    @property
    def missing(self) -> list[str]:
        """The lines that must be added to the file before feeds can be written."""
        lines = [] if self.base_url else ['[site] base_url = "https://example.org/podcast"']
        for tag, station in self.stations.items():
            where = f"[site] (or [feeds.{tag}])"
            if not station.podcast.author:
                lines.append(f'{where} author = "Your Name"')
            if not station.podcast.email:
                lines.append(f'{where} email = "you@example.org"')
        return list(dict.fromkeys(lines))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file that shapes a recording: settings, voices, jingles, covers, models.

        Models count by size and time of change: they are large, and this is asked at every start.
        """
        files = {self.root / FILE, *(self.root / "voices").glob("*.toml")}
        models: list[str] = []
        for station in self.stations.values():
            files |= {jingle.path for jingle in (station.intro, station.outro) if jingle}
            files |= {station.cover} if station.cover else set()
            models += _stamps(station.voice)
        contents = (f"{path} {digest_file(path) if path.is_file() else ''}" for path in sorted(files))
        return digest(*contents, *models)


def _stamps(voice: Voice) -> list[str]:
    """Size and time of change of every file that a voice names."""
    named = [
        voice.folder / name
        for name in (voice.model, *voice.options.values())
        if name and isinstance(name, str)
    ]
    inside = [path for place in named for path in (sorted(place.iterdir()) if place.is_dir() else [place])]
    return [f"{path} {(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path in inside if path.is_file()]


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
    file = decode(_toml(root / FILE), _File, FILE)
    if not file.feeds:
        message = f"{FILE}: there is no feed; add a table such as [feeds.en]."
        raise ConfigError(message)
    _check(file)
    return Config(
        root=root,
        authority=file.site.authority,
        since=file.site.since,
        base_url=file.site.base_url.rstrip("/"),
        title=file.site.title,
        stations={tag: _station(root, tag, table, file) for tag, table in file.feeds.items()},
        pauses=file.sound.pauses,
        ffmpeg=file.sound.ffmpeg,
    )


def voice(folder: Path, language: str) -> Voice:
    """How `language` sounds: by `<language>.toml` in `folder`, a starter voice, or else espeak."""
    base = language.split("-", maxsplit=1)[0]
    for place in (folder, starter.folder()):
        for tag in dict.fromkeys((language, base)):
            path = place / f"{tag}.toml"
            if path.is_file():
                return _voice(path, language)
    note = "No voice file: the universal fallback."
    return Voice(
        language=language,
        engine="espeak",
        model=language,
        attribution=Attribution(
            "eSpeak NG", "GPL-3.0-or-later", "https://github.com/espeak-ng/espeak-ng", note
        ),
        folder=folder,
    )


def _voice(path: Path, language: str) -> Voice:
    table = decode(_toml(path), _VoiceFile, f"voices/{path.name}")
    if table.model and table.voice:
        message = f"voices/{path.name}: 'model' and 'voice' mean the same; keep one of them."
        raise ConfigError(message)
    return Voice(
        language=table.language or language,
        engine=table.engine,
        model=table.model or table.voice,
        options=table.options,
        lexicon=table.lexicon,
        attribution=table.attribution,
        folder=path.parent,
        file=f"voices/{path.name}",
    )


def _station(root: Path, tag: str, feed: _Feed, file: _File) -> Station:
    site = file.site
    title = feed.title or site.title
    podcast = Podcast(
        language=tag,
        title=title,
        description=feed.description or phrases.of(tag).words.about.format(title=title),
        author=feed.author or site.author,
        email=feed.email or site.email,
        address=f"{site.base_url.rstrip('/')}/{tag}",
        link=feed.link or site.link,
        category=tuple(feed.category or site.category),
        explicit=site.explicit if feed.explicit is None else feed.explicit,
        copyright=feed.copyright or site.copyright,
    )
    return Station(
        podcast=podcast,
        voice=voice(root / "voices", tag),
        intro=_jingle(root, file.sound, file.sound.intro if feed.intro is None else feed.intro),
        outro=_jingle(root, file.sound, file.sound.outro if feed.outro is None else feed.outro),
        opening=tuple(phrases.of(tag).opening if feed.opening is None else feed.opening),
        cover=root / feed.cover if feed.cover else None,
    )


def _jingle(root: Path, sound: _Sound, name: str) -> Jingle | None:
    return Jingle(root / name, overlap=sound.overlap, level=sound.level) if name else None


def _check(file: _File) -> None:
    """Refuse values that no feed could carry.  Raises ConfigError."""
    site = file.site
    if not site.title.strip():
        message = f"{FILE}: [site] title is empty; write the name of the podcast."
        raise ConfigError(message)
    if site.base_url:
        parts = urlsplit(site.base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            message = (
                f"{FILE}: base_url = {site.base_url!r} is not a web address; write where feeds/ will be served, "
                'such as base_url = "https://example.org/podcast".'
            )
            raise ConfigError(message)
    if not _is_date(site.since) or not re.fullmatch(r"[A-Za-z0-9.@_-]+", site.authority):
        message = (
            f"{FILE}: authority (a domain or e-mail address in ASCII) and since (a date such as 2026-01-31) make the "
            "guids; write back what `audioedition init` wrote."
        )
        raise ConfigError(message)
    _check_sound(file.sound)
    for tag, feed in file.feeds.items():
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
            message = f"{FILE}: [feeds.{tag}] is not a language tag such as 'en', 'de' or 'pt-BR'."
            raise ConfigError(message)
        _check_category(feed.category or site.category, f"[feeds.{tag}]")


def _check_sound(sound: _Sound) -> None:
    """Refuse what cannot be heard or would never end: not a number, infinite, or far too long."""
    pauses = {f"pauses.{f.name}": getattr(sound.pauses, f.name) for f in fields(sound.pauses)}
    for key, value in {**pauses, "overlap": sound.overlap}.items():
        if not 0 <= value <= LONGEST:
            message = f"{FILE}: [sound] {key} = {value} must be from 0 to {LONGEST} seconds."
            raise ConfigError(message)
    low, high = LEVELS
    if not low <= sound.level <= high:
        message = f"{FILE}: [sound] level = {sound.level} must be from {low} to {high} LU."
        raise ConfigError(message)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("2026-01-31")
    except ValueError:
        return False


def _check_category(category: list[str], where: str) -> None:
    if not category:
        message = f'{FILE}: {where}: category is empty; write one such as ["News"].'
        raise ConfigError(message)
    top, *rest = category
    if top not in APPLE:
        message = (
            f"{FILE}: {where}: {top!r} is not a category of the directories, {nearest(top, list(APPLE))}."
        )
        raise ConfigError(message)
    if len(rest) > 1 or (rest and rest[0] not in APPLE[top]):
        known = nearest(rest[-1], list(APPLE[top])) if APPLE[top] else f"{top} has none"
        message = f"{FILE}: {where}: {', '.join(rest)!r} is not one sub-category of {top!r}, {known}."
        raise ConfigError(message)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as exc:
        message = f"{path.name} is not valid TOML: {exc}."
        raise ConfigError(message) from exc
    except UnicodeDecodeError as exc:
        message = f"{path.name} is not UTF-8 text: save it as UTF-8."
        raise ConfigError(message) from exc
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ConfigError(message) from exc
