"""What all records of a podcast say in short, without reading them again: a table of them, in a private file.

A row is worth something as long as the record has the same size, time and place on the disk (inode): a record is only ever
replaced as a whole, by rename.  Without the file, or where it is damaged, all records are read once more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from audioedition import stamps
from audioedition.archive import folders, records, succession, versions
from audioedition.errors import ArchiveError
from audioedition.files import contents, digest, sealed, unsealed, write_atomically
from audioedition.model import Episode


@dataclass(slots=True)  # not frozen: there are tens of thousands, and that takes five times as long
class Listed:
    """An episode in short, and a `digest` of all that its record says.

    `files` are the names of its audio files, `superseded` those that they took the place of; `licences` are those of its voices.
    """

    _record: str = field(compare=False, repr=False)
    digest: str
    guid: str
    post: str
    language: str
    title: str
    published: datetime
    sound: str
    files: Sequence[str]
    superseded: Sequence[str]
    licences: Sequence[str]
    address: str | None
    has_chapters: bool
    is_retracted: bool
    _episode: Episode | None = field(default=None, compare=False, repr=False)

    @property
    def episode(self) -> Episode:
        """All of it but its lines and blocks.  Raises ArchiveError if the record is damaged or gone by now."""
        if self._episode is None:
            self._episode = _episode(Path(self._record))
        return self._episode


_COLUMNS = ["stamp", *(column.name for column in fields(Listed) if not column.name.startswith("_"))]
_SHAPE = [versions.SCHEMA, *_COLUMNS]
"""Of a table, and of the records that it is about: what a newer program listed is not believed."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The records of a podcast: how each looked, what it says in short, and all of them newest first; by their names."""

    stamps: Mapping[str, str]
    rows: Mapping[str, Listed]
    newest_first: Sequence[Listed]


class Table:
    """The records of some podcasts in short, as they were when they were last listed."""

    def __init__(self) -> None:
        self._seen: dict[Path, _Seen] = {}
        self._changed: set[Path] = set()
        self._before: dict[Path, Mapping[str, Listed]] = {}

    def listed(self, folder: Path, kept: Path) -> Sequence[Listed]:
        """What the records in `folder` say, newest first; `kept` is the file of what is known of them.

        Raises ArchiveError for one that is damaged or cannot be read.
        """
        if folder not in self._seen:
            self._seen[folder] = _kept(folder, kept)
            self._before[folder] = self._seen[folder].rows
        seen, now = self._seen[folder], stamps.of(folder, names(folder), _stamp)
        if now != seen.stamps:
            rows = {
                name: seen.rows[name] if seen.stamps.get(name) == stamp else _read(folder / name)
                for name, stamp in sorted(now.items())
            }
            self._seen[folder] = _seen(now, rows)
            self._changed.add(folder)
        return self._seen[folder].newest_first

    def last(self, folder: Path, kept: Path) -> Sequence[Listed]:
        """What was listed last, without another look at the records."""
        return self._seen[folder].newest_first if folder in self._seen else self.listed(folder, kept)

    def before(self, folder: Path) -> Collection[Listed]:
        """What was known of the records in `folder` before they were first listed here."""
        return self._before[folder].values()

    def keep(self, folder: Path, kept: Path) -> None:
        """Write what is known of the records in `folder` to the file `kept`, if it is news.  Raises ArchiveError."""
        if folder not in self._changed:
            return
        seen = self._seen[folder]
        rows = {
            name: [seen.stamps[name], *(getattr(row, column) for column in _COLUMNS[1:])]
            for name, row in seen.rows.items()
        }
        data = json.dumps(
            {"columns": _SHAPE, "rows": rows},
            default=datetime.isoformat,
            separators=(",", ":"),
            ensure_ascii=False,
        ).encode("utf-8", "surrogatepass")
        write_atomically(kept, sealed(data), lasting=False)
        self._changed.discard(folder)


def kept(folder: Path, file: Path) -> Mapping[str, Listed]:
    """What the `file` of what was known of the records in `folder` says, whether they are still there or not."""
    return _kept(folder, file).rows


def names(folder: Path) -> Iterator[str]:
    """The files of the records in `folder`; a `.part` that a killed program left behind is none.  Raises ArchiveError."""
    return filter(_is_record, stamps.names(folder))


def _kept(folder: Path, kept: Path) -> _Seen:
    """What the file `kept` says of the records in `folder`: nothing if it is damaged, or of another version of the program."""
    found: dict[str, str] = {}
    rows: dict[str, Listed] = {}
    try:
        said = json.loads(unsealed(contents(kept)))
    except (OSError, ValueError):
        said = {"columns": [], "rows": {}}
    if said["columns"] == _SHAPE:
        for name, (stamp, *values) in said["rows"].items():
            found[name] = stamp
            rows[name] = row = Listed(f"{folder}/{name}", *values)
            row.published = datetime.fromisoformat(str(row.published))  # JSON has no dates
    return _seen(found, rows)


def _seen(found: Mapping[str, str], rows: Mapping[str, Listed]) -> _Seen:
    return _Seen(found, rows, sorted(rows.values(), key=lambda e: (e.published, e.guid), reverse=True))


def _read(path: Path) -> Listed:
    data = records.contents(path)
    episode = records.shortened(path, data)
    language = folders.language(path.parent.parent.name)
    if episode.language != language:
        message = (
            f"{path} is the record of {episode.guid}, whose language is {episode.language!r} and not {language!r}: if its folder was renamed, "
            "name it as before, since the language of a podcast is a part of its guids; else move it where it belongs."
        )
        raise ArchiveError(message)
    row: dict[str, Any] = {
        "digest": digest(data),
        "guid": episode.guid,
        "post": episode.post,
        "language": episode.language,
        "title": episode.title,
        "published": episode.published,
        "sound": episode.sound,
        "files": succession.files(episode),
        "superseded": [each.file for each in episode.superseded],
        "licences": [voice.licence for voice in episode.voices],
        "address": episode.address,
        "has_chapters": bool(episode.chapters),
        "is_retracted": episode.retracted is not None,
    }
    return Listed(**row, _record=str(path), _episode=episode)


def _episode(path: Path) -> Episode:
    try:
        return records.shortened(path, records.contents(path))
    except FileNotFoundError as exc:
        raise ArchiveError(f"{path} has just been deleted: run it again.") from exc


def _is_record(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".")


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"
