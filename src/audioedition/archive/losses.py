"""What is lost of an archive, and what is still known of it: the one room that tells, whoever asks.

Records are missed by the list of records, by the feed, by what was taken back, and, where neither list nor feed is left, by audio.
Who writes asks only what is cheapest, and before anything new is written (`before`); who looks for damage asks everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.archive import listing, published
from audioedition.archive.identities import Identity
from audioedition.archive.listing import Listed
from audioedition.archive.published import Item
from audioedition.archive.versions import Newer
from audioedition.errors import ArchiveError
from audioedition.languages import TAG

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.archive.known import Known

KINDS = ("listed", "podcasts")
"""The folders in which what is known of each podcast lies: the list of its records, and its copy."""

_AUDIO = re.compile(r"([a-z0-9][a-z0-9-]*)-[0-9a-f]{12}\.(?:mp3|opus)")


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that was at `path`: of which episode, what was listed of that, if it was, and whether it was retracted."""

    path: Path
    item: Item
    known: Listed | None = None
    is_retracted: bool = False


def before(archive: Archive, language: str, listed: Collection[Listed]) -> Collection[Listed | Item]:
    """What is known of a podcast's episodes before anything new is written, if so many were `listed`.

    That is the list; without one, what the feed names and what was taken back; and where there is no feed either, that of which
    there is audio and no record: only its name tells what it is.  Raises ArchiveError.
    """
    if listed:
        return listed
    kept = _kept(archive, language)
    folder = archive.folder(language)
    found = list(published.items(folder))
    if not found and (kept is None or kept.identity.guid):  # else the first `publish` was in the middle of it
        found = _unrecorded(archive, language)
    return [*found, *_retracted(kept, found)]


def gone(archive: Archive, language: str) -> list[Gone]:
    """What was known of a podcast, and has no record any more, nobody knows how.  Raises ArchiveError."""
    known = archive.before(language)
    there = {row.guid for row in archive.every(language)} if known else set()
    return [each for each in _gone(archive, language, known, there) if not each.path.exists()]


def everywhere(archive: Archive, language: str, guids: Collection[str]) -> list[Gone]:
    """What was listed, stands in the feed, or was taken back, and is not among the `guids` of the records that are there.

    Raises ArchiveError.
    """
    listed = archive.remembered(language)
    found = list(published.items(archive.folder(language)))
    ours = [each for each in found if each.guid == archive.guid(each.post, language)]
    return _gone(
        archive, language, [*listed.values(), *ours, *_retracted(_kept(archive, language), found)], guids
    )


def returned(archive: Archive, language: str) -> list[Gone]:
    """The episodes that were taken back, and whose records say that they were not: they are of an older copy of the archive.

    The record of an episode that was brought back is newer than the copy of what was taken back.  Raises ArchiveError.
    """
    kept, found = _kept(archive, language), []
    for item in kept.retracted if kept else ():
        path = archive.place(item.post, language)
        try:
            is_older = path.stat().st_mtime_ns < archive.copy(language).stat().st_mtime_ns
            episode = archive.find(item.post, language) if is_older else None
        except Newer:
            raise
        except (OSError, ArchiveError):  # that is told where it is needed
            continue
        if episode and not episode.retracted and episode.guid == item.guid:
            found.append(Gone(path, item, is_retracted=True))
    return found


def is_told(archive: Archive, language: str) -> bool:
    """Whether anything tells which episodes of a podcast were taken back: the list of records, or its copy.  Raises ArchiveError."""
    kept = _kept(archive, language)
    return bool(archive.remembered(language)) or (kept is not None and bool(kept.identity.guid))


def languages(archive: Archive, others: Iterable[str]) -> list[str]:
    """The languages that have a podcast, or of which there was one, and `others`: also those whose folder is gone."""
    prefix = f"{archive.root.name}-"
    files = (path for kind in KINDS for path in archive.private.glob(f"{kind}/{prefix}*.json"))
    known = (path.stem.removeprefix(prefix) for path in files)
    return sorted({*archive.podcasts(), *others, *(tag for tag in known if re.fullmatch(TAG, tag))})


def identity(folder: Path, recall: Callable[[], Known | None]) -> Identity:
    """Who the podcast in `folder` is, if its own file does not tell: by the feed there, and by its copy, which `recall` gives.

    Where they differ, the feed is right.  Raises ArchiveError if the copy is damaged, and nothing else tells.
    """
    said = published.identity(folder)
    try:
        kept = recall()
    except ArchiveError:
        if said is None:
            raise
        return said
    known = kept.identity if kept else Identity()
    if said is None:
        return known
    if said.guid != known.guid:
        return said
    return known.at(*said.addresses[-1:])


def unless_newer(read: Callable[[], object]) -> None:
    """Read something, whether it is damaged or not.  Raises ArchiveError if a newer program has written it."""
    try:
        read()
    except Newer:
        raise
    except ArchiveError:  # what is damaged is told where it is needed, and mended by `repair`
        return


def _kept(archive: Archive, language: str) -> Known | None:
    """What its copy tells of a podcast; nothing if it is damaged: it is written anew with the next feed."""
    try:
        return archive.known(language)
    except Newer:
        raise
    except ArchiveError:
        return None


def _gone(
    archive: Archive, language: str, known: Iterable[Listed | Item], guids: Collection[str]
) -> list[Gone]:
    found: dict[str, Gone] = {}
    for each in known:
        if each.guid in guids or each.guid in found:
            continue
        path = archive.place(each.post, language)
        if isinstance(each, Item) and each.file:
            path = path.with_name(each.file)
        if isinstance(each, Listed):
            item = Item(each.guid, each.post, each.published, each.title)
            found[each.guid] = Gone(path, item, each, each.is_retracted)
        else:
            found[each.guid] = Gone(path, each, is_retracted=each.is_retracted)
    return list(found.values())


def _retracted(kept: Known | None, named: Collection[Item]) -> Iterator[Item]:
    """What was taken back, but for what the feed has `named`: that came back."""
    guids = {each.guid for each in named}
    return (each for each in (kept.retracted if kept else ()) if each.guid not in guids)


def _unrecorded(archive: Archive, language: str) -> list[Item]:
    """The episodes that audio is of, by its names, of which there is no record: whether they are these is not looked at."""
    there = {name.removesuffix(".json") for name in listing.names(archive.place("", language).parent)}
    names = {name[1] for file in archive.sizes(language) if (name := _AUDIO.fullmatch(file))}
    return [
        Item(archive.guid(name, language), name, None, name, file=f"{name}.json")
        for name in sorted(names - there)
    ]
