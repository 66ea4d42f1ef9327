"""What a stranger's text must become before it stands in XML or HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from html import escape
from ipaddress import IPv4Address, IPv6Address
from itertools import accumulate
from typing import TypeVar, cast
from urllib.parse import quote, urlsplit, urlunsplit

from audioedition.model import Feed, Kind, Shown
from audioedition.text import one_line, permitted

T = TypeVar("T")

_SAFE_IN_URL = "%/:=&?~+!$,;'@()*"
_NETLOC = re.compile(
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(?::(?P<port>[0-9]{0,5}))?"
)  # who is let in is not told
_LABEL = re.compile(r"[_-]*[A-Za-z0-9][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"[0-9]+|0[Xx][0-9A-Fa-f]*")
_LONGEST_HOST = 253  # characters, in DNS
_LAST_PORT = 65_535
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


_TAG = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)(>?)")
_BORDER = re.compile(r"(?<!\\)\|")  # between the cells of a table

PROOF_BEGINS = 4096
"""Bytes of a page by which `is_proof` and `is_ours` know it."""

_PROOF = re.compile(b'<meta name="generator" content="audioedition (?:split|script|lexicon|voices)">')
_OURS = re.compile(
    b'<meta name="generator" content="audioedition(?: (?:split|script|lexicon|voices|verify))?">'
)


def is_proof(beginning: bytes) -> bool:
    """Whether the file that begins so is a page that a command's `--html` wrote: no post, and no loss."""
    return _PROOF.search(beginning) is not None


def is_ours(beginning: bytes) -> bool:
    """Whether the file that begins so is any page that the program writes, those of podcasts and episodes too: no post."""
    return _OURS.search(beginning) is not None


def told_by_hash(code: str) -> str:
    """How a Content-Security-Policy allows just this `code` of ours, a script or a style, inside a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def printable(feed: Feed) -> Feed:
    """`feed` without the characters that XML or HTML forbids.

    A forbidden kind of white space becomes a space, anything else vanishes.  The lines and blocks of the episodes
    are left out: neither a feed nor its page shows them, and cleaning them would take the most time.
    """
    heads = tuple(replace(episode, lines=(), blocks=()) for episode in feed.episodes)
    return clean(replace(feed, episodes=heads))


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a plain text: what stands between empty lines, each as one line."""
    return (one_line(part) for part in re.split(r"\n\s*\n", text) if part.strip())


@lru_cache  # a feed names the same few addresses in every episode
def web_address(iri: str | None) -> str | None:
    """`iri` as an ASCII http(s) URL that may stand in a link, or None if it is no such address.

    Nor is one that nobody can reach, or that holds a name and a password: these must not be published.
    """
    if not iri:
        return None
    try:
        parts = urlsplit(iri.strip())
        host = _host(parts.netloc)
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    rest = (quote(part, safe=_SAFE_IN_URL) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *(_LONE_PERCENT.sub("%25", part) for part in rest)))


def _host(netloc: str) -> str:
    """Host and port in ASCII; nothing if there can be none such.  Raises ValueError if the host cannot be encoded."""
    found = _NETLOC.fullmatch(netloc)
    if found is None:
        return ""
    port = found["port"] and int(found["port"])
    if port == 0 or (port and port > _LAST_PORT):
        return ""
    after = f":{port}" if port else ""
    if found["host"].startswith("["):
        return f"[{IPv6Address(found['host'][1:-1])}]{after}"
    host = found["host"].encode("idna").decode("ascii")
    labels = host.removesuffix(".").split(".")
    if len(host) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        return ""
    return f"{IPv4Address(host) if _NUMBER.fullmatch(labels[-1]) else host}{after}"


def plain(text: str) -> str:
    """`text` for an element that some apps show as it is, and others read as HTML, or as what is left without tags.

    What looks like a tag gets other brackets, `‹b›`: so everybody sees what an author wrote.
    """
    return _TAG.sub(lambda found: f"‹{found[1]}{'›' if found[2] else ''}", text)


def shown(pieces: Iterable[Shown], picture: str, room: int) -> str:
    """Code, tables, captions and descriptions as HTML of at most `room` characters; what has no room is cut at a line.

    The words `picture` stand before a description.
    """
    found: list[str] = []
    for piece in pieces:
        before, lines, after = _as_html(piece, picture)
        room -= len(before) + len(after)
        count = bisect_right(list(accumulate(len(line) for line in lines)), room)
        if count:
            found.append(f"{before}{''.join(lines[:count])}{after}")
        if count < len(lines):
            return "\n".join((*found, "<p>…</p>"))
        room -= sum(map(len, lines))
    return "\n".join(found)


def _as_html(piece: Shown, picture: str) -> tuple[str, list[str], str]:
    """What comes first, the lines between which it can be cut, and what comes last."""
    if piece.kind == Kind.CODE:
        return "<pre><code>", escape(piece.text).splitlines(keepends=True), "</code></pre>"
    if piece.kind == Kind.TABLE:
        return "<table>", [_row(line) for line in piece.text.split("\n")], "</table>"
    if piece.kind == Kind.PICTURE:
        return "<p>", [escape(one_line(f"{picture} {piece.text}"))], "</p>"
    return "<p><em>", [escape(one_line(piece.text))], "</em></p>"


def rows(table: str) -> Iterator[tuple[str, ...]]:
    """The cells of each row of the text of a table."""
    return (_cells(line) for line in table.split("\n"))


def _row(line: str) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(line))}</tr>"


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().replace("\\|", "|") for cell in _BORDER.split(line))


def clean(value: T) -> T:
    """`value` without the characters that XML or HTML forbids, in all texts that it is made of."""
    if isinstance(value, str):
        return cast("T", permitted(value))
    if isinstance(value, tuple):
        return cast("T", tuple(clean(item) for item in value))
    if isinstance(value, Mapping):
        return cast("T", {clean(key): clean(item) for key, item in value.items()})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: clean(getattr(value, f.name)) for f in fields(value)})
    return value
