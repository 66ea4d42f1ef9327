"""Inputs that reach new code, found by atheris (libFuzzer), for one target, in a process of its own: prints what came of it as JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["audioedition"]):
    from soak import inputs, targets

from soak.findings import Findings
from soak.generated import Run
from soak.watch import Watch


def main() -> None:
    """Run one target until its time of the processor is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--now", type=Path, required=True)
    asked = parser.parse_args()
    target = targets.named(asked.target)
    known = (*target.words, *inputs.HOSTILE)
    _seed(asked.corpus, target.seeds)
    run = Run(target, Findings(asked.folder), Watch(asked.now))
    run.examples()
    start = time.process_time()

    def one(data: bytes) -> None:
        took = time.process_time() - start
        if took > asked.seconds:
            run.watch.close()
            said = {
                "inputs": run.count,
                "refused": run.refused,
                "seconds": round(took, 2),
                "growth": round(run.watch.growth),
            }
            print(json.dumps(said), flush=True)
            os._exit(0)  # libFuzzer knows no end but that of a finding
        run.quietly(data)

    def mutated(data: bytes, most: int, number: int) -> bytes:
        if number % 3:
            return bytes(atheris.Mutate(data, most))
        edits = random.Random(number).randbytes(5 * (1 + number % 4))
        return inputs.edited(data, edits, target.seeds, known, len(target.words))[:most]

    options = [
        "-timeout=0",
        "-rss_limit_mb=0",
        f"-max_len={inputs.MOST}",
        f"-seed={asked.seed}",
        "-verbosity=0",
        "-print_final_stats=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(asked.corpus)], one, custom_mutator=mutated)
    atheris.Fuzz()


def _seed(corpus: Path, seeds: Sequence[bytes]) -> None:
    """Put the examples into an empty corpus; one that has grown before is used as it is."""
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for number, data in enumerate(seeds):
            (corpus / f"example-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
