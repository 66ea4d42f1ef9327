"""The workers of a cluster as an Executor: what is submitted is done by one of them, whichever they are by then."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from distributed import CancelledError, KilledWorker

from audioedition.engines import wants_gpu
from audioedition.errors import AudioeditionError, ClusterError, EngineError

T = TypeVar("T")

_PER_THREAD = (
    4  # calls that a thread has in stock: none waits for the next, and little is done in vain after an error
)
_LEAST = 32  # calls in flight, so that a cluster that grows with its work sees that there is some
_SUBMISSIONS = 5
"""How often a call is submitted whose workers died: each time, the scheduler tries as many as `allowed-failures` says.

It also blames calls that only waited on a worker that died, as machines do that can be taken away at any time.
"""
_LATELY = 2.0  # seconds for which it is known how many workers there are
_GPU = "GPU"  # what workers with one call it: dask worker --resources "GPU=1"


class Workers(Executor):
    """An Executor for functions of the program, whose arguments and results can be pickled.

    What a call raises comes back if it is an AudioeditionError.  One whose workers die again and again ends as an EngineError, one that the
    scheduler, or a worker, cannot deal with as a ClusterError: then nothing can be submitted any more, and all that is
    pending ends so, too.
    """

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401 -- a client of Dask, which mypy need not find
        """Take the workers that `client` knows; `address` is for messages."""
        self._client = client
        self._address = address
        self._loop: asyncio.AbstractEventLoop = client.loop.asyncio_loop
        self._pending: set[Future[Any]] = set()
        self._lost = ""
        self._counted = (0, 0)
        self._when = 0.0
        self._gpus = False

    @property
    def width(self) -> int:
        """How many calls may be in flight so that no worker waits; it changes as workers come and go."""
        return max(_LEAST, _PER_THREAD * self.count()[1])

    def count(self) -> tuple[int, int]:
        """How many workers there are, and how many threads they have together.  Known for two seconds, or for ever once all is lost."""
        if not self._lost and time.monotonic() - self._when > _LATELY:
            before, self._when = self._counted, time.monotonic()
            with contextlib.suppress(
                Exception
            ):  # a scheduler that does not answer: what is pending will tell
                told = self._client.scheduler_info(n_workers=0)
                self._counted = int(told["n_workers"]), int(told["total_threads"])
                if self._counted != before:
                    known = self._client.scheduler_info()["workers"].values()
                    self._gpus = any((each.get("resources") or {}).get(_GPU, 0) >= 1 for each in known)
        return self._counted

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 -- as Executor has it
        """Have `fn` called by a worker.  Raises ClusterError once the scheduler is lost, RuntimeError after `shutdown`."""
        if self._lost:
            raise ClusterError(self._lost)
        if self._client.status not in {"running", "connecting"}:
            raise RuntimeError("these workers were dismissed")
        resources = {_GPU: 1} if self._gpus and any(map(wants_gpu, args)) else None
        future = asyncio.run_coroutine_threadsafe(self._done(fn, args, kwargs, resources), self._loop)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as Executor has it
        """Cancel what is pending if that is wanted, and wait for the rest."""
        for future in list(self._pending):
            if cancel_futures:
                future.cancel()
            if wait:
                with contextlib.suppress(Exception):
                    future.exception()

    async def _done(
        self,
        fn: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        resources: dict[str, int] | None,
    ) -> T:
        """What a worker makes of it.  In the thread of Dask's client."""
        for _ in range(_SUBMISSIONS):
            task = None
            try:
                key = f"{fn.__name__}-{uuid.uuid4()}"  # Dask takes equal keys for the same result
                task = self._client.submit(fn, *args, key=key, resources=resources, **kwargs)
                return await task  # type: ignore[no-any-return]  # as `fn` gives it
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
        said = next((arg[:100] for arg in args if isinstance(arg, str)), fn.__name__)
        message = (
            f"Whichever worker of the cluster had the sentence {said!r} died, {_SUBMISSIONS} times over: see their logs, most "
            "often they have too little memory (dask worker --memory-limit), and change the sentence if it is at fault."
        )
        raise EngineError(message)

    def _gone(self) -> ClusterError:
        self._lost = self._lost or (
            f"The Dask scheduler at {self._address} is gone: start it and its workers again, and run the same command again; "
            "what has been spoken is on the shelf, and is not spoken twice."
        )
        return ClusterError(self._lost)

    def _failed(self, exc: Exception) -> ClusterError:
        if self._client.status != "running":
            return self._gone()
        said = " ".join(str(exc).split()) or type(exc).__name__
        self._lost = self._lost or (
            f"The cluster at {self._address} cannot do what it is asked ({type(exc).__name__}: {said[:300]}): install there, "
            "on the scheduler's machine too, what is installed here, and start it anew."
        )
        return ClusterError(self._lost)
