"""One edition's recording, made to be heard first: beside the archive, which stays as it is.

What would be published is what is recorded: planned against the archive, then performed among the unreleased ones.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

from audioedition import performance, posts, takes
from audioedition.config import Station
from audioedition.manuscripts import Manuscript
from audioedition.model import Edition, Episode, Post, Verdict
from audioedition.proof.remarks import Remarks
from audioedition.reports import Outcome, State
from audioedition.studio import Studio
from audioedition.takes import Take
from audioedition.unreleased import Prompt


def done(  # noqa: PLR0913 -- what is planned once more, beside the archive
    take: Take, post: Post, edition: Edition, station: Station, studio: Studio, *, remarks: Remarks
) -> Outcome:
    """Record what publishing `take` would bring, to be heard; or in a dry run only tell what would be done.

    The `remarks` are for who listens.  There is nothing to hear where publishing would change nothing.  Raises
    AudioeditionError as `performance.perform`.
    """
    language, old = take.draft.language, studio.archive.find(post.id, take.draft.language)
    if old and _changes_nothing(take, old, studio):
        return takes.outcome(old, State.UNCHANGED, studio, notes=take.notes)
    aside = studio.aside()
    waiting = studio.unreleased.find(post.id, language)
    if waiting is None and studio.dry_run:
        return performance.done(take, studio)
    if waiting is None and take.reusable:
        _copy(take.reusable, studio)
    return perform(takes.plan(post, edition, station, waiting or old, aside), aside, remarks)


def perform(take: Take, studio: Studio, remarks: Remarks | None = None) -> Outcome:
    """Perform a take among the unreleased episodes, whose `studio` this is; or in a dry run tell what would be done.

    Without `remarks` those of the recording that it replaces go on to hold.  Raises AudioeditionError as
    `performance.perform`; then what waited is as it was.
    """
    if studio.dry_run:
        told = performance.done(take, studio)
        is_there = told.state is State.UNCHANGED
        return dataclasses.replace(told, state=State.TO_HEAR) if is_there else told
    unreleased = studio.unreleased
    waiting = unreleased.find(take.draft.post, take.draft.language)  # what cannot be read is recorded anew
    known = unreleased.prompt(waiting) if waiting else None
    before = known.verdicts if known and take.reusable else ()
    remarks = remarks or (known.remarks if known else None)
    if take.reusable:
        studio.recollection.restore(take.reusable.enclosure.file, before)
    unreleased.keep(take.draft, Prompt(take.script, take.tags, before, remarks))
    done = performance.perform(take, studio)
    verdicts = tuple(_bound(done.verdicts, before))
    unreleased.keep(take.draft, Prompt(take.script, take.tags, verdicts, remarks))
    unreleased.settle(done.episode)
    notes = (*take.notes, *done.notes)
    return takes.outcome(done.episode, State.TO_HEAR, studio, done.sentences, notes)


def _bound(found: Sequence[Verdict], before: Sequence[Verdict]) -> Iterator[Verdict]:
    """What was `found`, of the sounds that were known `before` if the recording is the same."""
    for new, old in itertools.zip_longest(found, before[: len(found)]):
        yield dataclasses.replace(new, sound=new.sound or old.sound) if old else new


def again(waiting: Episode, manuscript: Manuscript | None, studio: Studio) -> str:
    """How an episode that waits is recorded again: what to do, and the command for it, if its post is where it was."""
    what = f"publish the post {waiting.post!r} with --review again"
    post = manuscript.post if manuscript else None
    if post is None:
        return what
    file = studio.config.root / post.origin
    source = post.source if posts.is_address(post.source) else str(file) if file.is_file() else ""
    return f"{what} ({studio.config.command('publish', '--review', source)})" if source else what


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
