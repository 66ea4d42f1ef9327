"""The one way anything is written: whole, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from audioedition.errors import ArchiveError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`, and rename it to `path` if the block succeeds.

    The data reach the disk before the name does, so that a reader (or a power cut) finds either the
    old file or the new one.  If the block raises, nothing is left behind.  The temporary name keeps
    the suffix, which tells ffmpeg the format.  Raises ArchiveError when the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-", suffix=path.suffix)
        os.close(handle)
    except OSError as exc:
        raise ArchiveError(_refused(path, exc)) from exc
    part = Path(name)
    try:
        yield part
        try:
            part.chmod(0o666 & ~_umask())
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        except OSError as exc:
            raise ArchiveError(_refused(path, exc)) from exc
    finally:
        part.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> bool:
    """Write `data` to `path` unless it is already there, byte for byte; tell whether it wrote.

    An unchanged file keeps its time stamp, so that conditional GET works.  Raises ArchiveError.
    """
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # not there, or not readable: replacing it is the remedy
    with replacing(path) as part:
        try:
            part.write_bytes(data)
        except OSError as exc:
            raise ArchiveError(_refused(path, exc)) from exc
    return True


def digest(*parts: str | bytes) -> str:
    """SHA-256, in hex, of `parts` with their lengths: ("ab", "c") differs from ("a", "bc")."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256, in hex, of a file's contents, read piece by piece.  Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(path: Path, exc: OSError) -> str:
    reason = exc.strerror or str(exc)
    return f"{path} could not be written ({reason}): free space or allow writing there, and run it again."


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system lets a folder be synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
