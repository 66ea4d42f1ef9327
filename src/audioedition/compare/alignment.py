"""Which passages of two editions say the same: the cheapest way through both at once.

After W. A. Gale and K. W. Church, "A Program for Aligning Sentences in Bilingual Corpora",
Computational Linguistics 19 (1993), who go by length alone.  Here kinds of passages and words that
both editions share count as well, since a post is short and its paragraphs are few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from audioedition.compare.passages import Passage, weights
from audioedition.model import Kind

_SHAPES = {  # nats that each shape of bead costs: nearly all are one to one
    (1, 1): 0.05,
    (1, 0): 5.5,
    (0, 1): 5.5,
    (2, 1): 5.0,
    (1, 2): 5.0,
    (2, 2): 11.0,
}
_SKIPPED_BREAK = 3.0  # nats for a scene break without counterpart
_HEADING = 4.0  # nats for a heading that is none in the other edition
_OTHER_KIND = 0.7  # nats for a quotation or an item that is something else in the other edition
_MIXED = 3.0  # nats for taking an item and a paragraph together for one
_SPREAD, _NOISE = 0.01, 1.0  # variance of the logarithm of two lengths: of whole texts, and of one letter
_WORST = 9.0  # nats that a bad length costs at most: half of a paragraph is still that paragraph
_SHARED = 0.8  # how much of a shared word is evidence: words of one paragraph come together
_MOST_SHARED = 12.0  # nats
_FAR = 0.7  # logarithm of two lengths from which on it is not worth a look whether they are of one text
_STEADY = 2.5  # standard deviations within which editions of equal build are aligned without a search
_USUAL = 0.2  # logarithm by which one language is longer than another at most
_BAND = 6  # cells beside the diagonal that are looked at first
_CELLS = 400_000  # that are looked at at most


@dataclass(frozen=True, slots=True)
class Bead:
    """Passages of one edition, and those of the other that say the same; one side may be empty."""

    one: range
    two: range


class Pair:
    """The passages of two editions, and how well any two of them fit."""

    def __init__(self, one: Sequence[Passage], two: Sequence[Passage]) -> None:
        """Compare passages of these two editions."""
        self.one, self.two = one, two
        self.ratio = 0.0  # the logarithm of how much longer the second language is
        self._shared = weights(one, two)
        known = self._shared.keys()
        self._left = [passage.stems & known for passage in one]
        self._right = [passage.stems & known for passage in two]
        self._common: dict[tuple[int, int], float] = {}

    def common(self, i: int, j: int) -> float:
        """Nats that the words which two passages share are worth."""
        known = self._common.get((i, j))
        if known is None:
            worth = sum(map(self._shared.__getitem__, self._left[i] & self._right[j]))
            known = self._common[i, j] = min(_MOST_SHARED, worth * _SHARED)
        return known

    def cost(self, i: int, j: int) -> float:
        """Nats for taking passage `i` of one edition and `j` of the other for the same."""
        left, right = self.one[i], self.two[j]
        kinds = _kinds(left.kind, right.kind)
        if kinds == math.inf or left.kind is Kind.BREAK:
            return kinds
        return kinds + self.length(left.size, right.size) - self.common(i, j)

    def merged(self, left: range, right: range) -> float:
        """Nats for taking two passages for one, or for two that are divided elsewhere."""
        if any(self.one[i].kind in _WHOLE for i in left) or any(self.two[j].kind in _WHOLE for j in right):
            return math.inf
        sizes = sum(self.one[i].size for i in left), sum(self.two[j].size for j in right)
        if abs(math.log((sizes[1] + 1) / (sizes[0] + 1)) - self.ratio) > _FAR:
            return math.inf
        common = sum(self.common(i, j) for i in left for j in right)
        kinds = {self.one[i].kind for i in left} | {self.two[j].kind for j in right}
        return (
            (len(kinds) - 1) * _MIXED
            + self.length(*sizes)
            - min(common, _MOST_SHARED * min(len(left), len(right)))
        )

    def length(self, left: float, right: float) -> float:
        """Nats for two lengths that ought to be those of the same text."""
        return min(_WORST, deviation(left, right, self.ratio) ** 2 / 2)

    def measure(self, beads: Sequence[Bead]) -> None:
        """Learn from an alignment how much longer the second language is."""
        both = [
            math.log((self.two[bead.two[0]].size + 1) / (self.one[bead.one[0]].size + 1))
            for bead in beads
            if len(bead.one) == len(bead.two) == 1 and self.one[bead.one[0]].kind is not Kind.BREAK
        ]
        if both:
            self.ratio = median(both) * len(both) / (len(both) + 1)


_WHOLE = (Kind.BREAK, Kind.HEADING)


def deviation(left: float, right: float, ratio: float) -> float:
    """How far, in standard deviations, `right` is from what a text of `left` letters should have."""
    left, right = left + 5, right + 5  # a word of two letters and one of six may well be the same
    return (math.log(right / left) - ratio) / math.sqrt(_SPREAD + 2 * _NOISE / (left + right))


def align(pair: Pair) -> tuple[Bead, ...] | None:
    """The cheapest sequence of beads, or None if the editions differ too much to be searched.

    `pair` knows the ratio of the two languages afterwards.
    """
    if beads := _side_by_side(pair):
        return beads
    total = math.log((1 + sum(p.size for p in pair.two)) / (1 + sum(p.size for p in pair.one)))
    pair.ratio = max(-_USUAL, min(_USUAL, total))
    beads = _search(pair)
    if beads is not None:
        pair.measure(beads)
        beads = _search(pair)
    return beads


def _side_by_side(pair: Pair) -> tuple[Bead, ...] | None:
    """One bead per passage, if both editions are built alike and nothing speaks against it."""
    if [passage.kind for passage in pair.one] != [passage.kind for passage in pair.two]:
        return None
    beads = tuple(Bead(range(place, place + 1), range(place, place + 1)) for place in range(len(pair.one)))
    pair.measure(beads)
    steady = all(
        abs(deviation(left.size, right.size, pair.ratio)) <= _STEADY
        for left, right in zip(pair.one, pair.two, strict=True)
    )
    return beads if steady else None


def _search(pair: Pair) -> tuple[Bead, ...] | None:
    """The cheapest way inside a band around the diagonal that is widened until it is wide enough."""
    ahead = len(pair.two) - len(pair.one)
    band = _BAND
    while True:
        low, high = min(0, ahead) - band, max(0, ahead) + band
        if (high - low + 1) * (len(pair.one) + 1) > _CELLS and band > _BAND:
            return None
        beads = _cheapest(pair, low, high)
        offsets = [bead.two.start - bead.one.start for bead in beads]
        whole = -low > len(pair.one) and high > len(pair.two)
        if whole or all(low + 1 < offset < high - 1 for offset in offsets):
            return beads
        band *= 2


def _cheapest(pair: Pair, low: int, high: int) -> tuple[Bead, ...]:
    """The cheapest way on which the second edition is `low` to `high` passages ahead."""
    ends = len(pair.one), len(pair.two)
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    shapes: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(ends[0] + 1):
        for j in range(max(0, i + low), min(ends[1], i + high) + 1):
            if (i, j) not in costs:
                continue
            here = costs[i, j]
            for shape, price in _steps(pair, i, j):
                there = i + shape[0], j + shape[1]
                if here + price < costs.get(there, math.inf) - 1e-9 and low <= there[1] - there[0] <= high:
                    costs[there] = here + price
                    shapes[there] = shape
    beads = []
    i, j = ends
    while i or j:
        left, right = shapes[i, j]
        i, j = i - left, j - right
        beads.append(Bead(range(i, i + left), range(j, j + right)))
    return tuple(reversed(beads))


def _steps(pair: Pair, i: int, j: int) -> list[tuple[tuple[int, int], float]]:
    """Every bead that can follow, with its cost."""
    more = len(pair.one) - i, len(pair.two) - j
    steps = []
    if all(more):
        steps.append(((1, 1), _SHAPES[1, 1] + pair.cost(i, j)))
        for shape in ((2, 1), (1, 2), (2, 2)):
            if shape[0] <= more[0] and shape[1] <= more[1]:
                price = pair.merged(range(i, i + shape[0]), range(j, j + shape[1]))
                steps.append((shape, _SHAPES[shape] + price))
    if more[0]:
        steps.append(((1, 0), _skipped(pair.one[i])))
    if more[1]:
        steps.append(((0, 1), _skipped(pair.two[j])))
    return steps


def _skipped(passage: Passage) -> float:
    return _SKIPPED_BREAK if passage.kind is Kind.BREAK else _SHAPES[1, 0]


def _kinds(left: Kind, right: Kind) -> float:
    if left is right:
        return 0.0
    if Kind.BREAK in (left, right):
        return math.inf
    return _HEADING if Kind.HEADING in (left, right) else _OTHER_KIND
