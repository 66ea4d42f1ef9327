"""What a stranger's text must become before it stands in XML or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast
from urllib.parse import quote, urlsplit, urlunsplit

from audioedition.model import Feed

T = TypeVar("T")

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Control characters, lone surrogates and noncharacters: XML or HTML forbids each of them."""

_SAFE_IN_URL = "%/:=&?~#+!$,;'@()*[]"


def printable(feed: Feed) -> Feed:
    """`feed` without the characters that XML or HTML forbids.

    A forbidden kind of white space becomes a space, anything else vanishes.  The lines of the episodes
    are left out: neither a feed nor its page shows them, and cleaning them would take the most time.
    """
    return _clean(replace(feed, episodes=tuple(replace(episode, lines=()) for episode in feed.episodes)))


def one_line(text: str) -> str:
    """`text` with every run of white space as one space: what a title must be."""
    return " ".join(text.split())


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a plain text: what stands between empty lines, each as one line."""
    return (one_line(part) for part in re.split(r"\n\s*\n", text) if part.strip())


@lru_cache  # a feed names the same few addresses in every episode
def web_address(iri: str | None) -> str | None:
    """`iri` as an ASCII http(s) URL that may stand in a link, or None if it is no such address."""
    if not iri:
        return None
    try:
        parts = urlsplit(iri.strip())
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    rest = (quote(part, safe=_SAFE_IN_URL) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *rest))


def _clean(value: T) -> T:
    if isinstance(value, str):
        return cast("T", _FORBIDDEN.sub(lambda found: " " if found[0].isspace() else "", value))
    if isinstance(value, tuple):
        return cast("T", tuple(_clean(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value
