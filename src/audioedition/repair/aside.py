"""What is damaged is never deleted: it is kept in `.audioedition/damaged`, by the path that it had."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from audioedition.errors import ArchiveError
from audioedition.files import move
from audioedition.repair.mended import Mended, State
from audioedition.studio import Studio


def taken(path: Path, why: str, studio: Studio, of_each: str = "") -> Mended:
    """Move a damaged file out of the way, unless it is a dry run; `why` says so, in words, and `of_each` where it is said of several.

    Raises ArchiveError.
    """
    try:
        if stat.S_ISREG(
            path.lstat().st_mode
        ):  # what else is there, a folder or a link that leads nowhere, is moved as it is
            with path.open("rb") as file:
                file.read(1)
    except FileNotFoundError:
        return Mended(State.LOST, path, why)
    except OSError as exc:
        return Mended(
            State.LOST, path, f"it cannot be read ({exc.strerror}): allow reading it, and run this again"
        )
    each = f"of each: {of_each or why}"
    if studio.dry_run:
        return Mended(State.TO_SET_ASIDE, path, why, ("files", each))
    kept = moved(path, studio)
    alike = ("files", f"{each}; kept below {studio.config.private / 'damaged'}")
    return Mended(State.ASIDE, path, f"{why}; kept as {kept}", alike)


def made(path: Path, how: str, studio: Studio, alike: tuple[str, str] = ("", "")) -> Mended:
    """What was made again, or would be."""
    return Mended(State.TO_MEND if studio.dry_run else State.MENDED, path, how, alike)


def moved(path: Path, studio: Studio) -> Path:
    """Move a file aside, and say where it is now.  Raises ArchiveError."""
    root = studio.config.root
    place = (
        studio.config.private
        / "damaged"
        / (path.relative_to(root) if path.is_relative_to(root) else path.name)
    )
    number, free = 1, place
    while os.path.lexists(free):
        number += 1
        free = place.with_name(f"{place.stem}-{number}{place.suffix}")
    try:
        free.parent.mkdir(parents=True, exist_ok=True)
        move(path, free)
    except OSError as exc:
        message = (
            f"{path} could not be moved to {free} ({exc.strerror}): allow writing there, and run this again."
        )
        raise ArchiveError(message) from exc
    return free
