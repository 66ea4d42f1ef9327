"""One writer at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from audioedition.errors import ArchiveError


class Busy(ArchiveError):
    """Another program is writing to the archive."""


@contextlib.contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the lock in `folder`; a process that ends, however it ends, lets go of it.

    Raises Busy when another still holds it after `wait` seconds, ArchiveError if the disk refuses.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- slow to load, and who only reads needs no lock

    lock = FileLock(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout as exc:
        message = "Another audioedition is at work here: run this again when it has finished."
        raise Busy(message) from exc
    except OSError as exc:
        message = f"{folder} could not be written ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
    try:
        yield
    finally:
        lock.release()
