"""What is done at the page of a review: listen, mark, correct and speak again, release.

Everything is read anew for each request: another program may have worked in the edition meanwhile.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioedition import (
    casting,
    concordance,
    config,
    corrections,
    engines,
    rehearse,
    release,
    takes,
)
from audioedition.archive import Archive
from audioedition.errors import ArchiveError, AudioeditionError, ConfigError
from audioedition.model import Clip, Episode, Utterance
from audioedition.reports import Outcome, State
from audioedition.review import shown
from audioedition.review.loaded import Loaded
from audioedition.review.shown import Card
from audioedition.review.turn import Turn
from audioedition.studio import Studio
from audioedition.unreleased import Unreleased

_OTHER = "This recording does not wait any more, or another one in its place: load the page again."


@dataclass(frozen=True, slots=True)
class Trial:
    """How a sentence would be said: what the voice is given now, what it would be given, and the sound of that."""

    before: str
    after: str
    clip: Clip


class Desk:
    """The review of what waits in an edition: of these `posts`, or of all if there are none.

    Calls from several threads are safe; only one of them at a time speaks, or writes more than a mark: whose `turn` it is.
    """

    def __init__(
        self, root: Path, archive: Archive, posts: Collection[str] = (), *, pool: Executor | None = None
    ) -> None:
        """Work on the edition in `root`, whose archive is `archive`; the `pool` speaks."""
        self._root = root
        self._archive = archive
        self._posts = frozenset(posts)
        self._pool = pool
        self._marking = threading.Lock()
        self._loaded = Loaded()
        self.turn = Turn()

    @property
    def _unreleased(self) -> Unreleased:
        return Unreleased.beside(self._archive)

    def _waiting(self) -> list[Episode]:
        return [e for e in self._unreleased.episodes() if not self._posts or e.post in self._posts]

    def _episode(self, key: str) -> Episode:
        """The episode whose very recording waits under this key.  Raises ArchiveError if it does not (any more)."""
        return self._episodes([key])[0]

    def _episodes(self, keys: Collection[str]) -> list[Episode]:
        """As `_episode`, of several, each once."""
        there = {shown.key(each): each for each in self._waiting()}
        if any(key not in there for key in keys):
            raise ArchiveError(_OTHER)
        return [there[key] for key in dict.fromkeys(keys)]

    @property
    def again(self) -> str:
        """The command that serves this review again.  Raises ConfigError."""
        return config.load(self._root).command("review", *sorted(self._posts))

    def cards(self) -> list[Card]:
        """What the page shows: the episodes of a post together.  Raises AudioeditionError."""
        settings, unreleased = config.load(self._root), self._unreleased
        found = []
        order = {tag: place for place, tag in enumerate(settings.languages)}
        for episode in sorted(self._waiting(), key=lambda e: (e.post, order.get(e.language, len(order)))):
            old = self._archive.find(episode.post, episode.language)
            card = shown.card(
                episode,
                unreleased.prompt(episode),
                unreleased.marks(episode),
                old if old and not old.retracted else None,
            )
            found.append(card)
        return found

    def audio(self, key: str, file: str) -> Path:
        """The audio of an episode, if `file` is its name.  Raises ArchiveError if it is not, or not there."""
        episode = self._episode(key)
        path = self._unreleased.archive.audio(episode.language, episode.enclosure.file)
        if file != episode.enclosure.file or not path.is_file():
            raise ArchiveError(_OTHER)
        return path

    def mark(self, key: str, place: int, *, marked: bool) -> None:
        """Mark a sentence, or take its mark away.  Raises ArchiveError, also if there is no such sentence."""
        with self._marking:
            episode = self._episode(key)
            there = shown.marks(episode)
            if not 0 <= place < len(there):
                raise ArchiveError("There is no such sentence any more: load the page again.")
            kept = {*self._unreleased.marks(episode)} - {there[place]}
            self._unreleased.mark(episode, sorted({*kept, there[place]} if marked else kept))

    def hear(self, key: str, place: int, word: str, value: str | Mapping[str, Any]) -> Trial:
        """Speak a sentence as if `word` had this row in the lexicon of its language; nothing is written.

        Raises AudioeditionError, as `corrections.propose` and the engine do.
        """
        episode, utterance = self._utterance(key, place)
        with self.turn.alone():
            studio = self._studio()
            station = studio.config.stations.get(episode.language)
            if station is None:
                line = f"add a table [feeds.{episode.language}] to audioedition.toml"
                raise ConfigError(f"This episode's language has no podcast any more: {line}.")
            proposal = corrections.propose(studio.config, word, value, utterance.language)
            engine = casting.speaking(utterance, station, studio)
            before, after = (
                corrections.spoken(engines.lexicon(voice, engine), voice.language, utterance.text)
                for voice in proposal.voices[0]
            )
            return Trial(before, after, engine.synthesize(after))

    def correct(self, key: str, place: int, word: str, value: str | Mapping[str, Any]) -> list[Outcome]:
        """Write the row for `word`, and speak again what waits and holds it; only the sentences that sound different are spoken.

        Raises AudioeditionError; a row that was written stays if speaking fails.
        """
        language = self._utterance(key, place)[1].language
        with self.turn.alone(), self._archive.locked(wait=0):
            corrections.add(self._studio().config, word, value, language)
            studio = self._studio()
            sought = [concordance.tokens(word)]
            sender = [each for each in self._waiting() if shown.key(each) == key]
            others = [e for e in self._waiting() if e not in sender and concordance.holding(e.lines, sought)]
            told = [self._spoken_again(each, _listening(each, studio).aside()) for each in (*sender, *others)]
            return [*told[:1], *(each for each in told[1:] if each.state is not State.UNCHANGED)]

    def release(self, keys: Collection[str]) -> list[Outcome]:
        """Publish these episodes as they were heard.

        Raises AudioeditionError as `release.check` and `release.finish`, and with nothing released if one of the recordings
        does not wait any more.
        """
        with self.turn.alone(), self._archive.locked(wait=0):
            studio = self._studio()
            release.check(studio)
            studio.archive.prepare()
            heard = self._episodes(keys)  # all of them, before anything is released
            done = [(each, release.release(each, studio)) for each in heard]
            release.finish([each for each, told in done if told.state is State.RELEASED], studio)
            return [told for _, told in done]

    def discard(self, key: str) -> Outcome:
        """Delete an episode that waits.  Raises AudioeditionError."""
        with self.turn.alone(), self._archive.locked(wait=0):
            return release.discard(self._episode(key), self._studio())

    def _utterance(self, key: str, place: int) -> tuple[Episode, Utterance]:
        episode = self._episode(key)
        prompt = self._unreleased.prompt(episode)
        if prompt is None or not 0 <= place < len(prompt.script):
            raise ArchiveError(f"What this was spoken from is not at hand any more: {self._again(episode)}.")
        return episode, prompt.script[place]

    def _again(self, episode: Episode) -> str:
        return rehearse.again(episode, self._unreleased.manuscripts.of(episode), self._studio())

    def _spoken_again(self, episode: Episode, studio: Studio) -> Outcome:
        try:
            return self._performed(episode, studio)
        except AudioeditionError as exc:  # the others are spoken all the same
            return Outcome(
                language=episode.language, title=episode.title, state=State.FAILED, detail=str(exc)
            )

    def _performed(self, episode: Episode, studio: Studio) -> Outcome:
        manuscript = studio.manuscripts.of(episode)
        station = studio.config.stations.get(episode.language)
        if manuscript is None or station is None:
            again = rehearse.again(episode, manuscript, studio)
            raise ArchiveError(f"What {episode.title!r} was recorded from is not at hand: {again}.")
        take = takes.plan(manuscript.post, manuscript.edition, station, episode, studio)
        if take.state is not State.RECORDED:
            return takes.outcome(episode, State.UNCHANGED, studio)
        return rehearse.perform(take, studio)

    def _studio(self) -> Studio:
        """The studio for the settings as they are now."""
        settings = config.load(self._root)
        self._archive = dataclasses.replace(
            self._archive, authority=settings.authority, since=settings.since, hidden=settings.hidden
        )
        return self._loaded.studio(settings, self._archive, self._pool, self.turn.tell)


def _listening(waiting: Episode, studio: Studio) -> Studio:
    """The studio in which a recogniser listens as it did to the recording that waits, whatever the settings say."""
    return dataclasses.replace(studio, verify=studio.verify or waiting.quality is not None)
