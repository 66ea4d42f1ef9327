"""MP3: sounds as runs of frames that stand for themselves, silence between them, and the frame that goes before all.

The door of LAME.  Mono, 44.1 kHz, 96 kbit/s.  Each run comes from a fresh encoder, refers to nothing before it and ends
in silence: so runs can follow one another, and a player hears what it would hear of one encoding.
"""

from __future__ import annotations

import re
from functools import cache

import lameenc  # type: ignore[import-not-found]  # the wheel carries no types
import numpy as np
from numpy.typing import NDArray

from audioedition.errors import AudioError
from audioedition.mixdown.pcm import RATE

FRAME = 1152
"""Samples of a frame: 26 milliseconds."""

LOSS = 0.45
"""dB by which LAME makes everything softer (a factor of 0.95)."""

_BITRATE = 96  # kbit/s
_QUALITY = 7
"""On LAME's scale, of which 2 is called the best.  At this bit rate every band has bits enough, and what weighs the noise
for the ear (2 to 6) leaves more of it, in every band: with 7 it stays 39.6 dB below a real episode's speech, with 5
32.4 dB, with 2 29.5 dB.  And it costs half of 5."""

_DELAY, _DECODER = 576, 529  # samples that the encoder puts before the sound, and a decoder after that
_SIZE = 144_000 * _BITRATE / RATE  # bytes of a frame on average; in fact one of the whole numbers beside it
HEAD = int(_SIZE)
"""Bytes of the frame that goes before all others."""

_SIDE = 17  # bytes of side information in a mono frame, after the four of its header
_LONGER = 0x02  # in the third byte: the frame is one byte longer


def made_by() -> str:
    """What makes the frames: another name, other bytes."""
    return f"{_name().decode()} {_BITRATE} {_QUALITY}"


def frames_of(samples: int) -> int:
    """The frames of a run in which so many `samples` sound: one more for the delays, and one until all is still."""
    return -(-samples // FRAME) + 2


def run(sound: NDArray[np.int16], frames: int) -> bytes:
    """A run of so many `frames`, at least `frames_of` the `sound`.

    What of it a decoder gives begins 1,105 samples late.  Raises AudioError if LAME makes another number of frames.
    """
    data = _encoded(np.pad(sound, (0, (frames - 1) * FRAME - len(sound))))
    if _count(data) != frames:
        message = "The MP3 encoder made other frames than it should: install the version of lameenc that audioedition asks for."
        raise AudioError(message)
    return data


def silence(frames: int, first: int, place: int) -> bytes:
    """So many `frames` of silence, of which the `first` is to be put at a `place` among the bytes of all frames.

    They are longer or shorter, so that their bytes keep to the bit rate.
    """
    short = _silent()
    longer = short[:2] + bytes((short[2] | _LONGER,)) + short[3:] + short[-1:]
    parts = []
    for number in range(first, first + frames):
        parts.append(longer if place + len(longer) <= (number + 1) * _SIZE else short)
        place += len(parts[-1])
    return b"".join(parts)


def total(samples: int) -> int:
    """The frames of a file of so many `samples`: a decoder's delay must find room in them."""
    return -(-(_DELAY + samples + _DECODER) // FRAME)


def head(frames: int, size: int, samples: int) -> bytes:
    """The frame that goes before so many `frames` of `size` bytes: by it, players know to the sample what they hold.

    After the description of the LAME tag by Gabriel Bouvigne (gabriel.mp3-tech.org/mp3infotag.html).  The checksum of
    the sound in it is left 0, which no player looks at.
    """
    whole = size + HEAD
    lame = bytearray(36)
    lame[:9] = _name()
    lame[9] = 1  # the bit rate is constant
    lame[20] = _BITRATE
    lame[21:24] = (_DELAY << 12 | frames * FRAME - _DELAY - samples).to_bytes(3, "big")
    lame[28:32] = whole.to_bytes(4, "big")
    said = b"".join(
        (
            _silent()[:4],
            bytes(_SIDE),
            b"Info\0\0\0\x0f",
            frames.to_bytes(4, "big"),
            whole.to_bytes(4, "big"),
            bytes(place * 256 // 100 for place in range(100)),  # where each hundredth of the time begins
            bytes(4),
            lame[:34],
        )
    )
    return (said + _checksum(said).to_bytes(2, "big")).ljust(HEAD, b"\0")


def _encoded(sound: NDArray[np.int16]) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(_BITRATE)
    encoder.set_quality(_QUALITY)
    return bytes(encoder.encode(sound.astype("<i2").tobytes()) + encoder.flush())


def _count(data: bytes) -> int:
    """How many frames stand in `data`, one after the other; -1 if something else does."""
    header, place, count = _silent()[:3], 0, 0
    while place + 3 <= len(data):
        if data[place : place + 2] != header[:2] or data[place + 2] | _LONGER != header[2] | _LONGER:
            return -1
        place += int(_SIZE) + bool(data[place + 2] & _LONGER)
        count += 1
    return count if place == len(data) else -1


@cache
def _silent() -> bytes:
    """A frame of silence, which refers to nothing before it: the first of a fresh encoder."""
    return _encoded(np.zeros(FRAME, np.int16))[: int(_SIZE)]


@cache
def _name() -> bytes:
    """What the encoder calls itself, in nine bytes."""
    found = re.search(rb"LAME[\d.]+", _encoded(np.zeros(FRAME, np.int16)))
    return (found[0] if found else b"LAME")[:9].ljust(9, b"\0")


def _checksum(data: bytes) -> int:
    """CRC-16/ARC."""
    total = 0
    for byte in data:
        total ^= byte
        for _ in range(8):
            total = total >> 1 ^ 0xA001 * (total & 1)
    return total
