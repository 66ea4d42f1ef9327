"""What is kept for the next time because making it takes long: disposable, checked, found by all that it was made of."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from audioedition import __version__, trimming
from audioedition.files import digest, write_atomically

MADE = "made"
"""The folder in the shelf's, beside the clips, in which it lies: so the shelf's bound is on both together."""

_CHECKSUM = 4  # bytes, at the end


def key_of(*parts: str | bytes) -> str:
    """The key of what was made of these `parts` by this version of the program."""
    return digest(__version__, *parts)


class Kept:
    """A folder of files, shared safely by threads and processes; without a folder, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Use `folder`, which need not exist yet."""
        self.folder = folder

    def get(self, key: str, kind: str) -> bytes | None:
        """What was kept under a key, or None if nothing was, or it is damaged; the `kind` is the suffix of its file."""
        if self.folder is None:
            return None
        path = _path(self.folder, key, kind)
        try:
            with path.open("rb") as file:
                when = os.fstat(file.fileno()).st_mtime
                data = file.read()
        except OSError:
            return None
        body = data[:-_CHECKSUM]
        if len(data) < _CHECKSUM or _checksum(key, body) != data[-_CHECKSUM:]:
            return None
        trimming.used(path, when)
        return body

    def put(self, key: str, kind: str, data: bytes) -> None:
        """Keep `data`.  Raises ArchiveError if the disk refuses."""
        if self.folder is not None:
            # Nobody waits for the disk: what a power cut has damaged is made again.
            write_atomically(_path(self.folder, key, kind), data + _checksum(key, data), lasting=False)


def _path(folder: Path, key: str, kind: str) -> Path:
    return folder / key[:2] / f"{key[2:]}.{kind}"


def _checksum(key: str, data: bytes) -> bytes:
    """Of both: a file of zeros, as a power cut may leave it, would be right of `data` alone."""
    return zlib.crc32(data, zlib.crc32(key.encode())).to_bytes(_CHECKSUM, "big")
