"""Where exported models, and others that were made ready, lie in the user's cache: bounded, and each of them made anew if it is gone."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from audioedition import files
from audioedition.downloads import cache_folder

MOST = 8
"""Exports that are kept.  Each is as big as its model, some 70 to 150 MB."""
KEPT = timedelta(days=30)
"""How long an export stays that nobody uses: as long as audio that was replaced."""

_REVISION = "1"  # of the export: raised when it must be made anew
_MAKERS = ("coqui-tts", "torch", "onnx")  # whose versions shape it


def place(model: str, makers: Sequence[str] = _MAKERS, machine: str = "") -> Path:
    """Where the export of a model lies, or will, by the digest of all that the model reads.

    Another version of a library that has a part in exporting, or another kind of `machine` where that counts, and it is
    another export.
    """
    versions = [f"{name} {_version(name)}" for name in makers]
    return _folder() / f"{files.digest(model, _REVISION, *versions, *filter(None, [machine]))[:32]}.onnx"


def used(path: Path) -> None:
    """Note that an export is used now; of the others, only those stay that were used last, `MOST` in all."""
    with contextlib.suppress(OSError):  # not ours to touch: then it counts as older than it is
        os.utime(path)
    others = sorted((age, each) for each, age in _ages(datetime.now(UTC)).items() if each != path)
    for _, each in others[MOST - 1 :]:
        delete(each)


def prune(now: datetime) -> list[Path]:
    """Delete exports that nobody has used for 30 days, and what an interruption left: what went."""
    return [each for each, age in sorted(_ages(now).items()) if age >= KEPT and delete(each)]


def _ages(now: datetime) -> dict[Path, timedelta]:
    """For how long each file in the folder was not used."""
    ages = {}
    with contextlib.suppress(OSError):  # there is none
        for path in _folder().iterdir():
            with contextlib.suppress(OSError):  # another program deletes, too
                ages[path] = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return ages


def delete(path: Path) -> bool:
    """Whether it is gone now."""
    try:
        path.unlink()
    except OSError:  # Windows keeps what another program has open
        return False
    return True


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _folder() -> Path:
    return cache_folder() / "accelerated"
