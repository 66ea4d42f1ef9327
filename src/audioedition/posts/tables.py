"""Tables of a page: most of them hold data, some only lay out prose side by side."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from audioedition.posts.tree import walk
from audioedition.text import one_line

_LONG_CELL = 60  # characters: a table with such a cell lays out prose, one without holds data


def layouts(root: LexborNode) -> frozenset[int]:
    """The tables that hold prose, in one pass, for elements can be nested thousands deep."""
    size = 0  # characters of all text
    tables: list[int] = []
    cells: list[int] = []  # what was the size where each began
    found: set[int] = set()
    for entering, node in walk(root):
        if node.is_text_node:
            size += len(one_line(node.text_content or "")) if entering else 0
        elif node.tag == "table":
            tables.append(node.mem_id) if entering else tables.pop()
        elif node.tag in ("td", "th") and entering:
            cells.append(size)
        elif node.tag in ("td", "th") and size - cells.pop() > _LONG_CELL and tables:
            found.add(tables[-1])
    return frozenset(found)
