"""Inputs that hypothesis makes, for one target, in a process of its own: prints what came of it as JSON."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from soak import inputs, targets
from soak.findings import Finding, Findings, found, is_same
from soak.target import Target, tried
from soak.watch import Watch

_AT_ONCE = 20_000  # inputs, after which hypothesis may forget what it has tried


class Run:
    """The inputs of one target, each watched over."""

    def __init__(self, target: Target, findings: Findings, watch: Watch) -> None:
        """Run `target`."""
        self.target, self.findings, self.watch = target, findings, watch
        self.count = self.refused = 0

    def examples(self) -> None:
        """Run the examples, after which memory counts."""
        for data in self.target.seeds:
            self.quietly(data)
        self.watch.begun()

    def one(self, data: bytes) -> None:
        """Run one input.  Raises what is a finding, if it is a new one, and keeps the shortest input that shows it."""
        self.count += 1
        try:
            with self.watch.over(data):
                self.refused += bool(tried(self.target, data))
        except KeyboardInterrupt:
            raise
        except BaseException as exc:
            finding = found(self.target.name, exc)
            if self.findings.is_new(finding):
                self.findings.keep(finding, data)
                self.findings.keep(finding, inputs.shortest(data, lambda less: self._shows(less, finding)))
                raise

    def quietly(self, data: bytes) -> None:
        """Run one input, and go on, whatever it does."""
        try:
            self.one(data)
        except KeyboardInterrupt:
            raise
        except BaseException as exc:  # noqa: BLE001 -- it was kept
            self.findings.close(found(self.target.name, exc))

    def _shows(self, data: bytes, finding: Finding) -> bool:
        try:
            with self.watch.over(data):
                tried(self.target, data)
        except KeyboardInterrupt:
            raise
        except BaseException as exc:  # noqa: BLE001 -- it is compared
            return is_same(found(self.target.name, exc), finding)
        return False

    def some(self, number: int, first: int) -> None:
        """Run about `number` inputs, which the seed `first` chooses."""

        @seed(first)
        @settings(
            max_examples=max(1, number // inputs.RELATIVES),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
        )
        @given(st.binary(min_size=inputs.SHORTEST, max_size=inputs.LONGEST))
        def one(recipe: bytes) -> None:
            for each in inputs.relatives(recipe):
                self.one(inputs.made(each, self.target.seeds, self.target.words))

        try:
            one()
        except KeyboardInterrupt:
            raise
        except BaseException as exc:  # noqa: BLE001 -- it was kept
            for each in exc.exceptions if isinstance(exc, BaseExceptionGroup) else (exc,):
                self.findings.close(found(self.target.name, each))


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--inputs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--now", type=Path, required=True)
    asked = parser.parse_args()
    run = Run(targets.named(asked.target), Findings(asked.folder), Watch(asked.now))
    run.examples()
    start, number = time.process_time(), asked.seed
    while run.count < asked.inputs:
        run.some(min(_AT_ONCE, asked.inputs - run.count), number)
        number += 1
    run.watch.close()
    growth = round(run.watch.growth)
    took = round(time.process_time() - start, 2)
    print(json.dumps({"inputs": run.count, "refused": run.refused, "seconds": took, "growth": growth}))


if __name__ == "__main__":
    main()
