"""What is loaded while sentences are spoken."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading

import pytest

from audioedition.cli import ahead

BEFORE = "audioedition.cli.publish, audioedition.cli.recorded, audioedition.cli.bars, audioedition.record, audioedition.engines.piper"
HEAVY = {"emoji", "feedgen", "jinja2", "lxml", "pydub", "segno", "soundfile", "soxr", "yaml"}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is loaded, in order."""
    names: list[str] = []
    monkeypatch.setattr(importlib, "import_module", names.append)
    return names


def joined() -> None:
    for thread in threading.enumerate():
        if thread.name == "ahead":
            thread.join()


def test_what_publishes_is_loaded_once_when_the_first_sentence_is_ready(loaded: list[str]) -> None:
    told: list[tuple[str, int, int]] = []
    progress = ahead.ahead(lambda *those: told.append(those))
    progress("speaking", 0, 3)
    joined()
    assert not loaded
    for done in (1, 2, 3):
        progress("speaking", done, 3)
    joined()
    assert loaded == [*dict.fromkeys(loaded)]
    assert "audioedition.publish" in loaded
    assert told == [("speaking", done, 3) for done in range(4)]


def test_what_cannot_be_loaded_is_left_to_whoever_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str) -> None:
        raise ImportError(name)

    failed: list[object] = []
    monkeypatch.setattr(importlib, "import_module", refused)
    monkeypatch.setattr(threading, "excepthook", failed.append)
    ahead.ahead(lambda *_: None)("speaking", 1, 3)
    joined()
    assert not failed


def test_nothing_that_is_slow_to_load_is_loaded_before_something_is_spoken() -> None:
    code = f"import sys, {BEFORE}; print(sorted({HEAVY!r} & {{*sys.modules}}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


@pytest.mark.parametrize("name", ahead._LATER)
def test_there_is_what_is_loaded(name: str) -> None:
    assert importlib.import_module(name).__name__ == name
