"""A feed as it is looked at: its elements, and how a rule says what is wrong with one.  Only importer of defusedxml here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # nosec B405 # the parser is defused

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from audioedition.languages import TAG
from audioedition.lint.disk import Asset
from audioedition.lint.places import place
from audioedition.text import one_line

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
SPACES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
"""The namespaces that apps know, letter by letter."""

REPORT = "this is a fault in audioedition: please report it"
"""The remedy for what no setting and no post can bring about."""

HEAD = 1 << 16
"""Bytes in which all lies that a feed says before its episodes."""

_SHORT = 48  # characters of a text that a message shows


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where a feed breaks a rule: `what` is the same wherever that happens, `detail` tells of this place.

    The place is an `item`, or else the channel.  One that is not `is_fatal` has no feed rejected.
    """

    what: str
    remedy: str = REPORT
    detail: str = ""
    item: Element | None = None
    is_fatal: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed feed, with its `channel` and `items`, as it is to lie at the URL `address` (empty: not known).

    `raw` are its bytes; `look` finds the files that it names; `now` is there only if dates are to be compared with it.
    """

    raw: bytes
    root: Element
    channel: Element
    items: tuple[Element, ...]
    look: Callable[[str], Asset | None]
    address: str = ""
    now: datetime | None = None

    @property
    def language(self) -> str:
        """The language that the channel states."""
        return said(self.channel, "language")

    @property
    def table(self) -> str:
        """How the settings of this podcast are called in audioedition.toml."""
        return f"[feeds.{self.language}]" if re.fullmatch(TAG, self.language) else "[feeds.…]"

    def find(self, url: str) -> Asset | None:
        """The file that an address of this podcast's site leads to, however that site is spelt; None if there is none."""
        inside = self._inside(url)
        return self.look(inside) if inside else None

    def lacks(self, url: str) -> bool:
        """Whether an address leads to a file of this podcast's site, and there is none."""
        inside = self._inside(url)
        return bool(inside) and self.look(inside) is None

    def strays(self, url: str) -> bool:
        """Whether an address has another host, port or scheme than the site, where a file of ours lies under its path."""
        if url.startswith(f"{_site(self.address)[0]}/"):
            return False
        own, there = place(self.address), place(url)
        if not own or not there or (own.scheme, own.site) == (there.scheme, there.site):
            return False
        return self.look(_site(self.address)[0] + there.rest) is not None

    def _inside(self, url: str) -> str:
        """An address as the site spells it; empty for what lies elsewhere, which nobody looks for."""
        origin, root = _site(self.address)
        if not root or url.startswith(f"{root}/"):
            return url
        own, there = place(self.address), place(url)
        if not own or not there or own.site != there.site:
            return ""
        inside = origin + there.rest
        return inside if inside.startswith(f"{root}/") else ""

    @property
    def places(self) -> Iterator[tuple[Element, Element | None]]:
        """The channel, and then each item, with the item that a flaw is in."""
        yield self.channel, None
        for item in self.items:
            yield item, item


class _Parser(DefusedXMLParser):
    """Takes a document type that is a mere name: it brings nothing along that could be expanded."""

    def defused_start_doctype_decl(
        self,
        name: str,
        sysid: str | None,
        pubid: str | None,
        has_internal_subset: bool,  # noqa: FBT001 -- expat calls it so
    ) -> None:
        if sysid or pubid or has_internal_subset:
            raise DTDForbidden(name, sysid, pubid)


class Unreadable(Exception):
    """The bytes are no feed at all; the flaw says why."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.flaw = Flaw(what, detail=detail)


def read(data: bytes) -> tuple[Element, Element]:
    """The root and the channel of a feed.

    Raises Unreadable for what is no well-formed RSS, and for entities or a document type that could bring some along,
    by which a few bytes grow to gigabytes or read other files.
    """
    try:
        parser = _Parser(target=TreeBuilder(), forbid_dtd=True)
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as exc:
        message = "the feed has a document type or entities, which apps refuse for fear of attacks"
        raise Unreadable(message) from exc
    except (ParseError, ValueError, LookupError) as exc:
        raise Unreadable("the feed is no well-formed XML", str(exc)) from exc
    channels = root.findall("channel")
    if root.tag != "rss" or len(channels) != 1:
        raise Unreadable("the document is no RSS: it must be an rss element with one channel")
    return root, channels[0]


def said(element: Element, path: str) -> str:
    """The text of the first element at `path`, such as `itunes:explicit`, without blanks around it; empty if none."""
    return (element.findtext(_spelt_out(path)) or "").strip()


def every(element: Element, path: str) -> list[Element]:
    """All elements at `path`."""
    return element.findall(_spelt_out(path))


def name(element: Element) -> str:
    """An element's name as one writes it: `itunes:image`."""
    return _short_name(element.tag)


def repeated(place: Element, paths: tuple[str, ...], item: Element | None = None) -> Iterator[Flaw]:
    """What stands more than once in a place where it may stand once."""
    counts = Counter(map(name, place))
    for path in paths:
        if counts[path] > 1:
            yield Flaw(f"{path} stands more than once", detail=f"{counts[path]} times", item=item)


def beginning(data: bytes) -> Element | None:
    """The channel of a feed without its items, read from its first bytes, or from all; None if that is no feed."""
    head, item, _ = data.partition(b"<item")
    try:
        return read(head + b"</channel></rss>" if item else data)[1]
    except Unreadable:
        return None


def titled(item: Element) -> str:
    """An episode in a message, by its title or else its guid."""
    return quoted(one_line(said(item, "title") or said(item, "guid")) or "an episode without a title")


def quoted(text: str, most: int = _SHORT) -> str:
    """A stranger's text in a message: short, with all its blanks, and without what could drive a terminal."""
    line = text[: most + 1]
    if not line.isprintable():
        line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return f"“{line if len(line) <= most else line[: most - 1] + '…'}”"


def file(url: str) -> str:
    """A file in a message, by the end of its address: `“audio/fog-0a1b2c3d.mp3”`."""
    return quoted("/".join(url.rsplit("/", 2)[-2:]), 80)


@lru_cache(maxsize=16)
def _site(address: str) -> tuple[str, str]:
    """Of a feed at an address: scheme and host, and the root of all podcasts, in which each language has a folder."""
    steps = address.split("/")
    return "/".join(steps[:3]), "/".join(steps[: max(3, len(steps) - 2)])


@lru_cache(maxsize=256)  # a document of strangers may hold any number of them
def _short_name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    prefix = next((each for each, uri in SPACES.items() if f"{{{uri}" == space), "")
    return f"{prefix}:{local}" if prefix else local


@cache
def _spelt_out(path: str) -> str:
    """A path with its namespaces in full: so Python looks along it many times faster."""
    steps = (step.rpartition(":") for step in path.split("/"))
    return "/".join(f"{{{SPACES[prefix]}}}{local}" if prefix else local for prefix, _, local in steps)
