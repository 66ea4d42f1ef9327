"""What the transcripts on disk say of a recording: they may be anybody's, and what is not as ours are says nothing."""

from __future__ import annotations

import contextlib
import html
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioedition import addresses, phrases
from audioedition.languages import TAG
from audioedition.model import Block, Kind, Line, Tags
from audioedition.salvage.contradiction import agrees

_LARGEST = 32 << 20  # bytes
_LONGEST = 1e6  # seconds
_DEEPEST = 6  # levels of headings
_WHEN = r"(\d{2,4}):(\d\d):(\d\d)[.,](\d{3})"
_TIMES = re.compile(rf"{_WHEN} --> {_WHEN}")
_TAG = re.compile(r"<(v|/?lang|/v)(?: ([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its time, and the name of who speaks it, empty if it is not told."""

    line: Line
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """The sentences of a recording; `blocks` is the text to which they refer, None if they refer to none."""

    lines: tuple[Spoken, ...]
    blocks: tuple[Block, ...] | None = None


def read(podcast: Path, audio: str, tags: Tags) -> Heard | None:
    """What is known of the recording `audio` with these `tags` by its transcripts in the folder of its podcast; None if there is none of use.

    One that says something else than the tags was written from a record that somebody has changed.
    """
    for suffix, understand in (
        ("json", lambda text: _of_json(text, tags.guid)),
        ("vtt", _of_cues),
        ("srt", _of_cues),
    ):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            path = podcast / addresses.transcript(audio, suffix)
            if path.is_file() and path.stat().st_size <= _LARGEST:
                found = understand(path.read_text("utf-8"))
                if found.lines and agrees("".join(each.line.text for each in found.lines), tags):
                    return found
    return None


def named(speaker: str, language: str) -> str:
    """The name of a voice as it is credited, of the one as it stands in a transcript."""
    synthetic = phrases.of(language).words.synthetic_voice
    return "" if speaker == synthetic else speaker.removesuffix(f" ({synthetic})")


def _of_json(text: str, guid: str) -> Heard:
    """Our own JSON.  Raises ValueError, TypeError, KeyError or AttributeError for any other."""
    said = json.loads(text)
    if said["guid"] != guid:
        raise ValueError(guid)
    blocks = tuple(map(_block, said["blocks"]))
    return Heard(tuple(_spoken(each, blocks) for each in said["segments"]), blocks)


def _block(said: dict[str, Any]) -> Block:
    level = said.get("level", 0)
    if type(level) is not int or not 0 <= level <= _DEEPEST:
        raise ValueError(level)
    return Block(Kind(said["kind"]), _text(said["text"]), _language(said.get("language")) or None, level)


def _spoken(said: dict[str, Any], blocks: tuple[Block, ...]) -> Spoken:
    text, block = _text(said["body"]), said.get("block", -1)
    if type(block) is not int or not -1 <= block < len(blocks):
        raise ValueError(block)
    start, end = said.get("span", (0, 0)) if block >= 0 else (0, len(text))
    if type(start) is not int or type(end) is not int:
        raise TypeError(start)
    if block >= 0 and not 0 <= start <= end <= len(blocks[block].text):
        raise ValueError(start)
    times = _seconds(said["startTime"]), _seconds(said["endTime"])
    line = Line(*times, text, block, (start, end), language=_language(said.get("language")))
    return Spoken(line, _text(said.get("speaker", "")))


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _language(said: object) -> str:
    if said is None or (isinstance(said, str) and re.fullmatch(TAG, said)):
        return said or ""
    raise ValueError(said)


def _seconds(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= _LONGEST:
        raise ValueError(said)
    return float(said)


def _of_cues(text: str) -> Heard:
    """WebVTT or SubRip, as we write them."""
    return Heard(tuple(_cues(text)))


def _cues(text: str) -> Iterator[Spoken]:
    for cue in text.split("\n\n"):
        if when := _TIMES.search(cue):
            body = cue[when.end() :].strip("\n").replace("\n", " ")
            speaker = next((name for kind, name in _TAG.findall(body) if kind == "v"), "")
            start, end = _clock(when.groups()[:4]), _clock(when.groups()[4:])
            said = html.unescape(_TAG.sub("", body))
            if math.isfinite(end) and start <= end <= _LONGEST:
                yield Spoken(Line(start, end, said), html.unescape(speaker))


def _clock(parts: tuple[str, ...]) -> float:
    hours, minutes, seconds, thousandths = map(int, parts)
    return 3600 * hours + 60 * minutes + seconds + thousandths / 1000
