"""Stamps: what tells whether a file has changed since it was looked at last, without reading it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from audioedition.errors import ArchiveError

T = TypeVar("T")


def names(folder: Path) -> Iterator[str]:
    """The names of all that is in `folder`; none if there is no such folder, or if it is none.  Raises ArchiveError."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield entry.name
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as exc:
        if exc.errno == errno.ELOOP:
            return
        raise ArchiveError(f"{folder} could not be read ({exc.strerror}): allow reading it.") from exc


def of(folder: Path, paths: Iterable[str], stamp: Callable[[os.stat_result], T]) -> dict[str, T]:
    """The `stamp` of each of the files at `paths` below `folder` that is there, by its path.  Raises ArchiveError."""
    found = {}
    for path in paths:
        place = (
            f"{folder}/{path}"  # a string, and no entry of the folder: of tens of thousands, both are quicker
        )
        try:
            found[path] = stamp(os.stat(place))  # noqa: PTH116 -- as above
        except (FileNotFoundError, NotADirectoryError):  # it has just been deleted, or is a link to nothing
            continue
        except OSError as exc:
            if exc.errno == errno.ELOOP:  # a link in a circle leads nowhere either
                continue
            raise ArchiveError(f"{place} could not be looked at ({exc.strerror}): allow reading it.") from exc
    return found
