"""Records that are gone: by the list of records, and by what the feed on disk names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from audioedition.archive import Archive, Item, Listed
from audioedition.archive.published import items
from audioedition.config import Config
from audioedition.languages import TAG


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that was at `path`: who it was, and what was listed of it, if it was."""

    path: Path
    item: Item
    known: Listed | None = None


def gone(archive: Archive, language: str, guids: Collection[str]) -> Iterator[Gone]:
    """What was listed, or stands in the feed, and is not among the `guids` that are there.  Raises ArchiveError."""
    told = set(guids)
    for path, row in archive.remembered(language).items():
        if row.guid not in told:
            told.add(row.guid)
            yield Gone(path, Item(row.guid, row.post, row.published, row.title), row)
    for item in items(archive.folder(language)):
        if item.guid not in told and item.guid == archive.guid(item.post, language):
            told.add(item.guid)
            yield Gone(archive.place(item.post, language), item)


def languages(config: Config, archive: Archive) -> list[str]:
    """The languages that have a podcast, or should: also those whose folder is gone."""
    prefix = f"{archive.root.name}-"
    listed = (path.stem.removeprefix(prefix) for path in archive.private.glob(f"listed/{prefix}*.json"))
    known = (tag for tag in listed if re.fullmatch(TAG, tag))
    return sorted({*archive.podcasts(), *config.languages, *known})
