"""The files that a feed names, below the folder that is served."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from audioedition.markup import web_address
from audioedition.model import Artwork

_STRANGE = re.compile(r"[\\:\0]")  # on some systems one of these leads out of a folder, too


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a feed names: its bytes in number, and how to read it, or to look at it as a picture.

    The `length` of what is still to be written is None.  `read` gives all bytes, or the first of them, and nothing
    for what cannot be read, as `picture` gives None; both do it anew whenever they are asked.
    """

    length: int | None
    read: Callable[[int], bytes]
    picture: Callable[[], Artwork | None]


@dataclass(frozen=True, slots=True)
class Disk:
    """Looks for what a feed names below `root`, which is served at `base_url`; `measure` tells what a picture is."""

    root: Path
    base_url: str
    measure: Callable[[bytes], Artwork | None]

    def __call__(self, url: str) -> Asset | None:
        """The file behind `url`; None if there is none."""
        place = self.place(url)
        path = f"{self.root}/{place}"  # a string: a feed names tens of thousands of files
        try:
            found = os.stat(path) if place else None  # noqa: PTH116 -- as above
        except (OSError, ValueError):  # not there, a name too long, a folder that is closed to us
            return None
        if found is None or not stat.S_ISREG(found.st_mode):
            return None
        return Asset(found.st_size, partial(_read, path), lambda: self.measure(_read(path, -1)))

    def place(self, url: str) -> str | None:
        """Where in the web root `url` leads, as a path with slashes; None if it leads elsewhere.

        A step out of the root leads elsewhere; a link that the owner has laid in it is followed, as servers do.
        """
        base = (web_address(self.base_url) or self.base_url).rstrip("/")
        if not url.startswith(f"{base}/"):
            return None
        path = url[len(base) + 1 :].partition("#")[0].partition("?")[0]
        place = unquote(path)
        return place if all(map(_is_safe, place.split("/"))) else None


def _is_safe(step: str) -> bool:
    return step not in ("", ".", "..") and not _STRANGE.search(step)


def _read(path: str, most: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError:
        return b""
