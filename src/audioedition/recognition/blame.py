"""What is wrong with a clip, by what was heard in it.  Pure."""

from __future__ import annotations

from collections.abc import Iterator

from audioedition import phrases
from audioedition.model import Fault, Heard, Trouble


def faults(heard: Heard, language: str) -> tuple[Fault, ...]:
    return ()
