"""Where a post has prose, and in which languages: counted once, for those that ask again and again."""

from __future__ import annotations

import itertools
import operator
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audioedition.editions.detection import letters, scores
from audioedition.editions.evidence import surely
from audioedition.model import Block

LONG = 60
"""Letters from which on a block is prose."""

_OFTEN = 2  # times as many blocks may be in another language


@dataclass(frozen=True, slots=True)
class Prose:
    """`before[at]` is how many blocks before `at` are prose, and `spoken[at]` the languages that these are surely in.

    `surely[at]` is the language of the block at `at`, or two that lead together: none if it is no prose.
    """

    before: Sequence[int]
    surely: Sequence[frozenset[str]]
    spoken: Sequence[frozenset[str]]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Prose:
        """Look at all of `blocks`."""
        long = [letters(block.text) >= LONG for block in blocks]
        told = [
            surely(scores(block.text)) if is_long else frozenset[str]()
            for block, is_long in zip(blocks, long, strict=True)
        ]
        spoken = list(itertools.accumulate(told, operator.or_, initial=frozenset[str]()))
        return cls([0, *itertools.accumulate(long)], told, spoken)

    def count(self, start: int, end: int) -> int:
        """How many blocks from `start` up to, but not including, `end` are prose."""
        return self.before[end] - self.before[start]

    def mostly(self, end: int) -> frozenset[str]:
        """The languages in which the post is before `end`, and does not only quote: at least half as often as in the first of them."""
        often = Counter(language for found in self.surely[:end] for language in found)
        most = max(often.values(), default=0)
        return frozenset(language for language, count in often.items() if _OFTEN * count >= most)

    def is_new(self, at: int, known: frozenset[str]) -> bool:
        """Whether the block at `at` is prose that is surely in none of the `known` languages, if any is."""
        return bool(known and self.surely[at]) and not self.surely[at] & known
