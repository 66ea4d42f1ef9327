"""Turns: many queues in front of the few who work, so that nobody has to wait until another's work is all done.

Each queue is an `Executor` of its own, and keeps its order; between them the workers, wherever they are, take from each in
turn.  No more is handed to them than keeps them busy: what waits here can be taken back.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class _Call:
    """What somebody asked for, and the future that he holds."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any] = field(default_factory=Future)


class Turns:
    """Queues in front of `workers`, who are given at most `width()` calls at one time."""

    def __init__(self, workers: Executor, width: Callable[[], int]) -> None:
        """Let them wait for work."""
        self._workers = workers
        self._width = width
        self._lock = threading.Lock()
        self._queues: deque[deque[_Call]] = deque()
        self._given = 0
        self._is_giving = False
        self._is_over = False

    def queue(self) -> Executor:
        """A new queue.  It goes when nothing is in it."""
        return _Queue(self)

    @property
    def is_short(self) -> bool:
        """Whether so little waits that workers may soon have nothing to do."""
        with self._lock:
            return sum(map(len, self._queues)) < self._width()

    def stop(self) -> None:
        """Take back all that waits, here and with the workers, and take nothing more: who asks, or waits, gets CancelledError."""
        with self._lock:
            self._is_over = True
            waiting = [call for queue in self._queues for call in queue]
            self._queues.clear()
        for call in waiting:
            call.future.cancel()
        self._workers.shutdown(wait=False, cancel_futures=True)  # those of a cluster may never come

    def take(self, queue: deque[_Call], call: _Call) -> None:
        """Put a call into a queue.  Raises CancelledError after `stop`."""
        with self._lock:
            if self._is_over:
                raise CancelledError
            if not queue:
                self._queues.append(queue)
            queue.append(call)
        self._give()

    def _give(self) -> None:
        """Hand on what the workers have room for; one thread at a time does it, for all."""
        with self._lock:
            if self._is_giving:
                return
            self._is_giving = True
        while call := self._next():
            if not call.future.set_running_or_notify_cancel():
                self._finished()
                continue
            try:
                work = self._workers.submit(call.function, *call.args, **call.kwargs)
            except BaseException as exc:  # noqa: BLE001 -- whoever asked for it is told
                self._finished()
                call.future.set_exception(exc)
                continue
            work.add_done_callback(lambda done, call=call: self._done(call, done))  # type: ignore[misc]  # mypy sees no type for it

    def _next(self) -> _Call | None:
        """The next call that there is room for; None, and nobody gives any more, if there is none."""
        with self._lock:
            if not self._queues or self._given >= self._width():
                self._is_giving = False
                return None
            queue = self._queues.popleft()
            call = queue.popleft()
            if queue:
                self._queues.append(queue)
            self._given += 1
            return call

    def _done(self, call: _Call, work: Future[Any]) -> None:
        self._finished()
        self._give()
        if work.cancelled():
            call.future.set_exception(CancelledError())
        elif exc := work.exception():
            call.future.set_exception(exc)
        else:
            call.future.set_result(work.result())

    def _finished(self) -> None:
        with self._lock:
            self._given -= 1


class _Queue(Executor):
    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._waiting: deque[_Call] = deque()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 -- as its base class
        call = _Call(fn, args, kwargs)
        self._turns.take(self._waiting, call)
        return call.future
