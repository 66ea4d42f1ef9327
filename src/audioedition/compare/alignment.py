"""Which passages of two editions say the same: the cheapest way through both at once.

After W. A. Gale and K. W. Church, "A Program for Aligning Sentences in Bilingual Corpora",
Computational Linguistics 19 (1993), who go by length alone.  Here kinds of passages and words that
both editions share count as well, since a post is short and its paragraphs are few.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
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
_NO_TITLE = (
    2.6  # nats for a title without counterpart, and for one that is something else in the other edition
)
_OTHER_KIND = 0.7  # nats for a quotation or an item that is something else in the other edition
_UNIT = 3.0  # nats for dividing or joining what is no paragraph, such as an item of a list
_SPREAD, _NOISE = 0.01, 1.0  # variance of the logarithm of two lengths: of whole texts, and of one letter
_WORST = 9.0  # nats that a bad length costs at most: half of a paragraph is still that paragraph
_SHARED = 0.8  # how much of a shared word is evidence: words of one paragraph come together
_MOST_SHARED = 12.0  # nats
_FAR = 0.7  # logarithm of two lengths from which on it is not worth a look whether they are of one text
_STEADY = 2.5  # standard deviations within which editions of equal build are aligned without a search
_USUAL = 0.2  # logarithm by which one language is longer than another at most
_NEAR = 0.05  # logarithms of ratios that are as good as equal
_LATE = 1e-6  # nats a passage later: of two that are equal, the second one is too much
_TINY = 1e-9  # nats that do not count: sums differ by their order
_BAND = 6  # cells beside the diagonal that are looked at first,
_WIDE = 24  # and at least, if the way is dear: words in common should pay for what does not fit
_CELLS = 200_000  # that are looked at at most, in all bands of a search


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
        kinds = _kinds(left, right)
        if kinds == math.inf or left.kind is Kind.BREAK:
            return kinds
        return kinds + self.length(left.size, right.size) - self.common(i, j)

    def merged(self, i: int, j: int, shape: tuple[int, int]) -> float:
        """Nats for taking two passages for one, or for two that are divided elsewhere."""
        left, right = self.one[i : i + shape[0]], self.two[j : j + shape[1]]
        sizes = sum(passage.size for passage in left), sum(passage.size for passage in right)
        if abs(math.log((sizes[1] + 1) / (sizes[0] + 1)) - self.ratio) > _FAR:
            return math.inf
        kinds = {passage.kind for passage in (*left, *right)}
        if not kinds.isdisjoint(_WHOLE):
            return math.inf
        common = sum(self.common(i + a, j + b) for a in range(shape[0]) for b in range(shape[1]))
        whole = _UNIT if kinds != {Kind.PARAGRAPH} else 0.0
        return whole + self.length(*sizes) - min(common, _MOST_SHARED * min(shape))

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
    assumed = pair.ratio
    if beads is not None:
        pair.measure(beads)
    return beads if beads is None or abs(pair.ratio - assumed) < _NEAR else _search(pair)


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
    """The cheapest way inside a band around the diagonal that is widened until all is well.

    That is: the way does not lead along the border of the band, and is not suspiciously dear.
    """
    longest = max(len(pair.one), len(pair.two))
    ahead = len(pair.two) - len(pair.one)
    found, band, looked = None, _BAND, 0
    while True:
        low, high = min(0, ahead) - band, max(0, ahead) + band
        looked += (high - low + 1) * longest
        if looked > _CELLS:
            return found
        cost, beads = _cheapest(pair, low, high)
        inside = all(low + 1 < bead.two.start - bead.one.start < high - 1 for bead in beads)
        if band > longest or (inside and (cost <= 0 or band >= _WIDE)):
            return beads
        found = beads if inside else None
        band *= 2


def _cheapest(pair: Pair, low: int, high: int) -> tuple[float, tuple[Bead, ...]]:
    """The cost and the beads of the cheapest way on which the second edition is `low` to `high` passages ahead."""
    rows: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in range(len(pair.one) + 1)]
    rows[0][0] = 0.0, (0, 0)
    for i, row in enumerate(rows):
        for j in range(max(0, i + low), min(len(pair.two), i + high) + 1):
            if j not in row:
                continue
            here = row[j][0]
            for shape, price in _steps(pair, i, j):
                there, then = i + shape[0], j + shape[1]
                known = rows[there].get(then)
                if known is None or here + price < known[0] - _TINY:
                    rows[there][then] = here + price, shape
    return rows[-1][len(pair.two)][0], _back(rows, len(pair.two))


def _back(rows: Sequence[Mapping[int, tuple[float, tuple[int, int]]]], j: int) -> tuple[Bead, ...]:
    """The beads of the way that led to the end."""
    beads = []
    i = len(rows) - 1
    while i or j:
        left, right = rows[i][j][1]
        i, j = i - left, j - right
        beads.append(Bead(range(i, i + left), range(j, j + right)))
    return tuple(reversed(beads))


def _steps(pair: Pair, i: int, j: int) -> Iterator[tuple[tuple[int, int], float]]:
    """Every bead that can follow, with its cost."""
    more = len(pair.one) - i, len(pair.two) - j
    for shape, price in _SHAPES.items():
        if shape[0] > more[0] or shape[1] > more[1]:
            continue
        if shape == (1, 1):
            yield shape, price + pair.cost(i, j)
        elif 0 in shape:
            passage = pair.one[i] if shape[0] else pair.two[j]
            yield shape, _alone(passage, price) - _LATE * (i + j)
        else:
            yield shape, price + pair.merged(i, j, shape)


def _alone(passage: Passage, price: float) -> float:
    """Nats for leaving a passage without counterpart, where most cost `price`."""
    if passage.is_title:
        return _NO_TITLE
    return _SKIPPED_BREAK if passage.kind is Kind.BREAK else price


def _kinds(left: Passage, right: Passage) -> float:
    """Nats for taking passages of these kinds for the same."""
    if left.kind is right.kind and left.is_title is right.is_title:
        return 0.0
    if Kind.BREAK in (left.kind, right.kind):
        return math.inf
    if left.is_title or right.is_title:
        return _NO_TITLE
    return _HEADING if Kind.HEADING in (left.kind, right.kind) else _OTHER_KIND
