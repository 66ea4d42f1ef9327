"""The files that a feed names: whether they are there, and whole, and what the pictures among them are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element  # nosec B405 # only the type

from audioedition.lint.document import HEAD, REPORT, Document, Flaw, beginning, every, file, name, quoted
from audioedition.lint.episodes import suffix
from audioedition.lint.form import is_web, links
from audioedition.lint.kinds import BEGINNING, fits, seems

SMALLEST, LARGEST = 1400, 3000
"""Pixels: how wide and high artwork may be."""

_POST = "publish its post again: `audioedition publish POST`"
AGAIN = f"run `audioedition repair`; if that cannot make it again, {_POST}"
_BACK = f"put it back, or {AGAIN}"
_REDRAW = "name a fitting picture as `cover` in {table}, or delete the file so that it is made again"
_SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType({"JPEG": ("jpg", "jpeg"), "PNG": ("png",)})
_WRITTEN = "run `audioedition publish`, which writes it; if that does not help, " + REPORT
_OLDER = ("next", "last", "next-archive")
_NAMED = (
    ("enclosure", "url", _BACK),
    ("itunes:image", "href", _REDRAW),
    ("podcast:transcript", "url", _WRITTEN),
    ("podcast:chapters", "url", _WRITTEN),
    ("podcast:alternateEnclosure/podcast:source", "uri", _BACK),
)
"""What names a file, in which attribute, and what makes it anew."""


def there(feed: Document) -> Iterator[Flaw]:
    """D5: everything that is named is there before the feed is; what lies on other sites is not looked for."""
    for place, item in feed.places:
        for path, key, remedy in _NAMED:
            for element in every(place, path):
                url = element.get(key, "")
                if not is_web(url):
                    continue
                if feed.lacks(url):
                    yield Flaw(
                        "a file that the feed names is not there",
                        remedy.format(table=feed.table),
                        f"{name(element)} {file(url)}",
                        item,
                    )
                elif feed.strays(url):
                    yield Flaw(
                        "the address of a file is not that of `base_url`, and the file is there",
                        "run `audioedition publish`; if it stays so, correct `base_url` in [site]",
                        f"{name(element)} {quoted(url, 80)}",
                        item,
                        is_fatal=False,
                    )


def whole(feed: Document) -> Iterator[Flaw]:
    """D5: audio files have the length that the feed says."""
    for item in feed.items:
        for element in item.findall("enclosure"):
            yield from _length(feed, element, element.get("url", ""), item)
        for element in every(item, "podcast:alternateEnclosure"):
            for source in every(element, "podcast:source"):
                yield from _length(feed, element, source.get("uri", ""), item)


def contents(feed: Document) -> Iterator[Flaw]:
    """A5: audio files are what their names say."""
    for item in feed.items:
        sources = every(item, "podcast:alternateEnclosure/podcast:source")
        for url in (
            *(each.get("url", "") for each in item.findall("enclosure")),
            *(each.get("uri", "") for each in sources),
        ):
            asset = feed.find(url) if is_web(url) else None
            head = asset.read(BEGINNING) if asset and asset.length else b""
            if head and not fits(suffix(url), head):
                remedy = f"put the file itself there, or delete it and {_POST}"
                yield Flaw("a file is not what its name says", remedy, f"{file(url)} is {seems(head)}", item)


def artwork(feed: Document) -> Iterator[Flaw]:
    """A6: artwork is square, of 1400 to 3000 pixels, JPEG or PNG in RGB without transparency, and so named."""
    told: set[str] = set()
    for place, item in feed.places:
        for element in every(place, "itunes:image"):
            url = element.get("href", "").strip()
            if not url:
                yield Flaw("a picture has no address (itunes:image)", item=item)
            elif url not in told:  # most episodes have that of the podcast
                yield from _picture(feed, url, item)
            told.add(url)


def pages(feed: Document) -> Iterator[Flaw]:
    """D1: a feed in parts names the older ones, and they are there.

    Newer ones are not looked for: they are written later.
    """
    for element in links(feed, *_OLDER):
        url = element.get("href", "")
        if url == feed.address:
            if element.get("rel") == "last":
                continue  # the last part says so of itself
            yield Flaw("a part of the feed names itself as an older one", detail=file(url))
        elif is_web(url):
            yield from _part(feed, element.get("rel", ""), url)
    for relation in ("next", "prev", "previous", "first", "last"):
        if len(links(feed, relation)) > 1:
            yield Flaw("a feed in parts names two of them as the same", detail=relation)
    if links(feed, "next") and not links(feed, "last"):
        yield Flaw("a feed in parts does not name the last of them", is_fatal=False)


def _part(feed: Document, relation: str, url: str) -> Iterator[Flaw]:
    """An older part of the feed: is it there, and a feed, and does it not lead back?"""
    where = f"{relation} is {file(url)}"
    if feed.lacks(url):
        yield Flaw("an older part of the feed is not there", _WRITTEN, where)
    elif asset := feed.find(url):
        data = asset.read(-1)
        if beginning(data) is None or not data.rstrip().endswith(b"</rss>"):
            yield Flaw("an older part of the feed is none, or not whole", _WRITTEN, where)
        elif relation == "next" and _leads_back(feed, url):
            yield Flaw("the parts of the feed lead in a circle (next)", _WRITTEN, where)


def _leads_back(feed: Document, url: str) -> bool:
    """Whether the parts from `url` on come to one that was there before."""
    seen = {feed.address}
    while url not in seen:
        seen.add(url)
        asset = feed.find(url)
        head = beginning(asset.read(HEAD)) if asset else None
        older = every(head, "atom:link") if head is not None else []
        url = next((each.get("href", "") for each in older if each.get("rel") == "next"), "")
        if not is_web(url):
            return False
    return True


def _picture(feed: Document, url: str, item: Element | None) -> Iterator[Flaw]:
    remedy = _REDRAW.format(table=feed.table)
    asset = feed.find(url)
    if suffix(url) not in {each for some in _SUFFIXES.values() for each in some}:
        yield Flaw("the name of a picture does not end in .jpg or .png", remedy, file(url), item)
    elif asset:
        picture = asset.picture()
        if picture is None:
            yield Flaw("a picture cannot be read", remedy, file(url), item)
            return
        about = f"{file(url)}, {picture.format}, {picture.width} × {picture.height}, {picture.mode}"
        if suffix(url) not in _SUFFIXES.get(picture.format, ()):
            yield Flaw(
                "the name of a picture does not end as its kind (JPEG or PNG) asks for", remedy, about, item
            )
        if picture.width != picture.height or not SMALLEST <= picture.width <= LARGEST:
            yield Flaw(f"a picture is not a square of {SMALLEST} to {LARGEST} pixels", remedy, about, item)
        if picture.mode != "RGB":
            yield Flaw("a picture is not in RGB without transparency", remedy, about, item)


def _length(feed: Document, element: Element, url: str, item: Element) -> Iterator[Flaw]:
    length, asset = element.get("length", "").strip(), feed.find(url) if is_web(url) else None
    if asset and asset.length is not None and (length or asset.length == 0) and length != str(asset.length):
        yield Flaw(
            "an audio file has not the length that the feed says",
            AGAIN,
            f"{file(url)} has {asset.length} bytes instead of {quoted(length)}",
            item,
        )
