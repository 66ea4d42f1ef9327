"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

BEGINNING = 16
"""Bytes that suffice."""

_MPEG_4 = re.compile(rb".{4}(?:ftyp|moov|mdat|wide|free|skip)", re.DOTALL)
_OGG = re.compile(rb"OggS")
_BEGINS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        # a tag, or a frame of MPEG audio, version 1, 2 or 2.5, layer 1 to 3
        "mp3": re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"),
        **dict.fromkeys(("m4a", "mp4", "m4v", "mov"), _MPEG_4),
        **dict.fromkeys(("ogg", "oga", "opus"), _OGG),
        "pdf": re.compile(rb"%PDF"),
    }
)
"""How files of a suffix begin."""

_SEEMS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "a web page": re.compile(rb"\s*<(?:!doctype html|html|head|body)", re.IGNORECASE),
        "only the pointer of Git LFS to it": re.compile(rb"version https://"),
        "WAV": re.compile(rb"RIFF"),
        "FLAC": re.compile(rb"fLaC"),
        "Ogg": _OGG,
        "MPEG-4": _MPEG_4,
        "MP3": _BEGINS["mp3"],
        "PDF": _BEGINS["pdf"],
        "empty inside": re.compile(rb"\0{8}"),
    }
)


def fits(suffix: str, head: bytes) -> bool:
    """Whether a file with these first bytes may have this suffix; one of which nothing is known may."""
    known = _BEGINS.get(suffix)
    return known is None or known.match(head) is not None


def seems(head: bytes) -> str:
    """What a file with these first bytes seems to be, for a message."""
    return next((kind for kind, begins in _SEEMS.items() if begins.match(head)), "something else")
