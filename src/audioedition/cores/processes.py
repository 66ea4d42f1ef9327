"""Processes for engines that threads do not make faster: started when they pay, and a call survives the death of one.

Each costs about 0.4 seconds of the processor until it speaks (Python, its imports, the voice).  Who has said but one post
by then would have lost; so such calls run in threads, one after another in truth, until they have taken `PAYS` seconds in
all.  That is the rule of whoever hires skis and may buy them: never much dearer than what would have been best.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle  # nosec B403 # between the processes that this program itself starts
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from audioedition.errors import EngineError

T = TypeVar("T")

PAYS = 4.0
"""Seconds of the processor, in threads, after which processes are started (benchmarks/throughput_of_engines.py)."""

_UNTOLD = "ignore:resource_tracker:UserWarning"
"""What begins so is said on the terminal of a user whose program was killed: “leaked semaphore objects”, which are gone by then."""


class Processes:
    """Runs calls, each for the thread that asks, in one of as many processes as there are workers, once those pay."""

    def __init__(self, workers: int, pays: float = PAYS) -> None:
        """Start nothing yet.  One worker stays a thread: it has no other to wait for."""
        self._workers = workers
        self._pays = pays
        self._usable = workers > 1
        self._spent = 0.0
        self._counting = threading.Lock()  # not that which is held while a process starts
        self._is_ready = False
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._one_by_one = threading.Lock()

    @property
    def pay(self) -> bool:
        """Whether there are as many processes as workers by now, or should be."""
        return self._usable and self._spent >= self._pays

    def run(self, call: partial[T]) -> T:
        """What `call` gives; it may run in this thread.

        If its process dies, so may those of others, and any of them may have been the cause: each is tried once more, alone in
        a process.  Raises whatever `call` does, and EngineError for one whose process dies again.
        """
        if not (self._is_ready or self.pay):
            return self._here(call)
        packed = _packed(call)
        pool = self._started() if packed is not None else None
        if packed is None or pool is None:
            return call()
        begun = time.monotonic()
        try:
            found: T = pool.submit(_run, packed).result()
        except BrokenProcessPool:
            self._give_up(pool)
            found = self._again(packed, call)
        self._count(time.monotonic() - begun)
        return found

    def start(self, call: partial[Any]) -> None:
        """Start a process, do `call` in it, and give calls to it from then on; they go on in threads until it is ready.

        There are as many processes as workers once they `pay`, as ever.  What goes wrong in it is not told.
        """
        packed = _packed(call) if self._usable else None
        pool = self._started() if packed else None
        if pool is None or packed is None:
            return
        with contextlib.suppress(Exception):
            pool.submit(_run, packed).result()
        self._is_ready = True

    def shutdown(self, *, wait: bool) -> None:
        """End all processes, after what they are doing."""
        with self._lock:
            pools, self._pool, self._alone = (self._pool, self._alone), None, None
            self._usable = False
        for pool in filter(None, pools):
            pool.shutdown(wait, cancel_futures=True)

    def _here(self, call: partial[T]) -> T:
        begun = time.thread_time()
        try:
            return call()
        finally:
            self._count(time.thread_time() - begun)

    def _count(self, seconds: float) -> None:
        with self._counting:
            self._spent += seconds

    def _again(self, packed: bytes, call: partial[Any]) -> Any:  # noqa: ANN401 -- what the call gives
        with self._one_by_one:
            if self._alone is None:
                self._alone = _pool(1)
            try:
                return self._alone.submit(_run, packed).result()
            except BrokenProcessPool as exc:
                self._alone.shutdown(wait=False)
                self._alone = None
                message = (
                    f"The process in which a voice speaks ended twice on the sentence {_text(call)[:100]!r} (it crashed, or was "
                    "killed): change it, or the voice."
                )
                raise EngineError(message) from exc

    def _started(self) -> ProcessPoolExecutor | None:
        """The processes, started if need be; None where the system has none for us: then threads go on."""
        with self._lock:
            if self._pool is None and self._usable:
                try:
                    self._pool = _pool(self._workers)
                    self._pool.submit(os.getpid).result()
                except (OSError, ImportError, NotImplementedError, BrokenProcessPool):
                    self._pool, self._usable = None, False
            return self._pool

    def _give_up(self, pool: ProcessPoolExecutor) -> None:
        """Forget a `pool` of which a process died: Python uses none of its others any more."""
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


class _Pool(ProcessPoolExecutor):
    """Whose processes Ctrl-C does not reach: the one that started them ends them."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as ProcessPoolExecutor has it
        with _deaf():  # processes are started here, as many as are needed
            return super().submit(fn, *args, **kwargs)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that are started afresh: a copy of this one would hold locks of threads that it has not."""
    _track()
    return _Pool(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _track() -> None:
    """Start Python's own process that clears up after one that is killed, so that it warns nobody of what it clears up.

    It takes over the filters of warnings that its parent was started with, and asks for no others.
    """
    if os.name != "posix":  # elsewhere there is none
        return
    sys.warnoptions.append(_UNTOLD)
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(_UNTOLD)


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started meanwhile never hears Ctrl-C, not even before it can say so (but on Windows)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a new process: leave Ctrl-C to the one that started it, and end with that, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _text(call: partial[Any]) -> str:
    """What is to be said, or the first of several texts."""
    given = [each[0] if isinstance(each, tuple | list) and each else each for each in call.args]
    return next((each for each in given if isinstance(each, str)), "")


def _packed(call: partial[Any]) -> bytes | None:
    """A call as it travels; None for one that cannot."""
    try:
        return pickle.dumps(call)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None


def _run(packed: bytes) -> Any:  # noqa: ANN401 -- what the call gives
    """In a process: a call that came there.  It is unpacked here, so that one that cannot be is its own failure and no one else's."""
    return pickle.loads(packed)()  # noqa: S301 # nosec B301 # from the process that started this one
