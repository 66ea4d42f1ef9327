"""Of which version a file of the archive is: an older one is read as if it were of this, a newer one is refused.

A file of an older version becomes one of this when it is written next; as it was, it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from audioedition.errors import ArchiveError
from audioedition.files import persist, write_atomically

SCHEMA = 2
"""Of records and of `podcast.json`: raised whenever a field of them comes, goes, or means something else.

1: they told no version; what they held only ever grew, by fields that may be missing.  2: they tell it.
"""

_FIELD = "schema"
_MARK = b'{\n "schema": %d,' % SCHEMA
"""How a file of this version begins."""

_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (lambda said: said,)
"""What makes the contents of each version, from the first on, those of the next."""


class Newer(ArchiveError):
    """A file was written by a program that is newer than this one."""


def marked(said: dict[str, Any]) -> dict[str, Any]:
    """The contents of a file, with its version before them."""
    return {_FIELD: SCHEMA, **said}


def read(path: Path, said: dict[str, Any]) -> dict[str, Any]:
    """What the file at `path`, which has `said` this, would say if it were of this version; `said` is used up.

    Raises Newer, and ValueError for what is no version.
    """
    version = said.pop(_FIELD, 1)
    if type(version) is not int or version < 1:
        raise ValueError(version)
    if version > SCHEMA:
        message = (
            f"{path} is of version {version}, and this audioedition knows those up to {SCHEMA}: update audioedition. "
            "Nothing was changed."
        )
        raise Newer(message)
    for step in _STEPS[version - 1 :]:
        said = step(said)
    return said


def is_present(data: bytes) -> bool:
    """Whether the `data` of a file say that it is of this version."""
    return data.startswith(_MARK)


def replace(path: Path, data: bytes, kept: Path) -> bool:
    """Write `data` to `path`; what is there of an older version is kept in the folder `kept`; tell whether it was.

    Raises ArchiveError.
    """
    try:
        old = path.read_bytes()
    except OSError:  # not there, or not readable: replacing it is the remedy
        old = b""
    is_older = bool(old) and not is_present(old)
    if is_older:
        keep(kept / path.name, old)
    if not write_atomically(path, data):
        persist(path)  # who wrote it may have been killed before it was on the disk
    return is_older


def keep(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, or beside it if something else is there; return where.  Raises ArchiveError."""
    place, number = path, 1
    while place.exists() and place.read_bytes() != data:
        number += 1
        place = path.with_name(f"{path.stem}-{number}{path.suffix}")
    write_atomically(place, data)
    return place
