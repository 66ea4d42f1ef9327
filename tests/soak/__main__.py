"""Runs everything: inputs that are generated, then those that are looked for; see the package."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audioedition.files import write_atomically
from soak.examples import PROJECT, TESTS
from soak.findings import Finding, Findings, every
from soak.target import Target, tried
from soak.targets import TARGETS, named
from soak.watch import GROWTH, SECONDS, last

FOLDER = PROJECT / "build/soak"
_AT_ONCE = 50_000  # inputs of one process: then its memory is given back
_ENDS = 3  # that a process may come to without having been told to, before its target is given up


@dataclass(frozen=True, slots=True)
class Errand:
    """What one process is to do: so many inputs, or so many seconds of the processor."""

    target: Target
    seed: int
    inputs: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Sum:
    """What came of all errands of one target."""

    inputs: int = 0
    guided: int = 0
    seconds: float = 0.0
    guided_seconds: float = 0.0
    growth: int = 0
    ended: int = 0


def main() -> None:
    """Run all that is asked for; exits with 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="inputs to generate, over all targets")
    parser.add_argument(
        "--minutes", type=float, default=30, help="of the processor, for the guided part, over all targets"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000_000)
    parser.add_argument("--only", nargs="+", metavar="TARGET", choices=[target.name for target in TARGETS])
    parser.add_argument("--again", nargs="+", type=Path, metavar="FILE", help="run findings once more")
    asked = parser.parse_args()
    if asked.again:
        _again(asked.again)
        return
    chosen = [target for target in TARGETS if not asked.only or target.name in asked.only]
    print(
        f"seed {asked.seed}: {asked.inputs:,} inputs, then {asked.minutes:g} minutes, of {len(chosen)} targets",
        flush=True,
    )
    folder = FOLDER / "findings"
    for old in folder.glob("*") if folder.exists() else ():
        old.unlink()
    sums = {target.name: Sum() for target in chosen}
    started = time.monotonic()
    errands = [*_generated(chosen, asked.inputs, asked.seed), *_guided(chosen, asked.minutes, asked.seed)]
    _run(errands, sums, asked.jobs)
    found = every(folder) if folder.exists() else []
    said = _summary(asked.seed, sums, found, time.monotonic() - started)
    write_atomically(
        FOLDER / "summary.json", json.dumps(said, indent=1, ensure_ascii=False).encode("utf-8", "replace")
    )
    print(json.dumps({key: value for key, value in said.items() if key != "targets"}, ensure_ascii=True))
    for finding in found:
        print(
            f"FOUND {finding.target}: {finding.kind} at {finding.place} ({FOLDER / 'findings' / finding.file})"
        )
    sys.exit(bool(found))


def _generated(chosen: Sequence[Target], inputs: int, seed: int) -> Iterator[Errand]:
    """The inputs shared out by weight, those with the most first."""
    whole = sum(target.weight for target in chosen) or 1
    for target in sorted(chosen, key=lambda target: -target.weight):
        left, number = -(-inputs * target.weight // whole), seed
        while left > 0:
            yield Errand(target, number, inputs=min(left, _AT_ONCE))
            left -= _AT_ONCE
            number += 1000


def _guided(chosen: Sequence[Target], minutes: float, seed: int) -> Iterator[Errand]:
    """The time shared out equally."""
    ours = [target for target in chosen if target.guided]
    if minutes and find_spec("atheris") is None:
        print("atheris is not here (it is for Linux): inputs are generated only", flush=True)
    elif minutes and ours:
        yield from (Errand(target, seed, seconds=60 * minutes / len(ours)) for target in ours)


def _run(errands: Sequence[Errand], sums: dict[str, Sum], jobs: int) -> None:
    lock = threading.Lock()

    def one(number: int) -> None:
        errand = errands[number]
        said, ended = _done(errand, FOLDER / f"{number}.now")
        with lock:
            of = sums[errand.target.name]
            of.ended += ended
            of.growth = max(of.growth, said["growth"])
            if errand.inputs:
                of.inputs += said["inputs"]
                of.seconds += said["seconds"]
            else:
                of.guided += said["inputs"]
                of.guided_seconds += said["seconds"]
            kind = "generated" if errand.inputs else "guided"
            print(f"[{number + 1}/{len(errands)}] {errand.target.name}, {kind}: {said}", flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, range(len(errands))))


def _done(errand: Errand, now: Path) -> tuple[dict[str, Any], int]:
    """What a process says at its end; one that ends by itself is a finding, and another goes on after it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = {"inputs": 0, "refused": 0, "seconds": 0.0, "growth": 0}
    for ended in range(_ENDS):
        ran = subprocess.run(
            _command(errand, now, ended),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env=_environment(),
        )
        line = ran.stdout.strip().rpartition("\n")[2]
        if ran.returncode == 0 and line.startswith("{"):
            found = json.loads(line)
            told = {
                key: max(value, found[key]) if key == "growth" else value + found[key]
                for key, value in said.items()
            }
            _clear(now)
            return told, ended
        if not (data := last(now)):
            raise RuntimeError(f"{errand.target.name}: {ran.stderr[-2000:]}")
        why = f"the process ended with {ran.returncode}: it took more than {SECONDS} s, or too much memory, or broke"
        stack = " ".join(now.with_suffix(".stack").read_text("utf-8", "replace").split()[:60])
        Findings(FOLDER / "findings").keep(
            Finding(errand.target.name, f"end {ran.returncode}", f"{why}: {stack}", f"{errand.seed}+{ended}"),
            data,
        )
    _clear(now)
    return said, _ENDS


def _command(errand: Errand, now: Path, ended: int) -> list[str]:
    common = [
        "--seed",
        str(errand.seed + 7919 * ended),
        "--folder",
        str(FOLDER / "findings"),
        "--now",
        str(now),
    ]
    if errand.inputs:
        return [
            sys.executable,
            "-m",
            "soak.generated",
            errand.target.name,
            "--inputs",
            str(errand.inputs),
            *common,
        ]
    corpus = str(FOLDER / "corpus" / errand.target.name)
    return [
        sys.executable,
        "-m",
        "soak.guided",
        errand.target.name,
        "--seconds",
        str(errand.seconds),
        "--corpus",
        corpus,
        *common,
    ]


def _environment() -> dict[str, str]:
    path = os.pathsep.join((str(PROJECT / "src"), str(TESTS), os.environ.get("PYTHONPATH", "")))
    return os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def _clear(now: Path) -> None:
    now.unlink(missing_ok=True)
    now.with_suffix(".stack").unlink(missing_ok=True)


def _summary(seed: int, sums: dict[str, Sum], found: Sequence[Finding], took: float) -> dict[str, Any]:
    return {
        "seed": seed,
        "inputs": sum(each.inputs for each in sums.values()),
        "guided": sum(each.guided for each in sums.values()),
        "processor_seconds": round(sum(each.seconds for each in sums.values())),
        "guided_processor_seconds": round(sum(each.guided_seconds for each in sums.values())),
        "largest_growth_mb": max((each.growth for each in sums.values()), default=0),
        "allowed_growth_mb": GROWTH,
        "seconds": round(took),
        "findings": [asdict(each) for each in found],
        "targets": {name: asdict(each) for name, each in sums.items()},
    }


def _again(paths: Sequence[Path]) -> None:
    """Run kept inputs as they were run before, and let what they do be seen."""
    for path in paths:
        target = named(json.loads(path.with_name(f"{path.name}.json").read_bytes())["target"])
        print(f"{path.name}: {tried(target, path.read_bytes()) or 'it is taken'}")


if __name__ == "__main__":
    main()
