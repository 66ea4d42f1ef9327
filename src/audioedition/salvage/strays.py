"""Audio files that no record names, and of which episode each of them is, by its tags."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from audioedition.addresses import slug
from audioedition.archive import Archive, Listed, media, succession
from audioedition.files import digest_file
from audioedition.languages import TAG
from audioedition.mixdown import BITRATE, TYPE, labels
from audioedition.model import Enclosure, Episode, Tags

_GUID = re.compile(rf"tag:([^:,/\s]+),([\d-]+):([^/\s].*)/({TAG})", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{12}\.(?:mp3|opus)")
_LONGEST = 2_000  # characters of a post's id, each of which may be twelve of a guid (`%F0%9F…`)
_MP3, _OPUS = ".mp3", ".opus"


_Found = tuple[str, str]
"""A file, and the id of its post."""


@dataclass(frozen=True, slots=True)
class Stray:
    """An episode without a record: who it is, its file (an MP3), its other encodings, and `others` that it had before."""

    guid: str
    post: str
    language: str
    file: str
    length: int
    tags: Tags
    alternates: tuple[Enclosure, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """All of them."""
        return (self.file, *(each.file for each in self.alternates), *self.others)


@dataclass(frozen=True, slots=True)
class Foreign:
    """An audio file that tells of no episode of this edition, and why, in words."""

    path: Path
    why: str


def unclaimed(
    archive: Archive, language: str, recorded: Collection[Episode | Listed]
) -> Iterator[Stray | Foreign]:
    """The episodes of a language whose audio is there, and which are not among those `recorded`; and files that belong elsewhere.

    Of several recordings of one episode that is the one which the feed names, or else the newest.  Raises ArchiveError.
    """
    guids = {each.guid for each in recorded}
    named = {file for each in recorded for file in _files(each)}
    found: dict[str, list[_Found]] = {}
    for file in sorted(archive.sizes(language).keys() - named):
        path = archive.audio(language, file)
        said = _said(path, archive, language, guids) if _NAME.fullmatch(file) else None
        if isinstance(said, Foreign):
            yield said
        elif said:
            guid, post = said
            found.setdefault(guid, []).append((file, post))
    sizes = archive.sizes(language)
    in_feed = (
        archive.in_feed(language, {file for files in found.values() for file, _ in files}) if found else set()
    )
    for guid, files in found.items():
        if each := _stray(guid, files, in_feed, sizes, archive, language):
            yield each


def _files(recorded: Episode | Listed) -> Collection[str]:
    """The audio that a record names, also what it has superseded."""
    if isinstance(recorded, Listed):
        return (*recorded.files, *recorded.superseded)
    return succession.every_file(recorded)


def dated(archive: Archive, post: str, language: str) -> datetime | None:
    """When the episode of a post was published, as audio of it tells that has no record; None if there is none.

    Raises ArchiveError.
    """
    guid = archive.guid(post, language)
    for file in sorted(archive.sizes(language)):
        if _NAME.fullmatch(file) and file.rpartition("-")[0] == slug(post):
            with contextlib.suppress(OSError):
                if (tags := labels.read(archive.audio(language, file))) and tags.guid == guid:
                    return tags.published
    return None


def is_recognised(audio: Path, archive: Archive, language: str) -> bool:
    """Whether an audio file is whole, and would be known for an episode of this edition if it had no record."""
    return bool(_NAME.fullmatch(audio.name)) and isinstance(_said(audio, archive, language, ()), tuple)


def _stray(  # noqa: PLR0913, PLR0917 -- what was found, and what is known of all files
    guid: str,
    files: list[_Found],
    in_feed: Collection[str],
    sizes: Mapping[str, int],
    archive: Archive,
    language: str,
) -> Stray | Foreign | None:
    """What is known of an episode by its files: those that the feed names go before newer ones."""

    def weight(found: _Found) -> tuple[bool, int]:
        return found[0] in in_feed, archive.audio(language, found[0]).stat().st_mtime_ns

    newest = sorted(files, key=weight, reverse=True)
    ours = [found for found in newest if found[0].endswith(_MP3)]
    if not ours:
        why = "it is all that is left of its episode, and feeds need an MP3: publish its post again"
        return Foreign(archive.audio(language, newest[0][0]), why)
    file, post = ours[0]
    tags = labels.read(archive.audio(language, file))
    if tags is None:  # somebody has just changed it
        return None
    beside = next((name for name, _ in newest if name.endswith(_OPUS)), "")
    others = tuple(name for name, _ in newest if name not in {file, beside})
    alternates = (
        (Enclosure(beside, sizes[beside], TYPE, digest_file(archive.audio(language, beside)), BITRATE),)
        if beside
        else ()
    )
    return Stray(guid, post, language, file, sizes[file], tags, alternates, others)


def _said(
    path: Path, archive: Archive, language: str, guids: Collection[str]
) -> tuple[str, str] | Foreign | None:
    """The guid that a file tells, and the post that it is of; None if it is no recording of ours, or one of those `guids`."""
    try:
        tags = labels.read(path)
        of = _GUID.fullmatch(tags.guid) if tags else None
        if tags is None or of is None or tags.guid in guids or len(post := unquote(of[3])) > _LONGEST:
            return None
        why = _foreign(path, tags.guid, of, archive, language)
    except OSError as exc:
        why = f"it cannot be read ({exc.strerror}): allow reading it"
        return Foreign(path, why)
    return Foreign(path, why) if why else (tags.guid, post)


def _foreign(path: Path, guid: str, of: re.Match[str], archive: Archive, language: str) -> str:
    """Why a file with this guid is not what it seems, in words; "" if it is.  Raises OSError."""
    post = unquote(of[3])
    if (of[1], of[2]) != (archive.authority, archive.since):
        return (
            f"its guid, {guid}, is of another edition: if it is of this one, write authority = {of[1]!r} and "
            f"since = {of[2]!r} into audioedition.toml"
        )
    if (
        of[4] != language
        or guid != archive.guid(post, language)
        or not path.name.startswith(f"{slug(post)}-")
    ):
        return f"its guid is {guid}, which is another episode's: move it where it belongs"
    if not media.is_unchanged(path):
        return (
            f"it is damaged, and was the recording {guid}: restore it from a copy, or publish its post again"
        )
    return ""
