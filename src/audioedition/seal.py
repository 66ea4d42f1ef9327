"""The seal of the web root: nothing in it has changed since all of it was written, and nothing on which it depends.

It is seen without reading or computing any of the files: by their names, sizes and times.  Private and disposable:
without a seal, everything is looked at.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audioedition import program
from audioedition.config import Config
from audioedition.errors import ArchiveError
from audioedition.files import digest, unlink, write_atomically
from audioedition.ledger import Ledger, size

_FILE = "seal"
_OWN = ("*/podcast.json", "*/cover-*")  # what publishing writes, and the ledger does not know
_DEEPEST = 8  # folders in folders: a link may lead in a circle
_LARGE = 500_000  # bytes of the ledger, of about 5,000 files: to look at more takes longer than to publish one post among them


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal of the web root of an edition with these settings."""

    config: Config

    def is_whole(self) -> bool:
        """Whether everything is as it was when the seal was put.  Raises ConfigError for settings that cannot be read."""
        try:
            said = self._path.read_text("ascii")
            return bool(said) and said == self._digest(list(_tree(self.config.feeds)))
        except (OSError, ValueError):
            return False

    def lift(self) -> int:
        """Take the seal off before anything is looked at or written; return the time, in ns, by the clock of the disk.

        Where the disk refuses it is 0: then no seal can be put.
        """
        try:
            unlink(self._path)
            write_atomically(self._path, b"", lasting=False)
            return self._path.stat().st_mtime_ns
        except (ArchiveError, OSError):
            return 0

    def put(self, since: int, changed: Sequence[Path]) -> None:
        """Put the seal on what was published since it was lifted; `changed` are the files that were written then.

        Not if anybody else has written there meanwhile: nobody knows whether that was seen.  Nor on a large archive of
        which something `changed`: that is left to the next time.  Raises ConfigError.
        """
        with contextlib.suppress(OSError, ArchiveError):
            if changed and size(self.config.private) > _LARGE:
                return
            ledger = Ledger(self.config.feeds, self.config.private)
            found = list(_tree(self.config.feeds))
            if _is_ours(found, ledger, since):
                write_atomically(self._path, self._digest(found).encode(), lasting=False)

    @property
    def _path(self) -> Path:
        return self.config.private / _FILE

    def _digest(self, found: Sequence[_Seen]) -> str:
        total = hashlib.sha256()
        for each in found:  # when files come and go, the times of their folder change
            times = (0, 0) if each.is_folder else (each.written, each.changed)
            total.update(b"%b %d %d %d\n" % (os.fsencode(each.path), each.size, *times))
        return digest(program.stamp(), self.config.digest, total.digest())


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file or folder: its path in the web root, with a slash at the end if it is a folder.

    Its size, of a file, and when its contents and when anything of it was changed last, in ns.
    """

    path: str
    size: int
    written: int
    changed: int

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")


def _tree(root: Path) -> Iterator[_Seen]:
    """Everything below `root`, in an order that is always the same.  Raises OSError for what cannot be looked at."""
    yield from _inside(os.fspath(root), "", _DEEPEST)


def _inside(root: str, folder: str, deepest: int) -> Iterator[_Seen]:
    if not deepest:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)
    with os.scandir(f"{root}/{folder}") as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path, said = f"{folder}{entry.name}", entry.stat()
        if entry.is_dir():
            yield _Seen(f"{path}/", 0, said.st_mtime_ns, said.st_ctime_ns)
            yield from _inside(root, f"{path}/", deepest - 1)
        else:
            yield _Seen(path, said.st_size, said.st_mtime_ns, said.st_ctime_ns)


def _is_ours(found: Sequence[_Seen], ledger: Ledger, since: int) -> bool:
    """Whether everything is older than `since`, or was written by us after that; of folders with files, these are enough."""
    filled = {
        each.path[: place + 1] for each in found for place, sign in enumerate(each.path[:-1]) if sign == "/"
    }
    return all(
        max(each.written, each.changed) < since
        or each.path in filled
        or ledger.wrote(each.path, each.size, each.written)
        or any(fnmatch.fnmatchcase(each.path, own) for own in _OWN)
        for each in found
    )
