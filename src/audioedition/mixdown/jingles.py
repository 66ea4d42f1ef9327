"""Jingles: decoded by ffmpeg, shaped and laid over the speech by pydub, of which this is the door.

pydub holds jingles and what sounds together with them, never an episode.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audioedition.errors import AudioError
from audioedition.ffmpeg import converted
from audioedition.mixdown.loudness import SILENCE, measure
from audioedition.mixdown.pcm import FFMPEG, FRAME, RATE, unwritten
from audioedition.model import Jingle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pydub looks for a system ffmpeg, which it never needs here
    from pydub import AudioSegment  # type: ignore[import-untyped]  # the wheel carries no types


@dataclass(frozen=True, slots=True)
class Music:
    """A jingle ready to be laid over the speech."""

    segment: AudioSegment
    loudness: float  # LUFS
    level: float  # LU above the speech
    frames: int
    overlap: int  # frames

    def at_level_of(self, speech: float) -> Self:
        """The same, as loud as the jingle wants to be beside speech of so many LUFS."""
        if SILENCE in {speech, self.loudness}:
            return self
        gain = min(speech + self.level - self.loudness, -self.segment.max_dBFS)
        return type(self)(
            self.segment.apply_gain(gain), self.loudness + gain, self.level, self.frames, self.overlap
        )

    def over(self, under: bytes) -> bytes:
        """PCM in which this sounds together with `under`, which is as long."""
        return bytes(_segment(under).overlay(self.segment).raw_data)


def prepare(jingle: Jingle, scratch: Path, ffmpeg: Path, *, opens: bool) -> Music:
    """Decode `jingle` (by way of the file `scratch`) and fade its ends; `opens` tells intro from outro.

    Raises AudioError if it is missing or cannot be decoded.
    """
    pcm = _decoded(jingle.path, scratch, ffmpeg)
    segment = _segment(pcm)
    frames = len(pcm) // FRAME
    overlap = min(frames, max(0, round(jingle.overlap * RATE)))
    length = len(segment)  # milliseconds
    inner, outer = min(length, round(overlap / RATE * 1000)), min(length, round(jingle.fade * 1000))
    fade_in, fade_out = (outer, inner) if opens else (inner, outer)
    if fade_in:
        segment = segment.fade_in(fade_in)
    if fade_out:
        segment = segment.fade_out(fade_out)
    return Music(segment, measure(scratch, ffmpeg).loudness, jingle.level, frames, overlap)


def _decoded(path: Path, scratch: Path, ffmpeg: Path) -> bytes:
    if not path.is_file():
        message = f"The jingle {path} does not exist: put an audio file there, or name another in audioedition.toml."
        raise AudioError(message)
    try:
        pcm = converted(ffmpeg, path, FFMPEG)
    except AudioError as exc:
        message = (
            f"The jingle {path} cannot be read as audio ({exc}); name another file in audioedition.toml."
        )
        raise AudioError(message) from exc
    if not pcm:
        message = f"The jingle {path} holds no sound: name another file in audioedition.toml."
        raise AudioError(message)
    try:
        scratch.write_bytes(pcm)
    except OSError as exc:
        raise unwritten(scratch, exc) from exc
    return pcm


def _segment(pcm: bytes) -> AudioSegment:
    return AudioSegment(data=pcm, sample_width=FRAME, frame_rate=RATE, channels=1)
