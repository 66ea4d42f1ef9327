"""Notes below a text, to where their signs stand.

Blog systems gather the notes of a post below it, those of all its languages together: only its sign
tells which text a note belongs to, and nobody who listens can look it up there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from audioedition.posts.html.tree import INLINE, is_note_sign, names

NAME = re.compile(r"(.+[-_])?(foot|end)-?notes?([-_].+)?", re.IGNORECASE)
"""The name of an element that holds notes."""

MOVED = "data-moved"
"""The attribute of a note that was moved: it is no item of a list that it is in by now."""

_MOST = 500  # notes: each is copied when it is moved
_TABLE_PARTS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TITLES = {*_HEADINGS.split(", "), "hr"}
_MOST_ABOVE = 4  # nodes: spaces, a rule, spaces, a title


@dataclass(slots=True)
class _Found:
    """By the name of its target: each note with the list that it is in, and the paragraph with its first sign."""

    notes: dict[str, tuple[LexborNode, LexborNode]] = field(default_factory=dict)
    signs: dict[str, LexborNode] = field(default_factory=dict)


def settle(root: LexborNode) -> None:
    """Move each note of a page behind the paragraph with its sign; what is left of an empty list goes."""
    found = _survey(root)
    known = [name for name in found.signs if name in found.notes][:_MOST]
    ends: dict[int, LexborNode] = {}  # of paragraphs, and of the notes that are behind them by now
    moved: set[int] = set()
    for name in known:
        note, _ = found.notes[name]
        paragraph = found.signs[name]
        if note.mem_id in moved or paragraph.parent is None:
            continue
        end = ends.get(paragraph.mem_id, paragraph)
        note.attrs[MOVED] = ""
        end.insert_after(note)  # a copy of it
        ends[paragraph.mem_id] = end.next or end
        moved.add(note.mem_id)
        note.decompose()
    for around in {around.mem_id: around for _, around in (found.notes[name] for name in known)}.values():
        titles = "".join(heading.text() for heading in around.css(_HEADINGS))
        if _letters(around.text()) <= _letters(titles):
            _take_out(around)


def _take_out(emptied: LexborNode) -> None:
    """Take out a list of notes that are elsewhere by now, with the rule and the title above it."""
    above = emptied.prev
    for _ in range(_MOST_ABOVE):
        if above is None or not (above.tag in _TITLES or (above.is_text_node and above.is_empty_text_node)):
            break
        gone, above = above, above.prev
        gone.decompose()
    emptied.decompose()


def _survey(root: LexborNode) -> _Found:
    """Find them all in one pass: elements can be nested thousands deep."""
    found = _Found()
    waiting: list[tuple[LexborNode | None, LexborNode | None, LexborNode]] = [(root.child, None, root)]
    while waiting:
        node, around, line = waiting.pop()
        if node is None:
            continue
        waiting.append((node.next, around, line))
        if not node.is_element_node:
            continue
        if node.tag not in INLINE:
            line = line if line.tag in _TABLE_PARTS else node
            if around is None and any(map(NAME.fullmatch, names(node))):
                around = node
        name = node.attributes.get("id") or ""
        if around is not None and name and line.mem_id != around.mem_id:
            found.notes.setdefault(name, (line, around))
        if around is None and (target := _target(node)):
            found.signs.setdefault(target, line)
        waiting.append((node.child, around, line))
    return found


def _target(node: LexborNode) -> str:
    """What a sign leads to; empty for what is none."""
    if node.tag == "sup" and is_note_sign(node):
        node = next((child for child in node.css("a") if child.attributes.get("href")), node)
    elif node.tag != "a" or not is_note_sign(node):
        return ""
    return (node.attributes.get("href") or "").partition("#")[2]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
