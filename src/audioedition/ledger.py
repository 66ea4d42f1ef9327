"""What was written from what: so that only what has changed is rendered and written again.

Private and disposable: without it, everything is rendered once more, and what is the same stays untouched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from audioedition.errors import ArchiveError
from audioedition.files import write_atomically

_FILE = "written.json"


class Ledger:
    """For each file below `root` that was written here: the key of what it was made from, its size and its time."""

    def __init__(self, root: Path, private: Path) -> None:
        self._root = root
        self._path = private / _FILE
        self._rows: dict[str, list[str | int]] = {}
        self._changed = False
        try:
            rows = json.loads(self._path.read_bytes())
            self._rows = rows if isinstance(rows, dict) else {}
        except (OSError, ValueError, RecursionError):
            pass

    def has(self, path: str, key: str) -> bool:
        """Whether the file at `path` is there, just as it was written from what `key` says."""
        row = self._rows.get(path)
        return row is not None and row == [key, *_stamp(self._root / path)]

    def untouched(self, path: str) -> bool:
        """Whether the file at `path` is there as it was written, from whatever that was."""
        row = self._rows.get(path)
        stamp = _stamp(self._root / path)
        return row is not None and row[1:] == [*stamp] and stamp[0] >= 0

    def wrote(self, path: str, size: int, written: int) -> bool:
        """Whether the file at `path` was written here, with so many bytes, at that time (in ns)."""
        row = self._rows.get(path)
        return row is not None and row[1:] == [size, written]

    def __len__(self) -> int:
        return len(self._rows)

    def note(self, path: str, key: str) -> None:
        """Note that the file at `path` now is what is made from what `key` says."""
        row: list[str | int] = [key, *_stamp(self._root / path)]
        if self._rows.get(path) != row:
            self._rows[path] = row
            self._changed = True

    def close(self, paths: Iterable[str]) -> None:
        """Keep what is known of these `paths`, and forget all others.  Raises ArchiveError."""
        kept = {path: self._rows[path] for path in paths if path in self._rows}
        if self._changed or len(kept) != len(self._rows):
            write_atomically(self._path, json.dumps(kept, separators=(",", ":")).encode())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    except OSError as exc:
        raise ArchiveError(f"{path} could not be looked at ({exc.strerror}): allow reading it.") from exc
    return (found.st_size, found.st_mtime_ns)
