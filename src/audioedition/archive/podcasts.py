"""The podcasts of an archive: their folders in the web root, and who they are, there and in the copy of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from audioedition.archive import folders, identities, known, losses
from audioedition.archive.identities import Identity
from audioedition.archive.known import Known
from audioedition.archive.published import Item


class Podcasts:
    """What an archive knows of podcasts, their episodes apart."""

    __slots__ = ()

    root: Path
    private: Path
    hidden: frozenset[str]
    outdated: list[Path]

    def folder(self, language: str) -> Path:
        """The folder of a language's podcast in the web root, whether it is there or not."""
        return folders.of(self.root, language, self.hidden)

    def identity(self, language: str) -> Identity:
        """Who a language's podcast is; it has no guid before its feed is first written.  Raises ArchiveError."""
        podcast = self.folder(language)
        found = identities.read(podcast)
        return found if found.guid else losses.identity(podcast, partial(self.known, language))

    def has_identity(self, language: str) -> bool:
        """Whether that is told where it belongs, and not only by what is left of it elsewhere.  Raises ArchiveError."""
        return bool(identities.read(self.folder(language)).guid)

    def keep_identity(self, language: str, guid: str, *address: str) -> None:
        """Decide the guid of a language's podcast, unless it is decided, and note where its feed stands, once it does.

        Raises ArchiveError.
        """
        told = self.identity(language).at(*address)
        self.identify(language, dataclasses.replace(told, guid=told.guid or guid))

    def identify(self, language: str, identity: Identity) -> None:
        """Write who a language's podcast is, whatever was known of that.  Raises ArchiveError."""
        podcast = self.folder(language)
        if identities.write(podcast, identity, self.backup(podcast)):
            self.outdated.append(podcast / identities.FILE)

    def known(self, language: str) -> Known | None:
        """The copy of what must stay known of a language's podcast.  Raises ArchiveError if it is damaged."""
        return known.read(self.copy(language))

    def recall(self, language: str) -> str:
        """What the folder of a language's podcast was called; empty if nobody knows.  Raises ArchiveError."""
        kept = self.known(language)
        return kept.folder if kept else ""

    def begin(self, language: str) -> None:
        """Write down that a podcast has a folder, before there is anything in it.  Raises ArchiveError."""
        copy = self.copy(language)
        if not copy.exists():
            known.keep(copy, self.folder(language).name, Identity(), ())

    def remember(self, language: str, retracted: Iterable[Item]) -> None:
        """Write the copy of what must stay known of a podcast, once its feed stands.  Raises ArchiveError."""
        known.keep(self.copy(language), self.folder(language).name, self.identity(language), retracted)

    def refuse_newer(self) -> None:
        """Go on only if no newer program has written who a podcast is.  Raises ArchiveError."""
        for path in self.root.glob(f"*/{identities.FILE}"):
            losses.unless_newer(partial(identities.read, path.parent))
        for path in self.private.glob(f"podcasts/{self.root.name}-*.json"):
            losses.unless_newer(partial(known.read, path))

    @property
    def backups(self) -> Path:
        """Where files of older versions are kept as they were."""
        return self.private / "backups"

    def backup(self, folder: Path) -> Path:
        """Where what is replaced in a `folder` of the archive is kept."""
        return self.backups / self.root.name / folder.relative_to(self.root)

    def copy(self, language: str) -> Path:
        """Where the copy of what must stay known of a language's podcast lies."""
        return self.private / "podcasts" / f"{self.root.name}-{language}.json"
