"""The shelf: clips that were spoken, found by what they say and who says it."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from audioedition import trimming
from audioedition.clips.claims import Claims
from audioedition.files import digest, write_atomically
from audioedition.model import Clip

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHECKSUM = struct.Struct("<4sII")
_RATE = struct.Struct("<I")
_RATE_AT = 24
_FASTEST = 2**31 - 1  # hertz that a header can hold
_LEAST = _HEADER.size + _CHECKSUM.size

_KNOWN = 50_000
"""Clips that are known to be whole at one time (some 20 MB); what is forgotten is only read once more."""

_Stamp = tuple[int, int, int]
"""When a file was changed (nanoseconds), its bytes, and its number on the disk."""


def key_of(voice: str, spoken: str) -> str:
    """Under which key it is kept what a voice, told by its engine's fingerprint, makes of the text that is `spoken`."""
    return digest(voice, spoken)


class Shelf:
    """A folder of WAV files, each named by its key; disposable, and shared safely by threads and processes.

    If it has a `limit` in bytes, clips that were used longest ago go: see `needed`.
    """

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        """Use `folder`, which need not exist yet."""
        self.folder = folder
        self.limit = limit
        self.claims = Claims()
        self._whole: dict[str, _Stamp] = {}
        self._trimming = threading.Lock()
        self._new = 0  # bytes that were put here since it was last looked through
        self._old: int | None = None  # bytes that there were then

    def get(self, key: str) -> Clip | None:
        """The clip of `key`, or None if there is none, or only a damaged one."""
        path = self._path(key)
        try:
            with path.open("rb", buffering=0) as file:
                found = os.fstat(file.fileno())
                data = file.read()
        except OSError:
            return None
        clip = _clip(data)
        if clip is not None:
            self._use(key, path, found)
        return clip

    def has(self, key: str) -> bool:
        """Whether there is a clip of `key`, and not a damaged one; it is only read if it was not yet, or has changed since."""
        path = self._path(key)
        try:
            found = path.stat()
        except OSError:
            return False
        if self._whole.get(key) != _stamp(found):
            return self.get(key) is not None
        self._use(key, path, found)
        return True

    def damaged(self, report: Callable[[int, int], None]) -> Iterator[Path]:
        """The clips that are damaged; every byte is read, and how many files are told as it goes."""
        paths = sorted(path for path in self.folder.glob("*/[!.]*.wav") if len(path.parent.name) == 2)  # noqa: PLR2004 -- of a key
        for done, path in enumerate(paths, 1):
            with contextlib.suppress(
                OSError
            ):  # trimmed meanwhile, or not for us to read: spoken again when it is needed
                if _clip(path.read_bytes()) is None:
                    yield path
            report(done, len(paths))

    def of(self, voice: str, spoken: str) -> Clip | None:
        """What a voice, told by its engine's fingerprint, made of a text; None if it is not here."""
        return self.get(key_of(voice, spoken))

    def put(self, key: str, clip: Clip) -> None:
        """Keep `clip` under `key`.  Raises ArchiveError if the disk refuses."""
        path, data = self._path(key), _wav(clip)
        # Whatever a power cut leaves of it is found to be damaged: nobody waits for the disk.
        write_atomically(path, data, lasting=False)
        with contextlib.suppress(OSError):  # somebody cleared the shelf
            self._know(key, path.stat())
        with self._trimming:
            self._new += len(data)

    @contextlib.contextmanager
    def needed(self) -> Iterator[None]:
        """While this lasts, no clip goes that is asked for or put here meanwhile, whichever process trims the shelf.

        Then it is trimmed, if it may have grown beyond its limit.  Raises ArchiveError if the disk refuses.
        """
        with trimming.needed(self.folder):
            yield
        with self._trimming:
            is_small = (
                self._old is not None and self.limit is not None and self._old + self._new <= self.limit
            )
            if self._new and not is_small:
                self._trim()

    def trim(self) -> trimming.Trimmed:
        """Delete clips that were used longest ago, and are not needed now, until the limit is kept; say what went."""
        with self._trimming:
            return self._trim()

    def _trim(self) -> trimming.Trimmed:
        if self.limit is None:
            return trimming.Trimmed(trimming.Extent(), trimming.Extent())
        done = trimming.trim(self.folder, self.limit)
        self._old, self._new = done.left.size, 0
        return done

    def _use(self, key: str, path: Path, found: os.stat_result) -> None:
        """Note that a clip is used, which was whole when it was `found` so."""
        if trimming.used(path, found.st_mtime):
            with contextlib.suppress(OSError):
                marked = path.stat()
                if (marked.st_size, marked.st_ino) == (found.st_size, found.st_ino):
                    found = marked
        self._know(key, found)

    def _know(self, key: str, found: os.stat_result) -> None:
        """Note that a clip is whole as it was `found`."""
        if len(self._whole) >= _KNOWN:
            self._whole.clear()
        self._whole[key] = _stamp(found)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.wav"


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino


def _clip(data: bytes) -> Clip | None:
    """The clip in the bytes of a file; None if it is damaged."""
    if len(data) < _LEAST:
        return None
    (rate,) = _RATE.unpack_from(data, _RATE_AT)
    size = len(data) - _LEAST
    is_whole = (
        0 < rate <= _FASTEST
        and data.startswith(_head(size, rate))
        and data.endswith(_CHECKSUM.pack(b"crc ", 4, zlib.crc32(memoryview(data)[: -_CHECKSUM.size])))
    )
    return Clip(data[_HEADER.size : -_CHECKSUM.size], rate) if is_whole else None


def _wav(clip: Clip) -> bytes:
    """A WAV file that every player opens, with a checksum in a chunk of its own at the end."""
    head = _head(len(clip.pcm), clip.sample_rate)
    checksum = zlib.crc32(clip.pcm, zlib.crc32(head))
    return b"".join((head, clip.pcm, _CHECKSUM.pack(b"crc ", 4, checksum)))


def _head(size: int, rate: int) -> bytes:
    total = _LEAST + size
    return _HEADER.pack(b"RIFF", total - 8, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", size)
