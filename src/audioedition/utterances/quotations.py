"""Where block quotations begin and end, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from audioedition.model import Block, Kind

Placed = tuple[int, Block]
"""A block, and its place in the edition."""

_CREDIT = re.compile(r"\s*(?:[—–―]|-{1,3})\s*\w")
_LONGEST_CREDIT = 120  # characters of a line below a quotation that says whose it is
_CLOSERS = MappingProxyType(
    {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", '"': '"', "「": "」", "『": "』"}
)
"""What ends a quotation, by what it begins with."""


def any_in(blocks: Sequence[Block]) -> bool:
    """Whether there is a block quotation among `blocks`."""
    return any(block.kind is Kind.QUOTE for block in blocks) or bool(continued(blocks))


def continued(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of paragraphs that quote at length: each begins with a quotation mark, and only the last has its end."""
    found: set[int] = set()
    run: list[int] = []
    for place, block in enumerate(blocks):
        opener = block.text[:1] if block.kind is Kind.PARAGRAPH else ""
        goes_on = bool(run) and opener == blocks[run[-1]].text[:1]
        is_open = _is_open(block.text) if opener in _CLOSERS else False
        if goes_on and not is_open:
            found.update((*run, place))
        run = [*(run if goes_on else ()), place] if is_open else []
    return frozenset(found)


def credited(run: Sequence[Placed]) -> Iterator[tuple[list[Placed], list[Placed]]]:
    """Each quotation of a run, with the line below it that says whose it is: a dash and a name."""
    quotation: list[Placed] = []
    for placed in run:
        if quotation and _is_credit(placed[1]):
            yield quotation, [placed]
            quotation = []
        else:
            quotation.append(placed)
    if quotation:
        yield quotation, []


def _is_credit(block: Block) -> bool:
    return block.is_credit or (_CREDIT.match(block.text) is not None and len(block.text) <= _LONGEST_CREDIT)


def _is_open(text: str) -> bool:
    """Whether the quotation that `text` begins with is not at its end with it."""
    opener, closers = text[0], _CLOSERS[text[0]]
    if opener in closers:
        return text.count(opener) % 2 == 1
    return text.count(opener) > sum(map(text.count, closers))
