"""An archive of ten thousand posts on 1 to 1,000 workers: how long, and what is it that one waits for?  Simulated, not run.

    python benchmarks/simulate_cluster.py [--posts 10000] [--set NAME=VALUE]... [--json] [--plot FILE]
    python benchmarks/simulate_cluster.py --measure     (needs the extra [cluster])

Discrete events: each thing that is done takes its place in the queue of who does it (the client's Python, which holds one
lock; its cores, for the rest; its disk; the network; the scheduler; the workers).  What each takes is `Figures`, as measured; `--set`
changes one of them.  With `--measure`, those of the cluster itself are measured here: what a sentence costs the client and the
scheduler, and the disk.  The bottleneck is whoever is at work for the largest part of the time.
"""

from __future__ import annotations

import argparse
import dataclasses
import heapq
import itertools
import json
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORKERS = (1, 10, 100, 1_000)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; seconds are of one core.

    The post is a real one of 800 words in two languages, spoken by Piper (English) and Pico (German), on the machine of
    docs/engines.md.  `in_hand` is how many editions are performed at one time at most.
    """

    planning: float = 0.15  # seconds of the client's Python per post: read, split, script
    sentences: int = 32  # per edition
    speaking: tuple[float, float] = (17.0, 3.2)  # seconds of a worker per edition, English and German
    clips: tuple[float, float] = (11.0e6, 11.5e6)  # bytes that come back per edition
    client: float = 0.002  # seconds of the client's Python per sentence: submit, receive, check
    scheduler: float = 0.003  # seconds per sentence; clips come through the scheduler
    disk: float = 0.015  # seconds of the disk per clip that is put on the shelf, by one of four threads
    listening: float = 0.45  # seconds of a core of the client per edition, of a voice that is known
    mixing: float = 1.82  # the same, for mixing and encoding
    packaging: float = 0.1  # the same; the cover is drawn once
    network: float = 125e6  # bytes per second into the client: 1 Gbit/s
    cores: int = 2  # of the client
    per_thread: int = 4
    least: int = 32
    in_hand: int = 256


@dataclass(slots=True)
class Servers:
    """So many who do one thing after the other, in the order in which they are asked."""

    count: int
    busy: float = 0.0
    _free: list[float] = field(default_factory=list)

    def done(self, now: float, seconds: float) -> float:
        """When what is asked for `now` will be done."""
        begin = now if len(self._free) < self.count else max(now, heapq.heappop(self._free))
        heapq.heappush(self._free, begin + seconds)
        self.busy += seconds
        return begin + seconds


@dataclass(slots=True)
class Edition:
    """An edition in hand: how long each sentence takes a worker, its bytes, and how many are not there yet."""

    seconds: float
    size: float
    left: int
    waiting: int


class Simulation:
    """An archive of so many posts, on so many workers of one thread."""

    def __init__(self, figures: Figures, posts: int, workers: int) -> None:
        """Set all up; `run` does it."""
        self._figures = figures
        self._posts = posts
        self._workers = workers
        self.who = {
            "the client's Python": Servers(1),
            "the client's cores": Servers(figures.cores),
            "the client's disk": Servers(4),
            "the network": Servers(1),
            "the scheduler": Servers(1),
            "the workers": Servers(workers),
        }
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = itertools.count()
        self._queue: deque[Edition] = deque()
        self._in_flight = self._in_hand = self._planned = 0
        self._is_planning = False
        self._width = max(figures.least, figures.per_thread * workers)
        self._most = min(figures.in_hand, figures.cores + -(-self._width // 16))
        self.first = 0.0

    def run(self) -> float:
        """Seconds until all is done."""
        self._plan(0.0)
        now = 0.0
        while self._events:
            now, _, do = heapq.heappop(self._events)
            do(now)
        return now

    def _after(self, who: str, now: float, seconds: float, do: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (self.who[who].done(now, seconds), next(self._order), do))

    def _plan(self, now: float) -> None:
        waiting = sum(each.waiting for each in self._queue)
        has_room = not self._in_hand or (self._in_hand < self._most and waiting < self._width)
        if self._is_planning or self._planned == self._posts or not has_room:
            return
        self._is_planning = True
        self._planned += 1
        self._after("the client's Python", now, self._figures.planning, self._begin)

    def _begin(self, now: float) -> None:
        self._is_planning = False
        figures = self._figures
        for seconds, size in zip(figures.speaking, figures.clips, strict=True):
            count = figures.sentences
            self._queue.append(Edition(seconds / count, size / count, count, count))
            self._in_hand += 1
        self._give(now)
        self._plan(now)

    def _give(self, now: float) -> None:
        while self._queue and self._in_flight < self._width:
            edition = self._queue.popleft()
            edition.waiting -= 1
            if edition.waiting:
                self._queue.append(edition)
            self._in_flight += 1
            self._speak(edition, now)

    def _speak(self, edition: Edition, now: float) -> None:
        figures = self._figures

        def submitted(now: float) -> None:
            self._after("the scheduler", now, figures.scheduler, scheduled)

        def scheduled(now: float) -> None:
            self._after("the workers", now, edition.seconds, spoken)

        def spoken(now: float) -> None:
            self._after("the network", now, edition.size / figures.network, sent)

        def sent(now: float) -> None:
            self._after("the client's Python", now, figures.client / 2, received)

        def received(now: float) -> None:
            self._after("the client's disk", now, figures.disk, shelved)

        def shelved(now: float) -> None:
            self._in_flight -= 1
            edition.left -= 1
            if not edition.left:
                spent = figures.listening + figures.mixing + figures.packaging
                self._after("the client's cores", now, spent, finished)
            self._give(now)
            self._plan(now)

        def finished(now: float) -> None:
            self._in_hand -= 1
            self.first = self.first or now
            self._plan(now)

        self._after("the client's Python", now, figures.client / 2, submitted)


def simulated(figures: Figures, posts: int, workers: int) -> dict[str, Any]:
    """Hours, when the first episode was there, and for which part of the time each was at work."""
    sample = min(posts, max(200, 2 * workers))  # what follows goes on like this
    simulation = Simulation(figures, sample, workers)
    seconds = simulation.run()
    used = {name: each.busy / (each.count * seconds) for name, each in simulation.who.items()}
    return {
        "workers": workers,
        "hours": seconds * posts / sample / 3600,
        "first episode after seconds": simulation.first,
        "bottleneck": max(used, key=lambda name: used[name]),
        "at work": used,
    }


def measured() -> dict[str, float]:
    """What a sentence costs the client and the scheduler, whose process is another, and what a clip costs the disk; seconds."""
    import distributed  # noqa: PLC0415 -- of an extra
    import psutil  # noqa: PLC0415 -- comes with it

    from audioedition import cluster, engines  # noqa: PLC0415 -- the rest runs without
    from audioedition.clips.saying import say  # noqa: PLC0415
    from audioedition.clips.shelf import Shelf  # noqa: PLC0415
    from audioedition.model import Clip, Voice  # noqa: PLC0415

    engine = engines.load(Voice(language="en", engine="tone"))
    text, calls = "The ferry crosses the river at nine, and comes back at ten. " * 2, 400
    with (
        distributed.SubprocessCluster(n_workers=2, worker_kwargs={"nthreads": 1}) as local,
        cluster.connected(local.scheduler_address, lambda _: None) as workers,
    ):
        [clip] = workers.submit(say, engine, (text,)).result()
        size = len(clip.pcm) if isinstance(clip, Clip) else 0
        port = int(local.scheduler_address.rpartition(":")[2])
        every = psutil.Process().children(recursive=True)
        scheduler = next(
            each
            for each in every
            if any(c.laddr.port == port and c.status == "LISTEN" for c in each.net_connections())
        )

        def spent(process: Any) -> float:  # noqa: ANN401 -- psutil has no types
            times = process.cpu_times()
            return float(times.user + times.system)

        own, theirs = spent(psutil.Process()), spent(scheduler)
        begun = time.perf_counter()
        for future in [workers.submit(say, engine, (f"{text}{n}",)) for n in range(calls)]:
            future.result()
        clock = time.perf_counter() - begun
        own, theirs = spent(psutil.Process()) - own, spent(scheduler) - theirs
    with tempfile.TemporaryDirectory() as folder:
        shelf, long = Shelf(Path(folder)), Clip(b"\1\0" * 122_000, 22_050)
        begun = time.perf_counter()
        for n in range(100):
            shelf.put(f"{n:064x}", long)
        disk = (time.perf_counter() - begun) / 100
    return {
        "client": own / calls,
        "scheduler": theirs / calls,
        "disk": disk,
        "bytes of a clip": size,
        "calls in a second": calls / clock,
    }


def plotted(figures: Figures, posts: int, path: str) -> None:
    """Hours over the number of workers, for a small client and a large one; and for which part of them each is at work."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 -- only who plots has it

    figure, (above, below) = plt.subplots(2, 1, figsize=(7, 7), sharex=True)
    workers = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
    for cores in (2, 16):
        runs = [simulated(dataclasses.replace(figures, cores=cores), posts, each) for each in workers]
        above.loglog(workers, [run["hours"] for run in runs], marker="o", label=f"client of {cores} cores")
    above.loglog(workers, [runs[0]["hours"] / each for each in workers], "--", color="grey", label="ideal")
    above.set_ylabel(f"hours for {posts:,} posts")
    above.legend()
    for name in runs[0]["at work"]:
        below.semilogx(workers, [100 * run["at work"][name] for run in runs], marker="o", label=name)
    below.set_ylabel("at work, % of the time (16 cores)")
    below.set_xlabel("workers of one thread")
    below.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=90)


def main() -> None:
    """Simulate, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--plot", metavar="FILE")
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured()))
        return
    changes = {name: json.loads(value) for name, _, value in (each.partition("=") for each in given.set)}
    figures = dataclasses.replace(Figures(), **changes)
    runs = [simulated(figures, given.posts, workers) for workers in WORKERS]
    if given.plot:
        plotted(figures, given.posts, given.plot)
    if given.as_json:
        print(json.dumps({"figures": dataclasses.asdict(figures), "posts": given.posts, "runs": runs}))
        return
    for run in runs:
        used = ", ".join(f"{name} {part:.0%}" for name, part in run["at work"].items())
        print(f"{run['workers']:5} workers: {run['hours']:7.1f} h; {run['bottleneck']} ({used})")


if __name__ == "__main__":
    main()
