"""The cores of this machine, as an `Executor`: whoever submits a sentence does not know where it is spoken.

    with Cores() as pool:
        clip = pool.submit(engine.synthesize, text).result()

Each engine tells by `parallel` and `batch` how it is fastest: in threads, in processes (see `processes`), or, where it uses
all cores or a graphics card itself, one call after another in a thread of its own, which keeps no core from others.  Anything
else that is submitted runs in a thread.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from audioedition.cores.counting import count
from audioedition.cores.processes import Processes
from audioedition.engines import Engine, Parallel
from audioedition.errors import AudioeditionError
from audioedition.forecast import Tally

__all__ = ["Cores", "count"]

_LOCKED = "Python's lock"
"""The line of what holds it, while that is spoken in threads."""

_MUCH = 16
"""Sentences for which a process is worth its start from the first one on: else, while the first are spoken in a thread, those
who speak beside it wait for Python's lock, so that a core idles."""

P = ParamSpec("P")
T = TypeVar("T")


class Cores(Executor):
    """Runs what is submitted on `workers` cores at once, the first submitted first; on all that there are, if 0.

    The engine is the one whose method is submitted, or the first argument of a function.  Where it wants processes, that and
    the other arguments have to be picklable (as what `engines.load` gives is); what is not runs in a thread.  The `tally` is of
    texts that were spoken.
    """

    def __init__(self, workers: int = 0) -> None:
        workers = workers or count()
        self.workers = workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="core")
        self._processes = Processes(workers)
        self._alone: dict[str, ThreadPoolExecutor] = {}
        self._prepared: set[tuple[str, bool]] = set()
        self._lock = Lock()
        self.tally = Tally()

    @property
    def width(self) -> int:
        """How many calls it takes so that no core waits."""
        return self.workers

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As any Executor's: `fn(*args, **kwargs)`, later."""
        call = partial(fn, *args, **kwargs)
        engine = _engine(fn, args)
        if engine is None:
            return self._threads.submit(call)
        try:
            way = _way(engine)
            if way == "none":
                return self._alone_with(engine).submit(self._counted, args, call)
        except AudioeditionError as exc:  # it cannot even tell that
            failed: Future[T] = Future()
            failed.set_exception(exc)
            return failed
        if way == "processes":
            return self._threads.submit(self._counted, args, partial(self._processes.run, call))
        return self._threads.submit(self._counted, args, call)

    def prepare(self, engine: Engine, sentences: int = 1) -> None:
        """Have an engine that is about to be asked for so many sentences load its model, if it can: in a thread, while others go on.

        One that wants processes, and has much to say, has one started.
        """
        ready = getattr(engine, "prepare", None)
        if ready is None:
            return
        with contextlib.suppress(AudioeditionError):  # it cannot even tell that: `submit` says so
            starts = _way(engine) == "processes" and sentences >= _MUCH
            who = str(engine.fingerprint), starts
            with self._lock:
                if (
                    who in self._prepared
                ):  # or each post would keep a core waiting for what is being loaded for the first
                    return
                self._prepared.add(who)
            if starts:
                self._threads.submit(self._processes.start, partial(ready))
            else:
                self._threads.submit(ready)

    def line(self, fn: Callable[..., object], *args: object) -> str | None:
        """What calls have in common of which only one can be done at a time, whatever is submitted; None if all can be."""
        engine = _engine(fn, args)
        try:
            way = _way(engine) if engine else "threads"
            if way == "none":
                return str(engine.fingerprint)
        except AudioeditionError:  # it cannot even tell that: `submit` says so
            return None
        return _LOCKED if way == "processes" and not self._processes.pay else None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as Executor has it
        """As any Executor's; no process stays."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with self._lock:
            lines = list(self._alone.values())
        for line in lines:
            line.shutdown(wait, cancel_futures=cancel_futures)
        self._processes.shutdown(wait=wait)

    def _counted(self, args: Sequence[object], call: Callable[[], T]) -> T:
        begun = monotonic()
        found = call()
        self.tally.add(args, monotonic() - begun)
        return found

    def _alone_with(self, engine: Any) -> ThreadPoolExecutor:  # noqa: ANN401 -- anybody's engine
        """The thread of an engine, or of its like."""
        with self._lock:
            if (who := str(engine.fingerprint)) not in self._alone:
                self._alone[who] = ThreadPoolExecutor(1, thread_name_prefix="line")
            return self._alone[who]


def _way(engine: Any) -> Parallel:  # noqa: ANN401 -- anybody's engine
    """How an engine uses several cores; one that speaks several texts together is given them by one thread.  Raises EngineUnavailable."""
    way: Parallel = getattr(engine, "parallel", "threads")
    return "none" if getattr(engine, "batch", 1) > 1 else way


def _engine(fn: Any, args: tuple[object, ...]) -> Any:  # noqa: ANN401 -- anything may be submitted
    """The engine that a call asks; None if it asks none."""
    for each in (getattr(fn, "__self__", None), *args[:1]):
        if hasattr(type(each), "synthesize"):
            return each
    return None
