"""The rules of the directories, and which of them a feed breaks: checked before it is written.

Rules are named as in docs/feeds.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a feed breaks: its name, what is wrong and where, and what to do about it.

    One that `is_fatal` has a feed rejected; any other is only a recommendation.
    """

    rule: str
    problem: str
    remedy: str
    is_fatal: bool = True

    def __str__(self) -> str:
        return f"{self.problem} (rule {self.rule}); {self.remedy}"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a feed names: its bytes in number, and if it is a picture, its format, width, height and mode."""

    length: int
    picture: tuple[str, int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """Looks for what a feed names below `root`, which is served at `base_url`."""

    root: Path
    base_url: str

    def __call__(self, url: str) -> Asset | None:
        """The file behind `url`; None if there is none."""
        raise NotImplementedError


def check(data: bytes, look: Callable[[str], Asset | None]) -> Iterator[Fault]:
    """The faults of the feed in `data`; `look` finds the files that it names."""
    del data, look
    return iter(())
