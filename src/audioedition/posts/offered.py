"""What a blog offers, by its feed or its export: posts to choose from, each read when its turn comes."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.errors import PostError
from audioedition.model import Dropped, Post
from audioedition.posts import online
from audioedition.posts.blogs import blog, entries
from audioedition.posts.blogs.entries import Entry, Skipped
from audioedition.posts.identity import page_of
from audioedition.posts.joined import Part, in_order, joined
from audioedition.posts.sources import Source
from audioedition.posts.web.addresses import is_address, shown

if TYPE_CHECKING:
    from audioedition.posts.web.fetching import Page, Web

__all__ = ["Skipped", "offered"]

_FEEDS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
    "text/html",  # a page that says where its feed is; and feeds whose server does not know better
    "application/xhtml+xml",
)


def offered(feed: str, web: Web, *, now: datetime) -> Iterator[Source | Skipped]:
    """The posts of the blog whose feed or WordPress export is at `feed`, a path or an address, and what is not taken.

    What is not taken comes first, then the posts, oldest first.  Entries that the blog says to be one
    post in several languages are one.  A page instead of a feed leads to the feed that it names.
    Raises PostError if there is no feed, or it cannot be read.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in _entries(feed, web, now):
        if isinstance(entry, Skipped):
            yield entry
        else:
            groups.setdefault(entry.group, []).append(entry)
    known = is_address(feed)
    for group in groups.values():
        keys = tuple(page_of(entry.meta.address) or entry.id for entry in group)
        yield Source(group[0].name, functools.partial(_read, group, web, asks=known), keys)


def _entries(feed: str, web: Web, now: datetime) -> Iterator[Entry | Skipped]:
    if not is_address(feed):
        yield from _saved(feed, now)
        return
    page = web.get(feed, _FEEDS)
    try:
        yield from _online(page, now)
    except blog.WebPage as exc:
        if not exc.feeds:
            raise
        yield from _online(web.get(exc.feeds[0], _FEEDS), now)


def _online(page: Page, now: datetime) -> Iterator[Entry | Skipped]:
    return blog.entries(io.BytesIO(page.data), shown(page.address), now=now)


def _saved(feed: str, now: datetime) -> Iterator[Entry | Skipped]:
    try:
        with Path(feed).open("rb") as file:
            yield from blog.entries(file, feed, now=now)
    except FileNotFoundError as exc:
        raise PostError(f"{feed} does not exist: check the path.") from exc
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise PostError(f"{feed} cannot be read ({reason}): check its path and permissions.") from exc


def _read(group: Sequence[Entry], web: Web, *, asks: bool) -> Post:
    """Read one post; `asks` that its page be asked for translations that the feed knows nothing of."""
    if len(group) > 1:
        return joined(in_order([Part(entry.language, _whole(entry, web)) for entry in group], None))
    (entry,) = group
    if entry.html is None or not entry.meta.address or not asks:
        return _whole(entry, web)
    post = _whole(entry, web)
    try:
        page = _on_its_page(entry, entry.meta.address, web)
    except PostError as exc:
        why = f"Its page cannot be asked for its other languages: {exc}"
        missing = Dropped(entry.meta.address, "translation", why)
        return replace(post, furniture=(*post.furniture, missing))
    return page if len(page.addresses) > 1 else replace(post, picture=post.picture or page.picture)


def _whole(entry: Entry, web: Web) -> Post:
    if entry.html is None and entry.meta.address:
        return _on_its_page(entry, entry.meta.address, web)
    return replace(entries.post(entry), addresses={})


def _on_its_page(entry: Entry, address: str, web: Web) -> Post:
    """Read the page at `address`, of which the feed knows more for certain than the page says: date, author, tags.

    What it says of one language counts for the others only where their pages say nothing.
    """
    page, said = online.read(address, web), entry.meta
    of_page = page_of(page.address) == page_of(address)
    published = (said.published or page.published) if of_page else (page.published or said.published)
    author = (said.author or page.author) if of_page else (page.author or said.author)
    tags = (said.tags or page.tags) if of_page else (page.tags or said.tags)
    return replace(page, published=published, author=author, tags=tags, picture=page.picture or said.picture)
