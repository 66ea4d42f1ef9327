"""A record: an episode as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition.errors import ArchiveError
from audioedition.files import digest
from audioedition.model import Episode

_WORDS = {"lines", "blocks"}
"""The fields that hold nearly all of a record, and that few need."""


def dump(episode: Episode) -> bytes:
    """The contents of an episode's record; equal episodes, equal bytes."""
    return _converter().dumps(episode, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True, omit_if_default=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode without its lines and blocks, and a digest of all its record says."""

    episode: Episode
    digest: str


def read(path: Path) -> Episode:
    """The episode that a record holds.  Raises FileNotFoundError, and ArchiveError if it is damaged."""
    return _structured(path, _bytes(path), words=True)


def readable(paths: Iterable[Path]) -> tuple[list[Episode], dict[Path, str]]:
    """The episodes of those records that can be read, and what is said of each record that cannot."""
    found, damaged = [], {}
    for path in paths:
        try:
            found.append(read(path))
        except ArchiveError as exc:
            damaged[path] = str(exc)
    return found, damaged


def listed(path: Path, known: dict[str, Episode]) -> Listed:
    """What a record says but for its lines and blocks.  Raises as `read`.

    `known` are those that were read before, by the digests of their records, and gets this one: to take a record
    apart takes longer than to read it.
    """
    data = _bytes(path)
    key = digest(data)
    if key not in known:
        known[key] = _structured(path, data, words=False)
    return Listed(known[key], key)


def digest_of(path: Path) -> str:
    """A digest of all that a record says.  Raises as `read`, but for what is damaged."""
    return digest(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ArchiveError(message) from exc


def _structured(path: Path, data: bytes, *, words: bool) -> Episode:
    try:
        said = json.loads(data)
        if not words:
            said = {key: value for key, value in said.items() if key not in _WORDS}
        return _converter().structure(said, Episode)
    except (
        ValueError,
        TypeError,
        AttributeError,
        BaseValidationError,
    ) as exc:  # AttributeError: of a list
        message = f"{path} is damaged and no episode can be read from it: restore it from a copy, or delete it and publish its post again."
        raise ArchiveError(message) from exc
