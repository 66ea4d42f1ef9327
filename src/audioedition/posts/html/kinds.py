"""Which kind of block an element of a page makes of its text."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from audioedition.model import Kind
from audioedition.posts.html import tables
from audioedition.posts.html.tree import names

_KINDS = {
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
    "blockquote": Kind.QUOTE,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "pre": Kind.CODE,
    "table": Kind.TABLE,
}
_CAPTION = re.compile(r"(.+[-_])?caption([-_]text)?", re.IGNORECASE)
_VERSE = re.compile(r"(.+[-_])?(verse|poem|poetry)", re.IGNORECASE)


def of(node: LexborNode, around: Kind) -> Kind | None:
    """The kind that `node`, in a block of the kind `around`, makes of its text, if any; a table that holds data."""
    tag = node.tag or ""
    if around is Kind.QUOTE and _KINDS.get(tag) is Kind.ITEM:
        return None  # a list in a quotation is the quotation
    if around is Kind.TABLE and tag not in tables.APART:
        return None
    if around is Kind.PARAGRAPH and any(map(_CAPTION.fullmatch, names(node))):
        return Kind.CAPTION
    if tag == "pre" and any(map(_VERSE.fullmatch, names(node))):
        return None  # a poem is written so for the sake of its lines
    return _KINDS.get(tag)
