"""Runs every benchmark of speed, one after the other, and keeps what they found: `make bench`.

    python benchmarks/every.py [--only NAME…] [--quick] [--post POST] [--output FILE]

Each is a script of this folder that prints JSON objects, and is run as a process of its own; it may be run alone just as well.  What
they print stands in `measured.json` afterwards, with the machine, the versions and the commit; of that the table and
the picture in docs/speed.md are made (drawn.py).  A benchmark that fails is told, and keeps no other from running: then
the exit status is 1.  With `--only`, what the others had found stays, if it was on a machine like this.

Leave the machine alone meanwhile: about 20 minutes on two cores.  `--quick` takes smaller sizes, to see that all works: its
figures say nothing.  `--post` has what is said of one post measured with a post of your own, whose name is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from surroundings import commit, machine, scrubbed, secrets

from audioedition.files import write_atomically

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parent
MEASURED = FOLDER / "measured.json"
SAMPLE = PROJECT / "examples/the-last-ferry.txt"
LONGEST = 1800  # seconds of one benchmark: what takes longer hangs
HANGS = 124  # its exit status then, as timeout(1) has it


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A script, under the name that its figures have, and what it is given: as a rule, and where only its working is tried."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    takes_post: bool = False

    def command(self, *, quick: bool, post: Path | None) -> list[str]:
        """What to run, without the interpreter; paths are those of the project."""
        given = [str(post)] if post and self.takes_post else []
        return [f"benchmarks/{self.script}", *given, *(self.quick if quick else self.arguments), "--json"]


BENCHMARKS = (
    Benchmark(
        "publish_against_by_hand",
        "publish_against_by_hand.py",
        ("--runs", "3"),
        ("--runs", "1"),
        takes_post=True,
    ),
    Benchmark(
        "unchanged",
        "unchanged.py",
        ("--posts", "1", "10", "100", "1000"),
        ("--posts", "1", "10", "--runs", "3"),
    ),
    Benchmark(
        "text_against_langdetect", "text_against_langdetect.py", ("--posts", "1000"), ("--posts", "30")
    ),
    Benchmark(
        "publish_into_an_archive",
        "publish_into_an_archive.py",
        ("--episodes", "10000"),
        ("--episodes", "100"),
    ),
    Benchmark(
        "memory_of_minutes", "memory_of_minutes.py", ("--minutes", "6", "30", "120"), ("--minutes", "1", "3")
    ),
    Benchmark(
        "cost_of_mixing",
        "cost_of_mixing.py",
        ("--minutes", "6", "30", "120", "--runs", "3"),
        ("--minutes", "1", "3", "--runs", "1"),
    ),
    Benchmark(
        "cost_of_listening",
        "cost_of_listening.py",
        ("--times", "1", "4", "--rounds", "2"),
        ("--times", "1", "--rounds", "1"),
    ),
    Benchmark("throughput_of_engines", "throughput_of_engines.py", ("--rounds", "2"), ("--rounds", "1")),
    Benchmark(
        "cluster_against_pool",
        "cluster_against_pool.py",
        ("--rounds", "3", "--times", "1"),
        ("--rounds", "1", "--times", "1"),
    ),
    Benchmark(
        "cluster_whose_workers_die",
        "cluster_against_pool.py",
        ("--kill-every", "10", "--posts", "30"),
        ("--kill-every", "10", "--posts", "20"),
    ),
    Benchmark("simulate_cluster", "simulate_cluster.py"),
    Benchmark(
        "preview_under_load",
        "preview_under_load.py",
        (),
        ("--seconds", "5", "--clients", "50", "--loris", "100", "--sleepers", "10"),
    ),
)


def ran(benchmark: Benchmark, *, quick: bool, post: Path | None) -> dict[str, Any]:
    """Run one; what it printed, and what that took. What it says to people goes to ours."""
    command = benchmark.command(quick=quick, post=post)
    before, start = os.times(), time.perf_counter()
    whole = [sys.executable, *command]
    try:
        done = subprocess.run(
            whole, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        done = subprocess.CompletedProcess(whole, HANGS, stdout="")
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    found = []
    for line in done.stdout.splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:  # what a library prints
            continue
    entry = {
        "command": " ".join(["python", *command]),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "quick": quick,
        "status": done.returncode if found else done.returncode or 1,
        "seconds": round(wall, 1),
        "cpu_seconds": round(spent, 1),
        "found": found,
    }
    if benchmark.takes_post:
        entry["words"] = len((post or SAMPLE).read_text("utf-8", "replace").split())
        entry["sample"] = post is None
    return dict(json.loads(json.dumps(scrubbed(entry, secrets(post)))))


def kept(path: Path, now: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What `path` holds of the benchmarks `names`, if it was found on a machine like this."""
    names = list(names)
    if not names or not path.is_file():
        return {}
    told = json.loads(path.read_bytes())
    if told["machine"] != now:
        print(
            "What was found before was found on another machine, or by other versions: it goes.",
            file=sys.stderr,
        )
        return {}
    return {name: entry for name, entry in told["benchmarks"].items() if name in names}


def main() -> None:
    """Run them, and write what they found after each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [each.name for each in BENCHMARKS]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--post", type=Path)
    parser.add_argument("--output", type=Path, default=MEASURED)
    options = parser.parse_args()
    post = options.post.resolve() if options.post else None
    if post and not post.is_file():
        parser.error(f"--post: {options.post} is not a file")
    wanted = [each for each in BENCHMARKS if not options.only or each.name in options.only]
    here = machine()
    found = kept(options.output, here, set(names) - {each.name for each in wanted})
    begun, failed = time.perf_counter(), []
    for number, benchmark in enumerate(wanted, start=1):
        minutes = (time.perf_counter() - begun) / 60
        shown = " ".join(benchmark.command(quick=options.quick, post=post))
        print(f"[{number}/{len(wanted)}, {minutes:.1f} min] {shown}", file=sys.stderr, flush=True)
        found[benchmark.name] = entry = ran(benchmark, quick=options.quick, post=post)
        print(f"    {entry['seconds']:.0f} s", file=sys.stderr, flush=True)
        if entry["status"]:
            failed.append(benchmark.name)
            print(f"    {benchmark.script} failed (exit status {entry['status']}).", file=sys.stderr)
        told = {"machine": here, "benchmarks": {name: found[name] for name in names if name in found}}
        write_atomically(options.output, f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode())
    print(f"{options.output} is written.", file=sys.stderr)
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}. What they say is above; `--only NAME` runs one again.")


if __name__ == "__main__":
    main()
