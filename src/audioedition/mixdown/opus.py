"""The same sound as Ogg Opus: a third of the size, for apps that ask for it.  Tags by ffmpeg, as Vorbis comments."""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from audioedition.ffmpeg import named, run
from audioedition.files import replacing
from audioedition.mixdown.id3 import FRONT_COVER, picture_type
from audioedition.mixdown.loudness import PEAK, heard
from audioedition.model import Tags
from audioedition.text import permitted

TYPE = "audio/ogg"
"""The media type of an Ogg Opus file (RFC 7845)."""

BITRATE = 32_000
"""Bits a second, on average."""

_OPUS = ("-c:a", "libopus", "-b:a", str(BITRATE), "-vbr", "on", "-ac", "1")
_EQUAL = ("-fflags", "+bitexact", "-flags:a", "+bitexact")  # no random serial number, no version
_ROUNDS = 3
_SPECIAL = re.compile(r"[=;#\\\n]")


def opus(source: Path, target: Path, tags: Tags, ffmpeg: Path) -> None:
    """Make an Ogg Opus file (mono, about 32 kbit/s) of the MP3 `source`, with `tags` in place of those it has.

    It is as long as `source` and as loud, unless its true peaks would come above -1 dBTP then.  Equal input and an
    equal ffmpeg give equal bytes.  Raises AudioError if ffmpeg fails or the cover is neither JPEG nor PNG,
    ArchiveError if `target` cannot be written.
    """
    said = "\n".join((";FFMETADATA1", *_comments(tags), ""))
    with tempfile.TemporaryDirectory(prefix="audioedition-", ignore_cleanup_errors=True) as folder:
        words = Path(folder) / "tags.txt"
        words.write_bytes(said.encode("utf-8", "replace"))
        with replacing(target, lasting=False) as part:
            _encode(source, words, part, ffmpeg)


def _encode(source: Path, words: Path, target: Path, ffmpeg: Path) -> None:
    inputs = ["-loglevel", "error", "-i", named(source), "-f", "ffmetadata", "-i", named(words)]
    taken = ["-map", "0:a:0", "-map_metadata", "1", "-map_metadata:s:a", "1:g", "-map_chapters", "-1"]
    gain = 0.0
    for _ in range(_ROUNDS):
        loud = ["-af", f"volume={gain:.2f}dB"] if gain else []
        run(ffmpeg, [*inputs, *taken, *loud, *_OPUS, *_EQUAL, "-f", "opus", named(target)])
        excess = heard(target, ffmpeg).peak - PEAK
        if excess <= 0:
            return
        gain -= excess + 0.1


def _comments(tags: Tags) -> Iterator[str]:
    fields = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "language": tags.language,
        "date": tags.published.astimezone(UTC).strftime("%Y-%m-%d"),
        "copyright": tags.copyright,
        "comment": tags.comment,
        "guid": tags.guid,
        "published": tags.published.astimezone(UTC).isoformat(
            timespec="seconds"
        ),  # of a date, players know the day only
        "lyrics": tags.lyrics,
        "metadata_block_picture": _picture(tags),
    }
    for number, chapter in enumerate(tags.chapters):
        # Not as chapters of ffmpeg's: of 45.662 it makes 46.662.
        fields[f"chapter{number:03}"] = _clock(chapter.start)
        fields[f"chapter{number:03}name"] = chapter.title
    return (f"{name.upper()}={_escaped(value)}" for name, value in fields.items() if value)


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(round(1000 * seconds), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _picture(tags: Tags) -> str:
    """The cover as FLAC has it, in base 64; sizes and depth of colour may be left to the picture itself."""
    if not tags.cover:
        return ""
    mime = picture_type(tags)
    numbers = (FRONT_COVER, len(mime), 0, 0, 0, 0, 0, len(tags.cover))
    kind, length, *rest = (number.to_bytes(4, "big") for number in numbers)
    return base64.b64encode(b"".join((kind, length, mime, *rest, tags.cover))).decode()


def _escaped(value: str) -> str:
    """`value` for ffmpeg's file of metadata, in which a line that ends in a backslash goes on, escaped or not."""
    text = permitted(value)
    return _SPECIAL.sub(r"\\\g<0>", f"{text} " if text.endswith("\\") else text)
