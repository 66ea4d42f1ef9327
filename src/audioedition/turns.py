"""Turns: many queues in front of the few who work, so that nobody has to wait until another's work is all done.

Each queue is an `Executor` of its own, and keeps its order; between them the workers, wherever they are, take from each in
turn: next comes the one for which they have worked the least, so that one of short calls is done early.  No more is handed
to them than keeps them busy: what waits here can be taken back.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
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


class Turns:
    """Queues in front of `workers`, who are given at most `width()` calls at one time."""

    def __init__(
        self, workers: Executor, width: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Let them wait for work; `clock` tells seconds."""
        self._workers = workers
        self._width = width
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
            self._queues.clear()
        for call in waiting:
            call.future.cancel()
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
        while found := self._next():
            call, charged = found
            if not call.future.set_running_or_notify_cancel():
                self._finished(call, charged, 0.0)
                continue
            begun = self._clock()
            try:
                work = self._workers.submit(call.function, *call.args, **call.kwargs)
            except BaseException as exc:  # noqa: BLE001 -- whoever asked for it is told
                self._finished(call, charged, 0.0)
                call.future.set_exception(exc)
                continue
            work.add_done_callback(partial(self._done, call, charged, begun))

    def _next(self) -> tuple[_Call, float] | None:
        """The next call that there is room for, and the seconds that its queue is charged; None, and nobody gives any more, if there is none."""
        with self._lock:
            if not self._queues or self._given >= self._width():
                self._is_giving = False
                return None
            queue = min(self._queues, key=lambda each: each.spent)  # the first of several: it waits longest
            self._queues.remove(queue)
            call = queue.waiting.popleft()
            if queue.waiting:
                self._queues.append(queue)
            self._reached = max(self._reached, queue.spent)
            charged = queue.expected
            queue.spent += charged
            self._given += 1
            return call, charged

    def _done(self, call: _Call, charged: float, begun: float, work: Future[Any]) -> None:
        self._finished(call, charged, self._clock() - begun)
        self._give()
        if work.cancelled():
            call.future.set_exception(CancelledError())
        elif exc := work.exception():
            call.future.set_exception(exc)
        else:
            call.future.set_result(work.result())

    def _finished(self, call: _Call, charged: float, seconds: float) -> None:
        with self._lock:
            self._given -= 1
            call.queue.spent += seconds - charged
            call.queue.expected = seconds


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
