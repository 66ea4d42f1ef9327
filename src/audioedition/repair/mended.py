"""What became of one thing that was damaged or lost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """What became of it."""

    MENDED = "mended"
    TO_MEND = "to be mended"
    ASIDE = "set aside"
    TO_SET_ASIDE = "to be set aside"
    LEFT = "left to you"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file, what became of it, and in words how, or why it cannot be made again and what to do.

    Where that may be said of many, `alike` tells of several: what they are, and the same in words.
    """

    state: State
    path: Path
    detail: str
    alike: tuple[str, str] = ("", "")
