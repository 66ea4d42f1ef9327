"""Many things of one kind are told in one line: how many there are, and the names of the first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_NAMED = 2  # files that are named where many are alike


def grouped(things: Iterable[T], key: Callable[[T], object]) -> Iterator[list[T]]:
    """Those that follow each other with the same `key` together, and one without a key by itself, as soon as it comes.

    What has come is given before an error of `things` is raised.
    """
    group: list[T] = []
    source = iter(things)
    while True:
        try:
            each = next(source)
        except StopIteration:
            break
        except BaseException:
            if group:
                yield group
            raise
        of = key(each)
        if group and key(group[0]) != of:
            yield group
            group = []
        group.append(each)
        if not of:
            yield group
            group = []
    if group:
        yield group


def names(paths: Sequence[Path], root: Path) -> str:
    """The names of the first of several files, and where they lie below the `root` of the edition."""
    folder = Path(os.path.commonpath([path.parent for path in paths]))
    named = [path.relative_to(folder).as_posix() for path in paths]
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    first = ", ".join(named[:_NAMED]) if more else " and ".join(named)
    return f"{first}{more} in {within(str(folder), root)}"


def within(text: str, root: Path) -> str:
    """A text in which paths below the `root` of the edition are told from there."""
    return text.replace(f"{root}{os.sep}", "")
