"""Transcripts and chapters: whether what is in their files fits the episode, and the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.lint import notation
from audioedition.lint.document import Document, Flaw, Unreadable, every, file, quoted, said
from audioedition.lint.episodes import seconds, suffix
from audioedition.lint.notation import Span

WIDEST = 65
"""Characters that a line of a transcript may have, to be read while it is heard."""

_WRITE = "run `audioedition publish`; if it stays so, publish its post again"
_SLACK = 1.5  # seconds by which a duration in whole seconds may differ from what is heard
_READ = ("vtt", "srt")
_NOTED = re.compile(r"^(?a:(\d\d):([0-5]\d):([0-5]\d)) ", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")


def transcripts(feed: Document) -> Iterator[Flaw]:
    """A12: WebVTT and SubRip hold cues in order, each ending after it begins; lines are at most 65 characters wide."""
    for item in feed.items:
        named = every(item, "podcast:transcript")
        yield from _transcripts(feed, item, _READ)
        if named and not any(suffix(each.get("url", "")) in _READ for each in named):
            yield Flaw(
                "no transcript is WebVTT or SubRip, the ones that Apple reads", item=item, is_fatal=False
            )


def segments(feed: Document) -> Iterator[Flaw]:
    """P4: transcripts in JSON hold segments in order, each with its times and words."""
    for item in feed.items:
        yield from _transcripts(feed, item, ("json",))


def chapters(feed: Document) -> Iterator[Flaw]:
    """A13: chapters lie in the episode, in the order of time, each with a title."""
    for item in feed.items:
        for found, url in _chapters(feed, item):
            where = file(url)
            if not found:
                yield Flaw("a file of chapters holds none", _WRITE, where, item)
                continue
            late = _out_of_order(found)
            outside = [each for each in found if each.start < 0 or each.start > _end(item)]
            if late:
                yield Flaw(
                    "the chapters are not in the order of time", _WRITE, f"{where}, {late.where}", item
                )
            elif outside:
                what = f"{where}, {outside[0].where}, at {outside[0].start:g} s"
                yield Flaw("a chapter begins outside of its episode", _WRITE, what, item)
            starts: set[float] = set()
            for each in found:
                if not each.words or each.start in starts:
                    what = "a chapter has no title, or begins at the moment of another"
                    yield Flaw(what, _WRITE, f"{where}, {each.where}", item, is_fatal=False)
                    break
                starts.add(each.start)


def times(feed: Document) -> Iterator[Flaw]:
    """A13: times in the notes are those that Apple takes for chapters: from 00:00:00 on, in order, to the end."""
    for item in feed.items:
        found = _NOTED.findall(said(item, "description")) if every(item, "podcast:chapters") else []
        starts = [int(hours) * 3600 + int(minutes) * 60 + int(rest) for hours, minutes, rest in found]
        if starts and (starts[0] != 0 or starts != sorted(starts)):
            yield Flaw(
                "the times in an episode's notes do not begin with 00:00:00, or are not in order, and Apple reads none",
                detail=", ".join(map(":".join, found[:3])),
                item=item,
                is_fatal=False,
            )
        elif starts and starts[-1] > _end(item):
            yield Flaw(
                "a time in an episode's notes is after its end",
                "correct it in the post, and publish it again",
                f"{':'.join(found[-1])}, and it lasts {seconds(item)} s",
                item,
                is_fatal=False,
            )


def chapter_files(feed: Document) -> Iterator[Flaw]:
    """P5: the file of the chapters is JSON chapters 1.x, each with its start in seconds."""
    for item in feed.items:
        for element in every(item, "podcast:chapters"):
            url = element.get("url", "")
            try:
                if asset := feed.find(url):
                    notation.chapters(asset.read(-1))
            except Unreadable as exc:
                yield _at(exc, url, item)


def _transcripts(feed: Document, item: Element, kinds: tuple[str, ...]) -> Iterator[Flaw]:
    for element in every(item, "podcast:transcript"):
        url = element.get("url", "")
        kind = suffix(url)
        asset = feed.find(url) if kind in kinds else None
        if not asset:
            continue
        data = asset.read(-1)
        try:
            yield from _transcript(notation.cues(data, kind), url, item)
        except Unreadable as exc:
            yield _at(exc, url, item)
            continue
        if kind == "vtt" and (line := next(filter(_is_wide, data.decode().splitlines()), "")):
            what = f"a transcript has lines of more than {WIDEST} characters"
            yield Flaw(what, _WRITE, f"{file(url)}, {quoted(line)}", item, is_fatal=False)


def _transcript(cues: list[Span], url: str, item: Element) -> Iterator[Flaw]:
    where = file(url)
    if not cues:
        yield Flaw("a transcript has no words", _WRITE, where, item, is_fatal=False)
        return
    last = max(cues, key=lambda cue: cue.end or 0)
    if late := _out_of_order(cues):
        yield Flaw(
            "the cues of a transcript are not in the order of time", _WRITE, f"{where}, {late.where}", item
        )
    elif (last.end or 0) > _end(item):
        what = f"{where}, {last.where}, and it lasts {seconds(item)} s"
        yield Flaw("a transcript goes on after the end of its episode", _WRITE, what, item)


def _chapters(feed: Document, item: Element) -> Iterator[tuple[list[Span], str]]:
    for element in every(item, "podcast:chapters"):
        url = element.get("url", "")
        asset = feed.find(url)
        try:
            if asset:
                yield notation.chapters(asset.read(-1)), url
        except Unreadable:  # rule P5 tells it
            continue


def _out_of_order(spans: list[Span]) -> Span | None:
    """The first that begins before the one above it."""
    return next((after for before, after in pairwise(spans) if after.start < before.start), None)


def _at(exc: Unreadable, url: str, item: Element) -> Flaw:
    """Why a file cannot be read, where it is named."""
    detail = ", ".join(filter(None, (file(url), exc.flaw.detail)))
    return replace(exc.flaw, remedy=_WRITE, detail=detail, item=item)


def _end(item: Element) -> float:
    """The second at which an episode ends at the latest, by what is said of it; none if nothing is."""
    return seconds(item) + _SLACK if seconds(item) else float("inf")


def _is_wide(line: str) -> bool:
    return (
        len(line) > WIDEST
        and "-->" not in line
        and not line.startswith("NOTE")
        and len(_TAG.sub("", line)) > WIDEST
    )
