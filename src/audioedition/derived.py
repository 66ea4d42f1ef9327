"""Derived: what is worked out from files that seldom change, kept in the user's cache where that is quicker to read.

All of it is disposable, and checked before it is believed: without a cache it is worked out each time.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from audioedition import __version__
from audioedition.downloads import cache_folder
from audioedition.errors import ArchiveError
from audioedition.files import digest, sealed, unsealed, write_atomically

T = TypeVar("T")

_LATELY = 2.0
"""Seconds within which a file that was changed may change again, and look the same: then nothing is kept."""


def derived(name: str, sources: Iterable[Path], make: Callable[[], T]) -> T:
    """What `make` makes of the files `sources`: texts, numbers, lists and tables, as JSON has them.

    It is kept under `name` until one of them is another, by its place, size and times, or this program is.  Whoever makes
    it in another way gives it another name.
    """
    files = [(path, _looks(path)) for path in sources]
    folder = cache_folder() / "derived"
    if not folder.is_absolute() or any(looks is None for _, looks in files):  # no home, or not on this disk
        return make()
    stamp = digest(__version__, name, *(f"{path} {looks}" for path, looks in files))
    # Each installation of the program has its own, or two of them would take turns in writing it.
    path = folder / f"{name}-{digest(*(str(path) for path, _ in files))[:8]}.json"
    with contextlib.suppress(OSError, ValueError, TypeError):
        by, made = json.loads(unsealed(path.read_bytes()))
        if by == stamp:
            return made  # type: ignore[no-any-return]  # as `make` once gave it
    made = make()
    if all(looks and time.time() - max(looks[:2]) / 1e9 > _LATELY for _, looks in files):
        with contextlib.suppress(ArchiveError, ValueError):
            data = json.dumps([stamp, made], ensure_ascii=False, separators=(",", ":"))
            write_atomically(path, sealed(data.encode()), lasting=False)
    return made


def _looks(path: Path) -> tuple[int, int, int, int] | None:
    """When a file was changed, it or what is said of it (nanoseconds), its number and its bytes; None if it cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
