"""What an episode hands on to the one that takes its place, and what is left of one that is retracted; pure."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from audioedition.model import Enclosure, Episode, Superseded


def files(episode: Episode) -> list[str]:
    """The names of the audio files of an episode; none of a retracted one."""
    return [each.file for each in (episode.enclosure, *episode.alternates) if each.file]


def every_file(episode: Episode) -> set[str]:
    """Those, and the ones that they superseded."""
    return {*files(episode), *(each.file for each in episode.superseded)}


def after(old: Episode, episode: Episode, now: datetime) -> Episode:
    """An `episode` that takes the place of `old`, with its guid and date.

    The audio that it replaces, or leaves out, is noted as superseded from `now`.
    """
    gone = {each.file: each for each in old.superseded}
    for file in files(old):
        gone.setdefault(file, Superseded(file, now))
    for file in files(episode):
        gone.pop(file, None)
    return dataclasses.replace(
        episode, guid=old.guid, published=old.published, superseded=tuple(gone.values())
    )


def retracted(episode: Episode, now: datetime) -> Episode:
    """What is left of an episode that is retracted `now`: who it was, without anything to hear or to read."""
    return dataclasses.replace(
        episode,
        retracted=now,
        enclosure=Enclosure("", 0),
        lines=(),
        chapters=(),
        blocks=(),
        shown=(),
        references=(),
        alternates=(),
        quality=None,
        summary="",
        seconds=0.0,
    )
