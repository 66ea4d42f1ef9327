"""The cores as an executor: threads, processes that pay and may die, and a thread of its own for who wants it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from doubles.fragile import Fragile

from audioedition import cores, engines
from audioedition.clips.saying import say
from audioedition.cores import Cores
from audioedition.cores.counting import count
from audioedition.cores.processes import Processes
from audioedition.errors import EngineError, EngineUnavailable
from audioedition.model import Clip, Voice

HERE = str(os.getpid())


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    """Two, which pay from the first call on; started once for all that leave them as they are."""
    found = Processes(2, pays=0)
    yield found
    found.shutdown(wait=True)


class Ready(Fragile):
    """Of this module, so that a process finds it."""

    def prepare(self) -> None:
        pass


def said(processes: Processes, text: str) -> str:
    """The number of the process in which `text` was said."""
    return processes.run(partial(Fragile().synthesize, text)).pcm.decode()


def test_anything_but_an_engine_runs_in_a_thread_and_fails_by_its_future() -> None:
    with Cores(2) as pool:
        assert pool.submit(
            lambda a, b: (a + b, threading.current_thread() is threading.main_thread()), 1, b=2
        ).result() == (3, False)
        with pytest.raises(ZeroDivisionError):
            pool.submit(lambda: 1 // 0).result()


def test_as_many_threads_as_workers_speak_at_once() -> None:
    both = threading.Barrier(2, timeout=20)

    class Waits(Fragile):
        parallel = "threads"

        def synthesize(self, text: str) -> Clip:
            both.wait()
            return Clip(text.encode(), 8_000)

    with Cores(2) as pool:
        assert [clip.pcm for clip in pool.map(Waits().synthesize, ["a", "b"])] == [b"a", b"b"]


def test_a_short_post_starts_no_process() -> None:
    with Cores(2) as pool:
        assert pool.submit(Fragile().synthesize, "hello").result().pcm.decode() == HERE


def test_processes_are_started_when_threads_have_cost_more_than_they_would() -> None:
    processes = Processes(2, pays=0.1)
    try:
        assert [said(processes, "spin 0.06") == HERE for _ in range(3)] == [True, True, False]
    finally:
        processes.shutdown(wait=True)


def test_one_core_has_no_use_for_processes() -> None:
    assert said(Processes(1, pays=0), "hello") == HERE


def test_an_engine_that_was_loaded_speaks_alike_in_a_process(processes: Processes) -> None:
    engine = engines.load(Voice(language="en", engine="tone"))
    assert processes.run(partial(engine.synthesize, "hello")) == engine.synthesize("hello")
    assert said(processes, "hello") != HERE


def test_what_cannot_travel_runs_here(processes: Processes) -> None:
    def local() -> int:
        return os.getpid()

    assert processes.run(partial(local)) == os.getpid()


def test_a_failure_in_a_process_is_raised_here(processes: Processes) -> None:
    with pytest.raises(ValueError, match="I will not say 'fail now'"):
        said(processes, "fail now")


def test_a_sentence_whose_process_was_killed_is_spoken_again_and_no_other_is_lost(tmp_path: Path) -> None:
    with Cores(2) as pool:
        pool._processes = processes = Processes(2, pays=0)
        texts = ["a", f"die once {tmp_path / 'x'}", "b", "c", "d", "e"]
        spoken = [clip.pcm.decode() for clip in pool.map(Fragile().synthesize, texts)]
        assert len(spoken) == len(texts)
        assert HERE not in spoken
        assert said(processes, "and on it goes") != HERE


def test_a_sentence_that_kills_each_process_is_named_and_costs_no_other() -> None:
    with Cores(2) as pool:
        pool._processes = Processes(2, pays=0)
        futures = [pool.submit(Fragile().synthesize, text) for text in ("a", "die", "b", "c")]
        with pytest.raises(EngineError, match="ended twice on the sentence 'die'"):
            futures[1].result()
        with pytest.raises(EngineError, match="ended twice on the sentence 'die'"):
            pool.submit(say, Fragile(), ("die", "x")).result()
        assert HERE not in {futures[place].result().pcm.decode() for place in (0, 2, 3)}


def test_where_processes_cannot_be_started_threads_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(cores.processes, "_pool", refuses)
    assert said(Processes(2, pays=0), "hello") == HERE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process alone")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_one_that_started_it(how: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent("""
            import signal
            from functools import partial
            from doubles.fragile import Fragile
            from audioedition.cores import Cores
            from audioedition.cores.processes import Processes
            if __name__ == "__main__":
                # Whoever is started in the background by a shell begins with it ignored.
                signal.signal(signal.SIGINT, signal.default_int_handler)
                with Cores(2) as pool:
                    pool._processes = Processes(2, pays=0)
                    print(*(clip.pcm.decode() for clip in pool.map(Fragile().synthesize, "ab")), flush=True)
                    pool.submit(Fragile().synthesize, "spin 1")
                    import time
                    while True:  # a signal that comes right before one goes to sleep is heard afterwards
                        time.sleep(0.1)
        """),
        "utf-8",
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}, start_new_session=True,
    ) as started:  # fmt: skip
        assert started.stdout
        assert started.stderr
        theirs = [int(each) for each in started.stdout.readline().split()]
        assert theirs, started.stderr.read()
        if how == signal.SIGINT:
            os.killpg(started.pid, how)  # as a terminal does
        else:
            started.kill()
        started.wait(20)
        told = started.stderr.read()
    if how == signal.SIGINT:
        assert told.count("KeyboardInterrupt") == 1  # its own, none of its processes'
    else:
        assert not told, "what Python clears up after it is no news for a user"
    end = time.monotonic() + 10
    while any(map(lives, theirs)):
        assert time.monotonic() < end
        time.sleep(0.05)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize(
    "wants", [{"parallel": "none"}, {"parallel": "threads", "batch": 8}], ids=["none", "a card"]
)
def test_an_engine_that_wants_it_is_never_called_twice_at_once_and_keeps_no_core_from_others(
    wants: dict[str, object],
) -> None:
    inside: list[str] = []
    begun, go = threading.Event(), threading.Event()

    class Single(Fragile):
        fingerprint = "single"
        parallel: Any = wants["parallel"]
        batch = wants.get("batch", 1)

        def synthesize(self, text: str) -> Clip:
            inside.append(text)
            begun.set()
            assert go.wait(20)
            assert inside.pop() == text
            return Clip(text.encode(), 8_000)

    engine = Single()
    with Cores(1) as pool:
        futures = [pool.submit(engine.synthesize, text) for text in "abc"]
        assert begun.wait(20)
        assert pool.submit(list, inside).result() == ["a"]
        go.set()
        assert [future.result().pcm for future in futures] == [b"a", b"b", b"c"]


def test_an_engine_that_cannot_even_tell_how_it_is_fastest_fails_by_its_future() -> None:
    class Odd:
        fingerprint = "odd"

        @property
        def parallel(self) -> str:
            raise EngineUnavailable("odd", "it fails", "Choose another.")

        def synthesize(self, text: str) -> Clip:
            raise NotImplementedError

    with Cores(1) as pool:
        assert pool.line(Odd().synthesize, "hello") is None
        with pytest.raises(EngineUnavailable):
            pool.submit(Odd().synthesize, "hello").result()


def test_who_holds_the_lock_of_python_is_of_one_line_until_there_are_processes() -> None:
    class Locking(Fragile):
        fingerprint = "locking"

    class Free(Fragile):
        parallel: Any = "threads"

    class Single(Fragile):
        fingerprint = "single"
        parallel: Any = "none"

    class Gone(Single):
        @property
        def fingerprint(self) -> str:  # type: ignore[override]
            raise EngineUnavailable("gone", "its file is gone", "Put it back.")

    with Cores(2) as pool:
        assert pool.line(say, Gone(), ["a"]) is None
        with pytest.raises(EngineUnavailable):
            pool.submit(Gone().synthesize, "hello").result()
        pool._processes = processes = Processes(2, pays=0.05)
        assert pool.line(say, Fragile(), ["a"]) == pool.line(Locking().synthesize, "a") is not None
        assert pool.line(say, Free(), ["a"]) is pool.line(len, "a") is None
        assert pool.line(say, Single(), ["a"]) == "single"
        said(processes, "spin 0.06")
        assert pool.line(say, Fragile(), ["a"]) is None


@pytest.mark.parametrize(
    ("quota", "number"),
    [("max 100000", 99), ("150000 100000", 2), ("20000 100000", 1), ("200000 0", 99), ("?", 99)],
)
def test_a_container_is_not_given_more_threads_than_its_share_of_the_processor(
    quota: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioedition.cores.counting._allowed", lambda: 99)
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    assert count(tmp_path / "cpu.max") == number
    assert count(tmp_path / "none") == 99


def test_at_least_one_core_is_counted() -> None:
    assert 1 <= count() <= (os.cpu_count() or 1)


def test_who_is_about_to_speak_is_prepared_if_he_can_be() -> None:
    ready = threading.Event()

    class Heavy(Fragile):
        def prepare(self) -> None:
            asked.append(self)
            ready.set()

    asked = list[Heavy]()
    with Cores(1) as pool:
        pool.prepare(Fragile())
        for _ in range(3):
            pool.prepare(Heavy())
        assert ready.wait(20)
    assert len(asked) == 1, "the others would wait for the same"


@pytest.mark.parametrize(("sentences", "elsewhere"), [(15, False), (16, True)])
def test_for_much_a_process_is_started_before_it_is_spoken(sentences: int, elsewhere: bool) -> None:  # noqa: FBT001 -- pytest names it
    with Cores(2) as pool:
        pool.prepare(Ready(), sentences)
        end = time.monotonic() + 20
        while elsewhere and not pool._processes._is_ready and time.monotonic() < end:
            time.sleep(0.05)
        assert pool.line(Ready().synthesize, "a"), "one process"
        assert (pool.submit(Ready().synthesize, "a").result().pcm.decode() != HERE) is elsewhere


def test_a_process_in_which_an_engine_cannot_be_prepared_says_so_when_it_speaks() -> None:
    processes = Processes(2)
    try:
        processes.start(partial(Fragile().synthesize, "fail now"))
        with pytest.raises(ValueError, match="I will not say 'fail now'"):
            said(processes, "fail now")
    finally:
        processes.shutdown(wait=True)


def test_one_core_starts_no_process() -> None:
    processes = Processes(1)
    processes.start(partial(Fragile().synthesize, "hello"))
    assert said(processes, "hello") == HERE


def test_the_process_that_was_started_early_is_the_only_one_until_more_pay() -> None:
    processes = Processes(4, pays=1000)
    try:
        processes.start(partial(Fragile().synthesize, "hello"))
        assert not processes.pay
        numbers = {said(processes, "hello") for _ in range(6)}
        assert len(numbers) == 1
        assert HERE not in numbers
        processes._pays = 0
        assert processes.pay
    finally:
        processes.shutdown(wait=True)
