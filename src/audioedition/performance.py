"""A take, performed: spoken, listened to, mixed, packed, and put into the archive."""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from audioedition import approval, audits, clips, episodes, packaging, understudies
from audioedition.archive import superseded
from audioedition.cores import count
from audioedition.kept import MADE
from audioedition.model import Episode, Mixdown, Timing, Verdict
from audioedition.quality import Audit
from audioedition.reports import Outcome, State
from audioedition.studio import Studio
from audioedition.takes import Take, outcome
from audioedition.understudies import StandIns


def done(take: Take, studio: Studio) -> Outcome:
    """Perform a take, or in a dry run only tell what would be done.  Raises AudioeditionError as `perform`."""
    if studio.dry_run:
        told = _confirmed(take, studio, clips.wordless(take.script, take.cast)) if studio.verifies else None
        planned = {State.RECORDED: State.TO_RECORD, State.RETAGGED: State.TO_RETAG}
        return outcome(
            take.draft,
            planned.get(take.state, take.state),
            studio,
            take.sentences,
            (*take.notes, *(told or ())),
        )
    done = perform(take, studio)
    return outcome(done.episode, take.state, studio, done.sentences, (*take.notes, *done.notes))


@dataclasses.dataclass(frozen=True, slots=True)
class Performed:
    """An episode that was put into the archive, how each utterance sounds in it, and sentences about that.

    `sentences` is how many were synthesized for it.
    """

    episode: Episode
    verdicts: Sequence[Verdict]
    notes: tuple[str, ...]
    sentences: int


def perform(take: Take, studio: Studio) -> Performed:
    """Do what has to be done for a take, and put its episode into the archive.

    Raises AudioeditionError; then the archive is as it was, and what was spoken is on the shelf.
    """
    with tempfile.TemporaryDirectory(prefix="audioedition-") as name:
        folder = Path(name)
        if take.reusable:
            mix, verdicts, others = _recorded(take, take.reusable, studio)
            sentences = 0
        else:
            if studio.pool:  # nothing waits for it until there is something to hear
                studio.pool.submit(packaging.prepare, take.station, studio)
            with studio.shelf.needed():
                mix, verdicts, others, sentences = _speak(take, studio, folder / "mix.mp3")
        audit, told = _audited(take, mix, verdicts, studio)
        quality = audit.quality if audit else take.reusable.quality if take.reusable else None
        finished = dataclasses.replace(_finished(take, mix, verdicts, others), quality=quality)
        if take.reusable and take.state is State.UNCHANGED:
            finished = _with_files_of(finished, take.reusable)
        else:
            finished = packaging.package(mix.path, finished, take.tags, take.station, studio, folder)
    if audit and take.reusable:
        verdicts = audits.joined(verdicts, audit)
    # All that the disk may refuse comes first: what is told to have failed is not published, and a record is newer than
    # its manuscript never.
    with studio.writing:
        _remember(take, finished, audit, verdicts, studio)
        if studio.is_aside and studio.unreleased.find(finished.post, finished.language) is None:
            # What cannot be read gives way to this, and not before there is this.
            superseded.forget(studio.archive, finished.post, finished.language)
        old = studio.archive.find(finished.post, finished.language)
        episode = studio.archive.put(finished, studio.now)
        studio.manuscripts.settle(episode, old)
    return Performed(episode, verdicts, (*understudies.notes(take.script, verdicts), *told), sentences)


def _remember(
    take: Take, finished: Episode, audit: Audit | None, verdicts: Sequence[Verdict], studio: Studio
) -> None:
    """Keep beside the archive what belongs to an episode that is about to be put there.  Raises ArchiveError."""
    if audit and not studio.is_aside:
        audits.keep(audit, audits.published(finished, studio), studio)
    elif take.reusable is None and not studio.is_aside:
        audits.forget(finished.post, finished.language, studio)
    elif take.reusable and not studio.is_aside:
        audits.follow(finished, take.reusable, studio)
    studio.recollection.keep(finished.enclosure.file, verdicts)
    studio.manuscripts.keep(take.manuscript, take.draft)


def as_it_is(take: Take, studio: Studio) -> Episode | None:
    """The episode of a take whose recording stays just as it is; its record may say something new.  None of others."""
    old = take.reusable
    if old is None or take.state is not State.UNCHANGED:
        return None
    mix, verdicts, others = _recorded(take, old, studio)
    finished = dataclasses.replace(_finished(take, mix, verdicts, others), quality=old.quality)
    return _with_files_of(finished, old)


def _finished(take: Take, mix: Mixdown, verdicts: Sequence[Verdict], others: StandIns) -> Episode:
    """The episode of a take, its files apart."""
    draft = dataclasses.replace(take.draft, guests=others.voices)
    finished = episodes.finish(draft, take.script, mix, take.seats, others.seats)
    both = zip(finished.lines, verdicts, strict=True)
    lines = tuple(dataclasses.replace(line, released=verdict.released) for line, verdict in both)
    return dataclasses.replace(finished, lines=lines)


