"""What is heard: clips, jingles, mixdowns, and what an audio file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound: mono PCM, signed 16 bit, little-endian, at `sample_rate` Hz."""

    pcm: bytes
    sample_rate: int

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return len(self.pcm) / 2 / self.sample_rate


@dataclass(frozen=True, slots=True)
class Jingle:
    """Music before or after the speech.

    `overlap` seconds of it sound together with the speech, fading there; `level` is its loudness
    relative to the speech, in LU; `fade` seconds soften its outer end.
    """

    path: Path
    overlap: float = 1.5
    level: float = -2.0
    fade: float = 0.05


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an episode: where it starts, in seconds, and its title."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Where one utterance lies in the finished audio: `start` and `end` in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mixdown:
    """A finished recording without tags: its file, its length, and when each utterance sounds."""

    path: Path
    seconds: float
    timings: tuple[Timing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What an audio file says about itself (ID3); `cover` is a JPEG or PNG, empty for none.

    `chapters` are in the order of time, the last one ends after `seconds`, the whole length; `lyrics` is the text
    that is heard, a line for each sentence.
    """

    title: str
    artist: str
    album: str
    language: str
    published: datetime
    guid: str
    copyright: str = ""
    comment: str = ""
    cover: bytes = b""
    chapters: tuple[Chapter, ...] = ()
    seconds: float = 0.0
    lyrics: str = ""
