"""Audio that was replaced, or whose episode was taken back: noted in its record until it is gone, and deleted when no feed names it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.archive import media, records, succession
from audioedition.errors import ArchiveError
from audioedition.files import persist, unlink
from audioedition.model import Episode

if TYPE_CHECKING:
    from audioedition.archive import Archive


def forget(archive: Archive, post: str, language: str) -> bool:
    """Delete an episode that nobody was ever shown, its record first, then its audio; tell whether there was one.

    What audio a damaged record names, nobody knows: `prune` deletes that.  Raises ArchiveError, also if it is of another post.
    """
    files: set[str] = set()
    try:
        if episode := archive.find(post, language):
            files = succession.every_file(episode)
    except records.Foreign:
        raise
    except ArchiveError:
        pass
    record = archive.place(post, language)
    if was_there := unlink(record):
        persist(record)  # else a power cut might bring it back, and not its audio
    media.delete(archive.folder(language), files)
    return was_there


def discard(archive: Archive, post: str, language: str) -> list[Path]:
    """Delete superseded audio of a post at once, but for what a feed still names; return what went.

    Raises ArchiveError.
    """
    episode = archive.find(post, language)
    return _clear(archive, episode, {s.file for s in episode.superseded}) if episode else []


def prune(archive: Archive, now: datetime, spared: Collection[Path] = ()) -> list[Path]:
    """Delete audio that was superseded, or left over, 30 days ago and is in no feed; return what went.

    That of episodes that were retracted goes at once: it only stayed because a feed could not be written.  Files that no record names stay if they are among those `spared`.  Raises ArchiveError.
    """
    deleted: list[Path] = []
    for language in archive.languages():
        named: set[str] = set()
        for episode in archive.records(language):
            late = {s.file for s in episode.superseded if episode.retracted or now - s.since >= media.KEPT}
            deleted += _clear(archive, episode, late)
            named |= succession.every_file(episode)
        podcast = archive.folder(language)
        named |= {path.name for path in spared if path.parent.parent == podcast}
        deleted += media.delete(podcast, media.old(podcast, now) - named)
    return deleted


def _clear(archive: Archive, episode: Episode, files: set[str]) -> list[Path]:
    """Delete superseded files of an episode; those that a feed names stay, and stay noted.

    They are noted until they are gone, whatever happens: else nobody would know that they are to go.
    """
    gone = files - archive.in_feed(episode.language, files)
    deleted = media.delete(archive.folder(episode.language), gone)
    if gone:
        kept = tuple(s for s in episode.superseded if s.file not in gone)
        archive.write(dataclasses.replace(episode, superseded=kept))
    return deleted
