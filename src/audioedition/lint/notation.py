"""How transcripts and chapters are written down: what is in their files, or why that cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audioedition.lint.document import Unreadable, quoted
from audioedition.lint.form import is_web

_LONGEST = 10**9  # seconds; beyond it a number is no time
_CLOCK = {
    "vtt": re.compile(r"(?a:(?:(\d{2,5}):)?([0-5]\d):([0-5]\d)\.(\d{3}))"),
    "srt": re.compile(r"(?a:(\d{2,5}):([0-5]\d):([0-5]\d),(\d{3}))"),
}
_CUE = re.compile(r"(\S+)[ \t]+-->[ \t]+(\S+)(?:[ \t].*)?")
_NEARLY = re.compile(r"\s*[\d:]+[.,]\d+\s*[^\w\s.,:]*(?:>|→)\s*[\d:]+[.,]\d.*")
"""The times of a cue, with whatever somebody took for its arrow."""

_HEADER = re.compile(r"WEBVTT(?:[ \t\n]|$)")
_VERSION = re.compile(r"(?a:1\.\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Span:
    """A cue, a segment or a chapter, from second `start` to `end`, or None: its place in the file, and what it says."""

    start: float
    end: float | None
    place: str
    words: str = ""

    @property
    def where(self) -> str:
        """How it is called in a message."""
        return _named(self.place, self.words)


def cues(data: bytes, kind: str) -> list[Span]:
    """The cues of a transcript, `vtt`, `srt` or `json`, as they stand.  Raises Unreadable."""
    return list(_segments(data) if kind == "json" else _lines(_text(data, "transcript"), kind))


def chapters(data: bytes) -> list[Span]:
    """The chapters of a file of the podcast namespace, as they stand.  Raises Unreadable."""
    told = _object(data, "a file of chapters")
    if not isinstance(told.get("version"), str) or not _VERSION.fullmatch(told["version"]):
        raise Unreadable(
            "a file of chapters is not of a version 1.x", f"version is {_shown(told.get('version'))}"
        )
    found = told.get("chapters")
    if not isinstance(found, list):
        raise Unreadable("a file of chapters has no list of chapters")
    return [_chapter(each, number) for number, each in enumerate(found, 1)]


def _named(place: str, words: str) -> str:
    return f"{place}, {quoted(words)}" if words else place


def _lines(text: str, kind: str) -> Iterator[Span]:
    if kind == "vtt" and not _HEADER.match(text):
        raise Unreadable("a transcript does not begin with WEBVTT")
    for number, line in enumerate(text.split("\n"), 1):
        place = f"line {number}"
        if found := _CUE.fullmatch(line):
            start, end = (_clock(each, kind) for each in found.groups())
            if start is None or end is None:
                raise Unreadable("a time in a transcript is none", _named(place, line))
            if end <= start:
                raise Unreadable("a cue of a transcript ends before it begins", _named(place, line))
            yield Span(start, end, place, line)
        elif _NEARLY.fullmatch(line):
            what = "a cue of a transcript has no arrow (-->) between its times"
            raise Unreadable(what, _named(place, line))


def _segments(data: bytes) -> Iterator[Span]:
    found = _object(data, "a transcript").get("segments")
    if not isinstance(found, list):
        raise Unreadable("a transcript has no list of segments")
    for number, each in enumerate(found, 1):
        where = f"segment {number}"
        if not isinstance(each, dict):
            raise Unreadable("a segment of a transcript is no object", where)
        told = [each.get("startTime"), each.get("endTime", each.get("startTime"))]
        start, end = map(_time, told)
        if start is None or end is None:
            raise Unreadable("a time in a transcript is none", f"{where}, {_shown(told)}")
        if end < start:
            raise Unreadable("a cue of a transcript ends before it begins", f"{where}, {_shown(told)}")
        if not isinstance(each.get("body"), str):
            raise Unreadable("a segment of a transcript has no words", where)
        yield Span(start, end, f"{where}, at {start:g} s")


def _chapter(each: Any, number: int) -> Span:  # noqa: ANN401 -- whatever is in a stranger's file
    place = f"chapter {number}"
    if not isinstance(each, dict):
        raise Unreadable("a chapter is no object", place)
    title, start, end = each.get("title", ""), _time(each.get("startTime")), _time(each.get("endTime"))
    if (broken := _broken(each)) or start is None or not isinstance(title, str):
        what, key = broken or ("a chapter has no start in seconds", "startTime")
        where = _named(place, title) if isinstance(title, str) else place
        raise Unreadable(what, f"{where}, {key} is {_shown(each.get(key))}")
    return Span(start, end, place, title.strip())


def _broken(chapter: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a chapter, and which of its keys tells it."""
    start, end = _time(chapter.get("startTime")), _time(chapter.get("endTime"))
    if not isinstance(chapter.get("title", ""), str):
        return "the title of a chapter is no text", "title"
    if end is None and chapter.get("endTime") is not None:
        return "the end of a chapter is no number of seconds", "endTime"
    if start is not None and end is not None and end < start:
        return "a chapter ends before it begins", "endTime"
    if not isinstance(chapter.get("toc", True), bool):
        return "toc of a chapter is neither true nor false", "toc"
    for key in ("img", "url"):
        if key in chapter and not (isinstance(chapter[key], str) and is_web(chapter[key])):
            return f"{key} of a chapter is no address of the web", key
    return None


def _object(data: bytes, what: str) -> dict[str, Any]:
    try:
        told = json.loads(_text(data, what.removeprefix("a ")))
    except RecursionError as exc:
        raise Unreadable(f"{what} is no JSON", "it is nested too deep") from exc
    except ValueError as exc:
        raise Unreadable(f"{what} is no JSON", str(exc) if data.strip() else "it is empty") from exc
    if not isinstance(told, dict):
        raise Unreadable(f"{what} is no object of JSON")
    return told


def _time(value: object) -> float | None:
    """A number of seconds; None if it is none, or none that an episode can have."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not -_LONGEST < value < _LONGEST:
        return None
    return float(value)


def _shown(value: object) -> str:
    try:
        return quoted(json.dumps(value, ensure_ascii=False)) if value is not None else "not said"
    except RecursionError:  # what could just be read may be too deep to be written
        return "nested too deep"


def _clock(text: str, kind: str) -> float | None:
    found = _CLOCK[kind].fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, thousandths = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as exc:
        raise Unreadable(f"a {what} is not in UTF-8") from exc
