"""Audio that is damaged or gone: spoken again from its manuscript, with the same guid and date, or said to be lost."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from audioedition import mixdown, reread
from audioedition.archive import Item, losses
from audioedition.errors import ArchiveError, AudioeditionError
from audioedition.files import move
from audioedition.mixdown import labels
from audioedition.model import Enclosure, Episode
from audioedition.repair import aside
from audioedition.repair.mended import Mended, State
from audioedition.studio import Studio

_SPOKEN = ("episodes", "spoken again from their manuscripts, with their guids and dates")
_TO_SPEAK = ("episodes", "to be spoken again from their manuscripts, with their guids and dates")


def mended(studio: Studio) -> Iterator[Mended]:
    """Look at all audio that records name, every byte of it, and make again what is not as it should be."""
    archive = studio.archive
    tags = losses.languages(archive, studio.config.languages)
    every = (archive.skim(tag, partial(studio.progress, f"records {tag}"))[0] for tag in tags)
    found = [each for some in every for each in some.values() if not each.retracted]
    for done, episode in enumerate(found, 1):
        damage = {}
        for each in (episode.enclosure, *episode.alternates):
            if why := archive.fault(episode.language, each):
                damage[each] = why
        studio.progress("audio", done, len(found))
        if episode.enclosure in damage:
            yield _again(episode, damage, studio)
        elif damage:
            yield from (_encoded(episode, each, why, studio) for each, why in damage.items())


def spoken(item: Item, tag: str, record: Path, studio: Studio) -> Mended:
    """An episode of which neither record nor audio is there: spoken from its manuscript, if that is."""
    kept = next(iter(studio.manuscripts.sealed(item.post, tag)), None)
    if kept is None or item.published is None:
        stays = "it keeps its guid and date" if item.published else "it gets the same guid"
        why = (
            f"the episode {item.title!r} ({item.guid}) was published, and neither its record, its audio nor its manuscript is there: "
            f"publish its post again, {stays}; or take it back by `audioedition retract`"
        )
        alike = (
            "episodes",
            "they were published, and neither their records, audio nor manuscripts are there: publish their posts again, they keep guids and dates where those are told; or take them back by `audioedition retract`",
        )
        return Mended(State.LOST, record, why, alike)
    gone = Episode(
        guid=item.guid,
        post=item.post,
        origin=kept.origin,
        language=tag,
        title=item.title,
        summary="",
        published=item.published,
        sound=kept.sound,
        packaging="",
        enclosure=Enclosure("", 0),
        seconds=0.0,
    )
    return _performed(gone, record, studio)


def _again(episode: Episode, damage: dict[Enclosure, str], studio: Studio) -> Mended:
    """An episode whose MP3 is damaged or gone; what is damaged stays where it is unless there is something better."""
    archive = studio.archive
    audio = archive.audio(episode.language, episode.enclosure.file)
    why = damage[episode.enclosure]
    if studio.manuscripts.of(episode) is None:
        return Mended(
            State.LOST,
            audio,
            f"{why}, and what it was recorded from is not at hand: publish the post {episode.post!r} again, guid and date stay",
            (
                "audio files",
                f"{why}, and what each was recorded from is not at hand: publish their posts again, guids and dates stay",
            ),
        )
    if studio.dry_run:
        return Mended(State.TO_MEND, audio, f"{why}; to be spoken again from its manuscript", _TO_SPEAK)
    places = {}
    for each in damage:
        path = archive.audio(episode.language, each.file)
        if path.exists():
            places[path] = aside.moved(path, studio)
    done = None
    try:
        done = _performed(episode, audio, studio)
    finally:
        if done is None or done.state is State.LOST:  # better than nothing
            for path, place in places.items():
                move(place, path)
    if done.state is State.LOST:
        what, how = done.alike
        return dataclasses.replace(done, detail=f"{why}; {done.detail}", alike=(what, f"{why}; {how}"))
    kept = f"; what was damaged is kept as {', '.join(map(str, places.values()))}" if places else ""
    below = f"; what was damaged is kept below {studio.config.private / 'damaged'}" if places else ""
    alike = (done.alike[0], f"{done.alike[1]}{below}")
    return dataclasses.replace(done, detail=f"{why}; {done.detail}{kept}", alike=alike)


def _performed(episode: Episode, path: Path, studio: Studio) -> Mended:
    if studio.dry_run:
        how = "to be spoken again from its manuscript, with its guid and date"
        return Mended(State.TO_MEND, path, how, _TO_SPEAK)
    try:
        told = [each for each in reread.reread([reread.Found(episode)], studio) if each]
    except AudioeditionError as exc:
        return _unspoken(path, str(exc))
    if not told or told[0].failed or told[0].outcome.file is None:
        return _unspoken(path, told[0].outcome.detail if told else "")
    how = "spoken again from its manuscript, with its guid and date"
    return Mended(State.MENDED, told[0].outcome.file, how, _SPOKEN)


def _unspoken(path: Path, why: str) -> Mended:
    """What is not spoken again, and `why`: often for all the same."""
    said = f"it could not be spoken again{': ' * bool(why)}{why}"
    return Mended(State.LOST, path, said, ("episodes", said))


def _encoded(episode: Episode, lost: Enclosure, why: str, studio: Studio) -> Mended:
    """Another encoding of an MP3 that is whole, made of that."""
    archive = studio.archive
    audio = archive.audio(episode.language, episode.enclosure.file)
    path = archive.audio(episode.language, lost.file)
    try:
        tags = labels.read(audio)
        if tags is None or lost.type != mixdown.TYPE:
            raise ArchiveError(f"publish the post {episode.post!r} again, guid and date stay")
        if studio.dry_run:
            return Mended(State.TO_MEND, path, f"{why}; to be made again from {audio.name}")
        with tempfile.TemporaryDirectory(prefix="audioedition-") as folder:
            # Of a copy: the folder of a private podcast has a secret name, which must stand in no list of processes.
            copy, made = Path(folder) / "whole.mp3", Path(folder) / "made.opus"
            shutil.copyfile(audio, copy)
            mixdown.opus(copy, made, dataclasses.replace(tags, language=episode.language), studio.ffmpeg)
            kept = aside.moved(path, studio) if path.exists() else None
            new = archive.keep_alternate(made, episode.post, episode.language, lost.type, mixdown.BITRATE)
    except (AudioeditionError, OSError) as exc:
        return Mended(State.LOST, path, f"{why}; {exc}")
    now = archive.find(episode.post, episode.language)
    assert now is not None  # noqa: S101 # nosec B101 # it was read above, and nobody else writes
    others = tuple(new if each == lost else each for each in now.alternates)
    archive.put(dataclasses.replace(now, alternates=others), studio.now)
    where = f"; what was damaged is kept as {kept}" if kept else ""
    return Mended(
        State.MENDED, archive.audio(episode.language, new.file), f"{why}; made again from {audio.name}{where}"
    )
