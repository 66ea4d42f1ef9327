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
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from audioedition.addresses import FEED, slug
from audioedition.archive import (
    clock,
    folders,
    identities,
    listing,
    losses,
    media,
    records,
    succession,
    versions,
)
from audioedition.archive.identities import Identity
from audioedition.archive.listing import Listed, Table
from audioedition.archive.lock import Busy, locked
from audioedition.archive.media import KEPT
from audioedition.archive.podcasts import Podcasts
from audioedition.archive.published import Item
from audioedition.errors import ArchiveError
from audioedition.languages import TAG
from audioedition.model import Enclosure, Episode

__all__ = ["KEPT", "Archive", "Busy", "Identity", "Item", "Listed"]


@dataclass(frozen=True, slots=True)
class Archive(Podcasts):
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
    _before: dict[tuple[Path, str], Collection[Listed | Item]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def guid(self, post: str, language: str) -> str:
        """`tag:<authority>,<since>:<post>/<language>`: the same even if the archive is lost."""
        return f"tag:{self.authority},{self.since}:{quote(post, safe='/-._~')}/{language}"

    def find(self, post: str, language: str) -> Episode | None:
        """The episode of `post` in `language`, retracted or not.  Raises ArchiveError if damaged, or of another post."""
        try:
            return records.of(self.place(post, language), post, language)
        except FileNotFoundError:
            return None

    def of_post(self, post: str) -> list[Episode]:
        """All episodes of `post`, in whatever languages, retracted or not.  Raises ArchiveError."""
        return [e for language in self.languages() if (e := self.find(post, language))]

    def podcasts(self) -> list[str]:
        """The languages of which there are records, audio, or who the podcast is."""
        kinds = ("episodes", "audio", identities.FILE)
        found = (path.parent.name for kind in kinds for path in self.root.glob(f"*/{kind}"))
        return sorted({tag for tag in map(folders.language, found) if re.fullmatch(TAG, tag)})

    def languages(self) -> list[str]:
        """The languages that have records."""
        return sorted(folders.language(path.parent.name) for path in self.root.glob("*/episodes"))

    def prepare(self) -> None:
        """Give private podcasts that have no folder yet a secret one.  Raises ArchiveError, also if a newer program was here."""
        self.refuse_newer()
        folders.prepare(self.root, self.hidden, self.recall)

    def refuse_newer(self) -> None:
        """Go on only if all that is here is of this version of the program, or an older one.  Raises ArchiveError."""
        Podcasts.refuse_newer(self)
        for language in self.languages():
            losses.unless_newer(partial(self.every, language))

    def settle(self, public: Collection[str]) -> None:
        """Give each podcast the folder that it should have, as private or `public`.  Raises ArchiveError."""
        for language in (*self.hidden, *public):
            with contextlib.suppress(ArchiveError):  # which is told when feeds are written
                self.before(language)  # a feed that goes with its folder tells nothing any more
        folders.settle(self.root, self.hidden, public, self.recall)

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
        """Write down what is listed of a language, for whoever lists it next, and once its feed stands, what must stay known.

        If nothing is listed, its whole folder may have gone, and what was known before stays for `repair`.  Raises ArchiveError.
        """
        if not self.has(language):
            return
        folder, kept = self.folder(language) / "episodes", self._kept(language)
        self._table.keep(folder, kept)
        if (folder.parent / FEED).exists():
            back = (each for each in self._table.last(folder, kept) if each.is_retracted)
            self.remember(language, (Item(e.guid, e.post, e.published, e.title) for e in back))

    def has(self, language: str, post: str = "") -> bool:
        """Whether there is a record of an episode in `language`, or just that of `post`, retracted, damaged or not."""
        if post:
            return self.place(post, language).exists()
        return any(listing.names(self.folder(language) / "episodes"))

    def digest(self, post: str, language: str) -> str:
        """A digest of all that the record of `post` in `language` says; "" if there is none.  Raises ArchiveError."""
        try:
            return records.digest_of(self.place(post, language))
        except FileNotFoundError:
            return ""

    def audio(self, language: str, file: str) -> Path:
        """Where an audio file of a language lies."""
        return media.path(self.folder(language), file)

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
        podcast = self.folder(language)
        if not media.path(podcast, "").exists():
            self.begin(language)
        return media.keep(podcast, recording, post)

    def put(self, episode: Episode, now: datetime) -> Episode:
        """Write an episode's record; the audio that it replaces, or leaves out, is noted as superseded from `now`.

        Or from when a command last wrote here, if the clock is behind that: it must not seem to be old.  Its guid and date are taken from an earlier record, if there is one.  Raises ArchiveError.
        """
        old = self.find(episode.post, episode.language)
        since = clock.at_least(self.private, now)
        return self.write(succession.after(old, episode, since) if old else episode)

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

    def damage(self) -> Iterator[str]:
        """What does not fit together: one sentence for each record that is not as it should be."""
        for language in self.languages():
            for path in self._records(language):
                try:
                    episode = records.read(path)
                except ArchiveError as exc:
                    yield str(exc)
                    continue
                yield from media.damage(self.folder(language), episode)

    def fault(self, language: str, enclosure: Enclosure) -> str:
        """What is wrong with an audio file of a language, of which every byte is read; "" if nothing is."""
        return media.fault(self.folder(language), enclosure)

    def older(self, language: str) -> list[Path]:
        """The records of a language that are of an earlier version, and can be read.  Raises ArchiveError."""
        return [path for path in self._records(language) if records.is_older(path)]

    def place(self, post: str, language: str) -> Path:
        """Where the record of `post` in `language` lies, or would."""
        return self.folder(language) / "episodes" / f"{slug(post)}.json"

    def before(self, language: str) -> Collection[Listed | Item]:
        """What was known of a language's episodes when that was first asked for, which is before anything was written.

        Raises ArchiveError.
        """
        if (place := (self.root, language)) not in self._before:
            self.every(language)
            listed = self._table.before(self.folder(language) / "episodes")
            self._before[place] = losses.before(self, language, listed)
        return self._before[place]

    def holds(self, language: str, enclosure: Enclosure) -> bool:
        """Whether an audio file of a language is there, at its full length."""
        return media.holds(self.folder(language), enclosure)

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

    def write(self, episode: Episode) -> Episode:
        """Write an episode's record, just as it is.  Raises ArchiveError."""
        path = self.place(episode.post, episode.language)
        if versions.replace(path, records.dump(episode), self.backup(path.parent)):
            self.outdated.append(path)
        return episode

    def in_feed(self, language: str, files: set[str]) -> set[str]:
        """Those of `files` that the feed on disk names, whoever wrote it and whenever."""
        return media.in_feed(self.folder(language), files)
