"""What all records of a podcast say in short, without reading them again: a table of them, in a private file.

A row is worth something as long as the record has the same size, time and place on the disk (inode): a record is only ever
replaced as a whole, by rename.  Without the file, or where it is damaged, all records are read once more.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from audioedition.archive import records, succession
from audioedition.errors import ArchiveError
from audioedition.files import digest, sealed, unsealed, write_atomically
from audioedition.model import Episode

_Stamp = tuple[int, int, int]
"""Bytes, time of change in ns, inode."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in short, and a `digest` of all that its record says.

    `files` are the names of its audio files, `superseded` those that they took the place of; `licences` are those of its voices.
    """

    digest: str
    guid: str
    post: str
    language: str
    title: str
    published: datetime
    sound: str
    files: tuple[str, ...]
    superseded: tuple[str, ...]
    licences: tuple[str, ...]
    address: str | None
    has_chapters: bool
    is_retracted: bool
    _read: Callable[[], Episode] = field(compare=False, repr=False)

    @property
    def episode(self) -> Episode:
        """All of it but its lines and blocks.  Raises ArchiveError if the record is damaged or gone by now."""
        return self._read()


_COLUMNS = tuple(column.name for column in fields(Listed) if not column.name.startswith("_"))


class Table:
    """The records of some podcasts in short, as they were when they were last listed."""

    def __init__(self) -> None:
        self._rows: dict[Path, dict[str, tuple[_Stamp, Listed]]] = {}
        self._changed: set[Path] = set()

    def listed(self, folder: Path, kept: Path) -> list[Listed]:
        """What the records in `folder` say, newest first; `kept` is the file of what is known of them.

        Raises ArchiveError for one that is damaged or cannot be read.
        """
        if folder not in self._rows:
            self._rows[folder] = dict(self._kept(folder, kept))
        old = self._rows[folder]
        found = {name: self._row(folder, name, stamp, old) for name, stamp in _stamps(folder)}
        if found.keys() != old.keys() or any(row is not old[name] for name, row in found.items()):
            self._rows[folder] = found
            self._changed.add(folder)
        return sorted((row[1] for row in found.values()), key=lambda e: (e.published, e.guid), reverse=True)

    def keep(self, folder: Path, kept: Path) -> None:
        """Write what is known of the records in `folder` to the file `kept`, if it is news.  Raises ArchiveError."""
        if folder not in self._changed:
            return
        rows = {
            name: [*stamp, *(getattr(listed, column) for column in _COLUMNS)]
            for name, (stamp, listed) in self._rows[folder].items()
        }
        data = json.dumps(
            {"columns": _COLUMNS, "rows": rows},
            default=datetime.isoformat,
            separators=(",", ":"),
            ensure_ascii=False,
        ).encode("utf-8", "surrogatepass")
        write_atomically(kept, sealed(data), lasting=False)
        self._changed.discard(folder)

    def _kept(self, folder: Path, kept: Path) -> Iterator[tuple[str, tuple[_Stamp, Listed]]]:
        try:
            said = json.loads(unsealed(kept.read_bytes()))
        except (OSError, ValueError):
            return
        if said["columns"] != list(_COLUMNS):
            return  # of another version of the program
        for name, (size, time, inode, *values) in said["rows"].items():
            row = dict(zip(_COLUMNS, values, strict=True))
            row["published"] = datetime.fromisoformat(row["published"])
            for column in ("files", "superseded", "licences"):
                row[column] = tuple(row[column])
            yield name, ((size, time, inode), Listed(**row, _read=cache(partial(_episode, folder, name))))

    def _row(
        self, folder: Path, name: str, stamp: _Stamp, old: dict[str, tuple[_Stamp, Listed]]
    ) -> tuple[_Stamp, Listed]:
        known = old.get(name)
        if known and known[0] == stamp:
            return known
        path = folder / name
        data = records.contents(path)
        episode = records.shortened(path, data)
        row: dict[str, Any] = {
            "digest": digest(data),
            "guid": episode.guid,
            "post": episode.post,
            "language": episode.language,
            "title": episode.title,
            "published": episode.published,
            "sound": episode.sound,
            "files": tuple(succession.files(episode)),
            "superseded": tuple(each.file for each in episode.superseded),
            "licences": tuple(voice.licence for voice in episode.voices),
            "address": episode.address,
            "has_chapters": bool(episode.chapters),
            "is_retracted": episode.retracted is not None,
        }
        return stamp, Listed(**row, _read=lambda: episode)


def names(folder: Path) -> list[str]:
    """The files of the records in `folder`; a `.part` that a killed program left behind is none.  Raises ArchiveError."""
    return [name for name, _ in _stamps(folder)]


def _episode(folder: Path, name: str) -> Episode:
    path = folder / name
    try:
        return records.shortened(path, records.contents(path))
    except FileNotFoundError as exc:
        raise ArchiveError(f"{path} has just been deleted: run it again.") from exc


def _stamps(folder: Path) -> list[tuple[str, _Stamp]]:
    """The records in `folder` with their stamps, in the order of their names."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    with contextlib.suppress(FileNotFoundError):  # it has just been deleted
                        found.append((entry.name, _stamp(entry.stat())))
    except FileNotFoundError:
        return []
    except OSError as exc:
        raise ArchiveError(f"{folder} could not be read ({exc.strerror}): allow reading it.") from exc
    return sorted(found)


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ino
