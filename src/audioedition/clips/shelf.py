"""The shelf: every clip that was ever spoken, found by what it says and who says it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from audioedition.files import digest, write_atomically
from audioedition.model import Clip

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHECKSUM = struct.Struct("<4sII")
_RATE = struct.Struct("<I")
_RATE_AT = 24


def key_of(voice: str, spoken: str) -> str:
    """Under which key it is kept what a voice, told by its engine's fingerprint, makes of the text that is `spoken`."""
    return digest(voice, spoken)


class Shelf:
    """A folder of WAV files, each named by its key; disposable, and shared safely by processes."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self.folder = folder

    def get(self, key: str) -> Clip | None:
        """The clip of `key`, or None if there is none, or only a damaged one."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        if len(data) < _HEADER.size + _CHECKSUM.size:
            return None
        (rate,) = _RATE.unpack_from(data, _RATE_AT)
        clip = Clip(data[_HEADER.size : -_CHECKSUM.size], rate)
        return clip if rate and _wav(clip) == data else None

    def of(self, voice: str, spoken: str) -> Clip | None:
        """What a voice, told by its engine's fingerprint, made of a text; None if it is not here."""
        return self.get(key_of(voice, spoken))

    def put(self, key: str, clip: Clip) -> None:
        """Keep `clip` under `key`.  Raises ArchiveError if the disk refuses."""
        write_atomically(self._path(key), _wav(clip))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.wav"


def _wav(clip: Clip) -> bytes:
    """A WAV file that every player opens, with a checksum in a chunk of its own at the end."""
    size, rate = len(clip.pcm), clip.sample_rate
    total = _HEADER.size + size + _CHECKSUM.size
    header = _HEADER.pack(
        b"RIFF", total - 8, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", size
    )
    checksum = zlib.crc32(clip.pcm, zlib.crc32(header))
    return header + clip.pcm + _CHECKSUM.pack(b"crc ", 4, checksum)
