"""What a directory asks of each episode."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.lint.document import REPORT, Document, Flaw, every, quoted, repeated, said, titled
from audioedition.lint.form import is_web
from audioedition.lint.places import same_file

DESCRIPTION = 10_000
"""Bytes of UTF-8 that the description of an episode may have."""

TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mp3": ("audio/mpeg",),
        "m4a": ("audio/x-m4a",),
        "mp4": ("video/mp4",),
        "m4v": ("video/x-m4v",),
        "mov": ("video/quicktime",),
        "pdf": ("application/pdf",),
    }
)
"""The kinds of enclosures that Apple takes: by suffix, the types that are said of them."""

_ONCE = ("title", "link", "description", "guid", "pubDate", "itunes:duration", "itunes:explicit", "itunes:author",
         "itunes:image", "itunes:episode", "itunes:season", "itunes:episodeType", "content:encoded")  # fmt: skip
_DURATION = re.compile(r"(?a:\d{1,9}(?::[0-5]?\d){0,2})")
_COUNT = re.compile(r"(?a:[1-9]\d{0,17})")


def needed(feed: Document) -> Iterator[Flaw]:
    """A3: what each episode must have, and what it had better have."""
    for item in feed.items:
        if not said(item, "title"):
            yield Flaw("an episode has no title", "give its post a title, and publish it again", item=item)
        yield from repeated(item, _ONCE, item)
        for path in ("description", "itunes:duration"):
            if not said(item, path):
                yield Flaw(f"an episode has no {path}", item=item, is_fatal=False)
    if not feed.items:
        yield Flaw(
            "the feed has no episode, and directories take no empty podcast",
            "publish a post: `audioedition publish POST`",
            is_fatal=False,
        )


def told(feed: Document) -> Iterator[Flaw]:
    """A3: a description of at most 10,000 bytes, a duration, and numbers and types that are some."""
    for item in feed.items:
        size = len(said(item, "description").encode())
        if size > DESCRIPTION:
            yield Flaw(
                f"the description of an episode has more than {DESCRIPTION:,} bytes",
                "shorten the summary of its post (`description` in its front matter), and publish it again",
                f"it has {size:,}",
                item,
            )
        duration = said(item, "itunes:duration")
        if duration and not _DURATION.fullmatch(duration):
            yield Flaw(
                "a duration is neither seconds nor hours, minutes and seconds",
                detail=quoted(duration),
                item=item,
            )
        elif duration and not seconds(item):
            yield Flaw("an episode lasts 0 seconds (itunes:duration)", item=item)
        for path in ("itunes:episode", "itunes:season"):
            if every(item, path) and not _COUNT.fullmatch(said(item, path)):
                yield Flaw(f"{path} is no number from 1 on", detail=quoted(said(item, path)), item=item)
        kind = said(item, "itunes:episodeType")
        if kind and kind.lower() not in {"full", "trailer", "bonus"}:
            yield Flaw(
                "an episode is full, a trailer or a bonus (itunes:episodeType)",
                detail=quoted(kind),
                item=item,
            )


def guids(feed: Document) -> Iterator[Flaw]:
    """A4: each episode has a guid of its own, which is a permalink only if it is an address."""
    for item in feed.items:
        guid = item.find("guid")
        text = said(item, "guid")
        if guid is None or not text:
            yield Flaw(
                "an episode has no guid, and apps would take each change of it for another one", item=item
            )
        elif guid.get("isPermaLink", "true") not in {"true", "false"}:
            yield Flaw(
                "isPermaLink is neither true nor false", detail=quoted(guid.get("isPermaLink", "")), item=item
            )
        elif guid.get("isPermaLink") != "false" and not is_web(text):
            yield Flaw(
                'a guid that is no web address must say isPermaLink="false"', detail=quoted(text), item=item
            )
    yield from _shared(feed, "guid", lambda item: said(item, "guid"), str)


def unique(feed: Document) -> Iterator[Flaw]:
    """A4: no two episodes have one audio file."""
    yield from _shared(feed, "audio file", lambda item: enclosure(item).get("url", "").strip(), same_file)


def enclosures(feed: Document) -> Iterator[Flaw]:
    """A5: each episode has one enclosure, with its address, its bytes and a type that Apple takes."""
    for item in feed.items:
        found = item.findall("enclosure")
        if len(found) != 1:
            yield Flaw("an episode must have one enclosure", detail=f"it has {len(found)}", item=item)
        for each in found:
            lacking = [key for key in ("url", "length", "type") if not each.get(key, "").strip()]
            if lacking:
                yield Flaw(f"an enclosure has no {', '.join(lacking)}", item=item)
                continue
            if not _COUNT.fullmatch(each.get("length", "")):
                yield Flaw(
                    "the length of an enclosure is no number of bytes",
                    detail=quoted(each.get("length", "")),
                    item=item,
                )
            kind = each.get("type", "")
            if kind not in {kind for kinds in TYPES.values() for kind in kinds}:
                yield Flaw(
                    "an enclosure is of a type that Apple does not take", detail=quoted(kind), item=item
                )
            elif kind not in TYPES.get(suffix(each.get("url", "")), ()):
                yield Flaw(
                    "the type of an enclosure is not that of its file",
                    detail=f"{kind}, and the file ends in {quoted(suffix(each.get('url', '')))}",
                    item=item,
                )


def enclosure(item: Element) -> Element:
    """The enclosure of an item; an empty one if there is none."""
    found = item.find("enclosure")
    return Element("enclosure") if found is None else found


def seconds(item: Element) -> int:
    """How long an episode is said to be; 0 if that is not said, or in no way that apps know."""
    told = said(item, "itunes:duration")
    total = 0
    for part in told.split(":") if _DURATION.fullmatch(told) else []:
        total = 60 * total + int(part)
    return total


def suffix(url: str) -> str:
    """What the name of a file at an address ends in, without the dot, in small letters."""
    file = url.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return file.rpartition(".")[2].lower() if "." in file else ""


def _shared(
    feed: Document, what: str, key: Callable[[Element], str], alike: Callable[[str], str]
) -> Iterator[Flaw]:
    """A flaw for each item that has the same as an earlier one, which is named."""
    seen: dict[str, Element] = {}
    for item in feed.items:
        own = key(item)
        if own and alike(own) in seen:
            yield Flaw(
                f"two episodes have the same {what}, and apps show only one of them",
                f"look for a record that was copied, with `audioedition episodes`; if there is none, {REPORT}",
                f"{quoted(own, 80)}, as {titled(seen[alike(own)])} has it",
                item,
            )
        elif own:
            seen[alike(own)] = item
