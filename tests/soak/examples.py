"""Examples of what comes in, of the tests and the project; a folder of one's own for what is read from the disk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent.parent
DATA = TESTS / "data"
PROJECT = TESTS.parent

_LONGEST = 12_000
"""Bytes of an example: of longer ones the beginning, so that there is time for many inputs."""


def files(*patterns: str) -> tuple[bytes, ...]:
    """The files of the test data that are so called, and none that is empty."""
    paths = sorted(path for pattern in patterns for path in DATA.glob(pattern))
    return tuple(path.read_bytes()[:_LONGEST] for path in paths)


def project(*patterns: str) -> tuple[bytes, ...]:
    """The same of the project."""
    paths = sorted(path for pattern in patterns for path in PROJECT.glob(pattern))
    return tuple(path.read_bytes()[:_LONGEST] for path in paths)


def words(text: str) -> tuple[bytes, ...]:
    """Words that are written one after the other, with blanks between them; `␣` is a blank, `␤` the end of a line."""
    return tuple(word.replace("␣", " ").replace("␤", "\n").encode() for word in text.split())


@cache
def scratch() -> Path:
    """A folder of this process, which goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def written(name: str, data: bytes) -> Path:
    """A file in that folder with this contents."""
    path = scratch() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
