"""Conductor: words → the episodes that hold them, spoken again as the voices and lexicons are now.

find ─► manuscript ─► plan ─► (nothing to do | retag | perform) ─► archive

No post is read: each episode is spoken again from its manuscript, and the shelf has all sentences that sound as
before.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TypeVar

from audioedition import concordance, performance, posts, rehearse, takes
from audioedition.clips.saying import Here
from audioedition.errors import (
    ArchiveError,
    AudioeditionError,
    ClusterError,
    unforeseen,
    was_interrupted,
)
from audioedition.files import digest
from audioedition.model import Episode
from audioedition.reports import Outcome, Reread, State
from audioedition.studio import Studio

T = TypeVar("T")


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


def reread(found: Iterable[Found], studio: Studio) -> Iterator[Reread | None]:
    """Speak episodes again, as far as they would sound different now; None of one that would not, if no word led to it.

    They are planned one after the other, here, and performed by the studio's crew, several at one time; each is told in
    its turn, as soon as it is done.  One bad episode stops no other, and what went wrong stands in its report.  Raises ClusterError
    if nobody is left who could speak.
    """
    begun: deque[Future[Reread | None]] = deque()
    for each in found:
        while not _has_room(begun, studio):
            wait([future for future in begun if not future.done()], timeout=0.1, return_when=FIRST_COMPLETED)
            yield from _done(begun)
        begun.append(_begun(each, studio))
    while begun:
        wait([begun[0]], timeout=0.5)  # the time limit lets Ctrl-C through on Windows
        yield from _done(begun)


def _has_room(begun: Iterable[Future[Reread | None]], studio: Studio) -> bool:
    unfinished, crew = sum(not future.done() for future in begun), studio.crew
    return crew.has_room(unfinished) if crew else not unfinished


def _done(begun: deque[Future[Reread | None]]) -> Iterator[Reread | None]:
    """Those that are done, and before which there is none that is not."""
    while begun and begun[0].done():
        yield begun.popleft().result()


def _begun(found: Found, studio: Studio) -> Future[Reread | None]:
    """An episode in the hands of the crew; without a crew it is done at once."""
    performers = studio.crew.performers if studio.crew else Here()
    if (perform := _told_of(found, lambda: _planned(found, studio))) is None:
        return performers.submit(lambda: None)
    if isinstance(perform, Reread):
        return performers.submit(lambda: perform)
    return performers.submit(_told_of, found, lambda: _outcome(found, perform))


def _outcome(found: Found, perform: Callable[[], Outcome]) -> Reread:
    return Reread(post=found.episode.post, outcome=perform(), found=found.sentences)


def _told_of(found: Found, work: Callable[[], T]) -> T | Reread:
    """What comes of some `work` for an episode, or what is told of it if that fails.  Raises ClusterError."""
    episode = found.episode
    try:
        return work()
    except ClusterError:
        raise
    except AudioeditionError as exc:
        outcome = _failed(episode, str(exc))
    except Exception as exc:
        if was_interrupted(exc):
            raise
        outcome = _failed(episode, unforeseen(f"the episode {episode.guid}", exc))
    return Reread(post=episode.post, outcome=outcome, found=found.sentences)


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


def _planned(found: Found, studio: Studio) -> Callable[[], Outcome] | None:
    """What has to be done for an episode; None if nothing has, and nothing is to be told.  Raises AudioeditionError."""
    episode = found.episode
    station = studio.config.stations.get(episode.language)
    if station is None:
        line = f"Its podcast has no table [feeds.{episode.language}] in audioedition.toml any more."
        return lambda: _told(episode, State.NO_FEED, line)
    manuscript = studio.manuscripts.of(episode)
    if manuscript is None:
        line = f"What it was recorded from is not at hand: {_remedy(episode, studio)}."
        return lambda: _failed(episode, line)
    take = takes.plan(manuscript.post, manuscript.edition, station, episode, studio)
    if not found.sentences and take.state is not State.RECORDED:
        return None
    studio.prepare(take.missing)

    def perform() -> Outcome:
        outcome = performance.done(take, studio)
        return dataclasses.replace(outcome, notes=(*outcome.notes, *_waiting(episode, studio)))

    return perform


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
    options = ["--restore"] if episode.retracted else []
    if episode.address and digest(posts.id_of(episode.address)) == episode.origin:
        return f"run {studio.config.command('publish', *options, episode.address)}"
    return (
        f"publish the post {episode.post!r} again with {studio.config.command('publish', *options, 'POST')}"
    )


def _failed(episode: Episode, detail: str) -> Outcome:
    return _told(episode, State.FAILED, detail)


def _told(episode: Episode, state: State, detail: str) -> Outcome:
    return Outcome(
        language=episode.language, title=episode.title, state=state, guid=episode.guid, detail=detail
    )
