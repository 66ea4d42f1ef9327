"""Who a podcast is and to whom it belongs: its guid, its lock and medium, its sisters, publisher and hubs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.lint.document import HEAD, Document, Flaw, beginning, every, file, quoted, repeated, said
from audioedition.lint.form import TAG, is_web, links

_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
_LISTS = {*_MEDIA, *(f"{each}L" for each in _MEDIA), "mixed"}
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RSS = "application/rss+xml"


def guid(feed: Document) -> Iterator[Flaw]:
    """P1: the podcast's own guid, a UUID of version 5."""
    text = said(feed.channel, "podcast:guid")
    remedy = "take the guid that the podcast had before into podcast.json, in its folder; or, if nobody has it yet, delete that file"
    if not text:
        yield Flaw("the podcast has no guid that survives a move (podcast:guid)", is_fatal=False)
    elif not _GUID.fullmatch(text) or uuid.UUID(text).version != 5:  # noqa: PLR2004 -- as the namespace asks
        yield Flaw("the podcast's guid is no UUID of version 5", remedy, quoted(text))
    yield from repeated(feed.channel, ("podcast:guid",))


def locked(feed: Document) -> Iterator[Flaw]:
    """P2: yes or no, and an e-mail address that can lift the lock."""
    for element in every(feed.channel, "podcast:locked"):
        if (element.text or "").strip() not in {"yes", "no"}:
            yield Flaw("podcast:locked is neither yes nor no", detail=quoted(element.text or ""))
        owner = element.get("owner")
        if owner is not None and "@" not in owner:
            yield Flaw(
                "the owner in podcast:locked is no e-mail address",
                f"correct `email` in {feed.table}",
                quoted(owner),
            )
    yield from repeated(feed.channel, ("podcast:locked",))


def medium(feed: Document) -> Iterator[Flaw]:
    """P3: a medium that apps know."""
    for element in every(feed.channel, "podcast:medium"):
        if (element.text or "").strip() not in _LISTS:
            yield Flaw("podcast:medium is none that apps know", detail=quoted(element.text or ""))
    yield from repeated(feed.channel, ("podcast:medium",))


def podroll(feed: Document) -> Iterator[Flaw]:
    """P7: what a podcast recommends is named by the guids of other podcasts."""
    yield from _remote(feed, "podcast:podroll", 10_000)


def publisher(feed: Document) -> Iterator[Flaw]:
    """P8: a publisher is named by the guid of its one feed."""
    yield from _remote(feed, "podcast:publisher", 1)
    yield from repeated(feed.channel, ("podcast:publisher",))
    for each in every(feed.channel, "podcast:publisher/podcast:remoteItem"):
        if each.get("medium") != "publisher":
            yield Flaw(
                'the feed of a publisher is named without medium="publisher"',
                detail=quoted(each.get("medium", "")),
            )


def sisters(feed: Document) -> Iterator[Flaw]:
    """S1: a sister feed is named with its type, its language and its title."""
    for element in links(feed, "alternate"):
        if element.get("type") == _RSS or "hreflang" in element.attrib:
            lacking = [
                key for key in ("href", "type", "hreflang", "title") if not element.get(key, "").strip()
            ]
            if lacking:
                yield Flaw(
                    f"a sister feed is named without {', '.join(lacking)}",
                    detail=quoted(element.get("href", "")),
                )
            elif not TAG.fullmatch(element.get("hreflang", "")):
                yield Flaw(
                    "the language of a sister feed is none", detail=quoted(element.get("hreflang", ""))
                )
            elif element.get("href") == feed.address:
                yield Flaw("the feed names itself as its sister", detail=quoted(feed.address, 80))
            else:
                yield from _contradicted(feed, element, "hreflang", "language")


def linked(feed: Document) -> Iterator[Flaw]:
    """S3: an episode names no page in another language, which AntennaPod would open instead of its own."""
    for item in feed.items:
        for element in every(item, "atom:link"):
            if element.get("rel", "alternate") == "alternate":
                yield Flaw(
                    "an episode has an atom:link to another page, and AntennaPod opens that instead of its own",
                    detail=quoted(element.get("href", ""), 80),
                    item=item,
                    is_fatal=False,
                )


def hubs(feed: Document) -> Iterator[Flaw]:
    """D2: a hub stands beside the address of the feed."""
    if links(feed, "hub") and not links(feed, "self"):
        yield Flaw("a hub is named, and not where the feed lies (atom:link rel=self)")


def _remote(feed: Document, path: str, most: int) -> Iterator[Flaw]:
    own = said(feed.channel, "podcast:guid")
    for element in every(feed.channel, path):
        found = every(element, "podcast:remoteItem")
        if not 1 <= len(found) <= most:
            yield Flaw(f"{path} names too few or too many podcasts", detail=f"{len(found)}")
        for each in found:
            remote = each.get("feedGuid", "").strip()
            if not _GUID.fullmatch(remote):
                yield Flaw(
                    f"{path} names a podcast without its guid", detail=quoted(remote or each.get("title", ""))
                )
            elif remote.lower() == own.lower():
                yield Flaw(
                    f"{path} names the podcast itself, or another one has its guid",
                    "delete podcast.json in the folder that was copied from another podcast's",
                    quoted(remote),
                )
            else:
                yield from _contradicted(feed, each, "feedGuid", "podcast:guid")


def _contradicted(feed: Document, element: Element, key: str, path: str) -> Iterator[Flaw]:
    """Whether a feed of ours says something else of itself than is said of it here."""
    url = element.get("href", element.get("feedUrl", ""))
    asset = feed.find(url) if is_web(url) else None
    head = beginning(asset.read(HEAD)) if asset else None
    told, own = element.get(key, "").strip(), said(head, path) if head is not None else ""
    if own and own.lower() != told.lower():
        yield Flaw(
            f"another feed of yours says something else of itself than is said of it here ({key})",
            "run `audioedition publish`",
            f"{file(url)} says {quoted(own)} and not {quoted(told)}",
            is_fatal=False,
        )
