"""Conductor: words → the episodes that hold them, spoken again as the voices and lexicons are now.

find ─► manuscript ─► plan ─► (nothing to do | retag | perform) ─► archive

No post is read: each episode is spoken again from its manuscript, and the shelf has all sentences that sound as
before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioedition import concordance, performance, posts, rehearse, takes
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


def left(studio: Studio, words: Sequence[str], language: str | None, told: Sequence[Reread]) -> list[Reread]:
    """The recordings that wait to be heard and would sound different now, as far as nothing was `told` of them.

    They are left as they are, for who listens; if there are `words`, only those that hold one of them.  Raises ArchiveError.
    """
    known = {(each.post, each.outcome.language) for each in told}
    phrases = [concordance.tokens(word) for word in words]
    done = []
    for waiting in studio.unreleased.episodes():
        held = concordance.holding(waiting.lines, phrases) if words else ()
        is_sought = bool(held) or not words
        is_other = language not in {None, waiting.language} or (waiting.post, waiting.language) in known
        if is_sought and not is_other and (outcome := _left(waiting, studio)):
            done.append(Reread(post=waiting.post, outcome=outcome, found=held))
    return done


def _left(waiting: Episode, studio: Studio) -> Outcome | None:
    """What is said of a recording that waits; None if it would sound just so."""
    try:
        again = _remedy_of(waiting, studio)
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one episode stops no other
        return _failed(waiting, unforeseen(f"the episode {waiting.guid}", exc))
    if not again:
        return None
    release = studio.config.command("release", waiting.guid)
    detail = (
        f"It waits to be heard as it was spoken before, and is left so: {again}; "
        f"or release it as it was heard ({release})."
    )
    return _told(waiting, State.TO_HEAR, detail)


def _outcome(found: Found, studio: Studio) -> Outcome | None:
    episode = found.episode
    station = studio.config.stations.get(episode.language)
    if station is None:
        line = f"Its podcast has no table [feeds.{episode.language}] in audioedition.toml any more."
        return _told(episode, State.NO_FEED, line)
    manuscript = studio.manuscripts.of(episode)
    if manuscript is None:
        return _failed(episode, f"What it was recorded from is not at hand: {_remedy(episode, studio)}.")
    take = takes.plan(manuscript.post, manuscript.edition, station, episode, studio)
    if not found.sentences and take.state is not State.RECORDED:
        return None
    outcome = performance.done(take, studio)
    return dataclasses.replace(outcome, notes=(*outcome.notes, *_waiting(episode, studio)))


def _waiting(episode: Episode, studio: Studio) -> Iterator[str]:
    """That an older recording waits to be heard: it is left to who listens, since it may be of another text."""
    waiting = studio.unreleased.find(episode.post, episode.language)
    try:
        again = _remedy_of(waiting, studio) if waiting else ""
    except Exception as exc:  # noqa: BLE001 -- the episode itself is spoken again by now
        yield unforeseen("What waits to be heard of it", exc)
        return
    if again:
        yield (
            "What waits to be heard of it was spoken before that change, and a release would bring it out in place of this: "
            f"{again}."
        )


def _remedy_of(waiting: Episode, studio: Studio) -> str:
    """How a recording that waits is spoken as it would be now; "" if it is, or nobody can tell: then `release` says so."""
    manuscript = studio.unreleased.manuscripts.of(waiting)
    station = studio.config.stations.get(waiting.language)
    try:
        is_old = manuscript and station and rehearse.is_stale(waiting, manuscript, station, studio)
    except AudioeditionError:
        return ""
    return rehearse.again(waiting, manuscript, studio) if is_old else ""


def _remedy(episode: Episode, studio: Studio) -> str:
    """How the manuscript of an episode comes back."""
    if episode.address and digest(posts.id_of(episode.address)) == episode.origin:
        return f"run {studio.config.command('publish', episode.address)}"
    return f"publish the post {episode.post!r} again with {studio.config.command('publish', 'POST')}"


def _failed(episode: Episode, detail: str) -> Outcome:
    return _told(episode, State.FAILED, detail)


def _told(episode: Episode, state: State, detail: str) -> Outcome:
    return Outcome(
        language=episode.language, title=episode.title, state=state, guid=episode.guid, detail=detail
    )
