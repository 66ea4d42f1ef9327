"""Who works in a studio at the same time: those who speak, wherever they are, and one performer for each edition in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from audioedition.cores import count
from audioedition.engines import Engine
from audioedition.turns import Line, Turns, no_line

_PER_QUEUE = 16  # sentences that wait in the queue of one edition, most of the time


@dataclass(frozen=True, slots=True)
class Crew:
    """Those who speak stand behind `turns`; each of the `performers` has one edition spoken, listened to, mixed and kept.

    `size` says how many editions may be in hand at one time, `workers` how many of those who speak there are by now.
    They `prepare` an engine that is about to be asked for so many sentences.
    """

    turns: Turns
    performers: Executor
    size: Callable[[], int]
    workers: Callable[[], int]
    prepare: Callable[[Engine, int], None]

    def has_room(self, unfinished: int) -> bool:
        """Whether another edition is taken in hand beside so many that are not finished: only as many as keep everybody busy."""
        return not unfinished or (unfinished < self.size() and self.turns.is_short)

    def stop(self) -> None:
        """Nothing more is spoken; what is being spoken is finished."""
        self.turns.stop()


@contextmanager
def crew(
    speakers: Executor,
    width: Callable[[], int],
    workers: Callable[[], int] | None = None,
    line: Line = no_line,
    prepare: Callable[[Engine, int], None] = lambda *_: None,
) -> Iterator[Crew]:
    """A crew for `speakers`, who can be given `width()` calls at a time; at the end one waits for what is in hand.

    There are as many of them as `workers()` says, or else as wide as they are.  Calls of one `line` are given one by one.
    """

    def size() -> int:
        return count() + -(-width() // _PER_QUEUE)

    # Performers mostly wait: for those who speak, and for ffmpeg.
    with ThreadPoolExecutor(_MOST, thread_name_prefix="performer") as performers:
        found = Crew(Turns(speakers, width, line=line), performers, size, workers or width, prepare)
        try:
            yield found
        except BaseException:
            found.stop()
            raise


_MOST = 256
"""Editions in hand, however many speak: each holds a stem on disk and some open files."""
