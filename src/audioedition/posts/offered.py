"""What a blog offers, by its feed or its export: posts to choose from, each read when its turn comes."""

from __future__ import annotations

import difflib
import functools
import io
import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.errors import PostError
from audioedition.model import Dropped, Post
from audioedition.posts import online, saved
from audioedition.posts.blogs import blog, entries
from audioedition.posts.blogs.entries import Entry, Skipped
from audioedition.posts.identity import host_of, page_of
from audioedition.posts.joined import Part, in_order, joined
from audioedition.posts.sources import Source
from audioedition.posts.web.addresses import is_address, shown
from audioedition.posts.web.fetching import NotNow

if TYPE_CHECKING:
    from audioedition.posts.web.fetching import Page, Web

__all__ = ["Skipped", "offered"]

_NEAREST = 3  # titles that are named where none is the one that was wanted
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


def offered(
    feed: str, web: Web, *, now: datetime, only: Collection[str] = (), languages: Sequence[str] = ()
) -> Iterator[Source | Skipped]:
    """The posts of the blog whose feed or WordPress export is at `feed`, a path or an address, and what is not taken.

    What is not taken comes first, then the posts, oldest first.  Entries that the blog says to be one
    post in several languages are one.  A page instead of a feed leads to the feed that it names.  If `only`
    some are wanted, they are named by title, address or key; `languages` as in `posts.read`.  Raises
    PostError if there is no feed, it cannot be read, or something wanted is not in it.
    """
    groups: dict[str, list[Entry]] = {}
    missing, names = set(only), []
    for entry in _entries(feed, web, now):
        names.append(entry.name.removeprefix(f"{feed}, ").strip("“”"))
        if not isinstance(entry, Skipped):
            groups.setdefault(entry.group, []).append(entry)
        elif not only or _meant(entry, only):
            missing -= _meant(entry, only)
            yield entry
    done: set[str] = set()  # pages that were read, with their other languages
    asks = is_address(feed)

    def read(group: Sequence[Entry]) -> Post:
        post = _read(group, web=web, languages=languages, asks=asks)
        done.update(map(page_of, post.addresses.values()))
        return post

    for group in groups.values():
        meant = set().union(*(_meant(entry, only) for entry in group))
        if not only or meant:
            missing -= meant
            keys = tuple(map(_key, group))
            is_read = functools.partial(done.issuperset, keys)
            yield Source(group[0].name, functools.partial(read, group), keys, is_read)
    if missing:
        wanted = min(missing)
        raise PostError(
            f"{feed} offers no post {wanted!r}: give the title or the address of one that it offers"
            f"{_such_as(wanted, names)} (`audioedition split --from {shlex.quote(feed)}` shows them all)."
        )


def _such_as(wanted: str, names: Sequence[str]) -> str:
    """Those of the `names` that are most like what was `wanted`, or hold it."""
    by_fold = {name.casefold(): name for name in names}
    sought = wanted.casefold()
    near = difflib.get_close_matches(sought, by_fold, _NEAREST) or [
        name for name in by_fold if sought in name
    ]
    return ", such as " + ", ".join(f"“{by_fold[name]}”" for name in near[:_NEAREST]) if near else ""


def _key(entry: Entry) -> str:
    return page_of(entry.meta.address) or entry.id


def _meant(entry: Entry | Skipped, only: Collection[str]) -> set[str]:
    """Which of the names in `only` mean this entry: its title, its address, or its key."""
    name = entry.name.casefold()
    keys = {_key(entry)} if isinstance(entry, Entry) else set()
    return {each for each in only if name.endswith(f", “{each.casefold()}”") or {each, page_of(each)} & keys}


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
    host = host_of(page.address)
    for entry in blog.entries(io.BytesIO(page.data), shown(page.address), now=now):
        yield entry if isinstance(entry, Skipped) else replace(entry, host=host)


def _saved(feed: str, now: datetime) -> Iterator[Entry | Skipped]:
    try:
        saved.check_kind(Path(feed), feed)
        with Path(feed).open("rb") as file:
            yield from blog.entries(file, feed, now=now)
    except FileNotFoundError as exc:
        raise PostError(f"{feed} does not exist: check the path.") from exc
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise PostError(f"{feed} cannot be read ({reason}): check its path and permissions.") from exc


def _read(group: Sequence[Entry], *, web: Web, languages: Sequence[str], asks: bool) -> Post:
    """Read one post; `asks` that its page be asked for translations that the feed knows nothing of.

    A translation that cannot be had just now is waited for until the next run: what is an episode then
    is not looked at again.
    """
    if len(group) > 1:
        parts = [Part(entry.language, _whole(entry, web, languages)) for entry in group]
        return joined(in_order(parts, None))
    (entry,) = group
    if entry.html is None or not entry.meta.address or not asks:
        return _whole(entry, web, languages)
    post = _whole(entry, web, languages)
    try:
        page = _on_its_page(entry, entry.meta.address, web, languages)
    except NotNow as exc:
        raise PostError(f"{exc} To do without its other languages, save the feed and give its file.") from exc
    except PostError as exc:
        why = f"Its page cannot be asked for its other languages: {exc}"
        missing = Dropped(entry.meta.address, "translation", why)
        return replace(post, furniture=(*post.furniture, missing))
    return page if len(page.addresses) > 1 else replace(post, picture=post.picture or page.picture)


def _whole(entry: Entry, web: Web, languages: Sequence[str]) -> Post:
    if entry.html is None and entry.meta.address:
        return _on_its_page(entry, entry.meta.address, web, languages)
    # A file is its owner's word for what the blog says of itself.
    return replace(entries.post(entry), addresses={}, host=entry.host or host_of(entry.meta.address))


def _on_its_page(entry: Entry, address: str, web: Web, languages: Sequence[str]) -> Post:
    """Read the page at `address`, of which the feed knows more for certain than the page says: date, author, tags.

    What it says of one language counts for the others only where their pages say nothing; and what it
    says of the language of all its entries, only where the page says nothing of its own.
    """
    page, said = online.read(address, web, languages=languages, wait=True), entry.meta
    of_page = page_of(page.address) == page_of(address)
    published = (said.published or page.published) if of_page else (page.published or said.published)
    author = (said.author or page.author) if of_page else (page.author or said.author)
    tags = (said.tags or page.tags) if of_page else (page.tags or said.tags)
    return replace(
        page,
        language=entry.language or page.language or said.language,
        published=published,
        author=author,
        tags=tags,
        picture=page.picture or said.picture,
    )
