"""Whose turn it is at a desk: one at a time acts, tells how far that is, and ends when the review does."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from audioedition.archive import Busy
from audioedition.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done of the episode with this `title`: so many steps of the `total` are `done`.

    To speak a sentence is a step, and to listen to it is another.
    """

    title: str = ""
    done: int = 0
    total: int = 0


class Turn:
    """The turn to act, and the `progress` of who has it; to be used from several threads."""

    def __init__(self) -> None:
        """Nobody has it yet."""
        self._acting = threading.Lock()
        self._is_over = False
        self.progress = Progress()

    @property
    def is_taken(self) -> bool:
        """Whether something is being done."""
        return self._acting.locked()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one who acts.  Raises ArchiveError if another does."""
        if not self._acting.acquire(blocking=False):
            raise Busy("Something else is being done on this page: wait until it is ready.")
        try:
            yield
        finally:
            self.progress = Progress()
            self._acting.release()

    def tell(self, title: str, done: int, total: int) -> None:
        """Tell how far it is.  Raises ArchiveError if the review has ended."""
        if self._is_over:
            raise ArchiveError("The review has ended: what waits is as it was.")
        self.progress = Progress(title, done, total)

    def stop(self) -> None:
        """Begin nothing more: what is being spoken ends with its sentence, and what waits stays as it is."""
        self._is_over = True

    def rest(self) -> None:
        """Wait until nothing is being done any more."""
        with self._acting:
            pass
