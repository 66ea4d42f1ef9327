"""What an audio file says about itself, read back: the tags that `id3` and `opus` wrote.

Anybody may have put the file there: whatever stands in it is text, no longer than ours could be, and what is not written as we
write it says nothing.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from audioedition.mixdown.mp3 import FRAME
from audioedition.mixdown.pcm import RATE
from audioedition.model import Chapter, Tags

_MOST = 8 << 20  # bytes of tags: a picture, and a text that is read for days
_MANY = 10_000  # frames or comments
_HEAD, _FRAME_HEAD = 10, 10  # bytes
_UNUSUAL = 0xF0  # flags of a tag that we never set: its bytes mean something else then
_LATIN, _UTF8 = 0, 3
_PAGE = struct.Struct("<4sBBqIIIB")
_SIDE = 4 + 17  # bytes before what players are told in the first frame


def read(path: Path) -> Tags | None:
    """The tags of a file that was written here, `seconds` 0 if that is not known; None of any other.  Raises OSError.

    They have no language: three letters tell too little.
    """
    with path.open("rb") as file:
        try:
            found = _of_opus(file) if path.suffix == ".opus" else _of_mp3(file)
        except (ValueError, IndexError, OverflowError, struct.error):
            return None
        return found if found.guid else None


def spelt(text: str) -> str:
    """A text as the tags of a file hold it: what UTF-8 cannot say, or ends a value there, is not."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _of_mp3(file: IO[bytes]) -> Tags:
    """The tags of an MP3.  Raises ValueError, IndexError, OverflowError or struct.error if they are not ours."""
    head = file.read(_HEAD)
    size = _synchsafe(head[6:10])
    if not head.startswith(b"ID3\x04") or head[5] & _UNUSUAL or size > _MOST:
        raise ValueError(head)
    said: dict[str, str] = {}
    chapters: list[tuple[int, int, str]] = []
    cover = b""
    for name, body in _frames(file.read(size)):
        if name == b"CHAP":
            chapters.append(_chapter(body))
        elif name == b"APIC":
            kind, _, rest = body[1:].partition(b"\0")
            cover = rest[2:] if kind.startswith(b"image/") else b""
        elif name in {b"COMM", b"USLT"}:
            said[name.decode()] = _text(body[:1] + body[4:]).partition("\0")[2]
        elif name == b"TXXX":
            what, _, value = _text(body).partition("\0")
            said.setdefault(what, value)
        elif name.startswith(b"T"):
            said[name.decode("ascii", "replace")] = _text(body)
    return Tags(
        title=said.get("TIT2", ""),
        artist=said.get("TPE1", ""),
        album=said.get("TALB", ""),
        language="",
        published=datetime.strptime(said.get("TDRC", ""), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC),
        guid=said.get("guid", ""),
        copyright=said.get("TCOP", ""),
        comment=said.get("COMM", ""),
        cover=cover,
        chapters=tuple(Chapter(start / 1000, title) for start, _, title in sorted(chapters)),
        seconds=_seconds(file.read(256)),
        lyrics=said.get("USLT", ""),
    )


def _frames(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    for _ in range(_MANY):
        head = data[place : place + _FRAME_HEAD]
        if len(head) < _FRAME_HEAD or not head[:4].isalnum():
            return
        size = _synchsafe(head[4:8])
        yield head[:4], data[place + _FRAME_HEAD : place + _FRAME_HEAD + size]
        place += _FRAME_HEAD + size


def _chapter(body: bytes) -> tuple[int, int, str]:
    _, _, rest = body.partition(b"\0")
    start, end = struct.unpack_from(">II", rest)
    title = next((_text(inner) for name, inner in _frames(rest[16:]) if name == b"TIT2"), "")
    return start, end, title


def _text(body: bytes) -> str:
    coding = {_LATIN: "latin-1", _UTF8: "utf-8"}.get(body[0] if body else _UTF8)
    return body[1:].decode(coding, "replace") if coding else ""


def _synchsafe(data: bytes) -> int:
    a, b, c, d = data
    return (a & 0x7F) << 21 | (b & 0x7F) << 14 | (c & 0x7F) << 7 | d & 0x7F


def _seconds(sound: bytes) -> float:
    """How long an MP3 of ours is, by the frame that goes before all others (`mp3.head`); 0 if that is another's."""
    said = sound[_SIDE:]
    if not said.startswith(b"Info\0\0\0\x0f"):
        return 0.0
    (frames,) = struct.unpack_from(">I", said, 8)
    lame = said[120:]
    delays = int.from_bytes(lame[21:24], "big")
    return max(0.0, float(frames * FRAME - (delays >> 12) - (delays & 0xFFF)) / RATE)


def _of_opus(file: IO[bytes]) -> Tags:
    """The tags of an Ogg Opus file.  Raises as `_of_mp3`."""
    packets = _packets(file)
    if not next(packets, b"").startswith(b"OpusHead"):
        raise ValueError(file.name)
    data = next(packets, b"")
    if not data.startswith(b"OpusTags"):
        raise ValueError(file.name)
    said: dict[str, str] = {}
    place = 12 + struct.unpack_from("<I", data, 8)[0]
    (count,) = struct.unpack_from("<I", data, place)
    place += 4
    for _ in range(min(count, _MANY)):
        (size,) = struct.unpack_from("<I", data, place)
        name, _, value = data[place + 4 : place + 4 + size].decode("utf-8", "replace").partition("=")
        said.setdefault(name.lower(), value)
        place += 4 + size
    chapters = []
    with contextlib.suppress(KeyError, ValueError):
        for number in range(_MANY):
            hours, minutes, seconds = said[f"chapter{number:03}"].split(":")
            start = 3600 * int(hours) + 60 * int(minutes) + float(seconds)
            chapters.append(Chapter(start, said.get(f"chapter{number:03}name", "")))
    published = datetime.fromisoformat(said.get("published") or said.get("date", ""))
    return Tags(
        title=said.get("title", ""),
        artist=said.get("artist", ""),
        album=said.get("album", ""),
        language="",
        published=published if published.tzinfo else published.replace(tzinfo=UTC),
        guid=said.get("guid", ""),
        copyright=said.get("copyright", ""),
        comment=said.get("comment", ""),
        chapters=tuple(chapters),
        lyrics=said.get("lyrics", ""),
    )


def _packets(file: IO[bytes]) -> Iterator[bytes]:
    """The first packets of an Ogg stream."""
    packet, total = b"", 0
    while total < _MOST:
        head = file.read(_PAGE.size)
        magic, *_, count = _PAGE.unpack(head)
        if magic != b"OggS":
            return
        for size in file.read(count):
            packet += file.read(size)
            total += size
            if size < 255:  # noqa: PLR2004 -- as long as it goes on, each piece has as many
                yield packet
                packet = b""
