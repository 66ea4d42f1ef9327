"""Archives, unpacked without trust in what they say of themselves."""

from __future__ import annotations

import errno
import lzma
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

_NO_NAMES = {errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EILSEQ}
"""What a disk says to names that cannot be files in one new folder: it is the archive's fault, not the disk's."""

_OF_THE_ARCHIVE = {None, errno.EINVAL}
"""What is raised for a broken archive: by gzip and bzip2 without a number, and for a place in it that no file can have."""


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
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                _write(list(_zipped(zipped)), folder)
        elif tarfile.is_tarfile(archive):
            with tarfile.open(archive) as tar:
                _write(list(_tarred(tar)), folder)
                while tar.fileobj and tar.fileobj.read(1 << 20):
                    pass  # to the end, where the check sum is of all that was compressed
        else:
            raise Unsafe("it is no zip or tar archive")
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


def _zipped(archive: zipfile.ZipFile) -> Iterator[_Member]:
    for info in archive.infolist():
        if not info.filename.endswith("/"):  # `is_dir` of one without a name raises an error
            yield _Member(_path(info.filename), info.file_size, lambda info=info: archive.open(info))  # type: ignore[misc]  # the default binds it


def _tarred(archive: tarfile.TarFile) -> Iterator[_Member]:
    for info in archive.getmembers():
        if info.isfile():
            yield _Member(_path(info.name), info.size, lambda info=info: archive.extractfile(info))  # type: ignore[misc]  # the default binds it


def _path(name: str) -> PurePosixPath:
    """Where a member lies in its folder.  Raises Unsafe for one that would lie outside, or that a system may take so."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or any(":" in part or "\0" in part for part in path.parts):
        raise Unsafe(f"it holds a file outside of its folder, {name!r}")
    if not path.parts:
        raise Unsafe(f"it holds a file without a name, {name!r}")
    return path


def _write(members: list[_Member], folder: Path) -> None:
    last = {member.path: member for member in members}  # as every program unpacks what is there twice
    kept = [member for member in last.values() if not any(_is_hidden(part) for part in member.path.parts)]
    if not kept:
        raise Unsafe("the archive is empty")
    folder.mkdir(parents=True)
    if sum(member.size for member in kept) > shutil.disk_usage(folder).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
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
        shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
