"""Conductor: what was heard → the archive, feeds and pages.

find ─► for each episode: its very files, manuscript and record into the archive ─► publish ─► what waited is deleted

What was heard is what is released.  Nothing is spoken, and no post is needed: what has changed since it was heard is told.
Interrupted anywhere, it is finished by running it again.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from audioedition import audits, commerce, covers, episodes, packaging, posts, rehearse, takes
from audioedition import publish as publisher
from audioedition.config import Station
from audioedition.errors import ArchiveError, AudioeditionError, ConfigError, FeedError, unforeseen
from audioedition.manuscripts import Manuscript
from audioedition.model import Episode
from audioedition.reports import Outcome, State
from audioedition.studio import Studio
from audioedition.unreleased import Lost


def check(studio: Studio) -> None:
    """Refuse to release what no feed could name.  Raises ConfigError with the lines that are missing."""
    if studio.config.missing:
        lines = "\n".join(f"    {line}" for line in studio.config.missing)
        raise ConfigError(f"Nothing is released yet: audioedition.toml lacks\n{lines}")


def release(waiting: Episode, studio: Studio) -> Outcome:
    """Bring an episode that waits into the archive, just as it was heard; `finish` is to follow.

    Never raises an AudioeditionError: one bad episode stops no other, and what went wrong stands in the outcome.
    """
    try:
        return _released(waiting, studio)
    except AudioeditionError as exc:
        return _told(waiting, State.FAILED, str(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one episode stops no other
        return _told(waiting, State.FAILED, unforeseen(f"the episode {waiting.guid}", exc))


def finish(released: Sequence[Episode], studio: Studio) -> list[Path]:
    """Write feeds and pages, and delete what waited; return the files that changed.

    Raises as `publish`: of a FeedError, after what waited is deleted, for it is in the archive.
    """
    try:
        changed = publisher.publish(studio.config, studio.archive)
    except FeedError:
        _clear(released, studio)
        raise
    _clear(released, studio)
    return changed


def discard(waiting: Episode, studio: Studio) -> Outcome:
    """Delete an episode that waits, and its marks; what is published of it stays.  Raises ArchiveError.

    If nothing is, so that nobody has a use for it, the page of its quality goes, too.
    """
    studio.unreleased.discard(waiting.post, waiting.language)
    if not _is_published(waiting, studio):
        audits.forget(waiting.post, waiting.language, studio)
    return _told(waiting, State.DISCARDED, "")


def lost(what: Lost) -> Outcome:
    """Of an episode that waits, and of which nobody can tell how it was heard."""
    return Outcome(language=what.language, title=what.record.stem, state=State.FAILED, detail=what.damage)


def give_up(what: Lost, studio: Studio) -> Outcome:
    """Delete what is left of it; what is published of its post stays.  Raises ArchiveError."""
    studio.unreleased.give_up(what)
    return Outcome(language=what.language, title=what.record.stem, state=State.DISCARDED)


def _is_published(waiting: Episode, studio: Studio) -> bool:
    """Whether an episode of that post is, or may be: its record is damaged."""
    try:
        known = studio.archive.find(waiting.post, waiting.language)
    except ArchiveError:
        return True
    return known is not None and known.retracted is None


def _released(waiting: Episode, studio: Studio) -> Outcome:
    archive, unreleased = studio.archive, studio.unreleased
    station = studio.config.stations.get(waiting.language)
    if station is None:
        line = f"To release it, add a table [feeds.{waiting.language}] to audioedition.toml."
        return _told(waiting, State.NO_FEED, line)
    manuscript = unreleased.manuscripts.of(waiting)
    again = rehearse.again(waiting, manuscript, studio)
    if not unreleased.archive.whole(waiting):
        raise ArchiveError(f"Its audio is not there any more: {again}.")
    _refuse_a_twin(waiting, studio)
    commerce.check(waiting, again, studio.config)
    notes = (*_warnings(waiting, studio), *_notes(waiting, manuscript, station, studio))
    episode = _approved(_packed(waiting, _date(waiting, manuscript, studio), station, studio))
    _remember(waiting, episode, studio)
    audits.forget(episode.post, episode.language, studio)  # it tells of another recording
    if manuscript:
        studio.manuscripts.keep(manuscript, episode)
    old = archive.find(waiting.post, waiting.language)
    archive.adopt(archive.of_post(waiting.post), waiting.origin, waiting.host, studio.now)
    put = archive.put(episode, studio.now)
    if manuscript:
        studio.manuscripts.settle(put, old)
    return takes.outcome(put, State.RELEASED, studio, notes=notes)


def _date(waiting: Episode, manuscript: Manuscript | None, studio: Studio) -> datetime:
    """When the episode counts as published: as it did, or by its post, or from now on."""
    old = studio.archive.find(waiting.post, waiting.language)
    if old:
        return old.published
    return takes.date(manuscript.post, waiting.language, studio) if manuscript else waiting.published


def _packed(waiting: Episode, published: datetime, station: Station, studio: Studio) -> Episode:
    """The episode with its files in the archive: the very same ones, unless their tags tell another date."""
    archive, unreleased = studio.archive, studio.unreleased
    source = unreleased.archive.audio(waiting.language, waiting.enclosure.file)
    prompt = unreleased.prompt(waiting)
    if prompt is None or prompt.tags.published == published:
        for each in (waiting.enclosure, *waiting.alternates):
            audio = unreleased.archive.audio(waiting.language, each.file)
            archive.keep_audio(audio, waiting.post, waiting.language)
        return dataclasses.replace(waiting, superseded=())
    podcast = station.podcast
    tags = dataclasses.replace(prompt.tags, published=published)
    cover = covers.name(podcast.title, podcast.language, station.cover)
    fingerprint = episodes.packaging(tags, cover, opus=studio.config.opus)
    dated = dataclasses.replace(waiting, published=published, packaging=fingerprint, superseded=())
    with tempfile.TemporaryDirectory(prefix="audioedition-") as folder:
        return packaging.package(source, dated, tags, station, studio, Path(folder))


def _approved(episode: Episode) -> Episode:
    """The episode, each sentence of which its author has heard: whatever a machine finds in it, or will find, it may stay."""
    return dataclasses.replace(
        episode, lines=tuple(dataclasses.replace(line, released=True) for line in episode.lines)
    )


def _remember(waiting: Episode, episode: Episode, studio: Studio) -> None:
    """Keep what was found in the recording, and which clips were released: they may stay in its next ones, too.

    Raises ArchiveError.
    """
    prompt = studio.unreleased.prompt(waiting)
    if prompt:
        studio.recollection.keep(episode.enclosure.file, prompt.verdicts)
        sounds = zip(prompt.script, (verdict.sound for verdict in prompt.verdicts), strict=False)
        studio.released.keep(waiting.guid, sounds)


def _warnings(waiting: Episode, studio: Studio) -> Iterator[str]:
    """What its author may have overlooked: marks, which are gone with the release, and words that nobody may understand."""
    if count := len(studio.unreleased.marks(waiting)):
        yield f"{count} sentence{'s were' if count > 1 else ' was'} still marked."
    percent = 100 * waiting.quality.error_rate if waiting.quality else 0.0
    if percent > studio.config.listening.largest_error:
        yield f"The recogniser took {percent:.1f} % of its words for something else; it is released as you have heard it."
    if count := waiting.quality.grave if waiting.quality else 0:
        found = f"{count} sentence{'s' * (count > 1)}"
        yield f"The recogniser found {found} that nobody should hear; it is released as you have heard it."


def _notes(waiting: Episode, manuscript: Manuscript | None, station: Station, studio: Studio) -> list[str]:
    """What has changed since the episode was recorded, in sentences: it is released as it was heard all the same."""
    if manuscript is None:
        return []
    try:
        return list(_changes(waiting, manuscript, station, studio))
    except AudioeditionError as exc:  # the post or a voice is out of reach, which stops nothing
        return [f"Whether anything has changed since this was recorded could not be told: {exc}"]
    except Exception as exc:  # noqa: BLE001 -- nor does a fault of ours: what was heard is at hand
        return [unforeseen("What has changed since this was recorded", exc)]


def _changes(waiting: Episode, manuscript: Manuscript, station: Station, studio: Studio) -> Iterator[str]:
    post = manuscript.post
    file = studio.config.root / post.origin
    if not posts.is_address(post.source) and file.is_file():
        read = posts.read(str(file), id=post.id, root=studio.config.root)
        if read.digest != post.digest:
            yield (
                f"{post.source} has changed since this was recorded; what was heard is released. "
                f"To hear what it says now, {rehearse.again(waiting, manuscript, studio)}."
            )
    if rehearse.is_stale(waiting, manuscript, station, studio):
        yield (
            "The lexicon, a voice or the settings have changed since this was recorded; what was heard is released. "
            f"To speak it as they are now, run {studio.config.command('reread', '--language', waiting.language)}."
        )


def _refuse_a_twin(waiting: Episode, studio: Studio) -> None:
    """The same text must not come out under two names: a renamed file may have been heard twice."""
    for each in studio.archive.listed(waiting.language):
        if each.sound == waiting.sound and each.post != waiting.post:
            message = (
                f"It sounds just like the episode of the post {each.post!r}, which is published already: "
                f"{studio.config.command('release', '--discard', waiting.guid)} deletes what waits."
            )
            raise ArchiveError(message)


def _clear(released: Sequence[Episode], studio: Studio) -> None:
    for each in released:
        studio.unreleased.discard(each.post, each.language)


def _told(waiting: Episode, state: State, detail: str) -> Outcome:
    return Outcome(
        language=waiting.language, title=waiting.title, state=state, guid=waiting.guid, detail=detail
    )
