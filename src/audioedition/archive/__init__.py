"""The episodes on disk: `feeds/<language>/audio/` and `feeds/<language>/episodes/`.

What holds here, whatever happens (the laws are in docs/concepts.md):

- the audio file comes first and its record last, each by rename: a record names only what is there;
- guid and date of an episode are decided once, when it is first put here;
- records hold file names, never addresses; an audio file's name carries a digest of its contents;
- what is replaced is superseded, not deleted: `prune` does that, after 30 days.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from audioedition.addresses import slug
from audioedition.archive import (
    clock,
    folders,
    identities,
    listing,
    media,
    published,
    records,
    succession,
    versions,
)
from audioedition.archive.identities import Identity
from audioedition.archive.listing import Listed, Table
from audioedition.archive.lock import Busy, locked
from audioedition.archive.media import KEPT
from audioedition.archive.published import Item
from audioedition.errors import ArchiveError
from audioedition.files import unlink
from audioedition.languages import TAG
from audioedition.model import Enclosure, Episode

__all__ = ["KEPT", "Archive", "Busy", "Identity", "Item", "Listed"]


@dataclass(frozen=True, slots=True)
class Archive:
    """The episodes below `root` (the web root); `private` holds the lock and the memories.

    `authority` and `since` (RFC 4151) make the guids; they never change.  `hidden` are the languages whose podcast
    is private: its folder has a name that nobody can guess.
    """

    root: Path
    private: Path
    authority: str
    since: str
    hidden: frozenset[str] = frozenset()
    outdated: list[Path] = field(default_factory=list, compare=False, repr=False)
    """Files of an older version that were written anew, in this one; `backups` has them as they were."""
    _table: Table = field(default_factory=Table, compare=False, repr=False)
    _before: dict[Path, Collection[Listed | Item]] = field(default_factory=dict, compare=False, repr=False)

    def guid(self, post: str, language: str) -> str:
        """`tag:<authority>,<since>:<post>/<language>`: the same even if the archive is lost."""
        return f"tag:{self.authority},{self.since}:{quote(post, safe='/-._~')}/{language}"

    def find(self, post: str, language: str) -> Episode | None:
        """The episode of `post` in `language`, retracted or not.  Raises ArchiveError if damaged."""
        try:
            return records.read(self._record(post, language))
        except FileNotFoundError:
            return None

    def of_post(self, post: str) -> list[Episode]:
        """All episodes of `post`, in whatever languages, retracted or not.  Raises ArchiveError."""
        return [e for language in self.languages() if (e := self.find(post, language))]

    def podcasts(self) -> list[str]:
        """The languages that have records, or audio, whatever has become of the others."""
        folders_ = (
            path.parent.name for kind in ("episodes", "audio") for path in self.root.glob(f"*/{kind}")
        )
        return sorted({tag for tag in map(folders.language, folders_) if re.fullmatch(TAG, tag)})

    def languages(self) -> list[str]:
        """The languages that have records."""
        return sorted(folders.language(path.parent.name) for path in self.root.glob("*/episodes"))

    def folder(self, language: str) -> Path:
        """The folder of a language's podcast in the web root, whether it is there or not."""
        return folders.of(self.root, language, self.hidden)

    def prepare(self) -> None:
        """Give private podcasts that have no folder yet a secret one.  Raises ArchiveError, also if a newer program was here."""
        for path in self.root.glob(f"*/{identities.FILE}"):
            try:
                identities.read(path.parent)
            except versions.Newer:
                raise
            except ArchiveError:  # a damaged one is told where it is needed, and mended by `repair`
                continue
        folders.prepare(self.root, self.hidden)

    def settle(self, public: Collection[str]) -> None:
        """Give each podcast the folder that it should have, as private or `public`.  Raises ArchiveError."""
        folders.settle(self.root, self.hidden, public)

    def sizes(self, language: str) -> dict[str, int]:
        """The audio files of a language that are there, and their bytes.  Raises ArchiveError."""
        return media.sizes(self.folder(language))

    def records(self, language: str) -> list[Episode]:
        """All records of a language, retracted ones too, newest first.  Raises ArchiveError."""
        episodes = [records.read(path) for path in self._records(language)]
        return sorted(episodes, key=lambda e: (e.published, e.guid), reverse=True)

    def readable(self, language: str) -> tuple[list[Episode], dict[Path, str]]:
        """The records of a language that can be read, newest first, and what is said of each that cannot."""
        found, damaged = records.readable(self._records(language))
        return sorted(found, key=lambda e: (e.published, e.guid), reverse=True), damaged

    def skim(
        self, language: str, report: Callable[[int, int], None]
    ) -> tuple[dict[Path, Episode], dict[Path, str]]:
        """The records of a language that can be read, by their paths and without lines and blocks, and what is said of each that cannot.

        How many were read is told as it goes.  Raises ArchiveError for one of a newer program.
        """
        return records.skimmed(self._records(language), report)

    def episodes(self, language: str) -> list[Episode]:
        """The episodes that a feed may name, newest first.  Raises ArchiveError."""
        return [e for e in self.records(language) if not e.retracted]

    def listed(self, language: str) -> list[Listed]:
        """The episodes that a feed may name, in short, newest first.  Raises ArchiveError.

        Records that are as they were when they were last listed are not read again.
        """
        return [each for each in self.every(language) if not each.is_retracted]

    def every(self, language: str) -> Sequence[Listed]:
        """The same with those that are retracted."""
        return self._table.listed(self.folder(language) / "episodes", self._kept(language))

    def keep_listed(self, language: str) -> None:
        """Write down what is listed of a language, for whoever lists it next.  Raises ArchiveError.

        If nothing is, its whole folder may have gone, and what was listed before stays for `repair`.
        """
        if not self.has(language):
            return
        self._table.keep(self.folder(language) / "episodes", self._kept(language))

    def has(self, language: str, post: str = "") -> bool:
        """Whether there is a record of an episode in `language`, or just that of `post`, retracted, damaged or not."""
        if post:
            return self._record(post, language).exists()
        return any(listing.names(self.folder(language) / "episodes"))

    def digest(self, post: str, language: str) -> str:
        """A digest of all that the record of `post` in `language` says; "" if there is none.  Raises ArchiveError."""
        try:
            return records.digest_of(self._record(post, language))
        except FileNotFoundError:
            return ""

    def audio(self, language: str, file: str) -> Path:
        """Where an audio file of a language lies."""
        return media.path(self.folder(language), file)

    def identity(self, language: str) -> Identity:
        """Who a language's podcast is; it has no guid before its feed is first written.  Raises ArchiveError."""
        return identities.read(self.folder(language))

    def keep_identity(self, language: str, guid: str, address: str = "") -> None:
        """Decide the guid of a language's podcast, unless it is decided, and note where its feed stands, once it does.

        Raises ArchiveError.
        """
        podcast = self.folder(language)
        if identities.keep(podcast, guid, address, self._backup(podcast)):
            self.outdated.append(podcast / identities.FILE)

    def identify(self, language: str, identity: Identity) -> None:
        """Write who a language's podcast is, whatever was known of that.  Raises ArchiveError."""
        podcast = self.folder(language)
        identities.write(podcast, identity, self._backup(podcast))

    def keep_audio(self, recording: Path, post: str, language: str) -> Enclosure:
        """Bring a finished file into the archive, under a name that carries its digest.

        A file that is there already is not touched.  Raises ArchiveError when the disk refuses.
        """
        kept = self._keep(recording, post, language)
        return Enclosure(kept.file, kept.length)

    def keep_alternate(
        self,
        recording: Path,
        post: str,
        language: str,
        type: str,  # noqa: A002 -- the field's own name
        bitrate: int,
    ) -> Enclosure:
        """The same for the same sound in another encoding, of the media type `type` and `bitrate` bit/s."""
        return dataclasses.replace(self._keep(recording, post, language), type=type, bitrate=bitrate)

    def _keep(self, recording: Path, post: str, language: str) -> Enclosure:
        return media.keep(self.folder(language), recording, post)

    def put(self, episode: Episode, now: datetime) -> Episode:
        """Write an episode's record; the audio that it replaces, or leaves out, is noted as superseded from `now`.

        Or from when a command last wrote here, if the clock is behind that: it must not seem to be old.  Its guid and date are taken from an earlier record, if there is one.  Raises ArchiveError.
        """
        old = self.find(episode.post, episode.language)
        since = clock.at_least(self.private, now)
        return self._write(succession.after(old, episode, since) if old else episode)

    def adopt(self, episodes: list[Episode], origin: str, host: str | None, now: datetime) -> None:
        """Give the episodes of a post to another source, that of `origin` on `host`.  Raises ArchiveError."""
        for episode in episodes:
            if (episode.origin, episode.host) != (origin, host):
                self.put(dataclasses.replace(episode, origin=origin, host=host), now)

    def retract(self, episode: Episode, now: datetime) -> Episode:
        """Take an episode back: its record stays, so that its guid and date are never given away.

        The audio counts as superseded: a feed may still name it.  Raises ArchiveError.
        """
        return self.put(succession.retracted(episode, now), now)

    def forget(self, post: str, language: str) -> bool:
        """Delete an episode that nobody was ever shown, its record first, then its audio; tell whether there was one.

        What audio a damaged record names, nobody knows: `prune` deletes that.  Raises ArchiveError.
        """
        files: set[str] = set()
        with contextlib.suppress(ArchiveError):
            if episode := self.find(post, language):
                files = succession.every_file(episode)
        was_there = unlink(self._record(post, language))
        media.delete(self.folder(language), files)
        return was_there

    def discard(self, post: str, language: str) -> list[Path]:
        """Delete superseded audio of a post at once, but for what a feed still names; return what went.

        Raises ArchiveError.
        """
        episode = self.find(post, language)
        return self._clear(episode, {s.file for s in episode.superseded}) if episode else []

    def prune(self, now: datetime, spared: Collection[Path] = ()) -> list[Path]:
        """Delete audio that was superseded, or left over, 30 days ago and is in no feed; return what went.

        Files that no record names stay if they are among those `spared`.  Raises ArchiveError.
        """
        deleted: list[Path] = []
        for language in self.languages():
            named: set[str] = set()
            for episode in self.records(language):
                late = {s.file for s in episode.superseded if now - s.since >= KEPT}
                deleted += self._clear(episode, late)
                named |= succession.every_file(episode)
            podcast = self.folder(language)
            named |= {path.name for path in spared if path.parent.parent == podcast}
            deleted += media.delete(podcast, media.old(podcast, now) - named)
        return deleted

    def damage(self) -> Iterator[str]:
        """What does not fit together: one sentence for each record that is not as it should be."""
        for language in self.languages():
            for path in self._records(language):
                try:
                    episode = records.read(path)
                except ArchiveError as exc:
                    yield str(exc)
                    continue
                if not episode.retracted:
                    for enclosure in (episode.enclosure, *episode.alternates):
                        yield from media.damage(self.folder(language), enclosure, episode.post)

    def fault(self, language: str, enclosure: Enclosure) -> str:
        """What is wrong with an audio file of a language, of which every byte is read; "" if nothing is."""
        return media.fault(self.folder(language), enclosure)

    def older(self, language: str) -> list[Path]:
        """The records of a language that are of an earlier version, and can be read.  Raises ArchiveError."""
        return [path for path in self._records(language) if records.is_older(path)]

    def renew(self, paths: Iterable[Path]) -> None:
        """Write records of an earlier version anew, in this one.  Raises ArchiveError."""
        for path in paths:
            self._write(records.read(path))

    def place(self, post: str, language: str) -> Path:
        """Where the record of `post` in `language` lies, or would."""
        return self._record(post, language)

    def before(self, language: str) -> Collection[Listed | Item]:
        """What was known of a language's episodes when that was first asked for: by the list of records, or by the feed where nothing was listed.

        Raises ArchiveError.
        """
        folder = self.folder(language)
        if (
            folder not in self._before
        ):  # only once: feeds that are written from now on tell nothing of what was lost
            self.every(language)
            self._before[folder] = self._table.before(folder / "episodes") or list(published.items(folder))
        return self._before[folder]

    def gone(self, language: str) -> list[Listed | Item]:
        """Those of them whose records have gone, nobody knows how.  Raises ArchiveError."""
        before = self.before(language)
        there = {row.guid for row in self.every(language)} if before else set()
        return list({each.guid: each for each in before if each.guid not in there}.values())

    def holds(self, language: str, enclosure: Enclosure) -> bool:
        """Whether an audio file of a language is there, at its full length."""
        return media.holds(self.folder(language), enclosure)

    def is_unchanged(self, audio: Path) -> bool:
        """Whether the contents of an audio file are still those that its name tells.  Raises OSError."""
        return media.is_unchanged(audio)

    def remembered(self, language: str) -> dict[Path, Listed]:
        """The records of a language as they were listed last, by their paths: also those that have gone since."""
        folder = self.folder(language) / "episodes"
        return {folder / name: row for name, row in listing.kept(folder, self._kept(language)).items()}

    def whole(self, episode: Episode) -> bool:
        """Whether all audio of the episode is there, at its full length."""
        return all(self.holds(episode.language, each) for each in (episode.enclosure, *episode.alternates))

    def locked(self, wait: float = -1) -> AbstractContextManager[None]:
        """Be the only one who writes; wait `wait` seconds for another (for ever by default).

        Raises Busy when the other has not finished by then, ArchiveError if the disk refuses.
        """
        return locked(self.private, self.root, wait)

    def _records(self, language: str) -> list[Path]:
        """The paths of a language's records; a `.part` that a killed program left behind is none."""
        folder = self.folder(language) / "episodes"
        return [folder / name for name in sorted(listing.names(folder))]

    def _kept(self, language: str) -> Path:
        """The file of what is known of a language's records."""
        return self.private / "listed" / f"{self.root.name}-{language}.json"

    @property
    def backups(self) -> Path:
        """Where files of older versions are kept as they were."""
        return self.private / "backups"

    def _backup(self, folder: Path) -> Path:
        """Where what is replaced in a `folder` of the archive is kept."""
        return self.backups / self.root.name / folder.relative_to(self.root)

    def _record(self, post: str, language: str) -> Path:
        return self.folder(language) / "episodes" / f"{slug(post)}.json"

    def _write(self, episode: Episode) -> Episode:
        path = self._record(episode.post, episode.language)
        if versions.replace(path, records.dump(episode), self._backup(path.parent)):
            self.outdated.append(path)
        return episode

    def _clear(self, episode: Episode, files: set[str]) -> list[Path]:
        """Delete superseded files of an episode; those that a feed names stay, and stay noted.

        They are noted until they are gone, whatever happens: else nobody would know that they are to go.
        """
        gone = files - self.in_feed(episode.language, files)
        deleted = media.delete(self.folder(episode.language), gone)
        if gone:
            kept = tuple(s for s in episode.superseded if s.file not in gone)
            self._write(dataclasses.replace(episode, superseded=kept))
        return deleted

    def in_feed(self, language: str, files: set[str]) -> set[str]:
        """Those of `files` that the feed on disk names, whoever wrote it and whenever."""
        return media.in_feed(self.folder(language), files)
