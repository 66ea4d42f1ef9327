"""Descriptions of pictures: blocks of their own in the edition of the text around them, if they are in its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audioedition.editions import words
from audioedition.editions.detection import letters, scores
from audioedition.editions.evidence import surely
from audioedition.languages import base
from audioedition.model import Block, Dropped, Kind

_TOLD = 20  # letters from which on a description tells its language
_ALIEN = "It describes a picture in another language than the text around it."


def placed(top: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with what is to be seen in and behind each; before them the pictures of the `top`, which is a title.

    A description that only repeats what is written beside it is left out.
    """
    found = [picture for block in top for picture in _described(block, blocks[0] if blocks else None)]
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        found += [block, *_described(block, below)]
    return found


def apart(blocks: Sequence[Block], language: str) -> tuple[list[Block], list[Dropped]]:
    """The `blocks` without descriptions that are surely in another language than this, and these."""
    kept: list[Block] = []
    alien: list[Dropped] = []
    for block in blocks:
        if block.kind is Kind.PICTURE and _is_alien(block.text, language):
            alien.append(Dropped(block.text, "picture", _ALIEN, block.line))
        else:
            kept.append(block)
    return kept, alien


def _described(block: Block, below: Block | None) -> Iterator[Block]:
    known = {words.fold(near.text) for near in (block, below) if near}
    for text in dict.fromkeys(block.pictures):
        if words.fold(text) not in known:
            yield Block(Kind.PICTURE, text, block.language, line=block.line)


def _is_alien(text: str, language: str) -> bool:
    best = surely(scores(text)) if letters(text) >= _TOLD else frozenset[str]()
    return bool(best) and base(language) not in best
