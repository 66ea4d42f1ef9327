"""Bars on a terminal for what is waited for: sentences that are spoken, and bytes that are fetched; only importer of rich."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)

from audioedition.cli.shown import short


class _Amount(ProgressColumn):
    """How much is done: `3/40`, or `12.5/63.2 MB`."""

    def __init__(self) -> None:
        super().__init__()
        self._sentences = MofNCompleteColumn()
        self._bytes = DownloadColumn()

    def render(self, task: Task) -> RenderableType:
        return (self._bytes if task.fields["bytes"] else self._sentences).render(task)


class Bars:
    """A bar for each thing that is told of, while it is not finished."""

    def __init__(self, progress: Progress) -> None:
        """Show them on `progress`."""
        self._progress = progress
        self._tasks: dict[str, int] = {}

    def sentences(self, title: str, done: int, total: int) -> None:
        """So many sentences of `title` are spoken."""
        self._tell(title, done, total, in_bytes=False)

    def bytes(self, name: str, done: int, size: int) -> None:
        """So many bytes of the file `name` are here; `size` is 0 if it is not known."""
        self._tell(name, done, size or None, in_bytes=True)

    def say(self, line: str) -> None:
        """A line that stays."""
        self._progress.console.print(short(line, 400), markup=False, highlight=False, soft_wrap=True)

    def _tell(self, title: str, done: int, total: int | None, *, in_bytes: bool) -> None:
        if title not in self._tasks:
            self._tasks[title] = self._progress.add_task(short(title), total=total, bytes=in_bytes)
        task = self._tasks[title]
        self._progress.update(task, total=total, completed=done, visible=total is None or done < total)  # type: ignore[arg-type]  # an int by another name


@contextlib.contextmanager
def bars(*, quiet: bool) -> Iterator[Bars]:
    """Bars on standard error, if that is a terminal; nothing at all if `quiet`."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), _Amount(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True, quiet=quiet), disable=quiet, transient=True
    ) as progress:
        yield Bars(progress)
