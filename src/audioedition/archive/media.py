"""The audio files of a podcast, in the folder `audio` below its own: kept whole, deleted only when no feed names them."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG

from audioedition import stamps
from audioedition.addresses import slug
from audioedition.errors import ArchiveError
from audioedition.files import contents, digest_file, persist, replacing, unlink
from audioedition.model import Enclosure, Episode

_NAME = re.compile(r"-([0-9a-f]{12})\.[^.]+$")

KEPT = timedelta(days=30)
"""How long superseded audio stays: a listener may be in the middle of it."""


def path(podcast: Path, file: str) -> Path:
    """Where an audio file of the podcast in that folder lies."""
    return podcast / "audio" / file


def keep(podcast: Path, recording: Path, post: str) -> Enclosure:
    """Bring a finished file into the folder, under a name that carries its digest.

    A file that is there already is not touched.  Raises ArchiveError when the disk refuses.
    """
    found = digest_file(recording)
    file = f"{slug(post)}-{found[:12]}{recording.suffix}"
    target = path(podcast, file)
    length = recording.stat().st_size
    if holds(podcast, Enclosure(file, length)) and digest_file(target) == found:
        persist(target)
    else:
        with replacing(target) as part:
            shutil.copyfile(recording, part)
    return Enclosure(file, length, digest=found)


def holds(podcast: Path, enclosure: Enclosure) -> bool:
    """Whether an audio file is there, at its full length."""
    audio = path(podcast, enclosure.file)
    return audio.is_file() and audio.stat().st_size == enclosure.length


def is_unchanged(audio: Path) -> bool:
    """Whether the contents of an audio file are still those of which its name carries the digest.  Raises OSError."""
    name = _NAME.search(audio.name)
    return name is not None and digest_file(audio).startswith(name[1])


def fault(podcast: Path, enclosure: Enclosure) -> str:
    """What is wrong with an audio file, of which every byte is read; "" if nothing is."""
    audio = path(podcast, enclosure.file)
    try:
        size = audio.stat().st_size
        if size != enclosure.length:
            return f"it has {size} bytes where its record says {enclosure.length}"
        found = digest_file(audio)
    except FileNotFoundError:
        return "it is missing"
    except OSError as exc:
        return f"it cannot be read ({exc.strerror})"
    name = _NAME.search(audio.name)
    is_same = name is not None and found.startswith(name[1]) and enclosure.digest in {"", found}
    return "" if is_same else "it was changed since it was recorded"


def damage(podcast: Path, episode: Episode) -> Iterator[str]:
    """A sentence for each audio file of an episode that is not as its record says."""
    again = "run `audioedition repair`, which makes it again"
    for enclosure in (episode.enclosure, *episode.alternates) if not episode.retracted else ():
        audio = path(podcast, enclosure.file)
        if not audio.is_file():
            yield f"{audio} is missing; {again}."
        elif not holds(podcast, enclosure):
            size = audio.stat().st_size
            yield f"{audio} has {size} bytes where its record says {enclosure.length}; {again}."


def sizes(podcast: Path) -> dict[str, int]:
    """The audio files that are there, and their bytes.  Raises ArchiveError."""
    folder = path(podcast, "")
    found = stamps.of(
        folder, stamps.names(folder), lambda said: said.st_size if S_ISREG(said.st_mode) else None
    )
    return {name: size for name, size in found.items() if size is not None}


def old(podcast: Path, now: datetime) -> set[str]:
    """The files that were written 30 days ago, or longer."""
    return {each.name for each in path(podcast, "").glob("*") if _age(each, now) >= KEPT}


def in_feed(podcast: Path, files: set[str]) -> set[str]:
    """Those of `files` that the feed on disk names, whoever wrote it and whenever.  Raises ArchiveError."""
    named: set[str] = set()
    for document in podcast.glob("feed*.xml"):
        try:
            feed = contents(document)
        except (FileNotFoundError, IsADirectoryError):  # a link to nothing, or no file: it names nothing
            continue
        except OSError as exc:
            if exc.errno == errno.ELOOP:
                continue
            message = f"{document} could not be read ({exc.strerror}): allow reading it."
            raise ArchiveError(message) from exc
        named |= {file for file in files if file.encode() in feed}
    return named


def delete(podcast: Path, files: set[str]) -> list[Path]:
    """Delete those of `files` that no feed names, for good; return what went.  Raises ArchiveError."""
    gone = sorted(files - in_feed(podcast, files))
    deleted = [audio for file in gone if unlink(audio := path(podcast, file))]
    if deleted:
        persist(deleted[-1])
    return deleted


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
