"""A whole blog, as its feed or its export gives it, to entries: whatever format it is, each post once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from audioedition.errors import PostError
from audioedition.posts import exports, safety, syndication
from audioedition.posts.entries import Entry, Skipped

_REACH = 65_536  # bytes in which a file says what it is
_PAGE_REACH = 1_000_000  # bytes in which a page names its feeds
_CHUNK = 65_536  # bytes
_ROOT = re.compile(
    r"<(?:\w+:)?(rss|feed|rdf|opml|urlset|sitemapindex|html|head|body|!doctype\s+html)\b", re.IGNORECASE
)
_EXPORT = re.compile(r"<rss\b[^<>]*\sxmlns:wp\s*=\s*[\"']https?://wordpress\.org/export/")
_FEEDS = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml']"
_OTHERS = {"opml": "a list of feeds (OPML)", "urlset": "a site map", "sitemapindex": "a site map"}


class WebPage(PostError):
    """What was to be a feed is a page, which may say where the `feeds` are: addresses, the first is the best."""

    def __init__(self, source: str, feeds: tuple[str, ...]) -> None:
        """Say that `source` is a page."""
        where = f"its feed is at {feeds[0]}" if feeds else "give the address of its RSS or Atom feed"
        super().__init__(f"{source} is a web page, not a feed: {where}.")
        self.feeds = feeds


def entries(file: BinaryIO, source: str, *, now: datetime) -> Iterator[Entry | Skipped]:
    """The posts of the blog whose feed or WordPress export `file` is, oldest first, and what is not taken.

    `source` is its path, or its address, against which others are resolved; nothing is fetched.
    Posts of the time after `now` are not taken.  Raises WebPage for a page, and PostError for
    anything else that is no feed, cannot be read in bounded time, or is damaged.
    """
    head = file.read(_REACH)
    if not head.strip():
        raise PostError(f"{source} is empty: there is no feed in it.")
    start = safety.narrow(head, source).decode("utf-8", "replace")
    root = _ROOT.search(start)
    name = root[1].lower() if root else ""
    if name in _OTHERS:
        raise PostError(f"{source} is {_OTHERS[name]}, not a feed: give the address of one blog's feed.")
    if not name:
        raise PostError(
            f"{source} is neither a feed nor a WordPress export: give the address of the blog's feed."
        )
    if name not in ("rss", "feed", "rdf"):
        raise _page(head + file.read(_PAGE_REACH), source)
    if _EXPORT.search(start):
        found = exports.read(itertools.chain([head], iter(lambda: file.read(_CHUNK), b"")), source)
    else:
        found = syndication.read(head + file.read(safety.MOST_BYTES), source)
    yield from _once(found, now)


def _page(data: bytes, source: str) -> WebPage:
    tree = LexborHTMLParser(safety.narrow(data[:_PAGE_REACH], source).decode("utf-8", "replace"))
    links = [(node.attributes.get("href") or "").strip() for node in tree.css(_FEEDS)]
    feeds = []
    for link in filter(None, links):
        try:
            feeds.append(urljoin(source, link) if "://" in source else link)
        except ValueError:
            continue
    return WebPage(source, tuple(dict.fromkeys(sorted(feeds, key=lambda feed: "comment" in feed))))


def _once(found: Iterator[Entry | Skipped], now: datetime) -> Iterator[Entry | Skipped]:
    """What of `found` is neither to come, nor the same once more: an id is one post in each of its languages."""
    seen: set[tuple[str, str | None]] = set()
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
        elif (entry.id, entry.language) in seen:
            detail = f"It has the same address as another: {entry.id}."
            yield Skipped(name=entry.name, code="twin", detail=detail)
        elif entry.meta.published and entry.meta.published > now:
            yield Skipped(name=entry.name, code="future", detail="It is dated in the future.")
        else:
            seen.add((entry.id, entry.language))
            yield entry
