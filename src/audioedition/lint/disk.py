"""The files that a feed names, below the folder that is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from audioedition.markup import web_address
from audioedition.model import Artwork


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a feed names: its bytes in number, and how to read it, or to look at it as a picture.

    The `length` of what is still to be written is None.  `read` gives nothing, and `picture` None, for what cannot be
    read; both do it anew whenever they are asked.
    """

    length: int | None
    read: Callable[[], bytes]
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
        if place is None:
            return None
        path = self.root / place
        try:
            if not path.is_file():
                return None
            return Asset(path.stat().st_size, partial(_read, path), lambda: self.measure(_read(path)))
        except (OSError, ValueError):  # a name too long, a folder that is closed to us
            return None

    def place(self, url: str) -> PurePosixPath | None:
        """Where in the web root `url` leads; None if it leads elsewhere.

        A step out of the root leads elsewhere; a link that the owner has laid in it is followed, as servers do.
        """
        base = (web_address(self.base_url) or self.base_url).rstrip("/")
        if not url.startswith(f"{base}/"):
            return None
        path = url[len(base) :].partition("#")[0].partition("?")[0]
        steps = unquote(path).split("/")[1:]
        if not all(map(_is_safe, steps)):
            return None
        return PurePosixPath(*steps)


def _is_safe(step: str) -> bool:
    return step not in ("", ".", "..") and not any(sign in step for sign in "\\:\0")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
