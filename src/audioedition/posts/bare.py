"""Web addresses that stand bare in a text: a reader wants to follow them, too."""

from __future__ import annotations

import re
from dataclasses import replace

from audioedition.model import Block, Link
from audioedition.patterns import later

_ADDRESS = later(r"(?<![\w/])https?://[^\s<>\"“”„«»‹›{}|\\^`]{3,1900}", re.IGNORECASE)
_BEHIND = ".,:;!?…'’"  # what ends a sentence rather than an address
_BRACKETS = {")": "(", "]": "[", "）": "（"}


def linked(block: Block) -> Block:
    """`block` with a link for each web address in its text that is none yet."""
    if "://" not in block.text or block.kind.is_shown:
        return block
    found = [
        Link(start, end, block.text[start:end]) for start, end in map(_trimmed, _ADDRESS.finditer(block.text))
    ]
    new = [
        link
        for link in found
        if not any(link.start < old.end and old.start < link.end for old in block.links)
    ]
    return (
        replace(block, links=tuple(sorted((*block.links, *new), key=lambda link: link.start)))
        if new
        else block
    )


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    """The place of an address without the punctuation behind it, and without a bracket that was opened before it."""
    text = found[0]
    while text[-1] in _BEHIND or (
        text[-1] in _BRACKETS and text.count(text[-1]) > text.count(_BRACKETS[text[-1]])
    ):
        text = text[:-1]
    return found.start(), found.start() + len(text)
