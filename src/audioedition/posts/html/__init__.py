"""A page, or a piece of one, to blocks: as a browser reads it, without what is around the post."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from audioedition.errors import PostError
from audioedition.model import Block, Dropped
from audioedition.posts.frontmatter import Meta
from audioedition.posts.html import (
    links,
    metadata,
    multilingual,
    notes,
    outline,
    reader,
    scope,
    teasers,
    titles,
)
from audioedition.posts.html.lists import items
from audioedition.posts.html.outline import Part
from audioedition.posts.html.stated import Stated
from audioedition.posts.html.tables import layouts

_ATTRIBUTE = r"""(?>[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+)"""
_TAG = re.compile(  # possessive throughout, so that a page takes one pass, whatever it holds
    r"<!--(?:-?>|.*?(?:-->|--!>|\Z))|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
    rf"|<[a-z][^\s/>]*+(?:{_ATTRIBUTE}{{2000}}(?P<monster>)|{_ATTRIBUTE}*+)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_VEILS = 50
_LEAST_VEILED = 200  # characters
_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)


def refuse_monsters(text: str, source: str) -> None:
    """Raise PostError for a tag with so many attributes that reading it would take minutes."""
    if any(found.lastgroup for found in _TAG.finditer(text)):
        raise PostError(f"{source} holds an HTML tag with thousands of attributes: take it out of the post.")


def blocks(text: str, address: str | None = None) -> tuple[list[Block], list[Dropped], Meta]:
    """Read `text`: its blocks, what is furniture and why, and what the page says about itself.

    `address` is where it was found, for the sake of relative addresses.  What is no whole page but a
    piece of one, as in a feed, is taken for the post itself: of it, only what is marked as furniture goes.
    """
    tree = LexborHTMLParser(text)
    root = tree.body
    if root is None:
        return [], [], Meta()
    notes.settle(root)
    is_page = bool(_PAGE.search(text))
    head = metadata.head(tree, address)
    stated = metadata.title(tree, head)
    parts, title = _outlined(root, stated, is_page=is_page)
    if is_page and scope.is_bare(parts) and _unveil(root):
        parts, title = _outlined(root, stated, is_page=is_page)
    places = scope.find(parts) if is_page else frozenset[int]()
    places |= scope.around(parts, places, title)
    seen = zip(parts, scope.text(parts, places), scope.own(parts, places), strict=True)
    meta = metadata.read(
        tree, head, ((part.node, is_text) for part, is_text, is_ours in seen if is_ours), address
    )
    plan = reader.Plan(
        scope=frozenset(parts[place].node.mem_id for place in places),
        furniture={part.node.mem_id: part.verdict for part in parts if part.verdict},
        layouts=layouts(root),
        title=parts[title].node.mem_id if title else 0,
        items=items(root),
        site=urlsplit(meta.address or address or "").netloc.lower(),
        start=links.base(tree, address or meta.address),
        is_multilingual=multilingual.is_used(text),
    )
    read = reader.read(root, plan)
    if not any(block.text for block in read.blocks):  # a theme that has a furniture's name for all of it
        read = reader.read(root, replace(plan, scope=frozenset(), furniture=plan.certain))
    if not is_page:
        return read.blocks, read.furniture, replace(meta, title=stated.title or None)
    top, above, own = titles.settled(read.blocks, read.links, read.title, stated)
    found, trimmed = teasers.without_links(*top)
    return found, [*read.furniture, *above, *trimmed], replace(meta, title=own or None)


def _outlined(root: LexborNode, stated: Stated, *, is_page: bool) -> tuple[list[Part], int | None]:
    """The outline of a page with what of it is furniture, and the place of its title."""
    parts = outline.of(root)
    title = titles.find(parts, stated) if is_page else None
    outline.judge(parts, title)
    titles.disown(parts, title)
    scope.acquit(parts)
    return parts, title


def _unveil(root: LexborNode) -> bool:
    """Show what a page has for those without scripts: some themes put the whole post there."""
    veils = [veil for veil in root.css("noscript")[:_MOST_VEILS] if len(veil.text()) > _LEAST_VEILED]
    for veil in veils:
        veil.unwrap()
    return bool(veils)
