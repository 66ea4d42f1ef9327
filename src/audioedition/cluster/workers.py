"""The workers of a cluster as an Executor: what is submitted is done by one of them, whichever they are by then."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from distributed import CancelledError, KilledWorker

from audioedition.cluster.errand import timed
from audioedition.engines import wants_gpu
from audioedition.errors import AudioeditionError, ClusterError, EngineError
from audioedition.forecast import Tally, texts
from audioedition.text import one_line

T = TypeVar("T")

_PER_THREAD = (
    4  # calls that a thread has in stock: none waits for the next, and little is done in vain after an error
)
_LEAST = 32  # calls in flight, so that a cluster that grows with its work sees that there is some
_SUBMISSIONS = 5
"""How often a call is submitted whose workers died: each time, the scheduler tries as many as `allowed-failures` says.

It also blames calls that only waited on a worker that died, as machines do that can be taken away at any time.
"""
_HANDS = 4  # threads that take results in: whoever waits for a clip puts it on the shelf, and the disk takes its time
_LOOK_AGAIN = 1.0  # seconds after which one looks how many workers there are; Dask's client asks every two
_SOON, _OFTEN = 5.0, 30.0  # seconds without workers after which that is said, and said again
_GPU = "GPU"  # what workers with one call it: dask worker --resources "GPU=1"
_QUOTED = 100  # characters of a sentence by which it is named


class Workers(Executor):
    """An Executor for functions of the program, whose arguments and results can be pickled.

    What a call raises comes back if it is an AudioeditionError.  One whose workers die again and again ends as an
    EngineError; one that the scheduler, or a worker, cannot deal with, as a ClusterError: then nothing can be submitted
    any more, and what is pending ends so, too.
    """

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- a client of Dask, which mypy need not find
        address: str,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take the workers that `client` knows; `address` is for messages.  `say` hears it, now and then, while there are none."""
        self._say = say
        self._client = client
        self._address = address
        self._loop: asyncio.AbstractEventLoop = client.loop.asyncio_loop
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="clips come in")
        self._pending: set[Future[Any]] = set()
        self.tally = Tally()
        self._lost = ""
        self._missed, self._alone = False, time.monotonic()
        self._is_over = False
        told = client.scheduler_info()
        self.count, self.threads = int(told["n_workers"]), int(told["total_threads"])
        self._have_gpus = _have_gpus(told)
        self._watching = asyncio.run_coroutine_threadsafe(self._watch(), self._loop)

    @property
    def width(self) -> int:
        """How many calls may be in flight so that no worker waits; it changes as workers come and go."""
        return max(_LEAST, _PER_THREAD * self.threads)

    @property
    def workers(self) -> int:
        """How many threads speak, by now."""
        return self.threads

    def prepare(self, _engine: object, _sentences: int = 1) -> None:
        """Whichever workers are to speak load their voices."""

    def line(self, _fn: Callable[..., object], *_args: object) -> None:
        """Each worker sees to that itself."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 -- as its base class
        """Have `fn` called by a worker.  Raises ClusterError once the scheduler is lost, RuntimeError after `shutdown`."""
        if self._lost:
            raise ClusterError(self._lost)
        if self._is_over:
            raise RuntimeError("these workers have been dismissed")
        needs = {_GPU: 1} if self._have_gpus and any(map(wants_gpu, args)) else None
        there = asyncio.run_coroutine_threadsafe(self._done(fn, args, kwargs, needs), self._loop)
        here: Future[T] = Future()

        def take_back(asked: Future[T]) -> None:
            self._pending.discard(asked)
            if asked.cancelled():
                there.cancel()

        self._pending.add(here)
        here.add_done_callback(take_back)
        there.add_done_callback(lambda done: self._come_in(done, here))
        if self._is_over:  # by now: whoever dismissed them may not have seen this one
            here.cancel()
        return here

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as its base class
        """Take nothing more; cancel what is pending if that is wanted, and wait for the rest."""
        self._is_over = True
        pending = list(self._pending)
        for future in pending:
            if cancel_futures:
                future.cancel()
            elif wait:
                with contextlib.suppress(Exception):
                    future.exception()
        self._watching.cancel()
        self._hands.shutdown(wait=wait)

    async def _watch(self) -> None:
        """Look how many workers there are, again and again.  In the thread of Dask's client, as all that follows."""
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            told = self._client.scheduler_info()  # what it has asked lately
            known = self.count, self.threads
            if told and known != (told["n_workers"], told["total_threads"]):
                self.count, self.threads = int(told["n_workers"]), int(told["total_threads"])
                with contextlib.suppress(Exception):  # a scheduler that is gone: what is pending tells
                    self._have_gpus = _have_gpus(await self._client.scheduler.identity(n_workers=-1))
            if told:
                self._mourn()

    def _mourn(self) -> None:
        """Say that nobody is there who could speak, as long as somebody waits for that; and that there is somebody again."""
        now = time.monotonic()
        if self.count:
            if self._missed:
                self._tell(f"{self._address} has workers again")
            self._missed, self._alone = False, now
        elif self._pending and now - self._alone >= (_OFTEN if self._missed else _SOON):
            self._missed, self._alone = True, now
            self._tell(
                f"{self._address} has no worker: sentences wait until one comes (dask worker {self._address})"
            )

    def _tell(self, line: str) -> None:
        with contextlib.suppress(Exception):  # whoever stops reading does not stop the work
            self._say(line)

    async def _done(
        self,
        fn: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        needs: dict[str, int] | None,
    ) -> T:
        """What a worker makes of it."""
        for _ in range(_SUBMISSIONS):
            task = None
            try:
                key = f"{fn.__name__}-{uuid.uuid4()}"  # Dask takes equal keys for the same result
                task = self._client.submit(timed, fn, args, kwargs, key=key, resources=needs)
                done: tuple[T, float] = await task
                return self._noted(args, *done)
            except AudioeditionError:
                raise
            except KilledWorker:
                continue
            except CancelledError as exc:  # by the scheduler: we cancel in another way
                raise self._gone() from exc
            except Exception as exc:
                raise self._failed(exc) from exc
            finally:
                if task is not None:
                    task.release()  # nobody wants it any more: it ends, if it had not begun
        first = next(iter(texts(args)), fn.__name__)[:_QUOTED]
        message = (
            f"Whichever worker of the cluster had the sentence {first!r} died, {_SUBMISSIONS} times "
            "over: see their logs, most often they lack memory (dask worker --memory-limit); or change the sentence."
        )
        raise EngineError(message)

    def _noted(self, args: Iterable[object], found: T, seconds: float) -> T:
        """What was `found`; and one knows better how fast a thread is."""
        self.tally.add(args, seconds)
        return found

    def _come_in(self, done: Future[T], asked: Future[T]) -> None:
        """Hand on what was done, in another thread than that of Dask's client, which has others to care for."""
        with contextlib.suppress(RuntimeError):  # all are dismissed, and nobody waits any more
            self._hands.submit(_hand_over, done, asked)

    def _gone(self) -> ClusterError:
        self._lost = self._lost or (
            f"The Dask scheduler at {self._address} is gone: start it and its workers again, and run the same command again; "
            "what has been spoken is on the shelf, and is not spoken twice."
        )
        return ClusterError(self._lost)

    def _failed(self, exc: Exception) -> ClusterError:
        if self._client.status != "running":
            return self._gone()
        said = one_line(str(exc)) or "no more is known"
        self._lost = self._lost or (
            f"The cluster at {self._address} cannot do what it is asked ({type(exc).__name__}: {said[:300]}): install there, on "
            "the scheduler's machine too, what is installed here, and start it anew."
        )
        return ClusterError(self._lost)


def _hand_over(done: Future[T], asked: Future[T]) -> None:
    if done.cancelled():
        asked.cancel()
    if not asked.set_running_or_notify_cancel():
        return
    if exc := done.exception():
        asked.set_exception(exc)
    else:
        asked.set_result(done.result())


def _have_gpus(told: Mapping[str, Any]) -> bool:
    """Whether a worker offers a graphics card, by what the scheduler told."""
    return any((each.get("resources") or {}).get(_GPU, 0) >= 1 for each in told["workers"].values())
