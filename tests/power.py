"""What a power cut may leave of what a run has done to the disk: a model that is stricter than any file system.

Sure to be there is what was there before, the contents of a file that was synced, and the names in a folder that was synced
after them.  All else may be there or not, each by itself: a name that was given, changed or taken away, and of a file that was
not synced nothing, half or all.
"""

# Paths are text here, as the system tells them.
# ruff: noqa: PTH120

from __future__ import annotations

import os
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

Entry = tuple[str, str, str, bytes | None]


@dataclass
class _File:
    """A file: what it holds, once that is known, and whether that is sure to be on the disk."""

    data: bytes = b""
    is_sure: bool = False


@dataclass(frozen=True)
class _Change:
    """A change of names in one folder: `path` is gone, or is this file or folder; it was called `source` before."""

    path: str
    source: str = ""
    file: _File | None = None
    is_folder: bool = False


@dataclass
class Disk:
    """A disk below `root`, on which the entries of a journal are done."""

    root: Path
    _sure: dict[str, _File | None] = field(default_factory=dict)
    _now: dict[str, _File | None] = field(default_factory=dict)
    _pending: dict[str, list[_Change]] = field(default_factory=dict)
    _done: int = 0

    def __post_init__(self) -> None:
        for path in self.root.rglob("*"):
            self._sure[str(path)] = None if path.is_dir() else _File(path.read_bytes(), is_sure=True)
        self._now = dict(self._sure)

    def do_until(self, entries: Sequence[Entry], place: int) -> None:
        """Do what is still to be done of the first `place` entries."""
        for entry in entries[self._done : place]:
            self.do(entry)
        self._done = place

    def do(self, entry: Entry) -> None:
        """Do what the journal says."""
        kind, path, source, data = entry
        if kind == "fsync":
            self._sync(path, data)
        elif kind == "create" and path not in self._now:
            self._change(_Change(path, file=_File()))
        elif kind == "mkdir" and path not in self._now:
            self._change(_Change(path, is_folder=True))
        elif kind in {"remove", "rmdir"}:
            self._change(_Change(path))
        elif kind == "rename" and source in self._now:
            file = self._now[source]
            if file is not None and data is not None and not file.is_sure:
                file.data = data
            self._change(_Change(path, source, file, is_folder=file is None))

    def cut(self, chance: random.Random, share: float) -> dict[str, bytes | None]:
        """What is there after a power cut now: of what is not sure a `share`; folders are None."""
        found = dict(self._sure)
        for changes in self._pending.values():
            for change in changes:
                if chance.random() < share:
                    _apply(found, change)
        kept = {}
        for path, file in sorted(found.items()):
            above = os.path.dirname(path)
            if above != str(self.root) and above not in kept:
                continue  # its folder is not there
            if file is None or file.is_sure:
                kept[path] = None if file is None else file.data
            else:
                kept[path] = file.data[: int(len(file.data) * chance.choice((0, 0.5, 1)))]
        return kept

    def _change(self, change: _Change) -> None:
        _apply(self._now, change)
        for folder in {os.path.dirname(change.path), os.path.dirname(change.source or change.path)}:
            self._pending.setdefault(folder, []).append(change)

    def _sync(self, path: str, data: bytes | None) -> None:
        file = self._now.get(path)
        if file is not None:
            file.data, file.is_sure = data or b"", True
        for change in self._pending.pop(path, []):
            _apply(self._sure, change)


def _apply(names: dict[str, _File | None], change: _Change) -> None:
    if change.source:
        before = [each for each in names if each == change.source or each.startswith(change.source + "/")]
        for each in before:
            names[change.path + each.removeprefix(change.source)] = names.pop(each)
        if before:
            return
    if change.file is not None or change.is_folder:
        names[change.path] = change.file
    else:
        names.pop(change.path, None)


def put(state: dict[str, bytes | None]) -> None:
    """Write a state to the disk, where nothing is."""
    for path, data in sorted(state.items()):
        if data is None:
            Path(path).mkdir(parents=True, exist_ok=True)
        else:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(data)


def read(journal: Path) -> list[Entry]:
    """The entries of a journal that was written here."""
    found: list[Entry] = pickle.loads(journal.read_bytes())  # noqa: S301 -- our own
    return found
