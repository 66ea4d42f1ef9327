"""What is to be fetched, and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Telling = Callable[[str, int, int], None]
"""Told the name of a file, how many of its bytes are here, and of how many (0 if nobody knows)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file at an `address` (https), and the `path` where it is to lie; with `unpack`, an archive, and the folder of its contents.

    `size` is in bytes, exactly, `sha256` and `md5` are in hex; 0 and "" where nobody has told.
    """

    address: str
    path: Path
    size: int = 0
    sha256: str = ""
    unpack: bool = False
    md5: str = ""

    @property
    def by_hand(self) -> str:
        """How a person does it."""
        if self.unpack:
            return f"unpack {self.address} into the folder {self.path}"
        return f"put {self.address} at {self.path}"


def silent(_name: str, _done: int, _size: int) -> None:
    """Tell nobody."""
