"""What holds for the document as a whole: its form, its addresses, its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # nosec -- only the type

from audioedition.addresses import FEED
from audioedition.lint.document import SPACES, Document, Flaw, every, name, quoted, said

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""What a language tag looks like."""

_DECLARED = re.compile(rb"""<\?xml\s[^>]*encoding\s*=\s*["']utf-8["']""", re.IGNORECASE)
_URL = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_WEB = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_ADDRESSES = ("url", "href", "uri", "img", "feedUrl")
_ANY_SCHEME = {"podcast:source", "podcast:contentLink", "podcast:socialInteract"}
_FILES = {"enclosure", "itunes:image", "podcast:transcript", "podcast:chapters"}
_UNSAFE = re.compile(r"http://(\[[^\]]*\]|[^/:]*)")
_HERE = {"127.0.0.1", "localhost", "[::1]"}
_DATE = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT)"
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SLACK = timedelta(minutes=5)  # by which clocks may differ


def form(feed: Document) -> Iterator[Flaw]:
    """A1: RSS 2.0 in UTF-8, with the namespaces spelt as apps know them."""
    if not _DECLARED.match(feed.raw):
        yield Flaw("the feed does not begin with an XML declaration that names UTF-8")
    if feed.root.get("version") != "2.0":
        yield Flaw(
            "the feed does not say that it is RSS 2.0",
            detail=f"it says {quoted(feed.root.get('version', ''))}",
        )
    used = {each.tag[1:].partition("}")[0] for each in feed.root.iter() if each.tag.startswith("{")}
    known = {_alike(uri): uri for uri in SPACES.values()}
    for uri in sorted(used - set(SPACES.values())):
        if _alike(uri) in known:
            yield Flaw(
                f"a namespace is misspelt: apps know only {known[_alike(uri)]}, letter by letter",
                detail=f"it says {quoted(uri, 80)}",
            )


def addresses(feed: Document) -> Iterator[Flaw]:
    """A7: addresses are whole, and in ASCII, and so are the names of files."""
    for place, item in feed.places:
        for element, address in _named(place):
            if not _URL.fullmatch(address):
                yield Flaw(
                    "an address has characters that no address may have",
                    "correct `base_url` of [site] or the address in the post",
                    f"{name(element)} has {quoted(address, 80)}",
                    item,
                )
            elif not _WEB.match(address) and not (name(element) in _ANY_SCHEME and ":" in address):
                yield Flaw(
                    "an address is not one of the web, from https:// on",
                    "correct `base_url` of [site] or the address in the post",
                    f"{name(element)} has {quoted(address, 80)}",
                    item,
                )
            elif name(element) in _FILES and not unquote(address.rpartition("/")[2]).isascii():
                yield Flaw(
                    "the name of a file is not in ASCII",
                    "publish its post again, or give another `cover`: names are made in ASCII",
                    f"{name(element)} has {quoted(address, 80)}",
                    item,
                )


def secure(feed: Document) -> Iterator[Flaw]:
    """D4: directories and web players want HTTPS."""
    host = _UNSAFE.match(feed.address)
    if host and host[1] not in _HERE:
        yield Flaw(
            "the feed is served without encryption, which some apps and all secure pages refuse",
            "have the host serve it by HTTPS, and write https:// in `base_url` of [site]",
            feed.address,
            is_fatal=False,
        )


def lies_where_it_says(feed: Document) -> Iterator[Flaw]:
    """A2: `atom:link rel="self"` is there, and is where the feed lies."""
    own = [each.get("href", "") for each in links(feed, "self")]
    if len(own) != 1:
        yield Flaw(
            "the feed must say once where it lies (atom:link rel=self)", detail=f"it says so {len(own)} times"
        )
    elif feed.address and own[0] not in {feed.address, _main(feed.address)}:
        yield Flaw(
            "the feed does not lie where it says (atom:link rel=self)",
            "correct `base_url` of [site], and run `audioedition publish`",
            f"it says {quoted(own[0], 80)} and lies at {feed.address}",
        )


def dates(feed: Document) -> Iterator[Flaw]:
    """A11: dates are those of RFC 2822, with the right day of the week, a zone, and a time that has come."""
    for place, item in feed.places:
        for element in (*every(place, "pubDate"), *every(place, "lastBuildDate")):
            text = (element.text or "").strip()
            moment = _moment(text)
            if moment is None:
                yield Flaw("a date is none of RFC 2822 with its zone", detail=quoted(text), item=item)
                continue
            day = text.partition(",")[0] if "," in text else ""
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
        for item in feed.items:
            if not said(item, "itunes:episode"):
                yield Flaw("an episode of a serial has no number (itunes:episode)", item=item)
        return
    moments = [moment for item in feed.items if (moment := _moment(said(item, "pubDate")))]
    if moments != sorted(moments, reverse=True):
        yield Flaw(
            "the episodes are not in order, the newest first, and some apps show them as they stand",
            is_fatal=False,
        )


def links(feed: Document, *relations: str) -> list[Element]:
    """The channel's `atom:link` of these relations."""
    return [each for each in every(feed.channel, "atom:link") if each.get("rel") in relations]


def is_web(address: str) -> bool:
    """Whether it may stand in a feed as a whole address of the web."""
    return bool(_URL.fullmatch(address) and _WEB.match(address))


def _alike(uri: str) -> str:
    """A namespace, as somebody may have it in mind."""
    return uri.casefold().partition("://")[2].rstrip("/#")


def _main(address: str) -> str:
    """Where the newest part of a feed lies, of which the one at `address` is a part."""
    return f"{address.rpartition('/')[0]}/{FEED}"


def _named(place: Element) -> Iterator[tuple[Element, str]]:
    """What is named in the channel, without its items, or in an item."""
    for child in place:
        if child.tag == "item":
            continue
        if child.tag == "link" or name(child) == "itunes:new-feed-url":
            yield child, (child.text or "").strip()
        for element in child.iter():
            for key in _ADDRESSES:
                if (address := element.get(key)) is not None:
                    yield element, address


def _moment(text: str) -> datetime | None:
    """The moment that a date of RFC 2822 names."""
    if not _DATE.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.utcoffset() is not None and moment.timestamp() else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
