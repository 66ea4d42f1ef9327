"""A record that is lost, made again: from the tags of its audio, and from whatever else of it is there.

Guid and date are those of the tags.  Its text comes from the first of these that is at hand and fits: its manuscript, its JSON
transcript, another transcript, the lyrics in the tags.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audioedition import covers, engines, episodes
from audioedition.archive import Item, Listed
from audioedition.config import Config, Station
from audioedition.manuscripts import Sealed
from audioedition.model import Attribution, Block, Enclosure, Episode, Line, Superseded, Tags
from audioedition.salvage import heard, lyrics
from audioedition.salvage.contradiction import bare, contradictions, dates, is_of
from audioedition.salvage.inherited import Inherited, inherited
from audioedition.salvage.obstacles import obstacles
from audioedition.salvage.strays import Foreign, Stray, dated, is_recognised, unclaimed
from audioedition.studio import Studio

__all__ = [
    "Foreign",
    "Inherited",
    "Salvaged",
    "Stray",
    "contradictions",
    "dated",
    "dates",
    "inherited",
    "is_of",
    "is_recognised",
    "obstacles",
    "retracted",
    "salvage",
    "unclaimed",
]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A record that was made again, and what in it is not as it was, in words.

    `can_be_spoken` says that the times of its sentences are estimated, and that speaking its manuscript again tells them.
    """

    episode: Episode
    lacks: tuple[str, ...] = ()
    can_be_spoken: bool = False


def salvage(found: Stray, known: Listed | None, studio: Studio, before: Episode | None = None) -> Salvaged:
    """The record of what was `found`; `known` is what was listed of it, and `before` a record that contradicts it.  Raises AudioeditionError."""
    config, archive, manuscripts, now = studio.config, studio.archive, studio.manuscripts, studio.now
    station = config.stations.get(found.language)
    tags, others = found.tags, found.others
    written = heard.read(archive.folder(found.language), found.file, tags)
    has_opening = bool(station.opening) if station else False
    fitting = [each for each in manuscripts.sealed(found.post, found.language) if _fits(each, tags, written)]
    ours = (each for each in fitting if known and each.sound == known.sound)
    kept = next(ours, None) or next(iter(fitting), None)
    if written and written.blocks is not None:
        lines, blocks, is_exact = written.lines, written.blocks, True
    else:
        cues = written.lines if written else ()
        lines, blocks, is_exact = lyrics.placed(tags, cues, has_opening=has_opening)
    voice, guests, placed = _voices(lines, station, found.language)
    sound = kept.sound if kept else known.sound if known and found.file in known.files else ""
    episode = _draft(found, kept, blocks, config)
    if [len(each.text) for each in episode.blocks] != [
        len(each.text) for each in blocks
    ]:  # the lines are about these
        episode = dataclasses.replace(episode, blocks=blocks)
    episode = dataclasses.replace(
        episode,
        sound=sound if is_exact else "",
        packaging=_packaging(tags, station, has_opus=bool(found.alternates), language=found.language),
        enclosure=Enclosure(found.file, found.length),
        alternates=found.alternates,
        seconds=round(tags.seconds, 3),
        lines=placed,
        chapters=tags.chapters,
        address=episode.address or (known.address if known else None),
        voice=voice,
        guests=guests,
        superseded=tuple(Superseded(each, now) for each in others),
    )
    if before and kept is None:
        episode = _completed(episode, before)
    lacks = _lacks(episode, is_known=bool(kept or before), is_exact=is_exact)
    return Salvaged(episode, tuple(lacks), kept is not None and not is_exact)


