"""Conductor: words → the episodes that hold them, spoken again as the voices and lexicons are now.

find ─► manuscript ─► plan ─► (nothing to do | retag | perform) ─► archive

No post is read: each episode is spoken again from its manuscript, and the shelf has all sentences that sound as
before.
"""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition import concordance, performance, posts, rehearse, takes
from audioedition.config import Station
from audioedition.errors import ArchiveError, AudioeditionError, unforeseen
from audioedition.files import digest
from audioedition.model import Episode
from audioedition.reports import Outcome, Reread, State
from audioedition.studio import Studio


@dataclass(frozen=True, slots=True)
class Found:
    """An episode to look at again, and its sentences that hold what was sought."""

    episode: Episode
    sentences: tuple[str, ...] = ()


def find(studio: Studio, words: Sequence[str], language: str | None = None) -> list[Found]:
    """The episodes that hold one of the `words` (or phrases); without words, all; of one `language` only, if given.

    Raises ArchiveError, also for a language without episodes.
    """
    archive = studio.archive
    languages = archive.languages()
    if language is not None and language not in languages:
        there = f"there are some in {', '.join(languages)}" if languages else "there are none yet"
        raise ArchiveError(f"There are no episodes in the language {language!r}: {there}.")
    every = [episode for tag in ([language] if language else languages) for episode in archive.episodes(tag)]
    if not words:
        return list(map(Found, every))
    phrases = [concordance.tokens(word) for word in words]
    looked = (Found(episode, concordance.holding(episode.lines, phrases)) for episode in every)
    return [found for found in looked if found.sentences]


def reread(found: Found, studio: Studio) -> Reread | None:
    """Speak an episode again, as far as it would sound different now; None if it would not, and no word led to it.

    Never raises an AudioeditionError: one bad episode stops no other, and what went wrong stands in the report.
    """
    episode = found.episode
    try:
        outcome = _outcome(found, studio)
    except AudioeditionError as exc:
        outcome = _failed(episode, str(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one episode stops no other
        outcome = _failed(episode, unforeseen(f"the episode {episode.guid}", exc))
    return None if outcome is None else Reread(post=episode.post, outcome=outcome, found=found.sentences)


def _outcome(found: Found, studio: Studio) -> Outcome | None:
    episode = found.episode
    station = studio.config.stations.get(episode.language)
    if station is None:
        line = f"Its podcast has no table [feeds.{episode.language}] in audioedition.toml any more."
        return _told(episode, State.NO_FEED, line)
    manuscript = studio.manuscripts.of(episode)
    if manuscript is None:
        return _failed(episode, f"What it was recorded from is not at hand: {_remedy(episode)}.")
    take = takes.plan(manuscript.post, manuscript.edition, station, episode, studio)
    if not found.sentences and take.state is not State.RECORDED:
        return None
    outcome = performance.done(take, studio)
    return dataclasses.replace(outcome, notes=(*outcome.notes, *_waiting(episode, station, studio)))


def _waiting(episode: Episode, station: Station, studio: Studio) -> Iterator[str]:
    """That an older recording waits to be heard: it is left to who listens, since it may be of another text."""
    waiting = studio.unreleased.archive.find(episode.post, episode.language)
    manuscript = studio.unreleased.manuscripts.of(waiting) if waiting else None
    try:
        is_old = waiting and manuscript and rehearse.is_stale(waiting, manuscript, station, studio)
    except AudioeditionError:  # `release` tells it
        return
    if is_old:
        yield (
            "What waits to be heard of it was spoken before that change, and a release would bring it out in place of this: "
            f"publish the post {episode.post!r} with --review again."
        )


def _remedy(episode: Episode) -> str:
    """How the manuscript of an episode comes back."""
    if episode.address and digest(posts.id_of(episode.address)) == episode.origin:
        return f"run `audioedition publish {shlex.quote(episode.address)}`"
    return f"publish the post {episode.post!r} again with `audioedition publish`"


def _failed(episode: Episode, detail: str) -> Outcome:
    return _told(episode, State.FAILED, detail)


def _told(episode: Episode, state: State, detail: str) -> Outcome:
    return Outcome(
        language=episode.language, title=episode.title, state=state, guid=episode.guid, detail=detail
    )
