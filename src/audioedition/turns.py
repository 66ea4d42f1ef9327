"""Turns: many queues in front of the few who work, so that nobody has to wait until another's work is all done.

Each queue is an `Executor` of its own, and keeps its order; between them the workers, wherever they are, take from each in
turn: next comes the one for which they have worked the least, so that one of short calls is done early.  No more is handed
to them than keeps them busy: what waits here can be taken back.

Some calls cannot be done side by side, as where an engine holds Python's lock: these are of one line, of which one is handed
on at a time.  Else two workers would have them in hand, of which one did nothing.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any


@dataclass(frozen=True, slots=True)
class _Call:
    """What somebody asked for, from which queue, and the future that he holds."""

    queue: _Queue
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class _Given:
    """A call that was handed on, its line if it is of one, and the seconds that its queue was charged."""

    call: _Call
    line: Hashable | None
    charged: float


Line = Callable[..., Hashable | None]
"""Of which line the call of a function is, which is given first, with its arguments."""


def no_line(*_args: object) -> None:
    """All calls can be done side by side."""


class Turns:
    """Queues in front of `workers`, who are given at most `width()` calls at one time."""

    def __init__(
        self,
        workers: Executor,
        width: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
        *,
        line: Line = no_line,
    ) -> None:
        """Let them wait for work; `clock` tells seconds, and `line` of which line a call is, given its arguments: None if of none."""
        self._workers = workers
        self._width = width
        self._line = line
        self._busy: set[Hashable] = set()  # lines of which a call is given
        self._clock = clock
        self._lock = threading.Lock()
        self._queues: deque[_Queue] = deque()  # in which something waits
        self._given = 0
        self._reached = 0.0  # what had been spent for whoever was served last
        self._is_giving = False
        self._is_over = False

    def queue(self) -> Executor:
        """A new queue.  It goes when nothing is in it."""
        return _Queue(self)

    @property
    def is_short(self) -> bool:
        """Whether so little waits that workers may soon have nothing to do."""
        with self._lock:
            return sum(len(queue.waiting) for queue in self._queues) < self._width()

    def stop(self) -> None:
        """Take back all that waits, here and with the workers, and take nothing more: who asks, or waits, gets CancelledError."""
        with self._lock:
            self._is_over = True
            waiting = [call for queue in self._queues for call in queue.waiting]
        for call in waiting:
            call.future.cancel()
        with self._lock:
            self._queues.clear()  # not before: whoever stops again meanwhile finds those that were not told
        self._workers.shutdown(wait=False, cancel_futures=True)  # those of a cluster may never come

    def take(self, call: _Call) -> None:
        """Put a call into its queue.  Raises CancelledError after `stop`."""
        with self._lock:
            if self._is_over:
                raise CancelledError
            queue = call.queue
            if not queue.waiting:
                # Who comes late, or comes back, has no claim on what others have had meanwhile.
                queue.spent = max(
                    queue.spent, min((other.spent for other in self._queues), default=self._reached)
                )
                self._queues.append(queue)
            queue.waiting.append(call)
        self._give()

    def _give(self) -> None:
        """Hand on what the workers have room for; one thread at a time does it, for all."""
        with self._lock:
            if self._is_giving:
                return
            self._is_giving = True
        while given := self._next():
            call = given.call
            if not call.future.set_running_or_notify_cancel():
                self._finished(given, 0.0)
                continue
            begun = self._clock()
            try:
                work = self._workers.submit(call.function, *call.args, **call.kwargs)
            except BaseException as exc:  # noqa: BLE001 -- whoever asked for it is told
                self._finished(given, 0.0)
                call.future.set_exception(exc)
                continue
            work.add_done_callback(partial(self._done, given, begun))

    def _next(self) -> _Given | None:
        """The next call that there is room for; None, and nobody gives any more, if there is none."""
        with self._lock:
            is_room = not self._is_over and self._given < self._width()
            found = self._first() if is_room else None
            if found is None:
                self._is_giving = False
                return None
            queue, line = found
            self._queues.remove(queue)
            call = queue.waiting.popleft()
            if queue.waiting:
                self._queues.append(queue)
            self._reached = max(self._reached, queue.spent)
            charged = queue.expected
            queue.spent += charged
            self._given += 1
            if line is not None:
                self._busy.add(line)
            return _Given(call, line, charged)

    def _first(self) -> tuple[_Queue, Hashable | None] | None:
        """The queue whose turn it is, of those whose first call need not wait for another of its line."""
        for queue in sorted(self._queues, key=lambda each: each.spent):  # of several, who waits longest
            line = self._line_of(queue.waiting[0])
            if line is None or line not in self._busy:
                return queue, line
        return None

    def _line_of(self, call: _Call) -> Hashable | None:
        """The line of a call; None of one whose line cannot be told: whatever is wrong with it, the workers tell."""
        try:
            return self._line(call.function, *call.args)
        except Exception:  # noqa: BLE001 -- somebody's engine, or a fault of ours: nobody else is kept waiting for it
            return None

    def _done(self, given: _Given, begun: float, work: Future[Any]) -> None:
        call = given.call
        self._finished(given, self._clock() - begun)
        self._give()
        if work.cancelled():
            call.future.set_exception(CancelledError())
        elif exc := work.exception():
            call.future.set_exception(exc)
        else:
            call.future.set_result(work.result())

    def _finished(self, given: _Given, seconds: float) -> None:
        queue = given.call.queue
        with self._lock:
            self._given -= 1
            self._busy.discard(given.line)
            queue.spent += seconds - given.charged
            queue.expected = seconds


class _Queue(Executor):
    """What waits, the seconds of work that were `spent` for it, and those that are `expected` of its next call."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.waiting: deque[_Call] = deque()
        self.spent = 0.0
        self.expected = 0.0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 -- as its base class
        call = _Call(self, fn, args, kwargs)
        self._turns.take(call)
        return call.future
