"""The files of an episode: what was recorded, with its tags and cover, and if it is wanted, the same as Opus."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from pathlib import Path

from audioedition import covers, episodes
from audioedition.config import Station
from audioedition.errors import AudioError
from audioedition.files import contents, write_atomically
from audioedition.kept import MADE, Kept, key_of
from audioedition.model import Enclosure, Episode, Tags
from audioedition.studio import Studio

_MAKING = threading.Lock()
"""Covers are made one at a time: whoever comes second finds what the first has made."""


def prepare(station: Station, studio: Studio) -> None:
    """Make the cover and the thumbnail of a station's podcast while there is time, so that `package` finds both.

    Nothing is put into the web root: an episode may yet fail.  Any thread may do this at any time; where both are
    there, nothing is done.  Never raises: what is wrong with a cover is said by `package`.
    """
    with contextlib.suppress(Exception):
        _artwork(station, studio)


def package(  # noqa: PLR0913, PLR0917 -- what it is, where it goes, and who says so
    recording: Path, episode: Episode, tags: Tags, station: Station, studio: Studio, folder: Path
) -> Episode:
    """The `episode` with its files in the archive: the `recording` with its `tags`, and if it is wanted, as Opus.

    The `folder` is for what is not finished.  Raises AudioeditionError; then no record names what was made.
    """
    from audioedition import mixdown  # noqa: PLC0415 -- slow to load, and not needed before all is spoken

    archive = studio.archive
    path, cover, thumbnail = _artwork(station, studio)
    if not path.exists():
        write_atomically(path, cover)
    tags = dataclasses.replace(episodes.timed(tags, episode), cover=thumbnail)
    tagged, other = folder / "tagged.mp3", folder / "tagged.opus"
    mixdown.tag(recording, tagged, tags)
    alternates: list[Enclosure] = []
    if studio.config.opus:
        mixdown.opus(recording, other, tags, studio.ffmpeg)
        kept = archive.keep_alternate(other, episode.post, episode.language, mixdown.TYPE, mixdown.BITRATE)
        alternates.append(kept)
    enclosure = archive.keep_audio(tagged, episode.post, episode.language)
    return dataclasses.replace(episode, enclosure=enclosure, alternates=tuple(alternates))


def _artwork(station: Station, studio: Studio) -> tuple[Path, bytes, bytes]:
    """The path of the cover in the web root, its picture, and the thumbnail inside audio files.

    What is made is kept, and the web root left as it is.  Raises AudioeditionError, also for a cover there that is none any more.
    """
    podcast = station.podcast
    name = covers.name(podcast.title, podcast.language, station.cover)
    path = studio.archive.folder(podcast.language) / name
    kept = Kept(studio.shelf.folder / MADE)
    with _MAKING:
        if not path.exists():
            cover = _cover(station, kept)
            return path, cover, _thumbnail(cover, kept)
        try:
            cover = contents(path)
            return path, cover, _thumbnail(cover, kept)
        except (OSError, AudioError) as exc:
            again = studio.config.command("repair")
            message = f"{path} is damaged or cannot be read: run {again}, which makes it again."
            raise AudioError(message) from exc


def _cover(station: Station, kept: Kept) -> bytes:
    """The cover, made once; with its thumbnail, since then the picture need not be opened for that."""
    what = station.podcast.title, station.podcast.language, station.cover
    key = key_of("cover", *covers.made_of(*what))
    cover = kept.get(key, "cover")
    if cover is None:
        cover, thumbnail = covers.make(*what)
        kept.put(key, "cover", cover)
        kept.put(_key_of_thumbnail(cover), "jpg", thumbnail)
    return cover


def _thumbnail(cover: bytes, kept: Kept) -> bytes:
    """The picture inside the audio file, made once from each `cover`."""
    key = _key_of_thumbnail(cover)
    made = kept.get(key, "jpg")
    if made is None:
        made = covers.thumbnail(cover)
        kept.put(key, "jpg", made)
    return made


def _key_of_thumbnail(cover: bytes) -> str:
    return key_of("thumbnail", cover)
