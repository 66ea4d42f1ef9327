"""What was written from what: so that only what has changed is rendered and written again.

Private and disposable: without it, everything is rendered once more, and what is the same stays untouched.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from audioedition.errors import ArchiveError
from audioedition.files import sealed, unsealed, write_atomically

_FILE = "written.json"
_PLAIN = 3  # columns of what is no feed

_Stamp = tuple[int, int]
"""Bytes, and time of change in ns."""


class Ledger:
    """For each file below `root` that was written here: the key of what it was made from, its size and its time.

    Of a feed also its entries: the key of each, and about how many bytes it takes.
    """

    def __init__(self, root: Path, private: Path) -> None:
        self._root = root
        self._path = private / _FILE
        self._rows: dict[str, list[Any]] = {}
        self._stamps: dict[str, dict[str, _Stamp]] = {}
        self._changed = False
        with contextlib.suppress(OSError, ValueError):  # not there, or damaged
            self._rows = json.loads(unsealed(self._path.read_bytes()))

    def has(self, path: str, key: str) -> bool:
        """Whether the file at `path` is there, just as it was written from what `key` says."""
        row = self._rows.get(path)
        return row is not None and row[0] == key and self._is_untouched(path, row)

    def untouched(self, path: str) -> bool:
        """Whether the file at `path` is there as it was written, from whatever that was."""
        row = self._rows.get(path)
        return row is not None and self._is_untouched(path, row)

    def wrote(self, path: str, size: int, written: int) -> bool:
        """Whether the file at `path` was written here, with so many bytes, at that time (in ns)."""
        row = self._rows.get(path)
        return row is not None and row[1:3] == [size, written]

    def __len__(self) -> int:
        return len(self._rows)

    def entries(self, path: str) -> dict[str, int]:
        """The entries of the feed at `path`, in its order, if it is there as it was written."""
        return dict(self._rows[path][3]) if self.untouched(path) and len(self._rows[path]) > _PLAIN else {}

    def sizes(self) -> dict[str, int]:
        """About how many bytes each entry takes in some feed."""
        found: dict[str, int] = {}
        for row in self._rows.values():
            if len(row) > _PLAIN:
                found.update(row[3])
        return found

    def note(self, path: str, key: str, entries: Mapping[str, int] = MappingProxyType({})) -> None:
        """Note that the file at `path` now is what is made from what `key` says, of a feed with all its `entries`."""
        folder, _, name = path.rpartition("/")
        stamp = _stamp(self._root / path)
        self._folder(folder)[name] = stamp
        row = [key, *stamp, *([[*each] for each in entries.items()],)[: bool(entries)]]
        if self._rows.get(path) != row:
            self._rows[path] = row
            self._changed = True

    def close(self, paths: Iterable[str]) -> None:
        """Keep what is known of these `paths`, and forget all others.  Raises ArchiveError."""
        kept = {path: self._rows[path] for path in paths if path in self._rows}
        if self._changed or len(kept) != len(self._rows):
            data = sealed(json.dumps(kept, separators=(",", ":")).encode())
            write_atomically(self._path, data, lasting=False)

    def _is_untouched(self, path: str, row: list[Any]) -> bool:
        folder, _, name = path.rpartition("/")
        stamp = self._folder(folder).get(name)
        return stamp is not None and row[1] == stamp[0] and row[2] == stamp[1]

    def _folder(self, folder: str) -> dict[str, _Stamp]:
        """All files in a folder: to look at them together is quicker, where there are tens of thousands."""
        if folder not in self._stamps:
            self._stamps[folder] = _stamps(self._root / folder)
        return self._stamps[folder]


def _stamps(folder: Path) -> dict[str, _Stamp]:
    found = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(
                    FileNotFoundError
                ):  # it has just been deleted, or is a link to nothing
                    stat = entry.stat()
                    found[entry.name] = stat.st_size, stat.st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as exc:
        raise ArchiveError(f"{folder} could not be looked at ({exc.strerror}): allow reading it.") from exc
    return found


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    except OSError as exc:
        raise ArchiveError(f"{path} could not be looked at ({exc.strerror}): allow reading it.") from exc
    return (found.st_size, found.st_mtime_ns)
