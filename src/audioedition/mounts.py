"""Folders that must stay where they are while a command writes into them.

A drive that is unplugged, or a share that goes away, leaves an empty folder in its place, or none: what is written then would
begin an archive anew there, beside the real one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from audioedition.errors import ArchiveError

_WATCHED: dict[Path, int] = {}  # the device that each was on: of the whole process, as the lock is


@contextlib.contextmanager
def watched(*folders: Path) -> Iterator[None]:
    """Have `stay` look at those of the `folders` that are there."""
    with contextlib.ExitStack() as stack:
        for folder in folders:
            with contextlib.suppress(OSError):
                _WATCHED[folder] = folder.stat().st_dev
                stack.callback(_WATCHED.pop, folder, None)
        yield


def stay() -> None:
    """Nothing, as long as all that is watched is where it was.  Raises ArchiveError."""
    for folder, device in list(_WATCHED.items()):  # which another thread may change
        try:
            is_there = folder.stat().st_dev == device
        except OSError:
            is_there = False
        if not is_there:
            message = (
                f"{folder} has gone while this was running: see that its disk is there, and run this again."
            )
            raise ArchiveError(message)
