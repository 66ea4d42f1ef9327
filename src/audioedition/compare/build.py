"""Differences in how two editions are built: what is missing, elsewhere, of another kind or length."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from audioedition.compare.alignment import Bead, deviation
from audioedition.compare.passages import Passage
from audioedition.compare.places import text
from audioedition.compare.sides import Finding, Sides
from audioedition.languages import base
from audioedition.model import Kind

_SHORT = 40  # letters below which a paragraph without counterpart may be part of its neighbour
_FACTOR = math.log(1.6)  # by how much the length of a paragraph must be out of the ordinary,
_DEVIATION = 3.0  # by how many standard deviations,
_LEAST = 50  # and by how many letters
_UNLIKE = 0.4  # share of passages without counterpart from which on two texts are not the same,
_FEW = 3  # unless they are so few stretches, in one of the texts,
_SCATTERED = 0.25  # and the share where they stand here and there
_STRETCH = 3  # passages as which a longer stretch counts there
_ENOUGH = 10  # passages that are enough to say so
_MEDIAN_OF_NORMAL = 0.6745  # of the absolute value
_ELSEWHERE = 6.0  # nats that a passage must fit elsewhere
_SOUGHT = 100  # passages among which one that is missing is looked for
_CROSSED = 2.5  # nats by which two neighbours must fit better in the other order
_OPENING = ("“", "„", "«", "»", "‹", "「", "『", '"', "‘", "‚", "—", "–")
_CODES = {Kind.HEADING: "heading", Kind.BREAK: "break", Kind.QUOTE: "quotation"}
_OF_BUILD = {*_CODES.values(), "missing", "order", "length"}
_ALIKE = 0.5  # share of common words from which on two languages cannot be told by their words
_PROSE, _LONG = 6, 60  # words without a capital, and letters, that make a text more than a list of names
_STEMS = 8  # words that a paragraph must have for that


def are_unlike(sides: Sides) -> bool:
    """Whether so much has no counterpart, or not by its length, that the two are no translations.

    A few stretches that only one edition has are no sign of that: a translation may not be finished.
    """
    sizes = len(sides.pair.one), len(sides.pair.two)
    runs = [list(run) for fits, run in groupby(sides.beads, lambda bead: _fits(sides, bead)) if not fits]
    both = [(sum(len(bead.one) for bead in run), sum(len(bead.two) for bead in run)) for run in runs]
    lacking = sum(one for one, _ in both), sum(two for _, two in both)
    scattered = sum(min(_STRETCH, one) + min(_STRETCH, two) for one, two in both)
    strange = len(runs) > _FEW or all(
        more >= _UNLIKE * size for more, size in zip(lacking, sizes, strict=True)
    )
    shares = ((sum(lacking), _UNLIKE if strange else math.inf), (scattered, _SCATTERED))
    return any(found >= max(_ENOUGH, share * sum(sizes)) for found, share in shares)


def is_flood(sides: Sides, found: Sequence[Finding]) -> bool:
    """Whether so much was found, and not only in what paragraphs say, that paragraphs of different texts were compared."""
    built = sum(finding.difference.code in _OF_BUILD for finding in found)
    longest = max(len(sides.pair.one), len(sides.pair.two))
    return built > _FEW and len(found) >= max(_ENOUGH, _SCATTERED * longest)


def unlike(sides: Sides) -> Finding:
    """What to say then."""
    one, two = map(text, sides.languages)
    words = f"{one} and {two} differ too much to be compared paragraph by paragraph"
    return sides.finding("different", words, None)


def moved(sides: Sides) -> Iterator[Finding]:
    """Passages that stand elsewhere in the other edition."""
    taken: set[Bead] = set()
    for bead, after in pairwise(sides.beads):
        swapped = (*bead.one, *after.one), (*bead.two, *after.two)
        both = _shape(bead) == _shape(after) == (1, 1) and not sides.has_title(bead)
        if both and bead not in taken and _crossed(sides, *swapped):
            taken.add(after)
            yield _order(sides, Bead(bead.one, after.two), [bead, after])
    for bead in sides.beads:
        if _shape(bead) == (2, 2) and _crossed(sides, bead.one, bead.two):
            yield _order(sides, Bead(bead.one[:1], bead.two[1:]), [bead])
    found = [bead for bead in sides.beads if _shape(bead) == (0, 1)]
    for bead in sides.beads:
        if _shape(bead) != (1, 0) or not 0 < len(found) <= _SOUGHT:
            continue
        best = min(found, key=lambda other: _cost(sides, bead, other))
        if _same(sides, bead, best):
            found.remove(best)
            yield _order(sides, Bead(bead.one, best.two), [bead, best])


def missing(sides: Sides) -> Iterator[Finding]:
    """Passages that the other edition lacks, those that follow each other together."""
    beads = [bead for bead in sides.beads if (bead.one and bead.two) or not sides.has_title(bead)]
    for is_lonely, run in groupby(beads, lambda bead: not (bead.one and bead.two)):
        alone = list(run) if is_lonely else []
        for side in ([bead for bead in alone if bead.one], [bead for bead in alone if bead.two]):
            for is_break, some in groupby(side, lambda bead: _kind(sides, bead) is Kind.BREAK):
                for bead in some if is_break else [_joined(list(some))]:
                    yield from _missing(sides, bead)


def kinds(sides: Sides) -> Iterator[Finding]:
    """Headings and quotations that are none in the other edition."""
    for bead in sides.beads:
        if _shape(bead) != (1, 1) or sides.has_title(bead):
            continue
        one, two = (passages[0] for passages in sides.passages(bead))
        for kind, name in ((Kind.HEADING, "heading"), (Kind.QUOTE, "quotation")):
            if (one.kind is kind) != (two.kind is kind) and not (_quoted(one) and _quoted(two)):
                places = sides.places(bead)
                here, there = places if one.kind is kind else reversed(places)
                yield sides.finding(name, f"{here} is a {name}, {there} is not", bead)


def lengths(sides: Sides) -> Iterator[Finding]:
    """Paragraphs that are much longer or shorter than their counterpart, for this pair of languages."""
    whole = (Kind.HEADING, Kind.BREAK)
    both = [bead for bead in sides.beads if bead.one and bead.two and not sides.has_title(bead)]
    beads = [bead for bead in both if _kind(sides, bead) not in whole]
    strays = [abs(deviation(*sides.sizes(bead), sides.pair.ratio)) for bead in beads]
    spread = max(1.0, median(strays) / _MEDIAN_OF_NORMAL) if len(strays) >= _ENOUGH else 1.0
    for bead, stray in zip(beads, strays, strict=True):
        if stray / spread >= _DEVIATION and _is_out(sides, bead):
            yield _length(sides, bead)


def untranslated(sides: Sides) -> Iterator[Finding]:
    """Paragraphs that are word for word the same in both editions, unless the languages are very close."""
    if base(sides.one.language) == base(sides.two.language):
        return
    same, likeness = set(), []
    for bead in sides.beads:
        if _shape(bead) == (1, 1):
            one, two = (passages[0] for passages in sides.passages(bead))
            if one.text != two.text and len(one.stems) >= _STEMS:
                likeness.append(len(one.stems & two.stems) / len(one.stems | two.stems))
            elif one.text == two.text and _is_prose(one):
                same.add(bead)
    if likeness and median(likeness) > _ALIKE:
        return
    for is_same, run in groupby(sides.beads, same.__contains__):
        if is_same:
            beads = list(run)
            places = sides.places(_joined(beads))
            words = f"{places[1]} {_verb(beads, 'is', 'are')} word for word the same as {places[0]}"
            yield sides.finding("untranslated", words, _joined(beads), beads)


def _fits(sides: Sides, bead: Bead) -> bool:
    if not (bead.one and bead.two):
        return sides.has_title(bead)
    return abs(deviation(*sides.sizes(bead), sides.pair.ratio)) < _DEVIATION


def _shape(bead: Bead) -> tuple[int, int]:
    return len(bead.one), len(bead.two)


def _kind(sides: Sides, bead: Bead) -> Kind:
    one, two = sides.passages(bead)
    return (one or two)[0].kind


def _joined(beads: Sequence[Bead]) -> Bead:
    first, last = beads[0], beads[-1]
    return Bead(range(first.one.start, last.one.stop), range(first.two.start, last.two.stop))


def _missing(sides: Sides, bead: Bead) -> Iterator[Finding]:
    one, two = sides.passages(bead)
    passages = (*one, *two)
    code = _CODES.get(passages[0].kind, "missing") if len(passages) == 1 else "missing"
    if sum(passage.size for passage in passages) < _SHORT and not any(one.kind in _CODES for one in passages):
        return
    here, there = sides.places(bead) if one else reversed(sides.places(bead))
    yield sides.finding(code, f"{here} {_verb(passages, 'has', 'have')} no counterpart in {there}", bead)


def _cost(sides: Sides, bead: Bead, other: Bead) -> float:
    return sides.pair.cost(bead.one[0], other.two[0])


def _crossed(sides: Sides, one: Sequence[int], two: Sequence[int]) -> bool:
    """Whether two passages fit better in the other order, not by their lengths alone."""
    pair = sides.pair
    straight, crossed = ((one[0], two[0]), (one[1], two[1])), ((one[0], two[1]), (one[1], two[0]))
    gain = sum(pair.cost(*cell) for cell in straight) - sum(pair.cost(*cell) for cell in crossed)
    words = sum(pair.common(*cell) for cell in crossed) - sum(pair.common(*cell) for cell in straight)
    return math.inf > gain >= _CROSSED and words >= _CROSSED


def _same(sides: Sides, bead: Bead, other: Bead) -> bool:
    """Whether a passage that is missing here is one that is too much there."""
    (one,), (two,) = sides.passages(bead)[0], sides.passages(other)[1]
    near = abs(deviation(one.size, two.size, sides.pair.ratio)) <= _DEVIATION
    return one.kind is two.kind and near and _cost(sides, bead, other) <= -_ELSEWHERE


def _order(sides: Sides, bead: Bead, about: Sequence[Bead]) -> Finding:
    one, two = sides.places(bead)
    words = f"{one} says the same as {two}, but they stand in another order"
    return sides.finding("order", words, bead, about)


def _is_out(sides: Sides, bead: Bead) -> bool:
    left, right = sides.sizes(bead)
    expected = left * math.exp(sides.pair.ratio)
    return abs(math.log((right + 1) / (expected + 1))) >= _FACTOR and abs(right - expected) >= _LEAST


def _length(sides: Sides, bead: Bead) -> Finding:
    one, two = sides.places(bead)
    left, right = sides.sizes(bead)
    expected = left * math.exp(sides.pair.ratio)
    share = right / expected
    place, other, share = (one, two, 1 / share) if share > 1 else (two, one, share)
    words = f"{place} has only {share * 100:.0f} % of the length that {other} leads one to expect"
    return sides.finding("length", words, bead)


def _verb(found: Sequence[object], one: str, several: str) -> str:
    return one if len(found) == 1 else several


def _quoted(passage: Passage) -> bool:
    return passage.kind is Kind.QUOTE or passage.text.startswith(_OPENING)


def _is_prose(passage: Passage) -> bool:
    words = passage.text.split()
    lower = sum(word.islower() for word in words)
    return passage.size >= _LONG and not _quoted(passage) and lower >= max(_PROSE, len(words) / 3)
