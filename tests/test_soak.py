"""Hostile input for everything that is read: a small part of `make soak`, always the same; and that it finds what it is to find."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from soak import inputs
from soak.examples import PROJECT, TESTS
from soak.findings import Findings, every, found
from soak.target import Target, tried
from soak.targets import TARGETS, named
from soak.watch import last

SEED = 8
INPUTS = 6
"""For each unit of a target's weight; all of them take some seconds."""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_whatever_comes_in_is_taken_or_refused_with_a_sentence(target: Target) -> None:
    chance = random.Random(f"{SEED} {target.name}")
    for _ in range(max(2, INPUTS * target.weight)):
        recipe = chance.randbytes(chance.randint(inputs.SHORTEST, inputs.LONGEST))
        tried(target, inputs.made(recipe, target.seeds, target.words))


@pytest.mark.parametrize(
    ("target", "data"),
    [
        ("preview-request", b"HEAD / HTTP/1.0\nHost:127.0.0.1:0\n\nP/\nHos~: 127.0.0.1:8000d.xml HTTP/"),
        ("preview-request", b"GET / HTTP/1.0\nHost:127.0.0.1:0\n\n\n:8000\n\r\n\r\n:8000"),
        ("review-request", b"GET / HTTP/1.1\nHost:127.0.0.1:8124\nConnection: close\n\n" + b"\xff" * 90),
    ],
)
def test_what_follows_a_last_request_breaks_no_answer(target: str, data: bytes) -> None:
    tried(named(target), data)


def test_a_length_of_thousands_of_digits_is_no_error() -> None:
    tried(named("answer"), b"Content-Length: " + b"9" * 5000 + b"\n\n")


@pytest.fixture
def told(tmp_path: Path) -> Findings:
    return Findings(tmp_path / "findings")


def _broken(data: bytes) -> None:
    if b"deep" in data:
        raise RecursionError("too deep")
    if b"shy" in data:
        raise ValueError


def test_what_is_no_sentence_of_ours_is_a_finding() -> None:
    target = Target("broken", _broken, (b"a",), refusals=(ValueError,))
    assert not tried(target, b"plain")
    with pytest.raises(RecursionError):
        tried(target, b"so deep it is")
    with pytest.raises(AssertionError, match="without a sentence"):
        tried(target, b"shy")


def test_the_same_recipe_makes_the_same_input_and_none_is_too_long() -> None:
    chance = random.Random(SEED)
    for _ in range(2_000):
        recipe = chance.randbytes(chance.randint(inputs.SHORTEST, inputs.LONGEST))
        data = inputs.made(recipe, [b"one: 1\ntwo: 2\n", b"x"], [b"three"])
        assert data == inputs.made(recipe, [b"one: 1\ntwo: 2\n", b"x"], [b"three"])
        assert len(data) <= inputs.MOST


def test_what_does_not_matter_is_left_out_of_a_finding() -> None:
    assert inputs.shortest(b"a" * 500 + b"deep" + b"b" * 500, lambda data: b"deep" in data) == b"deep"


def test_one_fault_is_kept_once_and_with_what_shows_it(told: Findings, tmp_path: Path) -> None:
    for data in (b"deep", b"deeper"):
        try:
            _broken(data)
        except RecursionError as exc:
            finding = found("broken", exc)
            if told.is_new(finding):
                told.keep(finding, data)
                told.close(finding)
    (kept,) = every(tmp_path / "findings")
    assert (tmp_path / "findings" / kept.file).read_bytes() == b"deep"
    assert (kept.kind, kept.place.partition(":")[0]) == ("RecursionError", "test_soak.py")


def watched(tmp_path: Path, limit: str, body: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A process of its own that watches over an input: what watches ends it, and sets limits for all that it does."""
    program = (
        f"import sys; from pathlib import Path; from soak import watch; watch.{limit}\n"
        f"with watch.Watch(Path(sys.argv[1])).over(b'an input'):\n    {body}\n"
    )
    now = tmp_path / "now"
    path = os.pathsep.join(map(str, (PROJECT / "src", TESTS)))
    command = [sys.executable, "-c", program, str(now)]
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True), now


def test_an_input_that_never_ends_is_told_and_so_is_where(tmp_path: Path) -> None:
    ran, now = watched(tmp_path, "SECONDS = 0.2", "while True: pass")
    assert ran.returncode == -signal.SIGPROF
    assert last(now) == b"an input"
    assert "line 3" in now.with_suffix(".stack").read_text("utf-8")


def test_an_input_that_takes_too_much_memory_is_told(tmp_path: Path) -> None:
    ran, _ = watched(tmp_path, "GROWTH = 50", "bytes(bytearray(b'x') * 200_000_000)")
    assert "soak.watch.Grown" in ran.stderr
    ran, _ = watched(tmp_path, "GROWTH = 50", "bytes(bytearray(b'x') * 2_000)")
    assert ran.returncode == 0
