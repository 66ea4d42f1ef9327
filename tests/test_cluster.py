"""The workers of a Dask cluster speak: the same as would be spoken here, whatever becomes of them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ENGLISH, NOW, Site
from require import need

from audioedition import cluster, engines, posts, record
from audioedition.cli import main
from audioedition.clips.saying import say
from audioedition.crew import crew
from audioedition.errors import ClusterError, EngineError
from audioedition.model import Clip, Voice
from audioedition.reports import Report

TONE = Voice(language="en", engine="tone")
NOBODY = "tcp://127.0.0.1:9"  # port 9 discards all; nobody listens there


def local(workers: int, *, processes: bool = True) -> Any:
    distributed = need("distributed")
    return distributed.LocalCluster(
        n_workers=workers,
        processes=processes,
        protocol="tcp://",
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,  # as logging.CRITICAL
        memory_limit=0,
    )


@pytest.fixture(scope="session")
def two() -> Iterator[Any]:
    """A scheduler, and two workers in processes of their own."""
    with local(2) as found:
        yield found


@pytest.fixture
def none() -> Iterator[Any]:
    """A scheduler without workers; those that it gets are threads here."""
    with local(0, processes=False) as found:
        yield found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "doubles.slow"\n', "utf-8")
    return site


def recorded(site: Site, names: list[str], speakers: Any) -> list[Report]:
    with (
        ThreadPoolExecutor(2) as hands,
        crew(speakers, lambda: getattr(speakers, "width", 2)) as together,
    ):
        studio = dataclasses.replace(site.studio(NOW), pool=hands, crew=together)
        return list(record.record_all([posts.at(each, root=site.root) for each in names], studio))


def three_posts(site: Site) -> list[str]:
    return [
        site.post(ENGLISH.replace("ferry", word), f"{word}.txt") for word in ("ferry", "bridge", "tunnel")
    ]


def sounds(site: Site) -> dict[str, bytes]:
    audio = {path.name: path.read_bytes() for path in (site.root / "feeds").rglob("*.mp3")}
    clips = {path.name: path.read_bytes() for path in (site.root / ".audioedition/shelf").rglob("*.wav")}
    return audio | clips


def kill(two: Any) -> None:
    """As a machine is taken away: nobody has time to say goodbye.  The nanny starts another worker in its place."""
    nanny = next(iter(two.workers.values()))
    os.kill(nanny.pid, signal.SIGKILL)


def test_a_worker_that_is_killed_costs_nothing_but_time(two: Any, site: Site, tmp_path: Path) -> None:
    other = Site.copied(site.root, tmp_path / "other")
    pids = {nanny.pid for nanny in two.workers.values()}
    with cluster.connected(two.scheduler_address, list[str]().append) as workers:
        workers.submit(say, engines.load(TONE), ("They are at work.",)).result(60)
        threading.Timer(0.2, kill, [two]).start()
        reports = recorded(site, three_posts(site), workers)
    assert [outcome.state for report in reports for outcome in report.outcomes] == ["recorded"] * 3
    with ThreadPoolExecutor(2) as threads:
        recorded(other, three_posts(other), threads)
    assert sounds(site) == sounds(other)
    assert {nanny.pid for nanny in two.workers.values()} != pids


def test_a_voice_is_loaded_once_by_each_worker(two: Any, tmp_path: Path) -> None:
    note = tmp_path / "loaded"
    engine = engines.load(Voice(language="en", engine="doubles.counted", model=str(note)))
    note.unlink()
    with cluster.connected(two.scheduler_address, list[str]().append) as workers:
        for future in [workers.submit(say, engine, (f"Number {n}.",)) for n in range(40)]:
            assert isinstance(future.result(60)[0], Clip)
    pids = [line.split()[0] for line in note.read_text("utf-8").splitlines()]
    assert sorted(pids) == sorted(set(pids))
    assert os.getpid() not in map(int, pids)


def test_a_failure_of_a_voice_comes_back_as_it_is(two: Any) -> None:
    engine = engines.load(Voice(language="en", engine="pico"))
    with cluster.connected(two.scheduler_address, list[str]().append) as workers:
        [failure] = workers.submit(say, engine, ("Вот так.",)).result(60)
        assert type(failure) is EngineError
        assert "Вот так." in str(failure)
        assert isinstance(workers.submit(engine.synthesize, "It goes on.").result(60), Clip)


def test_sentences_wait_for_the_first_worker(none: Any) -> None:
    said, engine = list[str](), engines.load(TONE)
    with cluster.connected(none.scheduler_address, said.append) as workers:
        assert said[0] == (
            f"{none.scheduler_address} has no workers yet: sentences wait for the first of them "
            f"(dask worker {none.scheduler_address})"
        )
        pending = workers.submit(say, engine, ("At last.",))
        assert workers.width == 32
        none.scale(1)
        assert pending.result(60) == [engine.synthesize("At last.")]


def test_a_scheduler_that_is_gone_is_told_once_and_ends_all(none: Any, site: Site) -> None:
    names = three_posts(site)
    with cluster.connected(none.scheduler_address, list[str]().append) as workers:
        threading.Timer(0.3, none.close).start()
        with pytest.raises(ClusterError, match=r"is gone: .* run the same command again; .* on the shelf"):
            recorded(site, names, workers)
        with pytest.raises(ClusterError, match="is gone"):
            workers.submit(say, engines.load(TONE), ("Hello.",))


def test_what_waits_can_be_taken_back_though_no_worker_ever_comes(none: Any) -> None:
    with cluster.connected(none.scheduler_address, list[str]().append) as workers:
        own = workers.submit(say, engines.load(TONE), ("Hello.",))
        theirs = stopped(workers)
        assert own.cancelled()
        assert all(
            future.cancelled() or isinstance(future.exception(10), CancelledError) for future in theirs
        )


def stopped(workers: Any) -> list[Any]:
    """Calls that a crew has in hand when Ctrl-C comes."""
    theirs: list[Any] = []

    def work() -> None:
        with crew(workers, lambda: 2) as together:
            theirs.extend(
                together.turns.queue().submit(say, engines.load(TONE), ("Hello.",)) for _ in range(4)
            )
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    return theirs


def test_another_version_of_the_program_is_refused(none: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.1")
    with (
        pytest.raises(
            ClusterError,
            match=r"audioedition \S+ is on tcp://\S+, but 99\.1 here: install audioedition==99\.1",
        ),
        cluster.connected(none.scheduler_address, list[str]().append),
    ):
        pass


def test_publish_has_a_cluster_speak_what_would_be_spoken_here(two: Any, site: Site, tmp_path: Path) -> None:
    other = Site.copied(site.root, tmp_path / "other")
    there, here = ["--cluster", two.scheduler_address], list[str]()
    for each, more in ((site, there), (other, here)):
        run = CliRunner().invoke(main, ["publish", each.post(), "--edition", str(each.root), *more])
        assert run.exit_code == 0, run.output
        assert ("speaking on " in run.output and "is seen at http://127.0.0.1:" in run.output) == bool(more)
    clips, others = (
        {name: sound for name, sound in sounds(each).items() if name.endswith(".wav")}
        for each in (site, other)
    )
    assert len(clips) > 6
    assert clips == others


def test_without_a_scheduler_nothing_is_done_and_one_sentence_said(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    for address, said in [(NOBODY, "Timed out"), ("tcp:/x", "x"), ("foo://h:1", "unknown address scheme")]:
        run = CliRunner().invoke(
            main, ["publish", site.post(), "--edition", str(site.root), "--cluster", address]
        )
        assert run.exit_code == 1
        assert f"No Dask scheduler can be reached at {address} (" in run.output
        assert said in run.output
        assert "Traceback" not in run.output


def test_without_the_extra_a_cluster_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    run = CliRunner().invoke(main, ["publish", site.post(), "--edition", str(site.root), "--cluster", NOBODY])
    assert run.exit_code == 1
    assert "pip install '.[cluster]'" in run.output


def test_a_dry_run_needs_no_cluster(site: Site) -> None:
    run = CliRunner().invoke(
        main, ["publish", site.post(), "--dry-run", "--edition", str(site.root), "--cluster", NOBODY]
    )
    assert run.exit_code == 0, run.output


class Scheduler:
    """A client of Dask that does what the test says, in place of any cluster: `answers` one call after the other."""

    status = "running"

    def __init__(self, answers: Callable[[int], Any], resources: dict[str, float] | None = None) -> None:
        self._answers = answers
        self._resources = resources or {}
        self.asked: list[dict[str, Any]] = []
        asyncio_loop = asyncio.new_event_loop()
        self.loop = SimpleNamespace(asyncio_loop=asyncio_loop)
        threading.Thread(target=asyncio_loop.run_forever, daemon=True).start()

        self.count = 1

    def scheduler_info(self) -> dict[str, Any]:
        there = {"tcp://w:1": {"resources": self._resources}} if self.count else {}
        return {"n_workers": self.count, "total_threads": self.count, "workers": there}

    def submit(self, _fn: Any, *_args: Any, **how: Any) -> Any:
        self.asked.append(how)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        answer = self._answers(len(self.asked))
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result((answer, 0.5))
        return _Task(future)


class _Task:
    def __init__(self, future: asyncio.Future[Any]) -> None:
        self._future = future

    def __await__(self) -> Any:
        return self._future.__await__()

    def release(self) -> None:
        """Nobody wants it any more."""


@contextlib.contextmanager
def told(scheduler: Scheduler, say: Callable[[str], Any] = str) -> Iterator[Any]:
    workers = need("audioedition.cluster.workers").Workers(scheduler, "tcp://host:8786", say)
    yield workers
    workers.shutdown(wait=False, cancel_futures=True)
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01), scheduler.loop.asyncio_loop).result()
    scheduler.loop.asyncio_loop.call_soon_threadsafe(scheduler.loop.asyncio_loop.stop)


def killed() -> Exception:
    return need("distributed").KilledWorker("key", SimpleNamespace(address="tcp://w:1"), 3)  # type: ignore[no-any-return]


def test_a_sentence_whose_workers_died_is_submitted_again_under_another_key() -> None:
    scheduler = Scheduler(lambda count: killed() if count < 5 else "done")
    with told(scheduler) as workers:
        assert workers.submit(say, object(), ("Hello.",)).result(10) == "done"
    assert len({asked["key"] for asked in scheduler.asked}) == 5


def test_a_sentence_that_kills_every_worker_is_named_and_the_others_go_on() -> None:
    scheduler = Scheduler(lambda count: killed() if count <= 5 else "done")
    with told(scheduler) as workers:
        with pytest.raises(
            EngineError, match=r"had the sentence 'Hello\.' died, 5 times over: .*--memory-limit"
        ):
            workers.submit(say, object(), ("Hello.", "You.")).result(10)
        assert workers.submit(say, object(), ("Well.",)).result(10) == "done"


def test_the_pace_of_a_thread_is_measured_where_it_speaks() -> None:
    with told(Scheduler(lambda _: "done")) as workers:
        workers.submit(say, object(), ("Twelve signs", "and nine.")).result(10)
        assert (workers.tally.spoken, workers.tally.seconds) == (21, 0.5)


def test_what_a_worker_cannot_deal_with_ends_all_with_one_sentence() -> None:
    with told(Scheduler(lambda _: ModuleNotFoundError("No module named\n 'audioedition'"))) as workers:
        wanted = r"tcp://host:8786 cannot do what it is asked \(ModuleNotFoundError: No module named 'audioedition'\): install"
        with pytest.raises(ClusterError, match=wanted):
            workers.submit(say, object(), ("Hello.",)).result(10)
        with pytest.raises(ClusterError, match=wanted):
            workers.submit(say, object(), ("Hello.",))


@pytest.mark.parametrize(
    ("device", "offers", "needs"),
    [
        ("cuda", {"GPU": 1}, {"GPU": 1}),
        ("cuda:0", {"GPU": 2.0}, {"GPU": 1}),
        ("cpu", {"GPU": 1}, None),
        ("cuda", {}, None),
    ],
)
def test_a_voice_for_a_graphics_card_asks_for_a_worker_with_one(
    device: str, offers: dict[str, float], needs: dict[str, int] | None
) -> None:
    engine = engines.load(dataclasses.replace(TONE, options={}))
    object.__setattr__(engine, "_voice", dataclasses.replace(TONE, options={"device": device}))
    scheduler = Scheduler(lambda _: "done", offers)
    with told(scheduler) as workers:
        workers.submit(say, engine, ("Hello.",)).result(10)
    assert scheduler.asked[0]["resources"] == needs


def test_that_no_worker_is_left_is_said_as_long_as_somebody_waits_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, said, waits = need("audioedition.cluster.workers"), list[str](), asyncio.Event()
    for name in ("_SOON", "_OFTEN", "_LOOK_AGAIN"):
        monkeypatch.setattr(module, name, 0.02)

    class Waiting(_Task):
        def __await__(self) -> Any:
            return waits.wait().__await__()

    scheduler = Scheduler(lambda _: "done")
    monkeypatch.setattr(
        scheduler, "submit", lambda *_, **__: Waiting(asyncio.Future(loop=scheduler.loop.asyncio_loop))
    )

    def until(times: int) -> list[str]:
        end = time.monotonic() + 20
        while len(said) < times and time.monotonic() < end:
            time.sleep(0.01)
        return said[:times]

    with told(scheduler, said.append) as workers:
        scheduler.count = 0
        time.sleep(0.2)
        assert not said, "nobody waits"
        workers.submit(say, object(), ("Hello.",))
        line = "tcp://host:8786 has no worker: sentences wait until one comes (dask worker tcp://host:8786)"
        assert until(2) == [line, line]
        scheduler.count = 1
        end = time.monotonic() + 20
        while said[-1] == line and time.monotonic() < end:
            time.sleep(0.01)
        assert said[-1] == "tcp://host:8786 has workers again"


def test_a_scheduler_that_does_not_say_what_it_runs_is_an_error_with_a_remedy() -> None:
    def versions(**_: object) -> None:
        raise TypeError("no such\nhandler")

    silent = SimpleNamespace(get_versions=versions)
    with pytest.raises(
        ClusterError, match=r"at tcp://h:1 does not say .*\(no such handler\): see their logs, start all"
    ):
        cluster._compare(silent, "tcp://h:1", print)
