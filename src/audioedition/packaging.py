"""The files of an episode: what was recorded, with its tags and cover, and if it is wanted, the same as Opus."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from audioedition import covers, episodes, mixdown
from audioedition.config import Station
from audioedition.kept import MADE, Kept, key_of
from audioedition.model import Enclosure, Episode, Tags
from audioedition.studio import Studio


def package(  # noqa: PLR0913, PLR0917 -- what it is, where it goes, and who says so
    recording: Path, episode: Episode, tags: Tags, station: Station, studio: Studio, folder: Path
) -> Episode:
    """The `episode` with its files in the archive: the `recording` with its `tags`, and if it is wanted, as Opus.

    The `folder` is for what is not finished.  Raises AudioeditionError; then no record names what was made.
    """
    archive, podcast = studio.archive, station.podcast
    cover = covers.ensure(archive.folder(episode.language), podcast.title, podcast.language, station.cover)
    tags = episodes.timed(tags, episode)
    tags = dataclasses.replace(tags, cover=_thumbnail(cover.read_bytes(), Kept(studio.shelf.folder / MADE)))
    tagged, other = folder / "tagged.mp3", folder / "tagged.opus"
    mixdown.tag(recording, tagged, tags)
    alternates: list[Enclosure] = []
    if studio.config.opus:
        mixdown.opus(recording, other, tags, studio.ffmpeg)
        kept = archive.keep_alternate(other, episode.post, episode.language, mixdown.TYPE, mixdown.BITRATE)
        alternates.append(kept)
    enclosure = archive.keep_audio(tagged, episode.post, episode.language)
    return dataclasses.replace(episode, enclosure=enclosure, alternates=tuple(alternates))


def _thumbnail(cover: bytes, kept: Kept) -> bytes:
    """The picture inside the audio file, made once from each `cover`."""
    key = key_of("thumbnail", cover)
    made = kept.get(key, "jpg")
    if made is None:
        made = covers.thumbnail(cover)
        kept.put(key, "jpg", made)
    return made
