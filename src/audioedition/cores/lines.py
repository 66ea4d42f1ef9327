"""The calls of one engine, one after another; texts that wait meanwhile are spoken together, where it gains from that."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A call, and the future that is to hold what comes of it."""

    call: partial[Any]
    future: Future[Any] = field(default_factory=Future)

    @property
    def text(self) -> str | None:
        """What is to be said, if the call is one to `synthesize` and nothing else."""
        plain = getattr(self.call.func, "__name__", "") == "synthesize" and len(self.call.args) == 1
        return str(self.call.args[0]) if plain and not self.call.keywords else None

    def run(self) -> None:
        try:
            self.future.set_result(self.call())
        except BaseException as exc:  # noqa: BLE001 -- whatever it is, it is for whoever asks for the result
            self.future.set_exception(exc)


class Line:
    """A thread in which an engine is called.  Texts are taken in the order in which they came: like stands by like, if they were sorted."""

    def __init__(self, engine: Any, batch: int) -> None:  # noqa: ANN401 -- anybody's engine
        """Ask `engine` for up to `batch` texts at once."""
        self._engine = engine
        self._batch = batch
        self._waiting: deque[_Waiting] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="line")

    def submit(self, call: partial[T]) -> Future[T]:
        """Have `call` run, or its text spoken together with others."""
        waiting = _Waiting(call)
        self._waiting.append(waiting)
        self._thread.submit(self._go_on)
        return waiting.future

    def shutdown(self, wait: bool, *, cancel_futures: bool) -> None:  # noqa: FBT001 -- as Executor has it
        """As an Executor's."""
        if cancel_futures:
            for each in tuple(self._waiting):
                each.future.cancel()
        self._thread.shutdown(wait)

    def _go_on(self) -> None:
        """Take what waits, and run it; there may be nothing left, for what was submitted with it took it along."""
        taken = [each for each in self._taken() if each.future.set_running_or_notify_cancel()]
        if len(taken) > 1 and self._together(taken):
            return
        for each in taken:
            each.run()

    def _taken(self) -> list[_Waiting]:
        """The next call, and with it those behind it that can be made together with it."""
        taken: list[_Waiting] = []
        while self._waiting and len(taken) < self._batch:
            if taken and (taken[0].text is None or self._waiting[0].text is None):
                break
            taken.append(self._waiting.popleft())
        return taken

    def _together(self, those: list[_Waiting]) -> bool:
        """Whether all texts were spoken in one call; if not, one may have spoilt it for all."""
        say: Callable[[list[str | None]], list[Any]] = self._engine.synthesize_all
        try:
            clips = say([each.text for each in those])
        except Exception:  # noqa: BLE001 -- each is tried alone, and then it is said which failed, and how
            return False
        for each, clip in zip(those, clips, strict=True):
            each.future.set_result(clip)
        return True
