"""A record: an episode as a JSON file."""

from __future__ import annotations

import dataclasses
import errno
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition import files
from audioedition.archive import succession, versions
from audioedition.errors import ArchiveError
from audioedition.files import digest
from audioedition.languages import TAG
from audioedition.model import Episode

_WORDS = {"lines", "blocks"}
"""The fields that hold nearly all of a record, and that few need."""

_FILE = re.compile(r"[\w-][\w.-]{0,254}", re.ASCII)
"""A name as the archive gives it: one that leads to another folder would have a file there deleted or published, and no disk has a longer one."""


class Foreign(ArchiveError):
    """A record that is of another episode than the one whose place it has."""


def dump(episode: Episode) -> bytes:
    """The contents of an episode's record; equal episodes, equal bytes."""
    said = versions.marked(_converter().unstructure(episode))
    return json.dumps(said, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True, omit_if_default=True)


def read(path: Path) -> Episode:
    """The episode that a record holds.  Raises FileNotFoundError, and ArchiveError if it is damaged or of a newer program."""
    return _structured(path, contents(path), words=True)


def of(path: Path, post: str, language: str) -> Episode:
    """The episode of `post` in `language` that the record at `path` holds.

    Two ids can have one file: `a b` has that of `a-b-` and eight digits, which may be the very id of another post.
    Raises Foreign if it is of another, and what `read` does.
    """
    found = read(path)
    if (found.post, found.language) != (post, language):
        message = (
            f"{path} is the record of {found.guid}, and the post {post!r} would have the same file: give this post another `id:` "
            "in its front matter, or by --id; if somebody has put the record there, `audioedition check --archive` says where it belongs."
        )
        raise Foreign(message)
    return found


def readable(paths: Iterable[Path]) -> tuple[list[Episode], dict[Path, str]]:
    """The episodes of those records that can be read, and what is said of each that cannot; raises ArchiveError for one of a newer program."""
    found, damaged = [], {}
    for path in paths:
        try:
            found.append(read(path))
        except versions.Newer:
            raise
        except ArchiveError as exc:
            damaged[path] = str(exc)
    return found, damaged


def skimmed(
    paths: Sequence[Path], report: Callable[[int, int], None]
) -> tuple[dict[Path, Episode], dict[Path, str]]:
    """The episodes of those records that can be read, without lines and blocks, and what is said of each that cannot.

    How many were read, and of how many, is told as it goes.  Raises ArchiveError for one of a newer program.
    """
    found, damaged = {}, {}
    for done, path in enumerate(paths, 1):
        try:
            found[path] = dataclasses.replace(read(path), lines=(), blocks=())
        except versions.Newer:
            raise
        except ArchiveError as exc:
            damaged[path] = str(exc)
        except FileNotFoundError:
            if path.is_symlink():  # else somebody has just deleted it
                damaged[path] = _damaged(path)
        report(done, len(paths))
    return found, damaged


def is_older(path: Path) -> bool:
    """Whether a record can be read, and is of an earlier version.  Raises ArchiveError."""
    try:
        return not versions.is_present(contents(path)) and not readable([path])[1]
    except FileNotFoundError:  # a link that leads nowhere
        return False
    except versions.Newer:
        raise
    except ArchiveError:
        return False


def shortened(path: Path, data: bytes) -> Episode:
    """The episode that the `data` of a record at `path` say, without its lines and blocks.  Raises ArchiveError."""
    return _structured(path, data, words=False)


def digest_of(path: Path) -> str:
    """A digest of all that a record says.  Raises as `read`, but for what is damaged."""
    return digest(contents(path))


def contents(path: Path) -> bytes:
    """The bytes of a record.  Raises FileNotFoundError, and ArchiveError if it cannot be read, or is no file."""
    try:
        return files.contents(path)
    except FileNotFoundError:
        raise
    except OSError as exc:
        if isinstance(exc, IsADirectoryError) or exc.errno == errno.ELOOP:
            raise ArchiveError(_damaged(path)) from exc
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ArchiveError(message) from exc


def _structured(path: Path, data: bytes, *, words: bool) -> Episode:
    try:
        said = versions.read(path, json.loads(data))
        if not words:
            said = {key: value for key, value in said.items() if key not in _WORDS}
        return _checked(_converter().structure(said, Episode))
    except (
        ValueError,
        RecursionError,
        TypeError,
        AttributeError,
        BaseValidationError,
    ) as exc:  # AttributeError: of a list
        raise ArchiveError(_damaged(path)) from exc


def _damaged(path: Path) -> str:
    return f"{path} is damaged and no episode can be read from it: restore it from a copy, or run `audioedition repair`, which makes it again."


def _checked(episode: Episode) -> Episode:
    """An episode whose language and files name no place outside of their folders, and whose times can be told.

    Raises ValueError for another.
    """
    named = filter(None, succession.every_file(episode))
    if not re.fullmatch(TAG, episode.language) or not all(map(_FILE.fullmatch, named)):
        raise ValueError(episode.language)
    times = (*(line.start + line.end for line in episode.lines), *(each.start for each in episode.chapters))
    if not math.isfinite(
        episode.seconds + sum(times)
    ):  # `Infinity`, `NaN` and 1e999 are numbers to JSON's reader
        raise ValueError(episode.seconds)
    return episode
