"""What holds for the document as a whole: its form and its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.addresses import FEED
from audioedition.lint.document import SPACES, Document, Flaw, every, name, quoted, said
from audioedition.lint.places import is_near, place

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""What a language tag looks like."""

_DECLARED = re.compile(rb"""<\?xml\s[^>]*encoding\s*=\s*["']utf-8["']""", re.IGNORECASE)
_URL = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_WEB = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_ADDRESSES = ("url", "href", "uri", "img", "feedUrl")
_ANY_SCHEME = {"podcast:source", "podcast:contentLink", "podcast:socialInteract"}
_ADDRESS = "correct `base_url` of [site] or the address in the post"
_ASCII = "the name of a file is not in ASCII"
_RENAME = "publish its post again, or give another `cover`: names are made in ASCII"
_FILES = {"enclosure", "itunes:image", "podcast:transcript", "podcast:chapters"}


def form(feed: Document) -> Iterator[Flaw]:
    """A1: RSS 2.0 in UTF-8, with the namespaces spelt as apps know them."""
    if not _DECLARED.match(feed.raw):
        yield Flaw("the feed does not begin with an XML declaration that names UTF-8")
    if feed.root.get("version") != "2.0":
        yield Flaw(
            "the feed does not say that it is RSS 2.0",
            detail=f"it says {quoted(feed.root.get('version', ''))}",
        )


def misspelt(feed: Document) -> Iterator[Flaw]:
    """A1: namespaces that are nearly right; whatever is in one of them is lost."""
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
    for spot, item in feed.places:
        for element in every(spot, "atom:link"):
            is_sister = (
                spot is feed.channel and element.get("rel") == "alternate" and len(element.attrib) > 1
            )  # rule S1
            if element.get("href") is None and not is_sister:
                yield Flaw(
                    "an atom:link has no address", detail=f"rel={quoted(element.get('rel', ''))}", item=item
                )
        for element, address in _named(spot):
            if what := _fault(element, address):
                detail = f"{name(element)} has {quoted(address, 80)}" if address else name(element)
                yield Flaw(what, _ADDRESS if what != _ASCII else _RENAME, detail, item)


def public(feed: Document) -> Iterator[Flaw]:
    """A1: the feed, and what it names, lies where everybody can reach it."""
    own = place(feed.address)
    site = f"{own.scheme}://{own.site}/" if own else ""
    if own and is_near(own.host):
        yield Flaw(
            "the feed lies where only this machine or this network can reach it",
            "before others are to hear it, write the public address as `base_url` in [site]",
            quoted(feed.address, 80),
            is_fatal=False,
        )
    for spot, item in feed.places:
        for element, address in _named(spot):
            there = None if own and address.startswith(site) else place(address)
            if there and not (own and there.site == own.site) and is_near(there.host):
                yield Flaw(
                    "an address leads to where only this machine or this network gets",
                    _ADDRESS,
                    f"{name(element)} has {quoted(address, 80)}",
                    item,
                    is_fatal=False,
                )
    if own and own.has_user:
        yield Flaw(
            "the address of the feed tells everybody a name and a password",
            "correct `base_url` in [site]",
            is_fatal=False,
        )


def secure(feed: Document) -> Iterator[Flaw]:
    """D4: directories and web players want HTTPS."""
    own = place(feed.address)
    if own and own.scheme == "http" and not is_near(own.host):
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
    elif feed.address and _spelt(own[0]) not in {_spelt(feed.address), _spelt(_main(feed.address))}:
        yield Flaw(
            "the feed does not lie where it says (atom:link rel=self)",
            "correct `base_url` of [site], and run `audioedition publish`",
            f"it says {quoted(own[0], 80)} and lies at {feed.address}",
        )


def moved(feed: Document) -> Iterator[Flaw]:
    """A2: a feed that says that it moves away takes its listeners along."""
    new, own = place(said(feed.channel, "itunes:new-feed-url")), place(feed.address)
    if new and own and new.host != own.host:
        yield Flaw(
            "the feed sends its listeners to another site (itunes:new-feed-url)",
            "if it is not to move there, correct `base_url` in [site], and run `audioedition publish`",
            quoted(said(feed.channel, "itunes:new-feed-url"), 80),
            is_fatal=False,
        )


def links(feed: Document, *relations: str) -> list[Element]:
    """The channel's `atom:link` of these relations."""
    return [each for each in every(feed.channel, "atom:link") if each.get("rel") in relations]


def is_web(address: str) -> bool:
    """Whether it may stand in a feed as a whole address of the web."""
    return bool(_URL.fullmatch(address) and _WEB.match(address))


def _fault(element: Element, address: str) -> str:
    """What is wrong with an address; empty if nothing is."""
    kind = name(element)
    if not address:
        return "an address is empty"
    if not _URL.fullmatch(address):
        return "an address has characters that no address may have"
    if not _WEB.match(address):
        return (
            ""
            if kind in _ANY_SCHEME and ":" in address
            else "an address is not one of the web, from https:// on"
        )
    if kind in _FILES | {"atom:link"} and not place(address):
        return "an address has no host, or a port that is none"
    return _ASCII if kind in _FILES and not unquote(address.rpartition("/")[2]).isascii() else ""


def _spelt(address: str) -> str:
    there = place(address)
    return there.spelt if there else address


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
