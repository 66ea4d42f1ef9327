"""What is heard, in writing, sentence by sentence with its time: WebVTT, SubRip and JSON.  Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any

from audioedition.markup import plain
from audioedition.model import Block, Episode, Kind, Line, Podcast
from audioedition.phrases import of
from audioedition.text import one_line, permitted, seen
from audioedition.transcripts.lines import flat, wrapped

_OVERRIDE = re.compile(r"\{(?=\\|[CcFfoPSsYy]:)")
"""How markup of SubStation and MicroDVD begins, `{\\an8}` and `{y:i}`, which players know in SubRip too."""
_JOINER = "\u2060"  # nobody sees it
_SHORTEST = 100
"""Milliseconds that a sentence without any sound is shown, if the next one leaves it so much."""


def vtt(episode: Episode, podcast: Podcast) -> str:
    """WebVTT: a cue for each sentence, with the name of who speaks it, and its language if it is another one."""
    cues = ["WEBVTT\n"]
    for cue in _cues(episode, podcast):
        text = "\n".join(escape(line, quote=False) for line in wrapped(cue.text))
        if cue.line.language:
            text = f"<lang {_annotation(cue.line.language)}>{text}</lang>"
        if cue.speaker:
            text = f"<v {_annotation(cue.speaker)}>{text}"
        cues.append(f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{text}\n")
    return "\n".join(cues)


def srt(episode: Episode, podcast: Podcast) -> str:
    """SubRip: a numbered cue for each sentence, its text without any markup."""
    cues = []
    for number, cue in enumerate(_cues(episode, podcast), start=1):
        text = "\n".join(wrapped(_unmarked(cue.text)))
        cues.append(f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{text}\n")
    return "\n".join(cues)


def _unmarked(text: str) -> str:
    """`text` without what players of SubRip, which has no way to write it as text, take for markup or for a time."""
    return _OVERRIDE.sub(f"{{{_JOINER}", plain(text.replace("-->", "→")))


def as_json(episode: Episode, podcast: Podcast) -> str:
    """The podcast namespace's JSON transcript, with the place of each sentence in the text.

    `block` of a segment is the place among the `blocks` (counted from 0) of the one that it comes from, and `span` says
    which of the block's characters it is.  Neither is there for words of ours, such as the opening.
    """
    said = {
        "version": "1.0.0",
        "language": podcast.language,
        "title": one_line(permitted(episode.title)),
        "podcastName": one_line(permitted(podcast.title)),
        "guid": episode.guid,
        "segments": [_segment(cue) for cue in _cues(episode, podcast)],
        "blocks": [_block(block) for block in episode.blocks],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[str, Callable[[Episode, Podcast], str]] = MappingProxyType(
    {"vtt": vtt, "srt": srt, "json": as_json}
)
"""How each kind of transcript is written, by the suffix of its file."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """A sentence as it is shown: from millisecond `start` up to `end`."""

    start: int
    end: int
    text: str
    speaker: str
    line: Line


def _cues(episode: Episode, podcast: Podcast) -> Iterator[_Cue]:
    """All sentences that have words, each after the one before it and none over the next."""
    shown = [(line, flat(permitted(line.text))) for line in episode.lines]
    shown = [(line, text) for line, text in shown if seen(text).strip()]
    names = [_named(voice.name, podcast) for voice in episode.voices]
    starts: list[int] = []
    for line, _ in shown:
        starts.append(max(_milliseconds(line.start), starts[-1] + 1 if starts else 0))
    for place, (line, text) in enumerate(shown):
        start = starts[place]
        end = max(_milliseconds(line.end), start + (1 if line.start < line.end else _SHORTEST))
        speaker = names[line.voice] if line.voice < len(names) else names[0]
        yield _Cue(start, min([end, *starts[place + 1 : place + 2]]), text, speaker, line)


def _named(name: str, podcast: Podcast) -> str:
    """Who speaks: as the voice is credited, and known as a synthetic one unless the owner will not have it."""
    name = one_line(seen(permitted(name)))
    if not podcast.disclosure.metadata:
        return name
    synthetic = of(podcast.language).words.synthetic_voice
    return f"{name} ({synthetic})" if name else synthetic


def _annotation(text: str) -> str:
    return escape(text, quote=False)


def _segment(cue: _Cue) -> dict[str, Any]:
    said: dict[str, Any] = {"speaker": cue.speaker} if cue.speaker else {}
    said |= {"startTime": cue.start / 1000, "endTime": cue.end / 1000, "body": cue.text}
    if cue.line.language:
        said["language"] = cue.line.language
    if cue.line.block >= 0:
        said["block"] = cue.line.block
        if cue.line.span[0] < cue.line.span[1]:
            said["span"] = list(cue.line.span)
    return said


def _block(block: Block) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": block.kind.value}
    if block.kind is Kind.HEADING:
        said["level"] = block.level
    if block.language:
        said["language"] = block.language
    said["text"] = _in_place(block.text)
    return said


def _in_place(text: str) -> str:
    """`text` without forbidden characters, but with every other one where it was: spans count them."""
    return text if permitted(text) == text else "".join(permitted(sign) or "\ufffd" for sign in text)


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}"
