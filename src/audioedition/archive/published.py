"""What the feeds on disk say of a podcast and its episodes, whose records are gone: they may be damaged themselves."""

from __future__ import annotations

import contextlib
import html
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote

from audioedition.addresses import FEED
from audioedition.archive.identities import Identity
from audioedition.files import contents

_GUID = re.compile(r"<guid\b[^<>]{0,200}>([^<>]{1,20000})</guid>")
_POST = re.compile(r"tag:[^:]+:([^:]+)/[^/:]+")
_DATE = re.compile(r"<pubDate>([^<>]*)</pubDate>")
_TITLE = re.compile(r"<title>([^<>]*)</title>")
_PODCAST = re.compile(r"<podcast:guid>([0-9a-f-]{36})</podcast:guid>")
_SELF = re.compile(r'<atom:link\b[^<>]*\brel="self"[^<>]*>')
_ADDRESS = re.compile(r'\bhref="([^"<>]*)"')
_MOVED = "<itunes:new-feed-url>"
_NEXT = re.compile(r'<atom:link\b[^<>]*\brel="next"[^<>]*>')


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as it was listed or published, of which there may be no record; `published` is None where that cannot be read.

    Where only the name of its audio tells of it, `file` is the name of the record that it would have.
    """

    guid: str
    post: str
    published: datetime | None
    title: str
    is_retracted: bool = False
    file: str = ""


def items(folder: Path) -> Iterator[Item]:
    """The episodes that the feeds in the folder of a podcast name."""
    for text in _documents(folder):
        for part in text.split("<item>")[1:]:
            item = part.partition("</item>")[0]
            found = _GUID.search(item)
            guid = html.unescape(found[1]) if found else ""
            if of := _POST.fullmatch(guid):
                date, title = _DATE.search(item), _TITLE.search(item)
                published = None
                with contextlib.suppress(ValueError, TypeError):
                    published = parsedate_to_datetime(date[1]).astimezone(UTC) if date else None
                post = unquote(of[1])
                yield Item(guid, post, published, html.unescape(title[1]) if title else post)


def is_whole(folder: Path) -> bool:
    """Whether the feed is there, as it was written, with all of its older parts: what it does not name is in no feed."""
    names, wanted = set[str](), {FEED}
    while wanted:
        name = wanted.pop()
        names.add(name)
        try:
            text = contents(folder / name).decode()
        except (OSError, ValueError):
            return False
        head = text.partition("<item>")[0]
        if not text.rstrip().endswith("</rss>") or not _PODCAST.search(head):
            return False
        links = (_ADDRESS.search(link) for link in _NEXT.findall(head))
        wanted |= {link[1].rpartition("/")[2] for link in links if link} - names
    return True


def identity(folder: Path) -> Identity | None:
    """Who the podcast in the folder is, as its feed has it; None if that tells nothing."""
    text = next(_documents(folder), "")
    head = text.partition("<item>")[0]
    if not (said := _PODCAST.search(head)):
        return None
    try:
        guid = str(uuid.UUID(said[1]))
    except ValueError:
        return None
    link = _SELF.search(head)
    address = _ADDRESS.search(link[0]) if link else None
    # Where it stood before it moved is not told; that it has moved is what listeners' apps need to know.
    before = [""] if _MOVED in head else []
    return Identity(guid, (*before, *([html.unescape(address[1])] if address else [])))


def _documents(folder: Path) -> Iterator[str]:
    """The feed, and then its older parts."""
    for path in sorted(folder.glob("feed*.xml"), key=lambda path: (path.name != FEED, path.name)):
        with contextlib.suppress(OSError):
            yield contents(path).decode("utf-8", "replace")
