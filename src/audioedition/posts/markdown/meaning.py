"""What authors mean by Markdown that says something else: a box is no quotation, a day no list, a lone sign a break."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from markdown_it.token import Token

_EMPTY_LIST = ["list_item_open", "list_item_close", "bullet_list_close"]
_SPACES = ("softbreak", "hardbreak")
_BOX = re.compile(r"\[!\w+\]")


def settle(tokens: Sequence[Token]) -> None:
    """Make of the `tokens` what they mean."""
    _open_boxes(tokens)
    _keep_breaks(tokens)
    _keep_numbers(tokens)
    _mark_captions(tokens)


def _mark_captions(tokens: Sequence[Token]) -> None:
    """Make captions of the emphasised lines below a picture: `![](quay.jpg)` and `*The quay at dawn*`."""
    pictured = False
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "paragraph_open" or inline.children is None:
            pictured = pictured and opening.type in ("inline", "paragraph_close")
            continue
        children = [child for child in inline.children if child.type not in _SPACES]
        rest = list(itertools.dropwhile(lambda child: child.type == "image", children))
        has_picture = len(rest) < len(children)
        if rest and (has_picture or pictured) and _is_emphasised(rest):
            opening.attrSet("class", "caption")
        pictured = has_picture and not rest


def _open_boxes(tokens: Sequence[Token]) -> None:
    """Make plain text of boxes such as `> [!NOTE]`, which quote nobody."""
    quotations: list[bool] = []  # those around each place: whether it is but a box
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open":
            inside = tokens[place + 2].content if place + 2 < len(tokens) else ""
            quotations.append(bool(_BOX.match(inside)))
        if token.type in ("blockquote_open", "blockquote_close"):
            is_box = quotations[-1] if token.nesting > 0 else quotations.pop()
            token.tag = "div" if is_box else token.tag


def _keep_breaks(tokens: Sequence[Token]) -> None:
    """Make scene breaks of headings and lists that hold nothing: a lone `#` or `*` is what manuscripts have there."""
    for place, token in enumerate(tokens):
        inside = [each.type for each in tokens[place + 1 : place + 4]]
        if token.type == "heading_open" and not tokens[place + 1].content:
            rest = tokens[place + 1 : place + 3]
        elif token.type == "bullet_list_open" and inside == _EMPTY_LIST:
            rest = tokens[place + 1 : place + 4]
        else:
            continue
        token.type, token.tag, token.nesting = "hr", "hr", 0
        for each in rest:
            each.type, each.content, each.nesting = "html_block", "", 0


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Make paragraphs with numbers of what is no list: a single item, or one that begins in the middle.

    Such a number is mostly that of a day: `3. May was fine.`
    """
    lists: list[tuple[Token, list[int]]] = []  # those around each place, with the places of their items
    for place, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append((token, []))
        elif token.type in ("list_item_open", "list_item_close"):
            lists[-1][1].append(place)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            opening, items = lists.pop()
            is_single = len(items) == len(("open", "close"))
            if opening.tag == "ol" and (is_single or opening.attrGet("start") not in (None, 0)):
                for item in items:
                    _be_paragraph(tokens, item)


def _be_paragraph(tokens: Sequence[Token], item: int) -> None:
    token, following = tokens[item], tokens[item + 1 : item + 3]
    token.tag = "div"
    number = f"{token.info}{token.markup} "
    if token.nesting > 0 and following[0].type == "paragraph_open" and following[1].children is not None:
        following[1].children.insert(0, Token("text", "", 0, content=number))
    elif token.nesting > 0:
        token.type, token.content = "html_block", f"<div>{number}"


def _is_emphasised(line: Sequence[Token]) -> bool:
    inside = line[1:-1]
    is_one = all(token.level > line[0].level for token in inside)
    return bool(inside) and line[0].type == "em_open" and line[-1].type == "em_close" and is_one
