"""The one way anything is written: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from audioedition import mounts
from audioedition.errors import ArchiveError

PART = ".part-"
"""How names begin of files that are being written."""

_NO_FOLDERS = {
    errno.EINVAL,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EBADF,
    errno.EISDIR,
    errno.EACCES,
    errno.EPERM,
}
"""How systems say that no folder can be synced there: nothing can be done, and nothing is amiss."""

_UMASK = os.umask(0)
os.umask(_UMASK)  # it can only be read by setting it: once, before there are threads


@contextlib.contextmanager
def replacing(
    path: Path, mode: int | None = None, *, lasting: bool = True, suffix: str | None = None
) -> Iterator[Path]:
    """Give a temporary path beside `path`, and rename it to `path` if the block succeeds.

    The data reach the disk before the name does, so that a reader (or a power cut) finds either the
    old file or the new one, and once this has returned, the new one; what is not `lasting` is not waited for, and a power cut may damage it.  If the block raises, nothing is left behind.  The temporary name keeps
    the suffix, which tells ffmpeg the format, unless another is given.  The file gets the `mode`, or what the umask leaves.  Raises ArchiveError when the disk refuses, also for
    an OSError of the block itself.
    """
    part: Path | None = None
    try:
        _make(path.parent, lasting=lasting)
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=PART, suffix=path.suffix if suffix is None else suffix
        )
        os.close(handle)
        part = Path(name)
        yield part
        part.chmod(0o666 & ~_UMASK if mode is None else mode)
        if lasting:
            with part.open("rb") as file:
                os.fsync(file.fileno())
        part.replace(path)
        if lasting:
            _sync(path.parent)
    except OSError as exc:
        raise _refused(path, exc) from exc
    finally:
        if part is not None:
            with contextlib.suppress(OSError):  # it was renamed, or the disk refuses this, too
                part.unlink()


@contextlib.contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path`, and rename it to `path` if the block succeeds; what was there goes then.

    If the block raises, nothing is left behind.  Raises ArchiveError when the disk refuses, also for an OSError of the
    block itself.
    """
    part: Path | None = None
    try:
        _make(path.parent, lasting=True)
        part = Path(tempfile.mkdtemp(dir=path.parent, prefix=PART))
        yield part
        part.chmod(0o777 & ~_UMASK)
        for file in part.iterdir():
            _sync(file)
        _exchange(part, path)
        _sync(path.parent)
    except OSError as exc:
        raise _refused(path, exc) from exc
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _refused(path: Path, exc: OSError) -> ArchiveError:
    """What is said where the disk refuses to have `path` written."""
    reason = exc.strerror or str(exc)
    return ArchiveError(
        f"{path} could not be written ({reason}): free space or allow writing there, and run it again."
    )


def _exchange(part: Path, path: Path) -> None:
    """Rename the folder `part` to `path`; what was there goes only then, and is there again if that fails."""
    old = part.with_suffix(".old")
    had = path.exists()
    if had:
        path.rename(old)  # a folder cannot be renamed to one that is not empty
    try:
        part.rename(path)
    except BaseException:
        if had:
            old.rename(path)
        raise
    if had:
        shutil.rmtree(old, ignore_errors=True)


def write_atomically(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Write `data` to `path` unless it is already there, byte for byte; tell whether it wrote.

    An unchanged file keeps its time stamp, so that conditional GET works.  What is not `lasting` may be damaged by a
    power cut.  Raises ArchiveError.
    """
    with contextlib.suppress(OSError):  # not there, or not readable: replacing it is the remedy
        if contents(path) == data:
            return False
    # What a killed program leaves is no `.xml` that somebody might take for a feed, nor any other kind of file.
    with replacing(path, lasting=lasting, suffix="") as part:
        part.write_bytes(data)
    return True


def contents(path: Path) -> bytes:
    """The bytes of a file; what is none, such as a folder or a pipe, has none.  Raises OSError."""
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would have us wait for ever
        raise IsADirectoryError(errno.EISDIR, "it is no file", str(path))
    return path.read_bytes()


def rewrite(path: Path, data: bytes) -> None:
    """Write `data` to an owner's file that may be there: where a link leads, and with the mode that it has.

    Raises ArchiveError.
    """
    real = path.resolve()
    mode = stat.S_IMODE(real.stat().st_mode) if real.is_file() else None
    with replacing(real, mode) as part:
        part.write_bytes(data)


def persist(path: Path) -> None:
    """See to it that a file or folder is there after a power cut, or is not, as now: who wrote it may have been killed before that.

    Raises ArchiveError.
    """
    try:
        if path.exists():
            _sync(path)
        _sync(path.parent)
    except OSError as exc:
        raise _refused(path, exc) from exc


def rename(path: Path, target: Path) -> None:
    """Rename a file or folder; both names are on the disk as they are from then on.  Raises OSError."""
    path.rename(target)
    for folder in {path.parent, target.parent}:
        _sync(folder)


def move(path: Path, target: Path) -> None:
    """Move a file, also to another disk: then it is there as a whole before it goes here.  Raises OSError and ArchiveError."""
    try:
        rename(path, target)
    except OSError as exc:
        if exc.errno != errno.EXDEV:
            raise
        with replacing(target) as part:
            shutil.copyfile(path, part)
        unlink(path)


def unlink(path: Path) -> bool:
    """Delete a file, and tell whether it was there.  Raises ArchiveError if the disk refuses."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as exc:
        message = f"{path} could not be deleted ({exc.strerror}): allow deleting it, and run this again."
        raise ArchiveError(message) from exc
    return True


def digest(*parts: str | bytes) -> str:
    """SHA-256, in hex, of `parts` with their lengths: ("ab", "c") differs from ("a", "bc")."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


def sealed(data: bytes) -> bytes:
    """`data` behind a line with their digest: for files that are believed only if they are whole."""
    return digest(data).encode() + b"\n" + data


def unsealed(contents: bytes) -> bytes:
    """The data that were `sealed`.  Raises ValueError if they are not as they were, in any place."""
    seal, _, data = contents.partition(b"\n")
    if seal != digest(data).encode():
        message = "The contents are damaged."
        raise ValueError(message)
    return data


def digest_file(path: Path) -> str:
    """SHA-256, in hex, of a file's contents, read piece by piece.  Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make(folder: Path, *, lasting: bool) -> None:
    """Make a folder, and those above it, unless they are there.  Raises OSError, ArchiveError if the disk they were on has gone."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    if missing:
        mounts.stay()
        folder.mkdir(parents=True, exist_ok=True)
    for each in missing if lasting else ():
        _sync(each.parent)


def _sync(path: Path) -> None:
    """Wait until a file is on the disk, or what is in a folder, where such can be waited for.  Raises OSError."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as exc:
        if exc.errno not in _NO_FOLDERS:
            raise
