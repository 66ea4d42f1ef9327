"""Stamps: what tells whether a file has changed since it was looked at last, without reading it.

All files of a folder are looked at together, and as text: that is quicker, where there are tens of thousands.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from audioedition.errors import ArchiveError

T = TypeVar("T")


def of(
    folder: Path, stamp: Callable[[os.stat_result], T], wanted: Callable[[str], bool] = bool
) -> dict[str, T]:
    """The `stamp` of each file in `folder` whose name is `wanted`, by its name; none if there is no such folder.

    Raises ArchiveError.
    """
    found = {}
    with _open(folder) as entries:
        for entry in entries:
            if wanted(entry.name):
                try:
                    found[entry.name] = stamp(entry.stat())
                except FileNotFoundError:  # it has just been deleted, or is a link to nothing
                    continue
    return found


def names(folder: Path) -> Iterator[str]:
    """The names of all that is in `folder`; none if there is no such folder.  Raises ArchiveError."""
    with _open(folder) as entries:
        for entry in entries:
            yield entry.name


@contextlib.contextmanager
def _open(folder: Path) -> Iterator[Iterable[os.DirEntry[str]]]:
    """What is in `folder`, to be looked at."""
    try:
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            yield ()
            return
        with entries:
            yield entries
    except OSError as exc:
        raise ArchiveError(f"{folder} could not be read ({exc.strerror}): allow reading it.") from exc
