"""What an `audioedition.toml` may say, table by table, and what of it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from audioedition.categories import APPLE
from audioedition.config import podcasting, shelving
from audioedition.config.reading import toml
from audioedition.errors import ConfigError
from audioedition.model import Disclosure, Listening, Pauses, Script
from audioedition.strict import decode, nearest

FILE = "audioedition.toml"
LONGEST = 60
"""Seconds that a pause or an overlap may last."""
SMALLEST_FEED, LARGEST_FEED = 0.1, 50.0
"""Megabytes: what `largest_feed` may be.  What is in no feed any more but on a further page, few apps find."""
MOST_TRIES = 20
"""How often one sentence may be spoken."""
LEVELS = (-40, 20)
"""LU, relative to the speech, that a jingle may have."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "foreign": ("voice", "own"),
        "emoji": ("named", "silent", "dropped"),
        "quotations": ("cue", "pause", "voice", "plain"),
        "code": ("hint", "skip"),
        "tables": ("hint", "skip"),
    }
)
"""What the keys of `[script]` may be, where they are words."""


@dataclass(frozen=True, slots=True)
class Site:
    """`[site]`: what holds for all podcasts."""

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
    licence: str = ""
    licence_url: str = ""
    frequency: str = ""
    largest_feed: float = 5.0
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Sound:
    """`[sound]`: jingles, pauses, further encodings, and the ffmpeg to use."""

    intro: str = ""
    outro: str = ""
    overlap: float = 1.5
    level: float = -2.0
    opus: bool = False
    ffmpeg: str = ""
    pauses: Pauses = field(default_factory=Pauses)


@dataclass(frozen=True, slots=True)
class Feed:
    """`[feeds.<language>]`: one podcast; what is empty is taken from `[site]` or `[sound]`."""

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
    licence: str = ""
    licence_url: str = ""
    frequency: str = ""
    private: bool = False
    listen: dict[str, str] = field(default_factory=dict)
    txt: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """An `audioedition.toml`, table by table."""

    site: Site
    feeds: dict[str, Feed] = field(metadata={"of": "<language>"})
    sound: Sound = field(default_factory=Sound)
    script: Script = field(default_factory=Script)
    disclosure: Disclosure = field(default_factory=Disclosure)
    listening: Listening = field(default_factory=Listening)
    shelf: shelving.Shelf = field(default_factory=shelving.Shelf)
    lexicon: dict[str, Any] = field(default_factory=dict)


def parse(text: str) -> File:
    """What an `audioedition.toml` says, checked but not yet put together.  Raises ConfigError."""
    file = decode(toml(text, FILE), File, FILE)
    if not file.feeds:
        message = f"{FILE}: there is no feed; add a table such as [feeds.en]."
        raise ConfigError(message)
    _check(file)
    return file


def _check(file: File) -> None:
    """Refuse values that no feed could carry.  Raises ConfigError."""
    site = file.site
    _check_words(site, "[site]")
    podcasting.check(site, f"{FILE}: [site]")
    if not SMALLEST_FEED <= site.largest_feed <= LARGEST_FEED:
        message = (
            f"{FILE}: [site] largest_feed = {site.largest_feed} must be from {SMALLEST_FEED} to {LARGEST_FEED} megabytes: "
            "apps read larger ones slowly, or not at all."
        )
        raise ConfigError(message)
    if not _bare(site.title):
        message = f"{FILE}: [site] title is empty; write the name of the podcast."
        raise ConfigError(message)
    if site.base_url and not _is_address(site.base_url):
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
    _check_script(file.script)
    _check_listening(file.listening)
    shelving.check(file.shelf, FILE)
    for tag, feed in file.feeds.items():
        if not is_tag(tag):
            message = f"{FILE}: [feeds.{tag}] is not a language tag such as 'en', 'de' or 'pt-BR'."
            raise ConfigError(message)
        _check_category(feed.category or site.category, f"[feeds.{tag}]" if feed.category else "[site]")
        _check_words(feed, f"[feeds.{tag}]")
        podcasting.check(feed, f"{FILE}: [feeds.{tag}]")
        podcasting.check_places(feed.listen, feed.txt, f"{FILE}: [feeds.{tag}]")
    for key in ("intro", "outro"):
        if "\0" in getattr(file.sound, key):
            message = f"{FILE}: [sound] {key} is no file name."
            raise ConfigError(message)


def _check_words(table: Site | Feed, where: str) -> None:
    """Refuse what would look like words and is none, in a feed or in a path."""
    for each in fields(table):
        value = getattr(table, each.name)
        if isinstance(value, str) and value and not _bare(value):
            message = (
                f"{FILE}: {where} {each.name} = {value!r} is blank; write something, or leave the line out."
            )
            raise ConfigError(message)
        if isinstance(value, str) and any(
            ord(letter) < ord(" ") and letter not in "\n\t" for letter in value
        ):
            message = f"{FILE}: {where} {each.name} = {value!r} has control characters; take them out."
            raise ConfigError(message)
    if table.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", table.email):
        message = f"{FILE}: {where} email = {table.email!r} is no e-mail address; directories write to it."
        raise ConfigError(message)


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    blank = any(letter.isspace() for letter in text)
    named = parts.scheme in {"http", "https"} and bool(parts.hostname) and (port is None or port > 0)
    return named and not (blank or parts.query or parts.fragment or parts.username)


def _check_sound(sound: Sound) -> None:
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


def _check_script(script: Script) -> None:
    """Refuse words that nothing stands for.  Raises ConfigError."""
    for key, choices in CHOICES.items():
        if (value := getattr(script, key)) not in choices:
            message = f"{FILE}: [script] {key} = {value!r} is unknown, {nearest(value, list(choices))}."
            raise ConfigError(message)


def _check_listening(listening: Listening) -> None:
    """Refuse figures that no recording could reach, or that would never end.  Raises ConfigError."""
    if not 1 <= listening.tries <= MOST_TRIES:
        message = f"{FILE}: [listening] tries = {listening.tries} must be from 1 to {MOST_TRIES}."
        raise ConfigError(message)
    if not 0 <= listening.largest_error <= 100:  # noqa: PLR2004 -- percent
        message = (
            f"{FILE}: [listening] largest_error = {listening.largest_error} must be from 0 to 100 percent."
        )
        raise ConfigError(message)


def is_tag(text: str) -> bool:
    """Whether `text` is a language tag that a feed may have: `en`, `de`, `pt-BR`."""
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None


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
    parents = [name for name, inner in APPLE.items() if top in inner]
    if top not in APPLE and parents:
        message = f'{FILE}: {where}: {top!r} is a sub-category of {parents[0]!r}: write category = ["{parents[0]}", "{top}"].'
        raise ConfigError(message)
    if top not in APPLE:
        message = (
            f"{FILE}: {where}: {top!r} is not a category of the directories, {nearest(top, list(APPLE))}."
        )
        raise ConfigError(message)
    if len(rest) > 1 or (rest and rest[0] not in APPLE[top]):
        known = nearest(rest[-1], list(APPLE[top])) if APPLE[top] else f"{top} has none"
        message = f"{FILE}: {where}: {', '.join(rest)!r} is not one sub-category of {top!r}, {known}."
        raise ConfigError(message)
