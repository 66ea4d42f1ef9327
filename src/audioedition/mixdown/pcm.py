"""The one form that sound has in this room: raw PCM, signed 16 bit, little-endian, mono, 44.1 kHz."""

from __future__ import annotations

from pathlib import Path

from audioedition.errors import AudioError

RATE = 44_100
"""Frames a second."""

FRAME = 2
"""Bytes of a frame."""

FFMPEG = ("-f", "s16le", "-ar", str(RATE), "-ac", "1")
"""How ffmpeg is told of it."""


def unwritten(path: Path, exc: OSError) -> AudioError:
    """What is said where the disk refuses to hold sound that is being worked on."""
    message = (
        f"The sound could not be written to {path.parent} ({exc.strerror or exc}): free space there, "
        "or set TMPDIR to a folder with room."
    )
    return AudioError(message)
