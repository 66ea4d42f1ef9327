"""Calls: which sentences are handed to whom in what order, and how their clips come back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import TypeVar
from weakref import ref

from audioedition.clips.saying import Said
from audioedition.clips.shelf import Shelf
from audioedition.engines import Engine
from audioedition.errors import EngineError
from audioedition.model import Clip, Utterance

C = TypeVar("C")
R = TypeVar("R")

# Calls handed to a pool at one time: enough to keep it busy, few enough that their clips need little memory and that after
# an error not much goes on.
_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """An utterance, who speaks it, and the `key` of that clip on the shelf."""

    key: str
    engine: Engine
    utterance: Utterance

    @property
    def is_speech(self) -> bool:
        """Whether it can be told by its sound to be good or bad: the voice of the tests only plays tones."""
        return bool(getattr(self.engine, "is_speech", True))

    def made(self, shelf: Shelf) -> Clip:
        """Its clip, spoken now, and put on the shelf.  Raises EngineError or ArchiveError."""
        clip = self.engine.synthesize(self.utterance.spoken)
        shelf.put(self.key, clip)
        return clip


def answered(
    spoken: Future[list[Said]], call: Sequence[Wanted], keep: Callable[[Wanted, Said], R]
) -> Future[list[R]]:
    """What `keep` makes of each that is `spoken`, once it is: it is kept even if nobody waits for it any more.

    Where the whole call failed, as when its process has died, each of it has.
    """
    answer: Future[list[R]] = Future()

    def take(done: Future[list[Said]]) -> None:
        """Called by whoever has spoken it."""
        try:
            try:
                said = done.result()
            except EngineError as exc:
                said = [exc] * len(call)
            kept = list(map(keep, call, said))
        except BaseException as exc:  # noqa: BLE001 -- whoever waits for it is told
            if answer.set_running_or_notify_cancel():
                answer.set_exception(exc)
        else:
            if answer.set_running_or_notify_cancel():
                answer.set_result(kept)

    asked = ref(spoken)  # else each would keep the other, and the clips, in memory

    def take_back(done: Future[list[R]]) -> None:
        if done.cancelled() and (future := asked()):
            future.cancel()

    spoken.add_done_callback(take)
    answer.add_done_callback(take_back)
    return answer


def at_once_by(pool: Executor | None) -> int:
    """How many calls a pool is given at one time; without one all is done here, one by one."""
    return _IN_FLIGHT if pool else 1


def longest_first(those: Iterable[Wanted], pool: Executor | None) -> list[Wanted]:
    """In the order in which a pool does them: the longest first, so that none of them is left to one worker at the end."""
    return sorted(those, key=lambda each: len(each.utterance.spoken))[::-1] if pool else list(those)


def calls(those: Sequence[Wanted], pool: Executor | None) -> list[list[Wanted]]:
    """What is spoken in one call each: one sentence, or as many by one engine as it likes to have at a time."""
    found: list[list[Wanted]] = []
    for engine in {id(each.engine): each.engine for each in those}.values():
        own = longest_first((each for each in those if each.engine is engine), pool)
        size = max(1, getattr(engine, "batch", 1))
        found += [own[place : place + size] for place in range(0, len(own), size)]
    if pool is None:
        return found
    return sorted(found, key=lambda call: len(call[0].utterance.spoken), reverse=True)


def through(
    things: Iterable[C], submit: Callable[[C], Future[R]], *, at_once: int
) -> Generator[tuple[C, R], None, None]:
    """Each of the `things` with what came of it, as soon as it is done; so many are being done `at_once`."""
    coming = iter(things)
    pending: dict[Future[R], C] = {}
    try:
        while True:
            for each in itertools.islice(coming, at_once - len(pending)):
                pending[submit(each)] = each
            if not pending:
                return
            # The time limit lets Ctrl-C through on Windows; and what was taken back is done, though `wait` does not say so.
            wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in [each for each in pending if each.done()]:
                yield pending.pop(future), future.result()
    finally:
        for future in pending:
            future.cancel()