def _with_files_of(episode: Episode, old: Episode) -> Episode:
    return dataclasses.replace(episode, enclosure=old.enclosure, alternates=old.alternates)


def _recorded(take: Take, old: Episode, studio: Studio) -> tuple[Mixdown, Sequence[Verdict], StandIns]:
    """The recording that is there, how it was found to sound, and who stands in in it."""
    audio = studio.archive.audio(old.language, old.enclosure.file)
    mix = Mixdown(audio, old.seconds, tuple(Timing(line.start, line.end) for line in old.lines))
    others = understudies.kept(old, take.draft.guests, take.script, take.seats)
    found = studio.recollection.recall(old.enclosure.file, len(take.script))
    lines = zip(found, old.lines, strict=True)
    return mix, [dataclasses.replace(v, released=line.released) for v, line in lines], others


def _audited(
    take: Take, mix: Mixdown, verdicts: Sequence[Verdict], studio: Studio
) -> tuple[Audit | None, list[str]]:
    """What was heard in the recording, if somebody was to listen, and what is told of it.

    Raises AudioError if it is too bad to be published.

    What its author hears first is not refused, however bad it is.  What is remembered of a recording that is there does
    not count: nobody may have listened then, or another recogniser.
    """
    if not studio.verifies:
        return None, []
    wordless = clips.wordless(take.script, take.cast)
    told = _confirmed(take, studio, wordless)
    if told is not None:
        return None, told
    if take.reusable:
        listen = audits.listened if studio.is_aside else approval.reapproved
        audit = listen(take.reusable, studio, wordless)
    elif studio.is_aside:
        audit = audits.examined(take.draft, take.script, mix.timings, verdicts, studio, wordless)
    else:
        audit = approval.approved(take.draft, take.script, mix, verdicts, studio, wordless)
    return audit, [note for note in (audit.note, approval.released_although(audit.quality, studio)) if note]


def _confirmed(take: Take, studio: Studio, wordless: Collection[int]) -> list[str] | None:
    """What is told of a recording that stays, if who is to listen has; None if not.  Raises AudioError if it is too bad."""
    old = take.reusable
    if old is None or not approval.is_known(old, studio, wordless):
        return None
    return [] if studio.is_aside else approval.confirmed(old, studio, wordless)


def _speak(take: Take, studio: Studio, target: Path) -> tuple[Mixdown, Sequence[Verdict], StandIns, int]:
    spoken = _spoken(take, studio)
    try:
        mix = _mixed(take, spoken, studio, target)
    except (
        clips.Replaced
    ):  # as when another edition has found a better clip of a sentence: that one was listened to, too
        before, spoken = spoken, _spoken(take, studio)
        both = zip(spoken, before, strict=True)
        spoken = [dataclasses.replace(new, is_new=new.is_new or old.is_new) for new, old in both]
        mix = _mixed(take, spoken, studio, target)
    verdicts = [each.verdict for each in spoken]
    others_heard = understudies.heard(take.draft.guests, take.script, verdicts, take.fallbacks)
    return mix, verdicts, others_heard, len({each.wanted.key for each in spoken if each.is_new})


def _spoken(take: Take, studio: Studio) -> list[clips.Spoken]:
    """All that is said, on the shelf and listened to.  Raises AudioError if it was heard before, and was too bad."""
    spoken = clips.speak(
        take.script,
        take.cast,
        studio.shelf,
        judge=studio.judge,
        tries=studio.config.listening.tries,
        fallbacks=_fallbacks(take, studio),
        pool=studio.speakers(),
        hands=studio.pool,
        report=studio.telling(take.draft),
        is_released=studio.released.has,
    )
    if studio.verifies and not studio.is_aside:
        approval.refuse_again(take.draft, [each.verdict for each in spoken], studio)
    return spoken


def _mixed(take: Take, spoken: Sequence[clips.Spoken], studio: Studio, target: Path) -> Mixdown:
    from audioedition import mixdown  # noqa: PLC0415 -- slow to load, and not needed before all is spoken

    others = {place: each.verdict.by for place, each in enumerate(spoken) if each.verdict.by}
    pauses = (u.pause_after for u in take.script)
    return mixdown.mix(
        zip(clips.play(spoken, studio.shelf), pauses, strict=True),
        target,
        intro=take.station.intro,
        outro=take.station.outro,
        ffmpeg=studio.ffmpeg,
        guests={**take.guests, **others},
        keep=studio.shelf.folder / MADE,
        cores=count(),
    )


def _fallbacks(take: Take, studio: Studio) -> dict[str, clips.Fallback]:
    """Who speaks what a speaker fails on; loaded when that happens."""
    return {
        who: clips.Fallback(understudies.named(voice), functools.partial(studio.fallback, voice))
        for who, voice in take.fallbacks.items()
    }
