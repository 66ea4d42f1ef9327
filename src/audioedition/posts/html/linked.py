"""Linked data (JSON-LD) in a page, where blog systems say for machines what the page is.

It is a stranger's JSON: whatever is broken, too long or too deep in it is as if it were not there.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from audioedition.text import one_line

Thing = Mapping[str, Any]

_MOST_SCRIPTS = 20
_LONGEST = 500_000  # characters
_MOST_VALUES = 20_000
_MOST_NAMES = 50
_OPENED = re.compile(r"\A(?://)?\s*(?:<!\[CDATA\[|<!--)")
_ARTICLE = re.compile(r"(?:.*[/:#])?(\w*Article|\w*Posting|Recipe|Review|Report|CreativeWork)")


@dataclass(frozen=True, slots=True)
class Linked:
    """What a page's linked data say of its article; empty where they do not."""

    title: str = ""
    author: str = ""
    published: str = ""
    address: str = ""
    picture: str = ""
    caption: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()


def read(tree: LexborHTMLParser) -> Linked:
    """What the first article in the linked data of a page says of itself."""
    things = list(_things(tree))
    known = {
        thing["@id"]: thing
        for thing in reversed(things)
        if isinstance(thing.get("@id"), str) and len(thing) > 1
    }
    sites = (thing for thing in things if "WebSite" in _texts(thing.get("@type")))
    site = next((_first(thing.get("name")) for thing in sites), "")
    article = next(
        (thing for thing in things if any(map(_ARTICLE.fullmatch, _texts(thing.get("@type"))))), None
    )
    if article is None:
        return Linked(site=site)
    picture = _thing(article.get("image"), known) or _thing(article.get("thumbnailUrl"), known)
    return Linked(
        title=_first(article.get("headline")) or _first(article.get("name")),
        author=", ".join(_names(article.get("author"), known) or _names(article.get("creator"), known)),
        published=_first(article.get("datePublished")),
        address=_first(article.get("url"))
        or _first(_thing(article.get("mainEntityOfPage"), known).get("@id")),
        picture=_first(picture.get("url")) or _first(picture.get("contentUrl")) or _first(picture.get("@id")),
        caption=_first(picture.get("caption")),
        site=site or ", ".join(_names(article.get("publisher"), known)),
        tags=tuple(
            word
            for text in _texts(article.get("keywords"))
            for word in map(str.strip, text.split(","))
            if word
        ),
    )


def _things(tree: LexborHTMLParser) -> Iterator[Thing]:
    """All objects in all scripts, the outer ones first, without recursion."""
    waiting: deque[object] = deque()
    for node in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        text = _unwrapped(node.text() or "")
        try:
            waiting.append(json.loads(text, strict=False) if len(text) <= _LONGEST else None)
        except (ValueError, RecursionError):
            continue
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _texts(value: object) -> list[str]:
    """The lines in a value that may be one or a list of them."""
    values = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    return [one_line(text) for text in values if isinstance(text, str) and text.strip()]


def _first(value: object) -> str:
    return next(iter(_texts(value)), "")


def _thing(value: object, known: Mapping[str, Thing]) -> Thing:
    """The first object in `value`, which may only name it or, for an address, be its name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return known.get(value, {"@id": value})
    if isinstance(value, dict):
        name = value.get("@id")
        return known.get(name, value) if isinstance(name, str) and len(value) == 1 else value
    return {}


def _names(value: object, known: Mapping[str, Thing]) -> list[str]:
    people = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    found = (
        _first(person if isinstance(person, str) else _thing(person, known).get("name")) for person in people
    )
    return list(dict.fromkeys(filter(None, found)))


def _unwrapped(text: str) -> str:
    """What a script holds, without the comment that hides it from programs of former times."""
    text = _OPENED.sub("", text.strip())
    return text[:-3].rstrip().removesuffix("//") if text.endswith(("]]>", "-->")) else text
