"""The episodes on disk: `feeds/<language>/audio/` and `feeds/<language>/episodes/`.

What holds here, whatever happens (the laws are in docs/concepts.md):

- the audio file comes first and its record last, each by rename: a record names only what is there;
- guid and date of an episode are decided once, when it is first put here;
- records hold file names, never addresses; an audio file's name carries a digest of its contents;
- what is replaced is superseded, not deleted: `prune` does that, after 30 days.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from audioedition.archive import records
from audioedition.archive.lock import Busy, locked
from audioedition.errors import ArchiveError
from audioedition.files import digest_file, replacing, write_atomically
from audioedition.model import Enclosure, Episode, Superseded

__all__ = ["KEPT", "Archive", "Busy"]

KEPT = timedelta(days=30)
"""How long superseded audio stays: a listener may be in the middle of it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The episodes below `root` (the web root); `private` holds the lock and the memories.

    `authority` and `since` (RFC 4151) make the guids; they never change.
    """

    root: Path
    private: Path
    authority: str
    since: str

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

    def languages(self) -> list[str]:
        """The languages that have records."""
        return sorted(path.parent.name for path in self.root.glob("*/episodes"))

    def records(self, language: str) -> list[Episode]:
        """All records of a language, retracted ones too, newest first.  Raises ArchiveError."""
        episodes = [records.read(path) for path in self._records(language)]
        return sorted(episodes, key=lambda e: (e.published, e.guid), reverse=True)

    def episodes(self, language: str) -> list[Episode]:
        """The episodes that a feed may name, newest first.  Raises ArchiveError."""
        return [e for e in self.records(language) if not e.retracted]

    def has(self, language: str) -> bool:
        """Whether there is a record of an episode in `language`, retracted or not."""
        return bool(self._records(language))

    def audio(self, language: str, file: str) -> Path:
        """Where an audio file of a language lies."""
        return self.root / language / "audio" / file

    def podcast_guid(self, language: str) -> str:
        """The guid of a language's podcast, or nothing if it has none yet.  Raises ArchiveError."""
        try:
            guid: str = json.loads((self.root / language / "podcast.json").read_bytes())["guid"]
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, TypeError, KeyError) as exc:
            message = (
                f"{self.root / language / 'podcast.json'} is damaged: restore it from a copy, or delete it."
            )
            raise ArchiveError(message) from exc
        return guid

    def keep_podcast_guid(self, language: str, guid: str) -> None:
        """Decide the guid of a language's podcast, unless it is decided: it outlives every move.

        Raises ArchiveError.
        """
        if not self.podcast_guid(language):
            data = json.dumps({"guid": guid}, indent=1).encode() + b"\n"
            write_atomically(self.root / language / "podcast.json", data)

    def keep_audio(self, recording: Path, post: str, language: str) -> Enclosure:
        """Bring a finished file into the archive, under a name that carries its digest.

        Raises ArchiveError when the disk refuses.
        """
        file = f"{records.slug(post)}-{digest_file(recording)[:12]}{recording.suffix}"
        target = self.audio(language, file)
        with replacing(target) as part:
            shutil.copyfile(recording, part)
        return Enclosure(file, target.stat().st_size)

    def put(self, episode: Episode, now: datetime) -> Episode:
        """Write an episode's record; the audio that it replaces is noted as superseded from `now`.

        Its guid and date are taken from an earlier record, if there is one.  Raises ArchiveError.
        """
        old = self.find(episode.post, episode.language)
        if old:
            gone = {s.file: s for s in old.superseded}
            if old.enclosure.file:
                gone.setdefault(old.enclosure.file, Superseded(old.enclosure.file, now))
            gone.pop(episode.enclosure.file, None)
            superseded = tuple(gone.values())
            episode = dataclasses.replace(
                episode, guid=old.guid, published=old.published, superseded=superseded
            )
        return self._write(episode)

    def adopt(self, episodes: list[Episode], origin: str, now: datetime) -> None:
        """Give the episodes of a post to another file, that of `origin`.  Raises ArchiveError."""
        for episode in episodes:
            if episode.origin != origin:
                self.put(dataclasses.replace(episode, origin=origin), now)

    def retract(self, episode: Episode, now: datetime) -> Episode:
        """Take an episode back: its record stays, so that its guid and date are never given away.

        The audio counts as superseded: a feed may still name it.  Raises ArchiveError.
        """
        nothing = Enclosure("", 0)
        empty = dataclasses.replace(
            episode,
            retracted=now,
            enclosure=nothing,
            lines=(),
            chapters=(),
            shown=(),
            summary="",
            seconds=0.0,
        )
        return self.put(empty, now)

    def discard(self, post: str, language: str) -> list[Path]:
        """Delete superseded audio of a post at once, but for what a feed still names; return what went.

        Raises ArchiveError.
        """
        episode = self.find(post, language)
        return self._clear(episode, {s.file for s in episode.superseded}) if episode else []

    def prune(self, now: datetime) -> list[Path]:
        """Delete audio that was superseded, or left over, 30 days ago and is in no feed; return what went.

        Raises ArchiveError.
        """
        deleted: list[Path] = []
        for language in self.languages():
            named: set[str] = set()
            for episode in self.records(language):
                late = {s.file for s in episode.superseded if now - s.since >= KEPT}
                deleted += self._clear(episode, late)
                named |= {episode.enclosure.file, *(s.file for s in episode.superseded)}
            strays = {path.name for path in self.audio(language, "").glob("*") if _age(path, now) >= KEPT}
            deleted += self._delete(language, strays - named)
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
                if episode.retracted:
                    continue
                audio = self.audio(language, episode.enclosure.file)
                if not audio.is_file():
                    yield f"{audio} is missing; publish the post {episode.post!r} again to re-make it."
                elif not self.whole(episode):
                    yield (
                        f"{audio} has {audio.stat().st_size} bytes where its record says "
                        f"{episode.enclosure.length}; delete it and publish the post {episode.post!r} again."
                    )

    def whole(self, episode: Episode) -> bool:
        """Whether the episode's audio is there, at its full length."""
        audio = self.audio(episode.language, episode.enclosure.file)
        return audio.is_file() and audio.stat().st_size == episode.enclosure.length

    def locked(self, wait: float = -1) -> AbstractContextManager[None]:
        """Be the only one who writes; wait `wait` seconds for another (for ever by default).

        Raises Busy when the other has not finished by then, ArchiveError if the disk refuses.
        """
        return locked(self.private, wait)

    def _records(self, language: str) -> list[Path]:
        """The paths of a language's records; a `.part` that a killed program left behind is none."""
        paths = (self.root / language / "episodes").glob("[!.]*.json")
        return sorted(paths)

    def _record(self, post: str, language: str) -> Path:
        return self.root / language / "episodes" / f"{records.slug(post)}.json"

    def _write(self, episode: Episode) -> Episode:
        write_atomically(self._record(episode.post, episode.language), records.dump(episode))
        return episode

    def _clear(self, episode: Episode, files: set[str]) -> list[Path]:
        """Delete superseded files of an episode; those that a feed names stay, and stay noted."""
        gone = files - self._in_feed(episode.language, files)
        if gone:
            kept = tuple(s for s in episode.superseded if s.file not in gone)
            self._write(dataclasses.replace(episode, superseded=kept))
        return self._delete(episode.language, gone)

    def _in_feed(self, language: str, files: set[str]) -> set[str]:
        """Those of `files` that the feed on disk names, whoever wrote it and whenever."""
        try:
            feed = (self.root / language / "feed.xml").read_bytes()
        except FileNotFoundError:
            return set()
        except OSError as exc:
            message = (
                f"{self.root / language / 'feed.xml'} could not be read ({exc.strerror}): allow reading it."
            )
            raise ArchiveError(message) from exc
        return {file for file in files if file.encode() in feed}

    def _delete(self, language: str, files: set[str]) -> list[Path]:
        gone = []
        for file in sorted(files - self._in_feed(language, files)):
            path = self.audio(language, file)
            try:
                path.unlink()
            except FileNotFoundError:
                continue
            except OSError as exc:
                message = (
                    f"{path} could not be deleted ({exc.strerror}): allow deleting it, and run this again."
                )
                raise ArchiveError(message) from exc
            gone.append(path)
        return gone


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
