from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, wait
from typing import Any

import pytest

from audioedition.clips.saying import Here
from audioedition.turns import Turns


class ByHand(Executor):
    """Workers who do nothing until the test says so."""

    def __init__(self) -> None:
        self.given: list[tuple[Any, Future[Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append((fn(*args, **kwargs), future))
        return future

    def finish(self, count: int = 1) -> None:
        for _ in range(count):
            result, future = self.given.pop(0)
            future.set_result(result)


def same(thing: Any) -> Any:
    return thing


def test_queues_take_turns_and_each_keeps_its_order() -> None:
    workers, done = ByHand(), list[str]()
    turns = Turns(workers, lambda: 1, lambda: 0.0)
    turns.queue().submit(same, "what keeps the worker busy meanwhile")
    for name in "abc":
        queue = turns.queue()
        for number in range(3):
            queue.submit(same, f"{name}{number}").add_done_callback(lambda f: done.append(f.result()))
    for _ in range(10):
        workers.finish()
    assert done == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]


def test_a_queue_that_comes_late_does_not_wait_for_the_others_to_be_empty() -> None:
    workers, done = ByHand(), list[str]()
    turns = Turns(workers, lambda: 1, lambda: 0.0)
    first, second = turns.queue(), turns.queue()
    for number in range(10):
        first.submit(same, f"first {number}").add_done_callback(lambda f: done.append(f.result()))
    workers.finish(2)
    second.submit(same, "second").add_done_callback(lambda f: done.append(f.result()))
    workers.finish(3)
    assert "second" in done


def test_who_asks_for_little_is_done_early_and_whoever_comes_back_has_no_claim_on_the_past() -> None:
    workers, done, now = ByHand(), list[str](), [0.0]
    turns = Turns(workers, lambda: 1, lambda: now[0])
    long, short = turns.queue(), turns.queue()

    def ask(queue: Executor, name: str, count: int) -> None:
        for number in range(count):
            queue.submit(same, f"{name} {number}").add_done_callback(lambda f: done.append(f.result()))

    def work(count: int) -> None:
        for _ in range(count):
            now[0] += 10.0 if workers.given[0][0].startswith("long") else 1.0
            workers.finish()

    ask(long, "long", 8)
    ask(short, "short", 8)
    work(10)
    assert done[-1].startswith(("long", "short"))
    assert sum(each.startswith("short") for each in done) == 8
    ask(short, "short again", 40)
    work(12)
    assert 1 <= sum(each.startswith("long") for each in done[10:]) <= 3


def test_no_more_is_given_than_there_is_room_for_and_room_may_grow() -> None:
    workers, room = ByHand(), [2]
    turns = Turns(workers, lambda: room[0])
    queue = turns.queue()
    for number in range(10):
        queue.submit(same, number)
    assert len(workers.given) == 2
    assert not turns.is_short
    room[0] = 5
    workers.finish()
    assert len(workers.given) == 5
    room[0] = 1
    workers.finish(4)
    assert len(workers.given) == 1
    room[0] = 9
    assert turns.is_short


def test_what_goes_wrong_is_told_to_whoever_asked() -> None:
    def fails() -> None:
        raise ValueError("no")

    with ThreadPoolExecutor(2) as workers:
        queue = Turns(workers, lambda: 2).queue()
        with pytest.raises(ValueError, match="no"):
            queue.submit(fails).result(5)
        assert queue.submit(same, 1).result(5) == 1
    refused = Turns(workers, lambda: 2).queue().submit(same, 1)
    with pytest.raises(RuntimeError, match="shutdown"):
        refused.result(5)


def test_what_waits_can_be_taken_back_one_by_one_or_all_at_once() -> None:
    workers = ByHand()
    turns = Turns(workers, lambda: 1)
    queue = turns.queue()
    first, second, third, fourth = (queue.submit(same, number) for number in range(4))
    assert second.cancel()
    workers.finish()
    assert first.result(0) == 0
    assert [result for result, _ in workers.given] == [2]
    turns.stop()
    assert fourth.cancelled()
    with pytest.raises(CancelledError):
        queue.submit(same, 5)
    workers.finish()
    assert third.result(0) == 2, "what is being done is finished"
    assert not workers.given


def test_ten_thousand_calls_that_are_done_at_once_are_no_ladder_of_calls() -> None:
    queue = Turns(Here(), lambda: 1).queue()
    futures = [queue.submit(same, number) for number in range(10_000)]
    assert [future.result(0) for future in futures] == list(range(10_000))


def test_many_askers_and_workers_lose_and_double_nothing() -> None:
    most, now, lock, found = 0, 0, threading.Lock(), list[int]()

    def work(number: int) -> int:
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        with lock:
            now -= 1
        return number

    def ask(queue: Executor, start: int) -> None:
        futures = [queue.submit(work, start + number) for number in range(200)]
        for future in wait(futures, timeout=30).done:
            with lock:
                found.append(future.result())

    with ThreadPoolExecutor(4) as workers:
        turns = Turns(workers, lambda: 3)
        askers = [threading.Thread(target=ask, args=(turns.queue(), 200 * n)) for n in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join(30)
    assert Counter(found) == Counter(range(1600))
    assert most <= 3


def test_whoever_comes_while_nobody_waits_has_no_claim_on_the_past_either() -> None:
    workers, now = ByHand(), [0.0]
    turns = Turns(workers, lambda: 1, lambda: now[0])
    first, second = turns.queue(), turns.queue()
    for number in range(20):
        first.submit(same, f"first {number}")
        now[0] += 10.0
        workers.finish()
    for number in range(20):
        second.submit(same, f"second {number}")
    first.submit(same, "first again")
    order = []
    for _ in range(5):
        order.append(workers.given[0][0])
        now[0] += 10.0
        workers.finish()
    assert "first again" in order


def test_of_one_line_one_call_is_given_at_a_time_and_others_are_not_kept_waiting_by_it() -> None:
    workers, asked = ByHand(), list[str]()

    def line(function: Callable[..., Any], thing: str) -> str | None:
        assert function is same
        asked.append(thing)
        return "locked" if thing.startswith("locked") else None

    turns = Turns(workers, lambda: 3, lambda: 0.0, line=line)
    locked, also_locked, free = turns.queue(), turns.queue(), turns.queue()
    for number in range(2):
        locked.submit(same, f"locked {number}")
        also_locked.submit(same, f"locked too {number}")
        free.submit(same, f"free {number}")
    assert [thing for thing, _ in workers.given] == ["locked 0", "free 0", "free 1"]
    workers.finish()
    assert [thing for thing, _ in workers.given] == ["free 0", "free 1", "locked too 0"]
    workers.finish(2)
    assert [thing for thing, _ in workers.given] == ["locked too 0"]
    workers.finish()
    workers.finish()
    assert [thing for thing, _ in workers.given] == ["locked too 1"]


@pytest.mark.parametrize("goes", ["taken back", "refused"])
def test_a_line_is_free_again_when_its_call_was_never_done(goes: str) -> None:
    class Refusing(ByHand):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args == ("second",) and goes == "refused":
                raise RuntimeError("no")
            return super().submit(fn, *args, **kwargs)

    workers = Refusing()
    turns = Turns(workers, lambda: 3, line=lambda *_: "locked")
    queue = turns.queue()
    _, second, third = (queue.submit(same, thing) for thing in ("first", "second", "third"))
    if goes == "taken back":
        second.cancel()
    workers.finish()
    workers.finish()
    assert third.result(0) == "third"


def test_a_call_whose_line_cannot_be_told_is_given_and_keeps_nobody_waiting() -> None:
    def line(_function: object, thing: str) -> str:
        if thing == "odd":
            raise OSError(2, "the model is gone")
        return "locked"

    workers = ByHand()
    turns = Turns(workers, lambda: 3, line=line)
    for thing in ("odd", "first", "odd", "second"):
        turns.queue().submit(same, thing)
    assert [thing for thing, _ in workers.given] == ["odd", "first", "odd"]


def test_whoever_stops_again_while_it_is_stopped_leaves_nobody_untold() -> None:
    turns = Turns(ByHand(), lambda: 1)
    queue = turns.queue()
    given, *waiting = (queue.submit(same, number) for number in range(5))

    def interrupted(_: object) -> None:
        if sum(future.cancelled() for future in waiting) == 2:
            raise KeyboardInterrupt

    for future in waiting:
        future.add_done_callback(interrupted)
    with pytest.raises(KeyboardInterrupt):
        turns.stop()
    turns.stop()
    assert all(future.cancelled() for future in waiting)
    assert not given.cancelled()
