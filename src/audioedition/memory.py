"""What is remembered of posts that were published, so that an unchanged one is recognised at once.

Two kinds of memories: which post the files were that looked just like this, and which episodes a post has led to.
Private and disposable: what is forgotten is worked out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from audioedition.files import digest, sealed, unlink, unsealed, write_atomically

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which post it is, where it stands, and a digest of its contents: as the fields of `Post`."""

    id: str
    origin: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is to be told of an episode, and how one sees that it is still there, just as it was.

    `record` is a digest of its record's bytes, `files` are the names and sizes of its audio, the enclosure first.
    `origin` and `sound` are the record's own; `is_approved` says whether who listened then found it good; `notes` are
    told each time.
    """

    language: str
    title: str
    guid: str
    seconds: float
    record: str
    origin: str
    sound: str
    files: tuple[tuple[str, int], ...]
    is_approved: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """The memories in `folder`, one file per post, and one per place from where posts are read."""

    folder: Path

    def recall(self, post: str, inputs: str) -> tuple[Known, ...] | None:
        """The episodes to which `post` led with just these `inputs`, if it did.

        `inputs` is a digest of everything that the recordings depended on.
        """
        return _read(self._episodes(post), inputs, _episodes)

    def keep(self, post: str, inputs: str, episodes: Iterable[Known]) -> None:
        """Remember where `inputs` have led.  Raises ArchiveError if the disk refuses."""
        _write(self._episodes(post), inputs, [asdict(each) for each in episodes])

    def forget(self, post: str) -> None:
        """Forget a post, of which there is something to tell.  Raises ArchiveError if the disk refuses."""
        unlink(self._episodes(post))

    def recognise(self, place: str, looks: str) -> Identity | None:
        """The post that was read from `place` when it looked just like this, if it did."""
        return _read(self._identity(place), looks, _identity)

    def meet(self, place: str, looks: str, post: Identity) -> None:
        """Remember which post stands at `place` when it looks like this.  Raises ArchiveError if the disk refuses."""
        _write(self._identity(place), looks, asdict(post))

    def _episodes(self, post: str) -> Path:
        return self.folder / f"{digest(post)[:32]}.json"

    def _identity(self, place: str) -> Path:
        return self.folder / "files" / f"{digest(place)[:32]}.json"


def _write(path: Path, key: str, value: object) -> None:
    data = sealed(json.dumps({"inputs": key, "known": value}, sort_keys=True).encode())
    write_atomically(path, data, lasting=False)


def _read(path: Path, key: str, made: Callable[[Any], T]) -> T | None:
    """What was written for just this `key`; what is damaged, or another program's, was not."""
    try:
        remembered = json.loads(unsealed(path.read_bytes()))
        return made(remembered["known"]) if remembered["inputs"] == key else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _identity(said: dict[str, str]) -> Identity:
    return Identity(id=str(said["id"]), origin=str(said["origin"]), digest=str(said["digest"]))


def _episodes(said: list[dict[str, Any]]) -> tuple[Known, ...]:
    return tuple(map(_known, said))


def _known(said: dict[str, Any]) -> Known:
    words = ("language", "title", "guid", "record", "origin", "sound")
    return Known(
        **{name: str(said[name]) for name in words},
        seconds=float(said["seconds"]),
        files=tuple((str(name), int(size)) for name, size in said["files"]),
        is_approved=said["is_approved"] is True,
        notes=tuple(map(str, said["notes"])),
    )
