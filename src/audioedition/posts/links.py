"""Addresses that a page names: its own, and those of its translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.languages import TAG, canonical

_LONGEST = 2_000  # characters of an address
_MOST_LANGUAGES = 100
_SCHEMES = ("https", "http")
_SWITCH = re.compile(
    r"(lang-item|wpml-ls|language|lang|pll|trp-language|qtranxs|glink|weglot)([-_].*)?", re.IGNORECASE
)
_DEFAULT = "x-default"


def base(tree: LexborHTMLParser, address: str | None) -> str:
    """What relative addresses of a page found at `address` are meant from; empty if that is unknown."""
    node = tree.css_first("base[href]")
    said = _joined(address or "", node.attributes.get("href") or "") if node else ""
    return said if absolute(said) else address or ""


def absolute(address: str, start: str = "") -> str:
    """`address`, seen from `start`, if that gives one on the web; else nothing."""
    whole = _joined(start, address.strip())
    try:
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_whole = parts.scheme in _SCHEMES and parts.netloc and not re.search(r"[\s<>\"\x00-\x1f]", whole)
    return whole if is_whole and len(whole) <= _LONGEST else ""


def own(candidates: Sequence[str], found_at: str) -> str | None:
    """The address of the page itself, by what it says, the most reliable first.

    One that leads to the front page is passed over if another does not, as is `http` for the same
    address with `https`.
    """
    whole = [address.partition("#")[0] for address in candidates if address]
    deep = [address for address in whole if urlsplit(address).path.strip("/") or urlsplit(address).query]
    chosen = next(iter([*deep, *whole]), None)
    if chosen is None:
        return None
    secure = re.sub(r"\Ahttp:", "https:", chosen)
    return secure if secure in (*whole, found_at.partition("#")[0]) else chosen


def translations(tree: LexborHTMLParser, start: str) -> dict[str, str]:
    """By language tag, where each language of the page stands, `x-default` among them.

    What the head says counts more than a language switch in the page.
    """
    found: dict[str, str] = {}
    in_head = ((node, node) for node in tree.css("link[hreflang][href]") if "alternate" in _rel(node))
    for named, node in (*in_head, *_switches(tree)):
        tag = (named.attributes.get("hreflang") or named.attributes.get("lang") or "").strip()
        kind = node.attributes.get("type") or ""
        address = absolute(node.attributes.get("href") or "", start)
        if not address or "rss" in kind or "atom" in kind or "json" in kind or len(found) >= _MOST_LANGUAGES:
            continue
        if tag.lower() == _DEFAULT:
            found.setdefault(_DEFAULT, address)
        elif re.fullmatch(TAG, tag):
            found.setdefault(canonical(tag), address)
    return found


def _switches(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, LexborNode]]:
    for node in tree.css("a[hreflang][href]"):
        item = node.parent
        names = " ".join(
            element.attributes.get("class") or "" for element in (node, item) if element is not None
        ).split()
        if "no-translation" not in names and (
            "alternate" in _rel(node) or any(map(_SWITCH.fullmatch, names))
        ):
            yield node, node


def _rel(node: LexborNode) -> list[str]:
    return (node.attributes.get("rel") or "").lower().split()


def _joined(start: str, address: str) -> str:
    try:
        return urljoin(start, address)
    except ValueError:
        return ""
