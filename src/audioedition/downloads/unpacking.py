"""Archives, unpacked without trust in what they say of themselves."""

from __future__ import annotations

import bz2
import contextlib
import errno
import gzip
import lzma
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal, cast

_NO_NAMES = {errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EILSEQ}
"""What a disk says to names that cannot be files in one new folder: it is the archive's fault, not the disk's."""

_OF_THE_ARCHIVE = {None, errno.EINVAL}
"""What is raised for a broken archive: by gzip and bzip2 without a number, and for a place in it that no file can have."""

_MOST = 1_000  # files: the largest model that is known has a few dozen
_MOST_NAMED = (
    100 * _MOST
)  # in a zip, and in the zips that lie in it as they are: each network of torch is one
_NAMED = b"PK\x01\x02"  # what stands before each name
_DEEPEST = 20  # folders
_MOST_HEADS = 4 << 20  # bytes that a tar says of its files
_MOST_BEHIND = 64 << 20  # bytes behind its last file
_PIECE = 1 << 20
_COMPRESSED: Mapping[bytes, Callable[[Path, Literal["rb"]], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
"""How what begins so was compressed."""


class Unsafe(Exception):
    """An archive that is broken, or would write outside of its folder."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive; `size` in bytes, unpacked."""

    path: PurePosixPath
    size: int
    open: Callable[[], IO[bytes] | None]


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip or tar `archive` into `folder`, a new one.

    A folder that holds all the rest is left out, and so is what file managers put in (`.DS_Store`, `__MACOSX`).  Links and
    devices are not made.  Raises Unsafe, OSError if the disk refuses.
    """
    folder.mkdir(parents=True)
    try:
        if zipfile.is_zipfile(archive):
            _count(archive)
            with zipfile.ZipFile(archive) as zipped:
                _write(_fitting(_zipped(zipped), folder), folder)
        else:
            with (
                _unpressed(archive) as stream,
                tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r:") as tar,
            ):
                members = _fitting(_tarred(tar), folder)
                stream.left = None
                _write(members, folder)
                stream.seek(tar.offset)
                stream.left = _MOST_BEHIND
                while stream.read(_PIECE):
                    pass  # to the end, where the check sum is of all that was compressed
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as exc:
        raise Unsafe(f"the archive is broken: {exc}") from exc
    except OSError as exc:
        if exc.errno not in _OF_THE_ARCHIVE:
            raise
        raise Unsafe(f"the archive is broken: {exc}") from exc


class _Stream:
    """What is in a compressed file, of which no more than what is `left` can be read, if that is bounded; to pass over it is free."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.left: int | None = _MOST_HEADS

    def read(self, size: int = -1) -> bytes:
        if self.left is not None:
            if not 0 <= size <= self.left:
                raise Unsafe("it says more of its files than there can be to say, or goes on behind its end")
            self.left -= size
        return self._file.read(size)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()


@contextlib.contextmanager
def _unpressed(archive: Path) -> Iterator[_Stream]:
    """What a tar archive holds, however it is compressed."""
    with archive.open("rb") as file:
        begins = file.read(max(map(len, _COMPRESSED)))
    openings = (opening for magic, opening in _COMPRESSED.items() if begins.startswith(magic))
    with next(openings, Path.open)(archive, "rb") as opened:
        yield _Stream(cast("IO[bytes]", opened))


def _count(archive: Path) -> None:
    """Raise Unsafe if a zip names too many files: `zipfile` reads all their names at once."""
    count, end = 0, b""
    with archive.open("rb") as file:
        while piece := file.read(_PIECE):
            piece = end + piece
            count += piece.count(_NAMED)
            end = piece[-len(_NAMED) + 1 :]
            if count > _MOST_NAMED:
                raise Unsafe(f"it holds more than {_MOST:,} files")


def _fitting(members: Iterator[_Member], folder: Path) -> list[_Member]:
    """All of the `members`.  Raises Unsafe if they are too many, and OSError if they will not fit on the disk of `folder`."""
    found, size, free = [], 0, shutil.disk_usage(folder).free
    for member in members:
        found.append(member)
        size += member.size
        if len(found) > _MOST:
            raise Unsafe(f"it holds more than {_MOST:,} files")
        if size > free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return found


def _zipped(archive: zipfile.ZipFile) -> Iterator[_Member]:
    for info in archive.infolist():
        if not info.filename.endswith("/"):  # `is_dir` of one without a name raises an error
            yield _Member(_path(info.filename), info.file_size, lambda info=info: archive.open(info))  # type: ignore[misc]  # the default binds it


def _tarred(archive: tarfile.TarFile) -> Iterator[_Member]:
    for info in archive:
        if info.isfile():
            yield _Member(_path(info.name), info.size, lambda info=info: archive.extractfile(info))  # type: ignore[misc]  # the default binds it


def _path(name: str) -> PurePosixPath:
    """Where a member lies in its folder.  Raises Unsafe for one that would lie outside, or that a system may take so."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or any(":" in part or "\0" in part for part in path.parts):
        raise Unsafe(f"it holds a file outside of its folder, {name!r}")
    if len(path.parts) > _DEEPEST:
        raise Unsafe(f"it holds a folder that is more than {_DEEPEST} deep, {name[:60]!r}")
    if not path.parts:
        raise Unsafe(f"it holds a file without a name, {name!r}")
    return path


def _write(members: list[_Member], folder: Path) -> None:
    last = {member.path: member for member in members}  # as every program unpacks what is there twice
    kept = [member for member in last.values() if not any(_is_hidden(part) for part in member.path.parts)]
    if not kept:
        raise Unsafe("the archive is empty")
    tops = {member.path.parts[0] if len(member.path.parts) > 1 else "" for member in kept}
    top = 1 if len(tops) == 1 and "" not in tops else 0
    for member in kept:
        try:
            _put(member, folder.joinpath(*member.path.parts[top:]))
        except OSError as exc:
            if exc.errno not in _NO_NAMES:
                raise
            message = f"it holds a file that cannot be made, {member.path.name[:60]!r} ({exc.strerror})"
            raise Unsafe(message) from exc


def _put(member: _Member, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = member.open()
    if source is None:
        raise Unsafe(f"{member.path} cannot be read")
    with source, target.open("xb") as file:
        shutil.copyfileobj(source, file, _PIECE)
        file.flush()
        os.fsync(file.fileno())


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
