"""Folders that are bounded in size: what was used longest ago goes first, and nothing that somebody needs.

Whoever uses a file says so (`used`): by its time of change, since few systems still note when a file is read.  Whoever
needs files for a while says so, too (`needed`): then nothing that is used meanwhile goes, whichever program trims.
That is told by a file with a lock on it, which ends with the program, however it ends.
"""

from __future__ import annotations

import contextlib
import math
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from audioedition.errors import ArchiveError
from audioedition.files import PART

_NEED = ".need-"
_LATELY = 60.0
"""Seconds within which a file that is used again is not marked again; so long ago it may have been used at any need."""
_LEFT = 3600.0
"""Seconds after which a temporary file is taken for one that a killed program left: writing takes a moment."""
_FILLED = 0.9  # of its limit is how much of a folder stays: it is not looked through again soon


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path, its bytes, and when it was used (seconds since the epoch)."""

    path: str
    size: int
    used: float


@dataclass(frozen=True, slots=True)
class Extent:
    """How many `files` there are, and their bytes together."""

    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What `went`, and what is `left`."""

    went: Extent
    left: Extent


def used(path: Path, when: float) -> bool:
    """Note that a file is used now, if it was `when` (its time of change) and that is a while ago; whether that was done."""
    if abs(time.time() - when) <= _LATELY:
        return False
    with contextlib.suppress(OSError):  # gone, or not ours: whoever uses it finds out
        os.utime(path)
        return True
    return False


@contextlib.contextmanager
def needed(folder: Path) -> Iterator[None]:
    """While this lasts, nothing in `folder` goes that was used or written since it began.

    Raises ArchiveError if the disk refuses.
    """
    try:
        path, lock = _told(folder)
    except OSError as exc:
        message = f"{folder} could not be written ({exc.strerror}): free space or allow writing there, and run it again."
        raise ArchiveError(message) from exc
    try:
        yield
    finally:
        lock.release()
        _remove(path)


def _told(folder: Path) -> tuple[Path, FileLock]:
    """The file that tells everybody that something is needed from now on, and the lock on it.  Raises OSError."""
    while True:
        path = folder / f"{_NEED}{time.time_ns()}-{secrets.token_hex(4)}"
        lock = FileLock(path, thread_local=False)
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        if path.exists():
            return path, lock
        lock.release()  # it took so long to lock it that somebody took it for one that a killed program left


def surplus(found: Iterable[Found], limit: int, since: float, now: float) -> list[Found]:
    """What must go of a folder with these files that has more bytes than its `limit`, the longest unused first.

    Nothing that was used `since` then goes.  What says to be used later than `now` has its time from a wrong clock, and
    counts as the oldest.  Pure.
    """
    every = [(each.used if each.used <= now + _LATELY else 0.0, each) for each in found]
    total, gone = sum(each.size for _, each in every), list[Found]()
    if total <= limit:
        return gone
    for _, each in sorted(((when, each) for when, each in every if when < since), key=lambda one: one[0]):
        if total <= limit * _FILLED:
            break
        gone.append(each)
        total -= each.size
    return gone


def trim(folder: Path, limit: int) -> Trimmed:
    """Delete what was used longest ago until `folder` has no more bytes than its `limit`, but nothing that is needed now.

    Several programs may do this at once.  What cannot be deleted stays, and nobody hears of it: it will be tried again.
    If the clock was set back while something is needed, what was used by the later time stays as long as that is so; and
    where the need itself began by it, nobody knows what was used since, and nothing goes.
    """
    now = time.time()
    needs = list(_needs(folder, now))
    is_set_back = any(begun > now + _LATELY for begun in needs)
    since = 0.0 if is_set_back else min([now, *needs]) - _LATELY
    found = list(_files(folder))
    left = [each for each in found if _is_left(each, now)]
    stays = [each for each in found if not _is_left(each, now)]
    whole = [each for each in stays if not _is_temporary(each)]  # the others are being written
    room = limit - _extent(stays).size + _extent(whole).size
    gone = surplus(whole, room, since, math.inf if needs else now)
    went = _extent(each for each in (*left, *gone) if _delete(each))
    every = _extent(found)
    return Trimmed(went, Extent(every.files - went.files, every.size - went.size))


def extent(folder: Path) -> Extent:
    """How much there is in `folder`."""
    return _extent(_files(folder))


def _extent(files: Iterable[Found]) -> Extent:
    count = size = 0
    for each in files:
        count, size = count + 1, size + each.size
    return Extent(count, size)


def _files(folder: Path | str) -> Iterator[Found]:
    """Every file below `folder`; links lead nowhere.  What vanishes meanwhile, or cannot be looked at, is passed over."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir(follow_symlinks=False):
                yield from _files(each.path)
            elif not each.name.startswith(_NEED):
                with contextlib.suppress(OSError):
                    state = each.stat(follow_symlinks=False)
                    yield Found(each.path, state.st_size, state.st_mtime)


def _is_left(each: Found, now: float) -> bool:
    """Whether a program that was killed left this when it was about to write something."""
    return _is_temporary(each) and each.used < now - _LEFT


def _is_temporary(each: Found) -> bool:
    return os.path.basename(each.path).startswith(PART)  # noqa: PTH119 -- there may be 100,000


def _delete(each: Found) -> bool:
    """Delete a file, unless it was used since it was found; whether it is gone."""
    path = Path(each.path)
    try:
        if path.lstat().st_mtime != each.used:
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _needs(folder: Path, now: float) -> Iterator[float]:
    """Since when each program needs files here; what a killed one left goes."""
    for path in folder.glob(f"{_NEED}*"):
        begun = _begun(path)
        if begun is None:
            continue
        if abs(now - begun) < _LATELY or _is_held(path):  # a new one may not have its lock yet
            yield begun
        else:
            _remove(path)


def _remove(path: Path) -> None:
    """Delete what says that files are needed, now or when the folder is trimmed again: Windows deletes nothing that another has open."""
    with contextlib.suppress(OSError):
        path.unlink()


def _begun(path: Path) -> float | None:
    digits = path.name.removeprefix(_NEED).partition("-")[0]
    return int(digits) / 1e9 if digits.isdecimal() else None


def _is_held(path: Path) -> bool:
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return True  # nobody knows
    lock.release()
    return False
