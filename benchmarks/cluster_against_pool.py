"""Two workers of a Dask cluster against this machine's own cores, on the same sentences: who says how much in a second?

    python benchmarks/cluster_against_pool.py [POST] [--rounds 3] [--times 3] [--json]
    python benchmarks/cluster_against_pool.py --kill-every 10 [--posts 60] [--json]

The first speaks the post (default: the sample post), by the voices of this edition, as a conductor would have it spoken: with
the cores, with two workers of one thread, with one worker of two, in turn, `--rounds` times; each sentence comes `--times` times,
each a little different.  Ratios are of sentences in a second; over 1, the cluster is faster.

The second publishes so many posts by two workers, of which one is killed (SIGKILL) every so many seconds and started again by its
nanny, and the same posts by the cores, with the voice without words: every episode must be there, and the same bytes.

Needs the extra [cluster].  Each process imports this file: leave the machine alone meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import distributed
import psutil

from audioedition import cluster, config, editions, engines, posts, record, utterances
from audioedition.archive import Archive
from audioedition.clips.saying import say
from audioedition.cluster.workers import Workers
from audioedition.cores import Cores
from audioedition.crew import crew
from audioedition.engines import Engine
from audioedition.model import Clip
from audioedition.scaffold import scaffold
from audioedition.studio import Studio
from audioedition.turns import Turns

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples/the-last-ferry.txt"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CORES = 2


@contextlib.contextmanager
def workers(count: int, threads: int) -> Iterator[tuple[Any, Workers]]:
    """A scheduler and so many workers here, each with so many threads; and those workers as an executor."""
    dask: Any = distributed  # whose types are half there
    with (
        dask.LocalCluster(
            n_workers=count, threads_per_worker=threads, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as local,
        cluster.connected(local.scheduler_address, lambda _: None) as found,
    ):
        yield local, found


def sentences(post: str, times: int) -> list[tuple[Engine, str]]:
    """What is said of all editions of the post, and by whom; longest first, as a conductor hands it out."""
    settings = config.load(ROOT)
    found: list[tuple[Engine, str]] = []
    for edition in editions.split(posts.read(post), settings.languages).editions:
        engine = engines.load(settings.voice(edition.language))
        for number in range(times):
            said = utterances.script(edition, opening=(), author=None)
            found += [(engine, f"{each.spoken} {number}." if number else each.spoken) for each in said]
    return sorted(found, key=lambda each: len(each[1]), reverse=True)


def cost(pool: Executor, width: int, spoken: list[tuple[Engine, str]]) -> tuple[float, float]:
    """Seconds on the clock until all is spoken and has come back, and of the processor, in all processes of ours."""
    begun, before = time.perf_counter(), spent()
    queue = Turns(pool, lambda: width).queue()
    for future in [queue.submit(say, engine, (text,)) for engine, text in spoken]:
        [clip] = future.result()
        if not isinstance(clip, Clip):
            raise clip
    return time.perf_counter() - begun, spent() - before


def spent() -> float:
    """Seconds of the processor that this process and all that it has started have taken."""
    own = psutil.Process()
    every = [each.cpu_times() for each in (own, *own.children(recursive=True))]
    return float(sum(each.user + each.system for each in every))


def throughput(post: str, rounds: int, times: int) -> dict[str, Any]:
    """Sentences in a second, of each, and the ratios."""
    spoken = sentences(post, times)
    with Cores(CORES) as cores, workers(2, 1) as (_, two), workers(1, 2) as (_, one):
        pools = {
            "the cores": (cores, CORES),
            "2 workers × 1 thread": (two, two.width),
            "1 worker × 2 threads": (one, one.width),
        }
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in pools}
        for pool, width in pools.values():  # voices are loaded
            cost(pool, width, spoken[:: max(1, len(spoken) // 16)])
        for _, direction in zip(range(rounds), itertools.cycle([1, -1]), strict=False):
            for name, (pool, width) in list(pools.items())[::direction]:
                took[name].append(cost(pool, width, spoken))

    def ratios(which: int) -> dict[str, float]:
        pairs = {
            name: zip(took["the cores"], each, strict=True)
            for name, each in took.items()
            if name != "the cores"
        }
        return {
            name: statistics.median([ours[which] / theirs[which] for ours, theirs in each])
            for name, each in pairs.items()
        }

    return {
        "sentences": len(spoken),
        "characters": sum(len(text) for _, text in spoken),
        "throughput against the cores": ratios(0),
        "processor's time of the cores against theirs": ratios(1),
        "seconds on the clock, of the processor": took,
        "load of the machine": os.getloadavg()[0],
    }


def edition(root: Path) -> None:
    """A new edition that speaks with the voice without words."""
    scaffold(
        root, ["en", "de"], title="Notes", author="A", email="a@example.org", base_url="https://example.org/p"
    )
    for tag in ("en", "de"):
        (root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")


def published(root: Path, sources: list[Path], pool: Executor, width: int) -> tuple[int, dict[str, bytes]]:
    """How many editions of the posts became episodes, and all clips and episodes by their names."""
    settings = config.load(root)
    archive = Archive(settings.feeds, settings.private, settings.authority, settings.since, settings.hidden)
    archive.prepare()
    with ThreadPoolExecutor(CORES) as hands, crew(pool, lambda: width) as together:
        studio = Studio(settings, archive, NOW, pool=hands, crew=together)
        reports = list(record.record_all([posts.at(str(each), root=root) for each in sources], studio))
    for report in reports:
        if report.failed:
            raise SystemExit(f"{report.source}: {report.error or [each.detail for each in report.outcomes]}")
    kept = [*(root / ".audioedition/shelf").rglob("*.wav"), *settings.feeds.rglob("*.mp3")]
    return sum(len(report.outcomes) for report in reports), {each.name: each.read_bytes() for each in kept}


def killing(local: distributed.LocalCluster, every: float, is_over: threading.Event, pids: list[int]) -> None:
    """Kill a worker every so many seconds, as a machine is taken away."""
    while not is_over.wait(every):
        nannies = [each for each in local.workers.values() if each.status.name == "running"]
        if not nannies:  # whoever is killed while it starts is given up by Dask, as a machine is not
            continue
        with contextlib.suppress(ProcessLookupError, TypeError):  # it has ended by itself
            victim = nannies[len(pids) % len(nannies)].pid
            os.kill(victim, signal.SIGKILL)
            pids.append(victim)


def killed(every: float, count: int) -> dict[str, Any]:
    """Whether all is there, and the same, though a worker was killed every so many seconds."""
    text = SAMPLE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        roots = [Path(folder, "cluster"), Path(folder, "cores")]
        for root in roots:
            edition(root)
        (roots[1] / "audioedition.toml").write_bytes((roots[0] / "audioedition.toml").read_bytes())
        for number in range(count):
            sources.append(Path(folder, f"post-{number}.txt"))
            sources[-1].write_text(re.sub(r"(?<=[a-zäöü])\.(?=\s)", f" {number}.", text), "utf-8")
        pids: list[int] = []
        is_over = threading.Event()
        with workers(2, 1) as (local, two):
            killer = threading.Thread(target=killing, args=(local, every, is_over, pids))
            killer.start()
            begun = time.perf_counter()
            try:
                episodes, by_cluster = published(roots[0], sources, two, two.width)
            finally:
                is_over.set()
            spent = time.perf_counter() - begun
            killer.join()
        with Cores(CORES) as cores:
            expected, by_cores = published(roots[1], sources, cores, CORES)
    clips = [name for name in by_cores if name.endswith(".wav")]
    return {
        "posts": count,
        "episodes": episodes,
        "episodes by the cores": expected,
        "sentences": len(clips),
        "seconds": spent,
        "workers killed": len(pids),
        "same names": by_cluster.keys() == by_cores.keys(),
        "same bytes": by_cluster == by_cores,
    }


def main() -> None:
    """Measure, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("post", nargs="?", default=str(SAMPLE))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--kill-every", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--posts", type=int, default=60)
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args()
    found = (
        killed(given.kill_every, given.posts)
        if given.kill_every
        else throughput(given.post, given.rounds, given.times)
    )
    if given.as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")
    if given.kill_every and not (found["same bytes"] and found["workers killed"]):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
