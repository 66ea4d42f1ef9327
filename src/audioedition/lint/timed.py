"""Transcripts and chapters: what is in the files that a feed names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element  # nosec -- only the type

from audioedition.lint.document import Document, Flaw, every, file, said
from audioedition.lint.episodes import suffix

WIDEST = 65
"""Characters that a line of a transcript may have, to be read while it is heard."""

_WRITE = "run `audioedition publish`; if it stays so, publish its post again"
_SLACK = 1.5  # seconds by which a duration in whole seconds may differ from what is heard
_CUE = re.compile(r"^(\S+)[ \t]+-->[ \t]+(\S+)", re.MULTILINE)
_CLOCK = {
    "vtt": re.compile(r"(?a:(?:(\d{2,5}):)?([0-5]\d):([0-5]\d)\.(\d{3}))"),
    "srt": re.compile(r"(?a:(\d{2,5}):([0-5]\d):([0-5]\d),(\d{3}))"),
}
_NOTED = re.compile(r"^(?a:(\d\d:[0-5]\d:[0-5]\d)) ", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_VERSION = re.compile(r"(?a:1\.\d+(?:\.\d+)?)")


def transcripts(feed: Document) -> Iterator[Flaw]:
    """A12: WebVTT and SubRip hold cues in order, each ending after it begins; lines are at most 65 characters wide."""
    for item in feed.items:
        named = every(item, "podcast:transcript")
        for element in named:
            url = element.get("url", "")
            kind = suffix(url)
            asset = feed.look(url) if kind in _CLOCK else None
            if asset:
                yield from _transcript(_text(asset.read()), kind, url, item)
        if named and not any(suffix(each.get("url", "")) in _CLOCK for each in named):
            yield Flaw(
                "no transcript is WebVTT or SubRip, the ones that Apple reads", item=item, is_fatal=False
            )


def chapters(feed: Document) -> Iterator[Flaw]:
    """A13: chapters lie in the episode, in the order of time, each with a title."""
    for item in feed.items:
        for starts, titles, url in _chapters(feed, item):
            if not starts or starts != sorted(starts):
                yield Flaw("the chapters are not in the order of time", _WRITE, file(url), item)
            elif starts[0] < 0 or starts[-1] > _seconds(item):
                yield Flaw("a chapter begins outside of its episode", _WRITE, file(url), item)
            if not all(titles) or len(set(starts)) < len(starts):
                what = "a chapter has no title, or begins at the moment of another"
                yield Flaw(what, _WRITE, file(url), item, is_fatal=False)


def times(feed: Document) -> Iterator[Flaw]:
    """A13: times in the notes are those that Apple takes for chapters: from 00:00:00 on, in order."""
    for item in feed.items:
        starts = _NOTED.findall(said(item, "description")) if every(item, "podcast:chapters") else []
        if starts and (starts[0] != "00:00:00" or starts != sorted(starts)):
            yield Flaw(
                "the times in an episode's notes do not begin with 00:00:00, or are not in order, and Apple reads none",
                detail=", ".join(starts[:3]),
                item=item,
                is_fatal=False,
            )


def chapter_files(feed: Document) -> Iterator[Flaw]:
    """P5: the file of the chapters is JSON chapters 1.x, each with its start in seconds."""
    for item in feed.items:
        for element in every(item, "podcast:chapters"):
            url = element.get("url", "")
            asset = feed.look(url)
            if asset and _parsed(asset.read()) is None:
                yield Flaw("a file of chapters is no JSON of the podcast namespace", _WRITE, file(url), item)


def _transcript(text: str | None, kind: str, url: str, item: Element) -> Iterator[Flaw]:
    where = file(url)
    if text is None:
        yield Flaw("a transcript is not in UTF-8", _WRITE, where, item)
        return
    if kind == "vtt" and not re.match(r"\ufeff?WEBVTT(?:[ \t\n]|$)", text):
        yield Flaw("a transcript does not begin with WEBVTT", _WRITE, where, item)
        return
    times = [tuple(_time(each, kind) for each in cue) for cue in _CUE.findall(text)]
    if not times:
        yield Flaw("a transcript has no words", _WRITE, where, item, is_fatal=False)
        return
    known = [(start, end) for start, end in times if start is not None and end is not None]
    if len(known) < len(times) or any(end <= start for start, end in known):
        yield Flaw("a transcript has a cue without its two times", _WRITE, where, item)
    elif [start for start, _ in known] != sorted(start for start, _ in known):
        yield Flaw("the cues of a transcript are not in the order of time", _WRITE, where, item)
    elif known[-1][1] > _seconds(item):
        yield Flaw("a transcript goes on after the end of its episode", _WRITE, where, item)
    if kind == "vtt" and any(_is_wide(line) for line in text.splitlines()):
        yield Flaw(
            f"a transcript has lines of more than {WIDEST} characters", _WRITE, where, item, is_fatal=False
        )


def _is_wide(line: str) -> bool:
    return (
        len(line) > WIDEST
        and "-->" not in line
        and not line.startswith("NOTE")
        and len(_TAG.sub("", line)) > WIDEST
    )


def _chapters(feed: Document, item: Element) -> Iterator[tuple[list[float], list[str], str]]:
    for element in every(item, "podcast:chapters"):
        url = element.get("url", "")
        asset = feed.look(url)
        found = _parsed(asset.read()) if asset else None
        if found is not None:
            yield [start for start, _ in found], [title for _, title in found], url


def _parsed(data: bytes) -> Sequence[tuple[float, str]] | None:
    """The chapters of a file, each with its start and title; None if it is no such file."""
    try:
        told = json.loads(data)
        if not _VERSION.fullmatch(told["version"]):
            return None
        found = [(each["startTime"], each.get("title", "")) for each in told["chapters"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    is_right = all(
        type(start) in {int, float} and math.isfinite(start) and isinstance(title, str)
        for start, title in found
    )
    return [(start, title.strip()) for start, title in found] if is_right else None


def _time(text: str, kind: str) -> float | None:
    found = _CLOCK[kind].fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, thousandths = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _seconds(item: Element) -> float:
    """How long an episode may be, by what is said of it; without end if nothing is."""
    try:
        total = 0
        for part in said(item, "itunes:duration").split(":"):
            total = 60 * total + int(part)
    except ValueError:
        return float("inf")
    return total + _SLACK


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
