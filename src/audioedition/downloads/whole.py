"""From an address to a whole file, or to the folder of an archive's contents; one program at a time."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from audioedition.downloads import places
from audioedition.downloads.begun import Begun
from audioedition.downloads.part import Part, Telling
from audioedition.downloads.transfer import transfer
from audioedition.downloads.unpacking import Unsafe, unpack
from audioedition.errors import FetchError

_UNFINISHED = ".fetching"  # the folder, beside what is fetched, of what is not whole yet
_LOOK = 0.5  # seconds between two looks at what another program has fetched meanwhile


def fetch(part: Part, tell: Telling) -> None:
    """Fetch `part`, unless it is there, or another program brings it meanwhile.  Raises FetchError."""
    unfinished = part.path.parent / _UNFINISHED
    with _disk(part), _alone(part, unfinished, tell):
        if part.path.exists():
            return
        begun = Begun(unfinished / f"{part.path.name}.part", part.address)
        pieced = transfer(part, begun, tell)
        if pieced and not _is_right(part, begun.path):
            begun.drop()  # perhaps two versions of it came together: then a new beginning heals it
            transfer(part, begun, tell)
        if not _is_right(part, begun.path):
            begun.drop()
            raise _wrong(part, "its check sum or size is another")
        _put(part, begun, unfinished)


def _put(part: Part, begun: Begun, unfinished: Path) -> None:
    """Bring what has been fetched to its place."""
    if not part.unpack:
        _sync(begun.path)
        begun.path.replace(part.path)
        begun.drop()
        return
    folder = unfinished / f"{part.path.name}.unpacked"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    try:
        unpack(begun.path, folder)
        folder.replace(part.path)
    except Unsafe as exc:
        begun.drop()
        raise _wrong(part, str(exc)) from exc
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    begun.drop()


def _is_right(part: Part, path: Path) -> bool:
    """Whether size and check sums are as they should be, as far as they are known."""
    if part.size and path.stat().st_size != part.size:
        return False
    for kind, wanted in (("sha256", part.sha256), ("md5", part.md5)):
        if wanted:
            with path.open("rb") as file:
                return hashlib.file_digest(file, kind).hexdigest() == wanted.lower()
    return True


def _wrong(part: Part, why: str) -> FetchError:
    problem = f"{part.path.name}, as it was fetched, is not what it should be ({why}), and was thrown away"
    return FetchError(problem, f"Try again later; if it stays so, {part.by_hand}.")


@contextlib.contextmanager
def _alone(part: Part, unfinished: Path, tell: Telling) -> Iterator[None]:
    """Be the only one who fetches `part`; meanwhile tell how far another is."""
    unfinished.mkdir(parents=True, exist_ok=True)
    lock = FileLock(unfinished / f"{part.path.name}.lock")
    begun = Begun(unfinished / f"{part.path.name}.part", part.address)
    while True:
        try:
            lock.acquire(timeout=_LOOK)
        except Timeout:
            tell(part.path.name, begun.have, part.size or begun.size)
        else:
            break
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _disk(part: Part) -> Iterator[None]:
    """Turn what a disk refuses into what a person can do about it."""
    try:
        yield
    except OSError as exc:
        folder = part.path.parent
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            remedy = "Free some space and run the same command again: what has been fetched is kept"
            raise FetchError(
                f"the disk of {folder} is full", f"{remedy}, or set {places.VARIABLE} to a folder elsewhere."
            ) from exc
        remedy = f"Allow writing in {folder}, or set {places.VARIABLE} to another folder."
        raise FetchError(f"{folder} cannot be written ({exc.strerror or exc})", remedy) from exc


def _sync(path: Path) -> None:
    """The contents reach the disk before the name does."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
