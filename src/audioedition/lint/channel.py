"""What a directory asks of a podcast as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from audioedition.categories import APPLE
from audioedition.languages import CODES
from audioedition.lint.document import REPORT, Document, Flaw, every, quoted, repeated, said
from audioedition.lint.form import TAG, is_web

DESCRIPTION = 4000
"""Bytes of UTF-8 that the description of a podcast may have."""

_NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "title": "write `title` in {table} of audioedition.toml",
        "description": "write `description` in {table} of audioedition.toml",
        "link": "write `link` in [site] of audioedition.toml",
        "language": REPORT,
        "itunes:explicit": "write `explicit = true` or `explicit = false` in {table} of audioedition.toml",
        "itunes:category": 'write `category = ["News"]`, or another one, in {table} of audioedition.toml',
        "itunes:image": "name a picture as `cover` in {table} of audioedition.toml, or leave that key out",
    }
)
"""What each channel must have, and what its owner does about it."""

_ATTRIBUTES = {"itunes:category": "text", "itunes:image": "href"}
_ONCE = ("title", "link", "description", "language", "copyright", "pubDate", "lastBuildDate", "itunes:explicit",
         "itunes:type", "itunes:author", "itunes:image", "itunes:owner", "itunes:block", "itunes:complete",
         "itunes:new-feed-url")  # fmt: skip
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_REGION = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")


def needed(feed: Document) -> Iterator[Flaw]:
    """A2: what each podcast must have, and not twice."""
    for path, remedy in _NEEDED.items():
        found = every(feed.channel, path)
        if not any(
            (each.get(_ATTRIBUTES[path], "") if path in _ATTRIBUTES else each.text or "").strip()
            for each in found
        ):
            yield Flaw(f"the podcast has no {path}", remedy.format(table=feed.table))
    yield from repeated(feed.channel, _ONCE)
    if not said(feed.channel, "itunes:author"):
        yield Flaw("the podcast names no author", f"write `author` in {feed.table}", is_fatal=False)


def described(feed: Document) -> Iterator[Flaw]:
    """A2: a description of at most 4000 bytes, and a link to a page that is not the feed itself."""
    size = len(said(feed.channel, "description").encode())
    if size > DESCRIPTION:
        yield Flaw(
            f"the description of the podcast has more than {DESCRIPTION} bytes",
            f"shorten `description` in {feed.table}",
            f"it has {size}",
        )
    own = {each.get("href") for each in every(feed.channel, "atom:link") if each.get("rel") == "self"}
    link = said(feed.channel, "link")
    if link and link in own | ({feed.address} if feed.address else set()):
        yield Flaw(
            "the podcast's link leads to the feed, not to a page", "correct `link` in [site]", quoted(link)
        )


def chosen(feed: Document) -> Iterator[Flaw]:
    """A2: words that must be one of a few."""
    kind = said(feed.channel, "itunes:type")
    if kind and kind.lower() not in {"episodic", "serial"}:
        yield Flaw("a podcast is episodic or serial (itunes:type)", detail=f"it says {quoted(kind)}")
    for path in ("itunes:block", "itunes:complete"):
        for place, item in feed.places:
            word = said(place, path)
            if every(place, path) and word.lower() != "yes":
                yield Flaw(
                    f"{path} says something else than Yes, which has no effect",
                    detail=f"it says {quoted(word)}",
                    item=item,
                    is_fatal=False,
                )
    moved = said(feed.channel, "itunes:new-feed-url")
    if every(feed.channel, "itunes:new-feed-url") and not is_web(moved):
        yield Flaw(
            "the new address of the feed is none (itunes:new-feed-url)",
            "correct `base_url` in [site]",
            quoted(moved),
        )


def reachable(feed: Document) -> Iterator[Flaw]:
    """A2: the owner's e-mail address, to which directories write."""
    email = said(feed.channel, "itunes:owner/itunes:email")
    if not email:
        yield Flaw(
            "the podcast names no e-mail address of its owner, to which directories write",
            f"write `email` in {feed.table}",
            is_fatal=False,
        )
    elif not _EMAIL.fullmatch(email):
        yield Flaw(
            "the e-mail address of the podcast's owner is none",
            f"correct `email` in {feed.table}",
            quoted(email),
        )


def language(feed: Document) -> Iterator[Flaw]:
    """A8: two letters of ISO 639, and perhaps a script and a region, with hyphens."""
    tag = feed.language
    if tag and not (_REGION.fullmatch(tag) and tag[:2].lower() in CODES):
        is_private = said(feed.channel, "itunes:block").lower() == "yes"  # so no directory judges it
        yield Flaw(
            "the language is not one that directories know: two letters of ISO 639, with a region or without, such as "
            "de or pt-BR",
            f"give the table {feed.table} of audioedition.toml, and the voice's file, such a name; "
            "or write `private = true` there, for a podcast that is in no directory",
            f"it is {quoted(tag)}",
            is_fatal=not (is_private and TAG.fullmatch(tag)),
        )


def explicit(feed: Document) -> Iterator[Flaw]:
    """A9: true or false."""
    for place, item in feed.places:
        for element in every(place, "itunes:explicit"):
            word = (element.text or "").strip()
            if word not in {"true", "false"} and (word or item is not None):  # of the podcast, A2 tells it
                yield Flaw(
                    "itunes:explicit is neither true nor false",
                    f"write `explicit = true` or `explicit = false` in {feed.table}",
                    f"it says {quoted(word)}",
                    item,
                )


def category(feed: Document) -> Iterator[Flaw]:
    """A10: Apple's categories, letter by letter."""
    remedy = f"correct `category` in {feed.table}: docs/configuration.md tells where they are listed"
    for element in every(feed.channel, "itunes:category"):
        top = element.get("text", "")
        if top and top not in APPLE:
            yield Flaw("a category is none that directories know", remedy, quoted(top))
        for below in every(element, "itunes:category"):
            sub = below.get("text", "")
            if top in APPLE and sub not in APPLE[top]:
                yield Flaw(
                    "a sub-category is none that directories know", remedy, f"{quoted(sub)} in {quoted(top)}"
                )
