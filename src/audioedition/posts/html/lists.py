"""Lists of a page: how deeply each item is nested, and the number that a reader sees before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from audioedition.posts.html.notes import MOVED
from audioedition.posts.html.tree import walk

_LISTS = ("ol", "ul", "menu")
_NUMBER = re.compile(r"\s*([+-]?\d{1,6})\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """An item: `level` other lists are around its own, and `number` is before it, if there is one."""

    level: int
    number: int | None = None


@dataclass(slots=True)
class _List:
    """A list that has begun: the number of its next item, if it has numbers."""

    place: int
    number: int | None = None
    step: int = 1


def items(root: LexborNode) -> Mapping[int, Item]:
    """All items below `root`, by their `mem_id`; the only one of a list needs no number."""
    found: dict[int, Item] = {}
    around: list[_List] = []
    for entering, node in walk(root):
        if node.tag in _LISTS:
            around.append(_begun(node)) if entering else around.pop()
        elif node.tag == "li" and entering and around and node.parent is not None:
            its = around[-1]
            if node.parent.mem_id != its.place or its.number is None or MOVED in node.attributes:
                found[node.mem_id] = Item(len(around) - 1)
                continue
            its.number = _number(node.attributes.get("value"), its.number)
            found[node.mem_id] = Item(len(around) - 1, its.number)
            its.number += its.step
    return found


def _begun(node: LexborNode) -> _List:
    count = (
        sum(child.tag == "li" and MOVED not in child.attributes for child in node.iter())
        if node.tag == "ol"
        else 0
    )
    if count < len(("first", "second")):
        return _List(node.mem_id)
    is_reversed = "reversed" in node.attributes
    first = _number(node.attributes.get("start"), count if is_reversed else 1)
    return _List(node.mem_id, first, -1 if is_reversed else 1)


def _number(said: str | None, default: int) -> int:
    found = _NUMBER.fullmatch(said or "")
    return int(found[1]) if found else default
