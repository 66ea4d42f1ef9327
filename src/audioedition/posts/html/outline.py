"""The outline of a page: its elements, and how much of the page's prose each of them holds."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from audioedition.posts.html import surroundings
from audioedition.posts.html.surroundings import Verdict
from audioedition.posts.html.tree import INLINE, walk

_SHORTEST_PROSE = 25  # bytes outside of links: a Chinese sign says as much as three letters


@dataclass(slots=True)
class Part:
    """One element of a page.

    `above` is the place of its parent in the outline, `verdict` why it is furniture itself.  `own` are the
    bytes of the paragraphs directly in it, `prose` also of those further below, `kept` only of those that
    are no furniture.
    """

    node: LexborNode
    above: int
    quoted: bool = False
    verdict: Verdict | None = None
    own: int = 0
    prose: int = 0
    kept: int = 0


def of(root: LexborNode) -> list[Part]:
    """`root` and all elements below it, in their order."""
    parts = [Part(root, 0)]
    path = [0]
    linked = quoted = run = 0  # links and quotations around the place; bytes of its paragraph so far
    for entering, node in walk(root):
        if not node.is_element_node:
            if entering and node.is_text_node and not linked:
                run += len((node.text_content or "").strip().encode("utf-8", "replace"))
            continue
        if node.tag not in INLINE and node.tag != "br":
            parts[path[-1]].own += run if run >= _SHORTEST_PROSE else 0
            run = 0
        step = 1 if entering else -1
        linked += step if node.tag == "a" else 0
        quoted += step if node.tag == "blockquote" else 0
        if entering:
            parts.append(Part(node, path[-1], quoted > 0))
            path.append(len(parts) - 1)
        else:
            path.pop()
    parts[0].own += run if run >= _SHORTEST_PROSE else 0
    return parts


def judge(parts: list[Part], title: int | None) -> None:
    """Give each part its verdict: from the end, so that what is inside of it is known.

    `title` is the place of the heading that is the title of the post; without it, any main heading may be.
    """
    headed, marked = (
        set[int](),
        set[int](),
    )  # the places of those that hold a heading, or a language of its own
    headings = (place for place, part in enumerate(parts) if surroundings.is_title(part.node))
    first = next(headings, 0) if title is None else title  # the others may be those of related posts
    for place in range(len(parts) - 1, 0, -1):
        part = parts[place]
        if place == first or surroundings.is_main_heading(part.node, title is None):
            headed.add(place)
        if surroundings.is_marked(part.node):
            marked.add(place)
        part.verdict = surroundings.judged(
            part.node, quoted=part.quoted, headed=place in headed, marked=place in marked
        )
        for holds in (headed, marked):
            if place in holds:
                holds.add(part.above)
    add_up(parts)


def add_up(parts: list[Part]) -> None:
    """Give each part the prose of those in it: they come after it, so the way is from the end."""
    for part in parts:
        part.prose = part.kept = part.own
    for part in reversed(parts[1:]):
        parts[part.above].prose += part.prose
        parts[part.above].kept += 0 if part.verdict else part.kept
