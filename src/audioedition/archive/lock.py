"""One writer at a time."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from audioedition import mounts
from audioedition.errors import ArchiveError

_LOCKLESS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
"""How systems say that a disk knows no locks."""

_NONE = (
    "The disk of {folder} cannot lock files ({reason}), so that nobody could tell whether another audioedition is at work there: "
    "start its lock service (of NFS 3: lockd), mount it with locks, or keep the edition on another disk."
)


class Busy(ArchiveError):
    """Another program is writing to the archive."""


@contextlib.contextmanager
def locked(folder: Path, root: Path, wait: float) -> Iterator[None]:
    """Hold the lock in `folder` for what is written there and to `root`; a process that ends, however it ends, lets go of it.

    It is the system's (`flock`; on Windows, a locked range), which the system takes from who ends, also over NFS.  Where there
    is none, nothing is done: a file that says “locked” would outlive who made it.  Raises Busy when another still holds
    it after `wait` seconds, ArchiveError if the disk refuses; what writes then does, too, once the disk has gone.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- slow to load, and who only reads needs no lock

    try:
        lock = FileLock(folder / "lock", fallback_to_soft=False)
    except TypeError:  # filelock before 3.25, which has no other lock to fall back to
        lock = FileLock(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout as exc:
        message = "Another audioedition is at work here: run this again when it has finished."
        raise Busy(message) from exc
    except (OSError, NotImplementedError) as exc:  # the latter from filelock before 3.25
        if isinstance(exc, NotImplementedError) or exc.errno in _LOCKLESS:
            reason = getattr(exc, "strerror", None) or exc
            raise ArchiveError(_NONE.format(folder=folder, reason=reason)) from exc
        message = f"{folder} could not be written ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
    try:
        with mounts.watched(folder, root):
            yield
    finally:
        lock.release()
