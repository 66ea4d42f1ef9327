"""What was written from what: so that only what has changed is rendered and written again.

Private and disposable: without it, everything is rendered once more, and what is the same stays untouched.

    written.json   {"files": {key: {path: stamp, …}, …}, "entries": {path: [[key, bytes], …], …}}
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from audioedition import stamps
from audioedition.files import sealed, unlink, unsealed, write_atomically

_FILE = "written.json"


def size(private: Path) -> int:
    """How many bytes the ledger in the folder `private` has, which grows with what was written.  Raises OSError."""
    return (private / _FILE).stat().st_size


class Ledger:
    """For each file below `root` that was written here: the key of what it was made from, and a stamp of it.

    Of a feed also its entries: the key of each, and about how many bytes it takes.
    """

    def __init__(self, root: Path, private: Path) -> None:
        self._root = root
        self._path = private / _FILE
        self._keys: dict[str, str] = {}
        self._stamps: dict[str, str] = {}
        self._entries: dict[str, list[tuple[str, int]]] = {}
        self._is_news = False
        with contextlib.suppress(OSError, ValueError, KeyError):  # not there, damaged, or of another version
            said = json.loads(unsealed(self._path.read_bytes()))
            self._entries = said["entries"]
            for key, files in said["files"].items():
                self._keys.update(dict.fromkeys(files, key))
                self._stamps.update(files)

    def has(self, path: str, key: str) -> bool:
        """Whether the file at `path` is there, just as it was written from what `key` says."""
        return self._untouched.get(path) == key

    def has_all(self, paths: Iterable[str], key: str) -> bool:
        """The same of all files at some `paths`."""
        return {*map(self._untouched.get, paths)} == {key}

    def knows(self, path: str, key: str) -> bool:
        """Whether the file at `path` was written from what `key` says, whatever has become of it."""
        return self._keys.get(path) == key

    def untouched(self, path: str) -> bool:
        """Whether the file at `path` is there as it was written, from whatever that was."""
        return bool(self._untouched.get(path))

    def wrote(self, path: str, size: int, written: int) -> bool:
        """Whether the file at `path` was written here, with so many bytes, at that time (in ns)."""
        return self._stamps.get(path) == f"{size} {written}"

    @staticmethod
    def forget(private: Path) -> None:
        """Forget what was written, so that everything is rendered and looked at.  Raises ArchiveError."""
        unlink(private / _FILE)

    def entries(self, path: str) -> dict[str, int]:
        """The entries of the feed at `path`, in its order, if it is there as it was written."""
        return dict(self._entries.get(path, [])) if self.untouched(path) else {}

    def sizes(self) -> dict[str, int]:
        """About how many bytes each entry takes in some feed."""
        found: dict[str, int] = {}
        for entries in self._entries.values():
            found.update(entries)
        return found

    def note(self, path: str, key: str, entries: Mapping[str, int] = MappingProxyType({})) -> None:
        """Note that the file at `path` now is what is made from what `key` says, of a feed with all its `entries`."""
        stamp = stamps.of(self._root, [path], _stamp).get(path, "")
        self._keys[path], self._stamps[path], self._entries[path] = key, stamp, [*entries.items()]
        self._untouched[path] = key if stamp else ""
        self._is_news = True

    def close(self, paths: Iterable[str]) -> None:
        """Keep what is known of these `paths`, and forget all others.  Raises ArchiveError."""
        kept = [path for path in paths if path in self._keys]
        if self._is_news or len(set(kept)) < len(self._keys):
            files: dict[str, dict[str, str]] = {}
            for path in kept:
                files.setdefault(self._keys[path], {})[path] = self._stamps[path]
            entries = {path: self._entries[path] for path in kept if self._entries.get(path)}
            data = json.dumps({"files": files, "entries": entries}, separators=(",", ":"))
            write_atomically(self._path, sealed(data.encode()), lasting=False)

    @cached_property
    def _untouched(self) -> dict[str, str]:
        """The keys of all files that are there as they were written."""
        there = stamps.of(self._root, self._stamps, _stamp)
        return {path: self._keys[path] for path, stamp in self._stamps.items() if there.get(path) == stamp}


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns}"
