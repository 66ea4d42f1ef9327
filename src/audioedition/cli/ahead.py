"""Ahead: what is needed once all is spoken is loaded while sentences are spoken, and nobody has to wait for it then."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from threading import Lock, Thread

Progress = Callable[[str, int, int], None]

_LATER = ("audioedition.mixdown", "audioedition.publish", "audioedition.seal")


def ahead(progress: Progress) -> Progress:
    """As `progress`; once that is told that something is ready, what mixes and publishes is loaded, in a thread of its own."""
    first = Lock()

    def told(title: str, done: int, total: int) -> None:
        progress(title, done, total)
        if done and first.acquire(blocking=False):  # kept for good
            Thread(target=_load, name="ahead").start()

    return told


def _load() -> None:
    for name in _LATER:
        with contextlib.suppress(Exception):  # whoever needs it finds out, and can say for what
            importlib.import_module(name)