def retracted(known: Listed | Item, language: str, now: datetime, files: Iterable[str] = ()) -> Episode:
    """The record of an episode that is, or was, retracted, and of which hardly more than guid and date is `known`.

    Its `files`, as far as they are known besides, are to go.
    """
    listed = known if isinstance(known, Listed) else None
    return Episode(
        guid=known.guid,
        post=known.post,
        origin="",
        language=language,
        title=known.title,
        summary="",
        published=known.published or now,
        sound=listed.sound if listed else "",
        packaging="",
        enclosure=Enclosure("", 0),
        seconds=0.0,
        address=listed.address if listed else None,
        superseded=tuple(
            Superseded(each, now) for each in dict.fromkeys((*(listed.superseded if listed else ()), *files))
        ),
        retracted=now,
    )


def _fits(kept: Sealed, tags: Tags, written: heard.Heard | None) -> bool:
    """Whether a manuscript is that of just this recording, as far as can be told."""
    if kept.manuscript.edition.title != tags.title:
        return False
    own = [bare(block.text) for block in kept.manuscript.edition.blocks]
    if written and written.blocks is not None:
        return own == [bare(block.text) for block in written.blocks]
    said = bare(tags.lyrics)
    spoken = (bare(each.line.text) for each in written.lines) if written else ()
    return all(each in said for each in spoken) and any(each and each in said for each in own)


def _draft(found: Stray, kept: Sealed | None, blocks: tuple[Block, ...], config: Config) -> Episode:
    """All that is not about the sound."""
    station = config.stations.get(found.language)
    if kept and station:
        post, edition = kept.manuscript.post, kept.manuscript.edition
        draft = episodes.draft(
            post,
            edition,
            station.podcast,
            guid=found.guid,
            published=found.tags.published,
            settings=config.script,
        )
        return dataclasses.replace(draft, origin=kept.origin)
    return Episode(
        guid=found.guid,
        post=found.post,
        origin="",
        language=found.language,
        title=found.tags.title or found.post,
        summary=episodes.summary(blocks),
        published=found.tags.published,
        sound="",
        packaging="",
        enclosure=Enclosure("", 0),
        seconds=0.0,
        blocks=blocks,
        shown=episodes.shown(blocks, config.script),
        author=found.tags.artist or None,
        rights=found.tags.copyright or None,
    )


def _packaging(tags: Tags, station: Station | None, *, has_opus: bool, language: str) -> str:
    """The fingerprint of what is written into the file; it is another where chapters were joined, and then the tags are written anew."""
    if station is None:
        return ""
    cover = covers.name(station.podcast.title, station.podcast.language, station.cover)
    said = dataclasses.replace(tags, language=language, cover=b"", seconds=0.0)
    return episodes.packaging(said, cover, opus=has_opus)


def _voices(
    lines: tuple[heard.Spoken, ...], station: Station | None, language: str
) -> tuple[Attribution, tuple[Attribution, ...], tuple[Line, ...]]:
    """Who is heard, the one that reads first; and the lines with the places of who speaks them."""
    names = [heard.named(each.speaker, language) for each in lines]
    own = engines.attribution(station.voice) if station else Attribution()
    if own.name not in names and any(names):
        own = Attribution(max(set(names), key=names.count))
    others = [name for name in dict.fromkeys(names) if name and name != own.name]
    places = {name: place for place, name in enumerate(others, 1)}
    placed = tuple(
        dataclasses.replace(each.line, voice=places.get(name, 0))
        for each, name in zip(lines, names, strict=True)
    )
    return own, tuple(map(Attribution, others)), placed


def _completed(episode: Episode, before: Episode) -> Episode:
    """An episode with what only the record `before` knows, though that contradicts the audio in something else."""
    return dataclasses.replace(
        episode,
        origin=before.origin,
        host=before.host,
        address=before.address,
        translator=before.translator,
        references=before.references,
        tags=before.tags,
        sound=episode.sound and before.sound,
    )


def _lacks(episode: Episode, *, is_known: bool, is_exact: bool) -> list[str]:
    lacks = []
    if not is_exact:
        lacks.append("the times of its sentences are estimated")
    if not is_known:
        lacks.append("links, and whose translation it is, are not known")
    if not episode.sound:
        lacks.append("its sound counts as changed")
    return lacks
