"""The stem: everything that is spoken, on disk until it is known how loud it is to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Self

import numpy as np
import soxr  # type: ignore[import-untyped]  # the wheel carries no types
from numpy.typing import NDArray

from audioedition.mixdown.outline import Outline
from audioedition.mixdown.pcm import RATE, unwritten
from audioedition.model import Clip

RESAMPLER = f"soxr {soxr.__version__}"
"""What resamples: another name, other samples."""

_HEADROOM = 0.25  # -12 dB: neither resampling nor a jingle over the voice can overflow


@dataclass(frozen=True, slots=True)
class Lying:
    """Where bytes lie in the stem."""

    place: int
    size: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A clip in the stem: what it is, its length at 44.1 kHz, and its outline."""

    key: str
    pcm: Lying
    rate: int | None  # hertz, if it lies there as it came; else it is ready
    frames: int
    outline: Lying
    peak: float  # 1 is full scale


class Stem:
    """A file of clips and their outlines, for one recording; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Begin an empty stem at `path`."""
        self.path = path
        self._end = 0
        self._lock = Lock()
        self._file: IO[bytes] = path.open("w+b", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, data: bytes) -> Lying:
        """Write `data` behind everything that is there.  Raises AudioError if the disk refuses."""
        with self._lock:
            lying = Lying(self._end, len(data))
            try:
                self._file.seek(lying.place)
                view = memoryview(data)
                while view:  # an unbuffered write may take less than it is given
                    view = view[self._file.write(view) :]
            except OSError as exc:
                raise unwritten(self.path, exc) from exc
            self._end += len(data)
        return lying

    def read(self, lying: Lying) -> bytes:
        """What lies there."""
        parts, left = [], lying.size
        with self._lock:
            self._file.seek(lying.place)
            while left and (part := self._file.read(left)):
                parts.append(part)
                left -= len(part)
        return b"".join(parts)

    def outline(self, sound: Sound) -> Outline:
        """The outline of a `sound`."""
        return Outline.unpacked(self.read(sound.outline))

    def sound(self, sound: Sound) -> NDArray[np.int16]:
        """The samples of a `sound`, at 44.1 kHz and 12 dB below what came in."""
        data = self.read(sound.pcm)
        return np.frombuffer(data, dtype="<i2") if sound.rate is None else resampled(Clip(data, sound.rate))


def resampled(clip: Clip) -> NDArray[np.int16]:
    """The samples of a `clip` at 44.1 kHz, 12 dB softer."""
    sound = np.frombuffer(clip.pcm, dtype="<i2") * np.float32(_HEADROOM)
    if clip.sample_rate != RATE and len(sound):
        sound = soxr.resample(sound, clip.sample_rate, RATE)
    return np.rint(sound, out=sound).astype("<i2")
