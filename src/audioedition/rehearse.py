"""One edition's recording, made to be heard first: beside the archive, which stays as it is.

What would be published is what is recorded: planned against the archive, then performed among the unreleased ones.
"""

from __future__ import annotations

import dataclasses

from audioedition import performance, takes
from audioedition.config import Station
from audioedition.manuscripts import Manuscript
from audioedition.model import Edition, Episode, Post
from audioedition.reports import Outcome, State
from audioedition.studio import Studio
from audioedition.takes import Take
from audioedition.unreleased import Prompt


def done(take: Take, post: Post, edition: Edition, station: Station, studio: Studio) -> Outcome:
    """Record what publishing `take` would bring, to be heard; or in a dry run only tell what would be done.

    There is nothing to hear where publishing would change nothing.  Raises AudioeditionError as `performance.perform`.
    """
    language, old = take.draft.language, studio.archive.find(post.id, take.draft.language)
    if old and _changes_nothing(take, old, studio):
        return takes.outcome(old, State.UNCHANGED, studio, notes=take.notes)
    aside = studio.aside()
    waiting = aside.archive.find(post.id, language)
    if waiting is None and studio.dry_run:
        return performance.done(take, studio)
    if waiting is None and take.reusable:
        _copy(take.reusable, studio)
    return perform(takes.plan(post, edition, station, waiting or old, aside), aside)


def perform(take: Take, studio: Studio) -> Outcome:
    """Perform a take among the unreleased episodes, whose `studio` this is; or in a dry run tell what would be done.

    Raises AudioeditionError as `performance.perform`; then what waited is as it was.
    """
    if studio.dry_run:
        told = performance.done(take, studio)
        is_there = told.state is State.UNCHANGED
        return dataclasses.replace(told, state=State.TO_HEAR) if is_there else told
    unreleased = studio.unreleased
    unreleased.keep(take.draft, Prompt(take.script, take.tags))
    done = performance.perform(take, studio)
    unreleased.keep(take.draft, Prompt(take.script, take.tags, tuple(done.verdicts)))
    unreleased.settle(done.episode)
    notes = (*take.notes, *done.notes)
    return takes.outcome(done.episode, State.TO_HEAR, studio, take.sentences, notes)


def is_stale(waiting: Episode, manuscript: Manuscript, station: Station, studio: Studio) -> bool:
    """Whether an episode that waits would sound different if it were spoken now.  Raises AudioeditionError as `takes.plan`."""
    take = takes.plan(manuscript.post, manuscript.edition, station, waiting, studio.aside())
    return take.draft.sound != waiting.sound


def _changes_nothing(take: Take, old: Episode, studio: Studio) -> bool:
    same = performance.as_it_is(take, studio)
    return same is not None and dataclasses.replace(same, superseded=old.superseded) == old


def _copy(published: Episode, studio: Studio) -> None:
    """Bring the audio of a published episode that sounds just so: it only gets other tags, or another record."""
    for enclosure in (published.enclosure, *published.alternates):
        if studio.archive.holds(published.language, enclosure):
            audio = studio.archive.audio(published.language, enclosure.file)
            studio.unreleased.archive.keep_audio(audio, published.post, published.language)
