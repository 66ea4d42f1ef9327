"""The stem: everything that is heard, joined on disk before its loudness is set."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import soxr  # type: ignore[import-untyped]  # the wheel carries no types

from audioedition.errors import AudioError
from audioedition.mixdown.jingles import Music
from audioedition.mixdown.pcm import FRAME, RATE
from audioedition.model import Clip

_HEADROOM = 0.25  # -12 dB: neither resampling nor a jingle over the voice can overflow


class Stem:
    """A file of raw PCM, 12 dB below what came in, that grows clip by clip."""

    def __init__(self, path: Path) -> None:
        """Begin an empty stem at `path`."""
        self.path = path
        self.frames = 0
        self._file: IO[bytes] = path.open("w+b", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def speak(self, sounds: Iterable[tuple[Clip, float]], start: int) -> list[tuple[int, int]]:
        """Write the clips from frame `start` on, each with its pause; give where each begins and ends."""
        spans = []
        place = start
        for clip, pause in sounds:
            sound = _resampled(clip)
            spans.append((place, place + len(sound)))
            silence = np.zeros(max(0, round(pause * RATE)), dtype="<i2")
            self._write(place, np.concatenate([sound, silence]).tobytes())
            place += len(sound) + len(silence)
        return spans

    def lay(self, music: Music, place: int) -> None:
        """Put `music` over what sounds from frame `place` on."""
        self._file.seek(place * FRAME)
        under = self._file.read(music.frames * FRAME).ljust(music.frames * FRAME, b"\0")
        self._write(place, music.over(under))

    def _write(self, place: int, data: bytes) -> None:
        try:
            self._file.seek(place * FRAME)
            view = memoryview(data)
            while view:  # an unbuffered write may take less than it is given
                view = view[self._file.write(view) :]
        except OSError as exc:
            message = (
                f"The sound could not be written to {self.path.parent} ({exc.strerror or exc}): free space there, "
                "or set TMPDIR to a folder with room."
            )
            raise AudioError(message) from exc
        self.frames = max(self.frames, place + len(data) // FRAME)


def _resampled(clip: Clip) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    sound = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32) * _HEADROOM
    if clip.sample_rate != RATE and len(sound):
        sound = soxr.resample(sound, clip.sample_rate, RATE)
    return sound.round().astype("<i2")
