"""The picture of a post: the one its page names, or the first large one in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from audioedition.model import Picture
from audioedition.posts import links
from audioedition.posts.decoding import clean
from audioedition.text import one_line

_NO_PICTURE = re.compile(
    r"(?:.*[^a-z])?(?:logo|avatar|gravatar|favicon|icon|sprite|pixel|blank|spacer|emoji|smil(?:ey|ies)|placeholder|badge"
    r"|1x1|transparent|loading|tracker|feedburner|wp-includes|counter)(?:[^a-z].*)?"
)
_SIZE = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|@2x)(?=\.\w+\Z)")
_SMALLEST = 200  # pixels of width or height: what is smaller is an ornament
_LONGEST_ALT = 1_000  # characters
_SOURCES = ("data-orig-file", "data-src", "data-lazy-src", "data-original", "src")


def of(said: Iterable[tuple[str, str]], images: Iterable[LexborNode], start: str) -> Picture | None:
    """The first usable of those `said` in the page's head (address and description), else of its `images`.

    The description is that of the same picture in the text, where the head has none.
    """
    shown = [Picture(address, _alt(node)) for node in images if (address := _address(node, start))]
    for address, alt in said:
        if whole := _usable(links.absolute(address, start)):
            same = (
                picture.alt for picture in shown if _name(picture.address) == _name(whole) and picture.alt
            )
            return Picture(whole, alt[:_LONGEST_ALT] or next(same, ""))
    return next(iter(shown), None)


def _address(node: LexborNode, start: str) -> str:
    """Where an image of the text is, if it is large enough."""
    attributes = node.attributes
    if any(0 <= _pixels(attributes, side) < _SMALLEST for side in ("width", "height")):
        return ""
    said = [attributes.get(key) or "" for key in _SOURCES]
    said += [(attributes.get(key) or "").partition(" ")[0] for key in ("srcset", "data-srcset")]
    return next(
        filter(None, (_usable(links.absolute(address, start)) for address in said if address.strip())), ""
    )


def _pixels(attributes: Mapping[str, str | None], side: str) -> int:
    size = re.match(r"\s*(\d{1,5})(?:px)?\s*\Z", attributes.get(side) or "")
    return int(size[1]) if size else -1


def _alt(node: LexborNode) -> str:
    return one_line(clean(node.attributes.get("alt") or ""))[:_LONGEST_ALT]


def _usable(address: str) -> str:
    parts = urlsplit(address)
    return "" if _NO_PICTURE.fullmatch(f"{parts.netloc}{parts.path}".lower()) else address


def _name(address: str) -> str:
    """The name of a picture's file, whatever its size."""
    return _SIZE.sub("", PurePosixPath(urlsplit(address).path).name)
