"""Do the editions of a post say the same?  What differs, as warnings for the author.

Two editions are aligned paragraph by paragraph, then each pair is compared in what every translation
keeps: that it is there and in its place, headings, scene breaks, quotations, numbers, names, and about
its length.  All of it is a hint and nothing is an error: a translator may have had reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audioedition.compare import build
from audioedition.compare.alignment import Pair, align
from audioedition.compare.contents import contents
from audioedition.compare.passages import passages
from audioedition.compare.sides import Finding, Sides
from audioedition.model import Difference, Edition

__all__ = ["Difference", "aligned", "compare", "rows"]


def compare(editions: Sequence[Edition]) -> tuple[Difference, ...]:
    """Compare every edition with the first one; nothing is returned where all say the same.

    The differences of one pair stand in the order of the text, those of the titles first.
    """
    return tuple(found for other in editions[1:] for found in _differences(editions[0], other))


def aligned(one: Edition, two: Edition) -> Iterator[tuple[str, str]]:
    """The texts of two editions that say the same; none if they differ too much to tell."""
    pair = Pair(passages(one), passages(two))
    for bead in align(pair) or ():
        texts = (
            " ".join(passage.text for passage in side[places.start : places.stop])
            for side, places in ((pair.one, bead.one), (pair.two, bead.two))
        )
        left, right = texts
        if left and right:
            yield left, right


def rows(one: Edition, two: Edition) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] | None:
    """The places of the blocks of two editions that say the same, side by side; None if they differ too much to tell.

    Every block of both is in exactly one row, in order; a side of a row may be empty.  What is only shown goes
    with the block before it.
    """
    pair = Pair(passages(one), passages(two))
    beads = align(pair)
    if beads is None:
        return None
    found: list[tuple[list[int], list[int]]] = []
    for bead in beads:
        left = [place for i in bead.one if (place := pair.one[i].place) is not None]
        right = [place for i in bead.two if (place := pair.two[i].place) is not None]
        if left or right:
            found.append((left, right))
    for side, edition in enumerate((one, two)):
        _add_shown(found, side, edition)
    return tuple((tuple(left), tuple(right)) for left, right in found)


def _add_shown(found: list[tuple[list[int], list[int]]], side: int, edition: Edition) -> None:
    """Put the blocks of one side that are in no row behind those before them."""
    home = {place: row for row in found for place in row[side]}
    for place in range(len(edition.blocks)):
        if place not in home:
            if not found:
                found.append(([], []))
            home[place] = home.get(place - 1, found[0])
            home[place][side].append(place)
    for row in found:
        row[side].sort()


def _differences(one: Edition, two: Edition) -> Iterator[Difference]:
    pair = Pair(passages(one), passages(two))
    beads = align(pair)
    sides = Sides(one, two, pair, beads or ())
    found = [build.unlike(sides)] if beads is None or build.are_unlike(sides) else _found(sides)
    if build.is_flood(sides, found):
        found = [build.unlike(sides)]
    for finding in sorted(found, key=lambda finding: finding.position):
        yield finding.difference


def _found(sides: Sides) -> list[Finding]:
    found = [*build.moved(sides)]
    rest = sides.without(found)
    found += [*build.missing(rest), *build.kinds(rest)]
    odd = [
        *build.untranslated(rest),
        *build.lengths(rest),
    ]  # then their contents differ as a matter of course
    return [*found, *odd, *contents(rest.without(odd))]
