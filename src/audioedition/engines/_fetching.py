"""Files that a voice needs and that can be had from the web: what they are, and how they are fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Telling = Callable[[str, int, int], None]
"""Told the name of a file, how many of its bytes are here, and of how many (0 if nobody knows)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file at an `address`, and the `path` where it is to lie; with `unpack`, a zip, and the folder of its contents.

    `size` is in bytes, `sha256` in hex; 0 and "" where nobody has told.
    """

    address: str
    path: Path
    size: int = 0
    sha256: str = ""
    unpack: bool = False


def fetch(engine: str, parts: Sequence[Part], tell: Telling | None = None) -> None:
    """Fetch those of `parts` that are not here; what was broken off goes on where it was.

    Each appears whole or not at all.  Raises EngineUnavailable with a remedy: without a network, for a file that is
    not what it should be, or a disk that is full.
    """
    raise NotImplementedError
