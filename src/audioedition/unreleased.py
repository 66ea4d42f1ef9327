"""The episodes that wait until they have been heard: an archive of their own, in `.audioedition/unreleased/`.

Private, and never in the web root.  By the laws of the archive, and under its lock; beside each record lie what it was
recorded from, its prompt, and the marks of whoever listened.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition.addresses import slug
from audioedition.archive import Archive, superseded
from audioedition.archive.records import Foreign
from audioedition.errors import ArchiveError
from audioedition.files import digest, unlink, write_atomically
from audioedition.manuscripts import Manuscripts
from audioedition.model import Episode, Tags, Utterance, Verdict
from audioedition.proof.remarks import Remarks

FOLDER = "unreleased"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the record of an episode does not hold: its script, an utterance for each of its lines, and its tags.

    The tags are without cover and times, which are the episode's.  `verdicts` are what was found when each sentence was
    listened to; none where nobody did.  `remarks` tell what was left out of its post, and what is doubtful; None if an
    earlier version of the program has recorded it.
    """

    script: tuple[Utterance, ...]
    tags: Tags
    verdicts: tuple[Verdict, ...] = ()
    remarks: Remarks | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A waiting episode whose `record` is damaged, and what is said of that; its file is called after the post."""

    language: str
    record: Path
    damage: str


@dataclass(frozen=True, slots=True)
class Unreleased:
    """What waits in `archive`, whose root is private.

    A record that is damaged is passed over, and told by `lost`: nothing that is published depends on it, and it must not
    stand in the way of any other.
    """

    archive: Archive

    @classmethod
    def beside(cls, archive: Archive) -> Unreleased:
        """What waits to come into `archive` (or the one that waits there already)."""
        return cls(dataclasses.replace(archive, root=archive.private / FOLDER, hidden=frozenset()))

    @property
    def manuscripts(self) -> Manuscripts:
        """What the waiting episodes were recorded from."""
        return Manuscripts(self.archive.root / "manuscripts")

    def episodes(self) -> list[Episode]:
        """All that wait, in the order of their languages, the newest first."""
        return [e for tag in self.archive.languages() for e in self.archive.readable(tag)[0]]

    def lost(self) -> list[Lost]:
        """Those whose records are damaged."""
        found = {tag: self.archive.readable(tag)[1] for tag in self.archive.languages()}
        return [Lost(tag, path, why) for tag, damaged in found.items() for path, why in damaged.items()]

    def find(self, post: str, language: str) -> Episode | None:
        """What waits of `post` in `language`, if anything does.  Raises ArchiveError if another post has its place."""
        try:
            return self.archive.find(post, language)
        except Foreign:
            raise
        except ArchiveError:
            return None

    def of_post(self, post: str) -> list[Episode]:
        """All that wait of `post`.  Raises as `find`."""
        return [e for language in self.archive.languages() if (e := self.find(post, language))]

    def keep(self, draft: Episode, prompt: Prompt) -> None:
        """Keep the prompt of an episode that is about to be recorded as `draft` says.  Raises ArchiveError.

        The prompt of the recording that it replaces stays until `settle`: each record has its own at every moment.
        """
        body = _converter().dumps(prompt, ensure_ascii=False).encode("utf-8", "surrogatepass")
        write_atomically(self._prompt(draft), body)

    def prompt(self, episode: Episode) -> Prompt | None:
        """The prompt of just this recording; None if it is not here, damaged, or of a program whose prompts are different."""
        try:
            text = self._prompt(episode).read_bytes().decode("utf-8", "surrogatepass")
            found = _converter().loads(text, Prompt)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, BaseValidationError):
            return None
        is_its = [u.text for u in found.script] == [line.text for line in episode.lines]
        return found if is_its else None

    def settle(self, episode: Episode) -> None:
        """Delete what belonged to recordings that `episode` has replaced: nobody listens to them.  Raises ArchiveError."""
        superseded.discard(self.archive, episode.post, episode.language)
        for path in self._prompt(episode).parent.glob("*.json"):
            if path != self._prompt(episode):
                unlink(path)

    def discard(self, post: str, language: str) -> bool:
        """Delete a waiting episode with all that belongs to it, and tell whether there was one.  Raises ArchiveError.

        Its record goes first: what is left when that is interrupted waits for `prune`.
        """
        was_there = superseded.forget(self.archive, post, language)
        if was_there:
            self._clear(language, slug(post))
            self.manuscripts.forget(post, language)
        return was_there

    def give_up(self, lost: Lost) -> None:
        """Delete what is left of an episode whose record is damaged; its audio is left to `prune`.  Raises ArchiveError."""
        unlink(lost.record)
        self._clear(lost.language, lost.record.stem)

    def _clear(self, language: str, name: str) -> None:
        """Delete the prompts and the marks of what the record of that name was about.  Raises ArchiveError."""
        folder = self.archive.folder(language)
        for path in (*(folder / "prompts" / name).glob("*.json"), folder / "marks" / f"{name}.json"):
            unlink(path)

    def marks(self, episode: Episode) -> list[tuple[str, int]]:
        """The sentences that were marked: each as it is written, and which it is of those that are written so, from 0."""
        try:
            said = json.loads(self._marks(episode).read_bytes())
            return [(str(text), int(place)) for text, place in said]
        except (OSError, ValueError, TypeError, OverflowError, RecursionError):  # OverflowError: `Infinity`
            return []

    def mark(self, episode: Episode, marks: list[tuple[str, int]]) -> None:
        """Keep these marks in place of those that are there.  Raises ArchiveError."""
        write_atomically(self._marks(episode), json.dumps(marks).encode())

    def prune(self, now: datetime) -> list[Path]:
        """Delete what was left over where something was interrupted; return what went.  Raises ArchiveError.

        Nothing is deleted while a record is damaged: nobody knows what belongs to it.
        """
        if self.lost():
            return []
        waiting = self.episodes()
        named = {path for each in waiting for path in (self._prompt(each), self._marks(each))}
        found = [
            path for kind in ("prompts/*", "marks") for path in self.archive.root.glob(f"*/{kind}/*.json")
        ]
        strays = sorted(path for path in found if path not in named)
        for path in strays:
            unlink(path)
        return [*superseded.prune(self.archive, now), *self.manuscripts.prune(waiting), *strays]

    def damage(self) -> Iterator[str]:
        """A sentence for each waiting episode that is not as it should be."""
        for sentence in self.archive.damage():
            yield f"{sentence} (It is not released: publish it with --review, or discard it.)"

    def _prompt(self, episode: Episode) -> Path:
        folder = self.archive.folder(episode.language) / "prompts" / slug(episode.post)
        return folder / f"{digest(episode.sound, episode.packaging)[:32]}.json"

    def _marks(self, episode: Episode) -> Path:
        return self.archive.folder(episode.language) / "marks" / f"{slug(episode.post)}.json"


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True, omit_if_default=True)
