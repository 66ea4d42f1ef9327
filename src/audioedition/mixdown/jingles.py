"""Jingles: decoded by ffmpeg, shaped by pydub, of which this is the door, and laid over the speech."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from audioedition.errors import AudioError
from audioedition.ffmpeg import converted
from audioedition.files import digest, digest_file
from audioedition.kept import Kept, key_of
from audioedition.mixdown.levels import Heard, energies, loudness
from audioedition.mixdown.loudness import SILENCE
from audioedition.mixdown.outline import Outline
from audioedition.mixdown.pcm import FFMPEG, FRAME, RATE
from audioedition.model import Jingle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pydub looks for a system ffmpeg, which it never needs here
    from pydub import AudioSegment  # type: ignore[import-untyped]  # the wheel carries no types

_LOUDEST = 32767
_DIGITS = 2  # of LUFS: processors differ in the seventh, and a gain that differs by that makes other samples


@dataclass(frozen=True, slots=True)
class Music:
    """A jingle ready to be laid over the speech."""

    segment: AudioSegment
    loudness: float  # LUFS
    level: float  # LU above the speech
    frames: int
    overlap: int  # frames

    @property
    def key(self) -> str:
        """What it sounds like."""
        return digest(self.segment.raw_data)

    def at_level_of(self, speech: float) -> Self:
        """The same, as loud as the jingle wants to be beside speech of so many LUFS."""
        if SILENCE in {speech, self.loudness}:
            return self
        gain = min(speech + self.level - self.loudness, -self.segment.max_dBFS)
        return replace(self, segment=self.segment.apply_gain(gain), loudness=self.loudness + gain)

    def heard(self, start: int) -> Heard:
        """It as something that is heard from frame `start` on."""
        outline = Outline.of(self._sound)
        return Heard(lambda: outline, start, outline.peak)

    def over(self, under: NDArray[np.int16]) -> NDArray[np.int16]:
        """This together with what sounds `under` it, which is as long."""
        both = under.astype(np.int32) + self._sound
        together: NDArray[np.int16] = np.clip(both, -_LOUDEST, _LOUDEST).astype("<i2")
        return together

    @property
    def _sound(self) -> NDArray[np.int16]:
        return np.frombuffer(self.segment.raw_data, dtype="<i2")


def prepare(jingle: Jingle, ffmpeg: Path, *, opens: bool, kept: Kept | None = None) -> Music:
    """Decode `jingle`, unless that is `kept`, and fade its ends; `opens` tells intro from outro.

    Raises AudioError if it is missing or cannot be decoded, ArchiveError if it cannot be kept.
    """
    pcm = _decoded(jingle.path, ffmpeg, kept or Kept(None))
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
    # pydub counts in milliseconds, and what it has faded may be some frames longer.
    segment = _segment(segment.raw_data[: len(pcm)].ljust(len(pcm), b"\0"))
    found = loudness([energies(np.frombuffer(pcm, dtype="<i2"))])
    return Music(segment, SILENCE if found is None else round(found, _DIGITS), jingle.level, frames, overlap)


def _decoded(path: Path, ffmpeg: Path, kept: Kept) -> bytes:
    if not path.is_file():
        message = f"The jingle {path} does not exist: put an audio file there, or name another in audioedition.toml."
        raise AudioError(message)
    try:
        key = key_of("jingle", digest_file(path))
        pcm = kept.get(key, "pcm") or converted(ffmpeg, path, FFMPEG)
    except (AudioError, OSError) as exc:
        message = (
            f"The jingle {path} cannot be read as audio ({exc}); name another file in audioedition.toml."
        )
        raise AudioError(message) from exc
    if not pcm:
        message = f"The jingle {path} holds no sound: name another file in audioedition.toml."
        raise AudioError(message)
    kept.put(key, "pcm", pcm)
    return pcm


def _segment(pcm: bytes) -> AudioSegment:
    return AudioSegment(data=pcm, sample_width=FRAME, frame_rate=RATE, channels=1)
