"""What an archive tells of the settings by which it was made, where `audioedition.toml` is lost."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audioedition import addresses
from audioedition.archive import Archive, Identity, identities, losses, published
from audioedition.errors import ArchiveError, ConfigError
from audioedition.files import contents
from audioedition.mixdown import labels

_GUID = re.compile(r"tag:([^:,/\s]+),([\d-]+):[^\s]+/[^/\s]+")
_NAMED = re.compile(rb'"guid": "([^"]*)"')
_HEAD = 2_000  # bytes of a record, in which it tells its guid


@dataclass(frozen=True, slots=True)
class Inherited:
    """What is known of the settings of an archive that is there, empty where nothing is; `notes` say where each comes from.

    `hidden` are the languages whose podcast is private.
    """

    authority: str = ""
    since: str = ""
    base_url: str = ""
    languages: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def inherited(folder: Path) -> Inherited:
    """What the archive in the `folder` of an edition tells, if there is one.

    Raises ConfigError if its episodes have guids of several editions, ArchiveError if a newer program has written it.
    """
    archive = Archive(folder / "feeds", folder / ".audioedition", "", "")
    tags = losses.languages(archive, ())
    if not tags:
        return Inherited()
    (authority, since), told = _guids(archive, tags)
    base_url, more = _base(archive, tags)
    notes = [*told, *more]
    hidden = frozenset(tag for tag in tags if _name(archive, tag) != tag)
    if hidden:
        notes.append(
            f"private = true stands for {', '.join(sorted(hidden))}, whose folder has a secret name."
        )
    return Inherited(authority, since, base_url, tuple(tags), hidden, tuple(notes))


def _name(archive: Archive, tag: str) -> str:
    """What the folder of a podcast is called, or was."""
    folder = archive.folder(tag)
    return folder.name if folder.exists() else archive.recall(tag) or tag


def _guids(archive: Archive, tags: Sequence[str]) -> tuple[tuple[str, str], list[str]]:
    """What the guids of all episodes begin with, and where that comes from, in words.  Raises ConfigError if they differ."""
    found: dict[tuple[str, str], list[Path]] = {}
    for look in (_written, _heard):  # the latter reads a part of each audio file
        for path, guid in look(archive, tags):
            if said := _GUID.fullmatch(guid):
                found.setdefault((said[1], said[2]), []).append(path)
        if found:
            break
    if not found:
        note = (
            "authority and since are new: nothing tells which guids the episodes had that were here. If you know them from a copy of "
            "audioedition.toml, write them there before you publish: by their guids, apps know episodes again."
        )
        return ("", ""), [note]
    if len(found) > 1:
        ways = "; ".join(f"{a!r} and {since!r} by {paths[0]}" for (a, since), paths in found.items())
        message = (
            f"The episodes in {archive.root} have guids of several editions, by authority and since: {ways}. "
            "Move away what belongs to another edition, and run this again."
        )
        raise ConfigError(message)
    ((its, paths),) = found.items()
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return its, [
        f"authority and since are those of the guids in {paths[0]}{more}: the guids stay as they are."
    ]


def _written(archive: Archive, tags: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """The guids of records, of lists of them, and of feeds, each with the file that tells it."""
    for tag in tags:
        folder = archive.folder(tag)
        for path in sorted(folder.glob("episodes/*.json")):
            with contextlib.suppress(OSError):
                if said := _NAMED.search(contents(path)[:_HEAD]):
                    yield path, said[1].decode("utf-8", "replace")
        yield from ((path, row.guid) for path, row in archive.remembered(tag).items())
        yield from ((folder / addresses.FEED, item.guid) for item in published.items(folder))


def _heard(archive: Archive, tags: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """The same of audio files."""
    for tag in tags:
        for name in sorted(archive.sizes(tag)):
            path = archive.audio(tag, name)
            with contextlib.suppress(OSError):
                if said := labels.read(path):
                    yield path, said.guid


def _base(archive: Archive, tags: Sequence[str]) -> tuple[str, list[str]]:
    """Where the web root stands, and where that comes from, in words.  Raises ArchiveError if a newer program has written that."""
    found: dict[str, Path] = {}
    for tag in tags:
        name, said = _name(archive, tag), Identity()
        losses.unless_newer(partial(archive.identity, tag))
        with contextlib.suppress(ArchiveError):
            said = archive.identity(tag)
        for address in said.addresses[-1:]:
            base, _, _ = address.rpartition(addresses.url("", name, addresses.FEED))
            found.setdefault(base, archive.folder(tag) / identities.FILE)
    bases = list(filter(None, found))
    if len(bases) == 1:
        return bases[0], [f"base_url is where the feeds stood, by {found[bases[0]]}."]
    if bases:
        return "", [f"base_url is not known: the feeds stood at {' and '.join(bases)}."]
    return "", []
