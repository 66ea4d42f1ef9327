"""The one form that sound has in this room: raw PCM, signed 16 bit, little-endian, mono, 44.1 kHz."""

from __future__ import annotations

RATE = 44_100
"""Frames a second."""

FRAME = 2
"""Bytes of a frame."""

FFMPEG = ("-f", "s16le", "-ar", str(RATE), "-ac", "1")
"""How ffmpeg is told of it."""
