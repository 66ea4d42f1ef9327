"""Bars on a terminal for what is waited for: sentences that are spoken, and bytes that are fetched; only importer of rich."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator

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

_MANY = 100  # sentences that are worth a word before the first of them is spoken, where no bar is seen,
_EVERY = 30.0  # and the seconds after which it is told how far it is


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
        """Show them on `progress`, or say lines where that draws none."""
        self._progress = progress
        self._are_seen = progress.console.is_terminal and not progress.disable
        self._tasks: dict[str, int] = {}
        self._said: dict[str, float] = {}
        self._lock = threading.RLock()  # performers tell, each of its own

    def sentences(self, title: str, done: int, total: int) -> None:
        """So many sentences of `title` are spoken; of none, it is given up."""
        self._tell(title, done, total, in_bytes=False)

    def bytes(self, name: str, done: int, size: int) -> None:
        """So many bytes of the file `name` are here; `size` is 0 if it is not known."""
        self._tell(name, done, size or None, in_bytes=True)

    def say(self, line: str) -> None:
        """A line that stays.  Whoever stops reading does not stop the work."""
        with contextlib.suppress(OSError, SystemExit):  # which is what rich makes of a broken pipe
            self._progress.console.print(short(line, 400), markup=False, highlight=False, soft_wrap=True)

    def _tell(self, title: str, done: int, total: int | None, *, in_bytes: bool) -> None:
        with self._lock:
            if not self._are_seen and total != 0:
                self._say_how_far(title, done, total, in_bytes=in_bytes)
            if total is not None and done >= total:
                self._forget(title)
                return
            if title not in self._tasks:
                self._tasks[title] = self._progress.add_task(short(title), total=total, bytes=in_bytes)
            self._progress.update(self._tasks[title], total=total, completed=done)  # type: ignore[arg-type]  # an int by another name

    def _forget(self, title: str) -> None:
        """What is finished costs nothing any more, however many there will be."""
        self._said.pop(title, None)
        if (task := self._tasks.pop(title, None)) is not None:
            self._progress.remove_task(task)  # type: ignore[arg-type]  # as above

    def _say_how_far(self, title: str, done: int, total: int | None, *, in_bytes: bool) -> None:
        """A line where no bar is seen: at once if much is to be done, and then from time to time."""
        is_much = not in_bytes and (total or 0) >= _MANY
        now = time.monotonic()
        if now - self._said.setdefault(title, -math.inf if is_much else now) >= _EVERY:
            self._said[title] = now
            amounts = [f"{n / 1e6:.0f}" if in_bytes else str(n) for n in (done, total) if n is not None]
            self.say(f"{short(title)}: {' of '.join(amounts)}{' MB' * in_bytes}")


@contextlib.contextmanager
def bars(*, quiet: bool = False, drawn: bool = True) -> Iterator[Bars]:
    """Bars on standard error, if that is a terminal and they are to be `drawn`, or else a line now and then; nothing at all if `quiet`."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), _Amount(), TimeRemainingColumn())
    console = Console(stderr=True, quiet=quiet)
    is_seen = drawn and not quiet and console.is_terminal  # else rich ends with an empty line
    with Progress(*columns, console=console, disable=not is_seen, transient=True) as progress:
        yield Bars(progress)


@contextlib.contextmanager
def doing(first: str) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being done, while it lasts; to be told what comes next."""
    with Console(stderr=True).status(f"{first} …") as status:
        yield lambda what: status.update(f"{short(what)} …")
