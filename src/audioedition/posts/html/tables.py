"""Tables of a page: most of them hold data, some only lay out prose side by side; and data as text."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from selectolax.lexbor import LexborNode

from audioedition.posts.html.tree import walk
from audioedition.text import one_line

_LONG_CELL = 60  # characters: a table with such a cell lays out prose, one without holds data

ROW, CELL = "\f", "\v"
"""What parts them in the text of a table as it is gathered: control characters, which no text has."""

PARTS = MappingProxyType(
    {
        "tr": ROW,
        "td": CELL,
        "th": CELL,
        **dict.fromkeys(("thead", "tbody", "tfoot", "colgroup", "col"), ""),
    }
)
"""The elements of a table, with what parts their text from what is before it."""

APART = frozenset({"table", "caption", *(f"h{level}" for level in range(1, 7))})
"""The elements in a table that are blocks of their own; all others are words of its cells."""


def text(gathered: str) -> str:
    """The text of a table: a row on each line, ` | ` between cells, as in Markdown."""
    rows = (row.split(CELL) for row in gathered.split(ROW))
    lines = (row(cells[1:] if not cells[0].strip() else cells) for cells in rows)
    return "\n".join(line for line in lines if line.strip("| "))


def row(cells: Iterable[str]) -> str:
    """A row on one line: a sign of the cells' own that looks like a border is told from one."""
    return " | ".join(one_line(cell).replace("|", "\\|") for cell in cells).strip()


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
