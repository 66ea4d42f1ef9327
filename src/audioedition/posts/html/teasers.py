"""Links to other posts, around a text and in it: lists of them, teasers, lines that are nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.model import Block, Dropped, Kind

_LINKS = ("navigation", "It stands at the edge of the text and is nothing but links to other pages.")
_TEASER = ("related", "It leads to another post.")
_FEWEST_LISTED = 2  # links
_PROSE = 80  # characters
_SHORTEST_TEASER, _LONGEST_TEASER = 25, 150  # characters; what is shorter may be a button or head comments
_MOST_IN_CARD = 4  # blocks
_MOST_TEASED = 0.25  # of a page's text: what is more is a page of several posts
_BETWEEN = (Kind.HEADING, Kind.BREAK)


def without_links(blocks: Sequence[Block], links: Sequence[bool]) -> tuple[list[Block], list[Dropped]]:
    """Take off the lists of links above and below the text, the latter with their headings, and teasers of other posts."""
    texts = [place for place, block in enumerate(blocks) if not links[place] and block.kind not in _BETWEEN]
    if not texts:
        return list(blocks), []
    end = texts[-1] + 1 if any(links[texts[-1] :]) else len(blocks)
    listed = _listed(blocks, links)
    cards = _cards(blocks, links)
    kept: list[Block] = []
    dropped: list[Dropped] = []
    for place, block in enumerate(blocks):
        is_edge = (
            place >= end
            or place in listed
            or (place < texts[0] and links[place] and block.kind is not Kind.HEADING)
        )
        is_teaser = place >= cards or (links[place] and _is_teaser(block))
        if block.text and (is_edge or is_teaser):
            dropped.append(Dropped(block.text, *(_LINKS if is_edge else _TEASER), line=block.line))
        elif not is_edge:
            kept.append(block)
    return kept, dropped


def _listed(blocks: Sequence[Block], links: Sequence[bool]) -> set[int]:
    """The places of links below the last prose, though other short lines are among them, and of their headings."""
    prose = [place for place, block in enumerate(blocks) if not links[place] and _is_prose(block)]
    behind = range(prose[-1] + 1, len(blocks)) if prose else range(0)
    linked = {place for place in behind if links[place] and len(blocks[place].text) >= _SHORTEST_TEASER}
    if len(linked) < _FEWEST_LISTED:
        return set()
    headings = {place for place in behind if blocks[place].kind is Kind.HEADING and place + 1 in linked}
    return linked | headings


def _is_prose(block: Block) -> bool:
    return block.kind is not Kind.HEADING and (
        len(block.text) >= _PROSE or block.text.endswith((".", "!", "?"))
    )


def _is_teaser(block: Block) -> bool:
    """Whether a link to another page of the site is a line of its own, and no sentence of the text."""
    short = _SHORTEST_TEASER <= len(block.text) <= _LONGEST_TEASER and not block.text.endswith(
        (".", "!", "?", "…")
    )
    return block.kind is Kind.PARAGRAPH and not block.language and short


def _cards(blocks: Sequence[Block], links: Sequence[bool]) -> int:
    """Where teasers of other posts begin below the text: headings that are links, with a few lines below each."""
    size, first, count = 0, len(blocks), 0
    most = _MOST_TEASED * sum(len(block.text) for block in blocks)
    below = len(blocks)  # the place of the heading below
    for place in range(len(blocks) - 1, -1, -1):
        size += len(blocks[place].text)
        if blocks[place].kind is not Kind.HEADING:
            continue
        if not links[place] or below - place > _MOST_IN_CARD or size > most:
            break
        first, below, count = place, place, count + 1
    return first if count > 1 else len(blocks)
