"""ID3v2.4: what an audio file says about itself, written around the untouched sound.

Chapters are after the ID3v2 Chapter Frame Addendum, in the order of time: many players read them as they come.
Not by ffmpeg, which writes a comment as a frame that players do not look for, and whose bytes
depend on its version.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import IO

from babel.core import get_global

from audioedition.errors import AudioError
from audioedition.files import replacing
from audioedition.languages import ever_shorter
from audioedition.model import Tags

_HEADER = 10  # bytes
FRONT_COVER = 3
"""The kind of a picture, in ID3 and FLAC."""

_LATIN, _UTF8 = b"\x00", b"\x03"
_ORDERED, _TOP = 1, 2  # flags of a table of contents
_ENTRIES = 255  # at most, in one table of contents
_NO_OFFSET = b"\xff" * 8  # the times hold, not places in the file
_PICTURES = {b"\xff\xd8\xff": b"image/jpeg", b"\x89PNG\r\n\x1a\n": b"image/png"}


def tag(source: Path, target: Path, tags: Tags) -> None:
    """Copy the MP3 `source` to `target` with `tags` in place of those it has; equal input, equal bytes.

    Raises AudioError if `source` cannot be read or the cover is neither JPEG nor PNG, ArchiveError
    if `target` cannot be written.
    """
    frames = b"".join(_frames(tags))
    with replacing(target, lasting=False) as part:
        try:
            with source.open("rb") as sound, part.open("wb") as tagged:
                sound.seek(_end_of_tags(sound))
                tagged.write(b"ID3\x04\x00\x00" + _synchsafe(len(frames)) + frames)
                shutil.copyfileobj(sound, tagged, 1 << 20)
        except OSError as exc:
            message = f"The tags of {source} could not be written ({exc.strerror or exc}): see that it exists and the disk has room."
            raise AudioError(message) from exc


def picture_type(tags: Tags) -> bytes:
    """The media type of the cover.  Raises AudioError if it is neither JPEG nor PNG."""
    mime = next((kind for magic, kind in _PICTURES.items() if tags.cover.startswith(magic)), None)
    if mime is None:
        message = f"The cover of {tags.title[:80]!r} is neither JPEG nor PNG: name another picture."
        raise AudioError(message)
    return mime


def _frames(tags: Tags) -> Iterator[bytes]:
    language = _alpha3(tags.language)
    yield _text(b"TIT2", tags.title)
    yield _text(b"TPE1", tags.artist)
    yield _text(b"TALB", tags.album)
    yield _text(b"TLAN", language)
    yield _text(b"TDRC", tags.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"))
    yield _text(b"TCOP", tags.copyright)
    if tags.comment:
        yield _frame(b"COMM", _UTF8 + language.encode() + b"\0" + _utf8(tags.comment))
    if tags.lyrics:
        yield _frame(b"USLT", _UTF8 + language.encode() + b"\0" + _utf8(tags.lyrics))
    yield from _chapters(tags)
    yield _frame(b"TXXX", _UTF8 + b"guid\0" + _utf8(tags.guid))
    if tags.cover:
        kind = bytes((FRONT_COVER,))
        yield _frame(b"APIC", _LATIN + picture_type(tags) + b"\0" + kind + b"\0" + tags.cover)


def _chapters(tags: Tags) -> Iterator[bytes]:
    names = [f"chapter-{number}" for number in range(1, len(tags.chapters) + 1)]
    if names:
        yield from _contents("contents", names, _TOP | _ORDERED)
    starts = [round(1000 * chapter.start) for chapter in tags.chapters]
    ends = [*starts[1:], round(1000 * tags.seconds)]
    for name, chapter, start, end in zip(names, tags.chapters, starts, ends, strict=False):
        times = start.to_bytes(4, "big") + end.to_bytes(4, "big")
        yield _frame(b"CHAP", name.encode() + b"\0" + times + _NO_OFFSET + _text(b"TIT2", chapter.title))


def _contents(name: str, entries: Sequence[str], flags: int) -> Iterator[bytes]:
    """The table of contents `name`; where one cannot hold all, it is made of further ones."""
    if len(entries) <= _ENTRIES:
        yield _table(name, entries, flags)
        return
    size = _ENTRIES
    while len(entries) > size * _ENTRIES:
        size *= _ENTRIES
    parts = {f"{name}-{start + 1}": entries[start : start + size] for start in range(0, len(entries), size)}
    yield _table(name, list(parts), flags)
    for part, its in parts.items():
        yield from _contents(part, its, _ORDERED)


def _table(name: str, entries: Sequence[str], flags: int) -> bytes:
    listed = b"".join(entry.encode() + b"\0" for entry in entries)
    return _frame(b"CTOC", name.encode() + b"\0" + bytes((flags, len(entries))) + listed)


def _text(name: bytes, text: str) -> bytes:
    return _frame(name, _UTF8 + _utf8(text)) if text else b""


def _utf8(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")  # NUL would begin a second value


def _frame(name: bytes, body: bytes) -> bytes:
    return name + _synchsafe(len(body)) + b"\0\0" + body


def _synchsafe(number: int) -> bytes:
    """Four bytes of seven bits each, so that no size looks like the beginning of sound."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _end_of_tags(file: IO[bytes]) -> int:
    head = file.read(_HEADER)
    if not (len(head) == _HEADER and head.startswith(b"ID3")):
        return 0
    a, b, c, d = head[6:]
    footer = _HEADER if head[5] & 0x10 else 0
    return _HEADER + (a << 21 | b << 14 | c << 7 | d) + footer


def _alpha3(language: str) -> str:
    """The three letters of ISO 639 for a language tag, `und` if there are none."""
    *_, short = ever_shorter(language)
    if len(short) == len("und"):
        return short
    names = [name for name, stands_for in get_global("language_aliases").items() if stands_for == short]
    long = [name for name in names if len(name) == len("und")]
    alike = [name for name in long if name.startswith(short)]  # zho, not cmn or chi
    return (alike or long or ["und"])[0]
