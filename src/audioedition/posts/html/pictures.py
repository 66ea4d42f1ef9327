"""The picture of a post, which its page names or which is the first large one in its text; what is on the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from audioedition.model import Picture
from audioedition.posts.decoding import clean
from audioedition.posts.html import links
from audioedition.text import one_line

_NO_PICTURE = re.compile(
    r"(?:.*[^a-z])?(?:logo|avatar|gravatar|favicon|icon|sprite|pixel|blank|spacer|emoji|smil(?:ey|ies)|placeholder|badge"
    r"|1x1|transparent|loading|tracker|feedburner|wp-includes|counter)(?:[^a-z].*)?"
)
_SIZE = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|@2x)(?=\.\w+\Z)")
_SMALLEST = 200  # pixels of width or height: what is smaller is an ornament
_SMALLEST_SEEN = 50  # pixels: what is smaller shows nothing that could be described
_LONGEST_ALT = 1_000  # characters
_FILE = (
    re.compile(  # what editors write there for want of a description: `quay.jpg`, `IMG_2041`, `fog-at-dawn-1`
        r"\S*\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?|heic)|[!-~]*[\d_][!-~]*|[!-~]+-[!-~]+-[!-~]+",
        re.IGNORECASE,
    )
)
_FORMULA = re.compile(r"\\[A-Za-z]|[_^]\{")  # of TeX
_LETTERS = 3  # that a description has at least
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


def description(node: LexborNode) -> str:
    """What is to be seen on an image of the text, in its author's words; none of an ornament."""
    attributes = node.attributes
    is_ornament = (
        any(0 <= _pixels(attributes, side) < _SMALLEST_SEEN for side in ("width", "height"))
        or attributes.get("role") in ("presentation", "none")
        or attributes.get("aria-hidden") == "true"
        or not all(_usable(attributes.get(key) or "x") for key in _SOURCES)
    )
    said = _alt(node)
    is_said = sum(map(str.isalpha, said)) >= _LETTERS and not (_FILE.fullmatch(said) or _FORMULA.search(said))
    return said if is_said and not is_ornament else ""


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
