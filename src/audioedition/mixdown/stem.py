"""The stem: everything that is heard, joined on disk before its loudness is set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import soxr  # type: ignore[import-untyped]  # the wheel carries no types
from numpy.typing import NDArray

from audioedition.mixdown.jingles import Music
from audioedition.mixdown.pcm import FRAME, RATE, unwritten
from audioedition.model import Clip

_PIECE = 30 * RATE  # frames that are in memory at a time
_LOUDEST = 32767
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

    def lengthen(self, frames: int) -> None:
        """Put silence behind it until it has so many `frames`."""
        self._write(self.frames, bytes((frames - self.frames) * FRAME))

    def amplify(self, start: int, end: int, gain: float) -> None:
        """Make what was written from frame `start` up to `end` louder by `gain` dB, or as much as its peaks allow."""
        places = range(start, end, _PIECE)
        peak = max((int(np.abs(self._read(place, end)).max(initial=0)) for place in places), default=0)
        factor = min(10 ** (gain / 20), _LOUDEST / max(1, peak))
        for place in places:
            self._write(place, (self._read(place, end) * factor).round().astype("<i2").tobytes())

    def _read(self, place: int, end: int) -> NDArray[np.float32]:
        self._file.seek(place * FRAME)
        data = self._file.read((min(end, place + _PIECE) - place) * FRAME)
        return np.frombuffer(data, dtype="<i2").astype(np.float32)

    @contextmanager
    def under(self, music: Sequence[tuple[Music, int]]) -> Iterator[None]:
        """With `music` over it, each piece from its frame on, for as long as this lasts."""
        frames, bare = self.frames, []
        for piece, place in music:
            self._file.seek(place * FRAME)
            bare.append((place, self._file.read(piece.frames * FRAME)))
            self.lay(piece, place)
        yield
        for place, data in reversed(bare):
            self._write(place, data)
        self._file.truncate(frames * FRAME)
        self.frames = frames

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
            raise unwritten(self.path, exc) from exc
        self.frames = max(self.frames, place + len(data) // FRAME)


def _resampled(clip: Clip) -> NDArray[np.int16]:
    sound = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32) * _HEADROOM
    if clip.sample_rate != RATE and len(sound):
        sound = soxr.resample(sound, clip.sample_rate, RATE)
    return sound.round().astype("<i2")
