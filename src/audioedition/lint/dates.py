"""When episodes came, and in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from audioedition.lint.document import Document, Flaw, every, quoted, said, titled

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {
    "gmt": 0,
    "ut": 0,
    "z": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
"""Hours, for the zones that have names in RFC 2822."""

_DATE = re.compile(
    rf"(?ai:(?:(?P<day>{'|'.join(_DAYS)})\s*,\s*)?(?P<date>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})\s+"
    rf"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s+"
    rf"(?:(?P<offset>[+-]\d\d[0-5]\d)|(?P<zone>{'|'.join(_ZONES)}))(?:\s*\([^()]*\))?)"
)
_FIRST = 1900  # before which RFC 2822 knows no year
_LEAP = 60  # a second that clocks insert now and then
_SLACK = timedelta(minutes=5)  # by which clocks may differ


def dates(feed: Document) -> Iterator[Flaw]:
    """A11: dates are those of RFC 2822, with the right day of the week, a zone, and a time that has come."""
    for place, item in feed.places:
        for element in (*every(place, "pubDate"), *every(place, "lastBuildDate")):
            text = (element.text or "").strip()
            moment = _moment(text)
            if moment is None:
                what = "a date is none of RFC 2822 with its zone" if text else "a date is empty"
                yield Flaw(what, detail=quoted(text) if text else "", item=item)
                continue
            day = text[:3].title() if "," in text else ""
            if day and day != _DAYS[moment.weekday()]:
                yield Flaw(
                    "a date has the wrong day of the week",
                    detail=f"{quoted(text)} is a {_DAYS[moment.weekday()]}",
                    item=item,
                )
            if feed.now and moment > feed.now + _SLACK:
                yield Flaw(
                    "a date has not come yet, and apps do not show such an episode",
                    "wait, or correct `date` in the post before it is first published",
                    quoted(text),
                    item,
                    is_fatal=False,
                )
    for item in feed.items:
        if not said(item, "pubDate"):
            yield Flaw("an episode has no date, and apps cannot sort it", item=item, is_fatal=False)


def order(feed: Document) -> Iterator[Flaw]:
    """A11: newest first; in a serial each episode has its number."""
    if said(feed.channel, "itunes:type").lower() == "serial":
        yield from _numbered(feed)
        return
    dated = [(moment, item) for item in feed.items if (moment := _moment(said(item, "pubDate")))]
    for (before, _), (after, item) in pairwise(dated):
        if after > before:
            yield Flaw(
                "the episodes are not in order, the newest first, and some apps show them as they stand",
                detail="it is newer than the one above it",
                item=item,
                is_fatal=False,
            )
            return


def _numbered(feed: Document) -> Iterator[Flaw]:
    seen: dict[tuple[str, str], str] = {}
    for item in feed.items:
        if (said(item, "itunes:episodeType") or "full").lower() != "full":
            continue  # what a trailer or a bonus belongs to, it need not say
        season, number = said(item, "itunes:season"), said(item, "itunes:episode")
        if not number:
            yield Flaw("an episode of a serial has no number (itunes:episode)", item=item)
        elif (season, number) in seen:
            yield Flaw(
                "two episodes of a serial have the same number, and apps cannot sort them (itunes:episode)",
                detail=f"{quoted(number)}, as {seen[season, number]} has it",
                item=item,
                is_fatal=False,
            )
        seen.setdefault((season, number), titled(item))


def _moment(text: str) -> datetime | None:
    """The moment that a date of RFC 2822 names."""
    found = _DATE.fullmatch(text)
    if not found or int(found["year"]) < _FIRST or int(found["second"] or 0) > _LEAP:
        return None
    offset = found["offset"]
    minutes = 60 * _ZONES[found["zone"].lower()] if not offset else 60 * int(offset[1:3]) + int(offset[3:])
    month = _MONTHS.index(found["month"].lower()) + 1
    date = (int(found["year"]), month, int(found["date"]))
    clock = (int(found["hour"]), int(found["minute"]), min(int(found["second"] or 0), _LEAP - 1))
    try:
        zone = timezone(timedelta(minutes=-minutes if offset and offset[0] == "-" else minutes))
        moment = datetime(*date, *clock, tzinfo=zone)
        moment.astimezone(timezone.utc)  # noqa: UP017 -- a moment at the end of all years has none
    except (ValueError, OverflowError):
        return None
    return moment
