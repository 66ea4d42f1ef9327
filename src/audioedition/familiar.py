"""Posts that were published just as they are: recognised before they are read, or at least before they are split.

Nothing heavy is imported for it: who publishes what has not changed waits for no engine.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audioedition import __version__, episodes, program
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ArchiveError
from audioedition.files import digest
from audioedition.manuscripts import Manuscripts
from audioedition.memory import Identity, Known, Memory
from audioedition.model import Enclosure, Episode, Post
from audioedition.posts.likeness import Likeness
from audioedition.posts.sources import Source
from audioedition.reports import Lasting, Outcome, Report, State


@dataclass(frozen=True, slots=True)
class Familiar:
    """What `archive` knows of posts.

    `verifies` says whether the words of recordings are recognised, `asks` whether one that was not found good then is none that is known.
    """

    config: Config
    archive: Archive
    verifies: bool = False
    asks: bool = False

    def unread(self, source: Source) -> Report | None:
        """What is to be told of a post that is known by its looks and was published just so; None of any other.

        Raises ConfigError for settings that cannot be read.
        """
        looks = source.likeness()
        post = looks and self._memory.recognise(looks.place, _by_this_program(looks))
        return self._report(source.name, post) if post else None

    def read(self, post: Post) -> Report | None:
        """The same of a post that had to be read.  Raises ConfigError."""
        return self._report(post.source, _identity(post))

    def keep(
        self,
        post: Post,
        looks: Likeness | None,
        outcomes: Iterable[Outcome],
        is_approved: Callable[[Episode], bool],
    ) -> None:
        """Remember a post of which there is nothing to find out, and forget any other: what is told of it is told each time.

        `looks` are what it was read from, if it is sure that just these were.  Raises ConfigError; what the disk refuses is
        worked out again.
        """
        with contextlib.suppress(ArchiveError):
            told = {outcome.language: outcome.notes for outcome in outcomes if outcome.is_settled}
            found = self.archive.of_post(post.id)
            if set(told) != {outcome.language for outcome in outcomes} | {each.language for each in found}:
                self._memory.forget(post.id)
                return
            known = [self._known(each, told[each.language], is_approved) for each in found]
            self._memory.keep(post.id, self._inputs(_identity(post)), known)
            self.meet(post, looks)

    def meet(self, post: Post, looks: Likeness | None) -> None:
        """Remember what a post looks like, if that is sure: it need not be read the next time."""
        with contextlib.suppress(ArchiveError):
            if looks:
                self._memory.meet(looks.place, _by_this_program(looks), _identity(post))

    def waits(self, report: Report) -> bool:
        """Whether something of a post waits to be heard."""
        if not (self.config.private / "unreleased").exists():
            return False
        from audioedition.unreleased import Unreleased  # noqa: PLC0415 -- slow to load, and seldom needed

        waiting = Unreleased.beside(self.archive).archive
        return any(waiting.has(outcome.language, report.post) for outcome in report.outcomes)

    @property
    def _memory(self) -> Memory:
        return Memory(self.config.private / "seen")

    def _inputs(self, post: Identity) -> str:
        """A digest of everything on which the recordings of a post depend."""
        return digest(
            post.digest,
            post.id,
            post.origin,
            self.config.digest,
            __version__,
            str(episodes.RECORD),
            "verified" * self.verifies,
        )

    def _known(self, episode: Episode, notes: Iterable[str], is_approved: Callable[[Episode], bool]) -> Known:
        return Known(
            language=episode.language,
            title=episode.title,
            guid=episode.guid,
            seconds=episode.seconds,
            record=self.archive.digest(episode.post, episode.language),
            origin=episode.origin,
            sound=episode.sound,
            files=tuple((each.file, each.length) for each in (episode.enclosure, *episode.alternates)),
            is_approved=self.verifies and is_approved(episode),
            notes=tuple(notes),
        )

    def _report(self, source: str, post: Identity) -> Report | None:
        known = self._memory.recall(post.id, self._inputs(post))
        if not known or not self._is_there(post.id, known):
            return None
        by_language = {each.language: each for each in known}
        told = (by_language[tag] for tag in self.config.languages if tag in by_language)
        return Report(source=source, post=post.id, outcomes=tuple(map(self._outcome, told)))

    def _is_there(self, post: str, known: Iterable[Known]) -> bool:
        """Whether a post has just these episodes, and their records, audio and manuscripts are there as they were."""
        manuscripts = Manuscripts(self.config.manuscripts)
        records = {each.language: each.record for each in known}
        try:
            return (
                all(
                    self.archive.digest(post, tag) == records.get(tag, "")
                    for tag in {*self.archive.languages(), *records}
                )
                and all(self._has_audio(each) for each in known)
                and all(
                    manuscripts.holds(post, each.language, origin=each.origin, sound=each.sound)
                    for each in known
                )
                and not (self.asks and not all(each.is_approved for each in known))
            )
        except ArchiveError:
            return False

    def _has_audio(self, known: Known) -> bool:
        return all(self.archive.holds(known.language, Enclosure(*file)) for file in known.files)

    def _outcome(self, known: Known) -> Outcome:
        return Outcome(
            language=known.language,
            title=known.title,
            state=State.UNCHANGED,
            seconds=known.seconds,
            file=self.archive.audio(known.language, known.files[0][0]),
            guid=known.guid,
            notes=tuple(map(Lasting, known.notes)),
        )


def _identity(post: Post) -> Identity:
    return Identity(id=post.id, origin=post.origin, digest=post.digest)


def _by_this_program(looks: Likeness) -> str:
    """The looks of a post, as long as nobody reads it in another way."""
    return digest(looks.looks, program.stamp())
