"""What the episodes were recorded from: their editions, and what else a recording needs of a post.

A record is public and holds what is heard of a post, not the post; a manuscript holds the rest, so that an
episode can be spoken again when its post is out of reach.  Private and disposable: publishing a post brings its
manuscripts back.  One file per recording: a first line that says of what program, which recording and which
contents it is, and the contents.  That of an earlier recording goes only when the episode's record tells of the new one: whoever is
interrupted in between has both.  A file that is damaged, of another recording, or of a program whose posts look
different is no manuscript.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition.files import digest, unlink, write_atomically
from audioedition.model import Edition, Episode, Post

_REVISION = 1
"""Of what the fields mean; what they are called and hold is seen to by itself."""

_ADDED = (frozenset({"Post.host: str"}),)
"""Fields that came later, the oldest first: a manuscript without them says the same as one in which they are empty."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One edition, and its post without what only splitting needs."""

    post: Post
    edition: Edition


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manuscript, and which recording it is of: the digest of its post's origin, and the fingerprint of its sound."""

    manuscript: Manuscript
    origin: str
    sound: str


def manuscript(post: Post, edition: Edition) -> Manuscript:
    """The manuscript of an `edition` of `post`."""
    return Manuscript(dataclasses.replace(post, blocks=(), furniture=()), edition)


@dataclass(frozen=True, slots=True)
class Manuscripts:
    """The manuscripts in `folder`: `<language>/<digest of the post's id>-<digest of the recording>.json`.

    Earlier programs had one for each episode, without the recording in its name: it counts as long as it is of this one.
    """

    folder: Path

    def keep(self, manuscript: Manuscript, episode: Episode) -> None:
        """Keep what `episode` is recorded from, unless it is there.  Raises ArchiveError if the disk refuses."""
        body = _converter().dumps(manuscript, ensure_ascii=False).encode("utf-8", "surrogatepass")
        write_atomically(
            self._path(episode), b"%b\n%b\n" % (_seal(episode.origin, episode.sound, body), body)
        )

    def has(self, episode: Episode) -> bool:
        """Whether the manuscript of just this recording is here, and whole."""
        return self.holds(episode.post, episode.language, origin=episode.origin, sound=episode.sound)

    def holds(self, post: str, language: str, *, origin: str, sound: str) -> bool:
        """Whether the manuscript of the recording of `post` in `language` is here, and whole: that of this origin and sound."""
        return self._held(post, language, origin, sound) is not None

    def of(self, episode: Episode) -> Manuscript | None:
        """What `episode` was recorded from, or None if that is not here (any more)."""
        body = self._held(episode.post, episode.language, episode.origin, episode.sound)
        try:
            return None if body is None else _converter().loads(body, Manuscript)
        except (ValueError, TypeError, AttributeError, BaseValidationError):
            return None

    def sealed(self, post: str, language: str) -> list[Sealed]:
        """The manuscripts of `post` in `language` that are whole, whichever recording each is of, the newest first."""
        before = self._before(post, language)
        found = [path for path in (before, *before.parent.glob(f"{before.stem}-*.json")) if path.exists()]
        newest = sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [each for each in map(_sealed, newest) if each]

    def damaged(self) -> Iterator[Path]:
        """The files that are not whole; those of other versions of the program are."""
        for path in sorted(self.folder.glob("*/[!.]*.json")):
            try:
                seal, _, rest = path.read_bytes().partition(b"\n")
                _, _, _, told = json.loads(seal)
                is_whole = told == digest(rest.removesuffix(b"\n"))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, TypeError, RecursionError):
                is_whole = False
            if not is_whole:
                yield path

    def settle(self, episode: Episode, old: Episode | None) -> None:
        """Delete what the recording `old` was made from, now that `episode` is in its place.  Raises ArchiveError."""
        if old and self._path(old) != self._path(episode):
            unlink(self._path(old))
        unlink(self._before(episode.post, episode.language))

    def forget(self, post: str, language: str) -> None:
        """Delete the manuscripts of `post` in `language`, if they are here.  Raises ArchiveError."""
        before = self._before(post, language)
        for path in (before, *before.parent.glob(f"{before.stem}-*.json")):
            unlink(path)

    def prune(self, episodes: Iterable[Episode], spared: Collection[str] = ()) -> list[Path]:
        """Delete all but the manuscripts of these `episodes`, and those in the languages that are `spared`; return what went.

        Raises ArchiveError.
        """
        wanted = set(map(self._wanted, episodes))
        gone = sorted(
            path
            for path in self.folder.glob("*/*.json")
            if path not in wanted and path.parent.name not in spared
        )
        for path in gone:
            unlink(path)
        return gone

    def _held(self, post: str, language: str, origin: str, sound: str) -> bytes | None:
        """What stands in the manuscript of a recording, if it is here."""
        body = _body(self._of(post, language, origin, sound), origin, sound)
        return _body(self._before(post, language), origin, sound) if body is None else body

    def _wanted(self, episode: Episode) -> Path:
        path = self._path(episode)
        return path if path.exists() else self._before(episode.post, episode.language)

    def _path(self, episode: Episode) -> Path:
        return self._of(episode.post, episode.language, episode.origin, episode.sound)

    def _of(self, post: str, language: str, origin: str, sound: str) -> Path:
        return self.folder / language / f"{digest(post)[:32]}-{digest(origin, sound)[:16]}.json"

    def _before(self, post: str, language: str) -> Path:
        return self.folder / language / f"{digest(post)[:32]}.json"


def _body(path: Path, origin: str, sound: str) -> bytes | None:
    """What stands in a manuscript, if it is whole, and that of a recording of this origin and sound."""
    try:
        seal, _, rest = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    body = rest.removesuffix(b"\n")
    return body if seal in _seals(origin, sound, body) else None


def _sealed(path: Path) -> Sealed | None:
    try:
        _, origin, sound, _ = json.loads(path.read_bytes().partition(b"\n")[0])
        body = _body(path, origin, sound)
        return None if body is None else Sealed(_converter().loads(body, Manuscript), origin, sound)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, BaseValidationError):
        return None


def _seal(origin: str, sound: str, body: bytes) -> bytes:
    """The first line of a file: the same only for the same shape, source, recording and contents."""
    return _seals(origin, sound, body)[0]


def _seals(origin: str, sound: str, body: bytes) -> list[bytes]:
    """The first line of such a file, and those that earlier programs wrote."""
    said = digest(body)
    return [json.dumps([shape, origin, sound, said]).encode() for shape in _shapes()]


@cache
def _shapes() -> list[str]:
    """A digest of all fields that a manuscript can hold, since a program that has others cannot read it as it was meant; and earlier ones."""
    known = set(_fields(Manuscript))
    shapes = [known, *(known := known - added for added in reversed(_ADDED))]
    return [digest(str(_REVISION), *sorted(fields)) for fields in shapes]


def _fields(kind: object) -> Iterator[str]:
    """Each field of a type, and of the types that it is made of."""
    for part in typing.get_args(kind):
        yield from _fields(part)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            yield f"{kind.__name__}.{field.name}: {field.type}"
            yield from _fields(hints[field.name])


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True, omit_if_default=True)
