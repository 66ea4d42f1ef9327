"""Differences in what two passages say, as far as a translation keeps it: numbers and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audioedition.compare import numerals
from audioedition.compare.alignment import Bead
from audioedition.compare.numbers import Number, lost
from audioedition.compare.sides import Finding, Sides
from audioedition.compare.vocabulary import Vocabulary

_SMALL = 13  # a number below it is said in many ways, or goes without saying

_MOST, _LONG = 5, 24  # words that are listed, and characters of each


def contents(sides: Sides) -> Iterator[Finding]:
    """What differs in paragraphs that say the same."""
    beads = [bead for bead in sides.beads if bead.one and bead.two]
    yield from _numbers(sides, beads)
    yield from _names(sides, [bead for bead in beads if not sides.has_title(bead)])


def _numbers(sides: Sides, beads: Sequence[Bead]) -> Iterator[Finding]:
    both = [sides.texts(bead) for bead in beads]
    for here, (bead, texts) in enumerate(zip(beads, both, strict=True)):
        around = both[max(0, here - 1) : here + 2]
        near = "\n".join(one for one, _ in around), "\n".join(two for _, two in around)
        numbers = lost(texts, near, sides.languages)
        if any(numbers) and (words := _said(sides.places(bead), numbers, sides.languages)):
            yield sides.finding("number", words, bead)


def _said(
    places: tuple[str, str], numbers: tuple[Sequence[Number], Sequence[Number]], languages: tuple[str, str]
) -> str:
    """What to say of numbers that stand on one side only; nothing if they may well be said otherwise."""
    if all(numbers):
        one, two = (_listed(_written(side)) for side in numbers)
        return f"{places[0]} says {one}, {places[1]} says {two}"
    side = 0 if numbers[0] else 1
    telling = _written(number for number in numbers[side] if (number.value or 0) >= _SMALL)
    if not telling or not numerals.known(languages[1 - side]):
        return ""
    return f"{places[side]} says {_listed(telling)}, {places[1 - side]} does not"


def _written(numbers: Iterable[Number]) -> Sequence[str]:
    """How numbers stand in the text, each once: hours and minutes are one time."""
    return tuple(dict.fromkeys(number.written for number in numbers))


def _names(sides: Sides, beads: Sequence[Bead]) -> Iterator[Finding]:
    """Titles are left out: they are no sentences, and what all of them name may change within the text."""
    both = [sides.texts(bead) for bead in beads]
    names = Vocabulary([one for one, _ in both], [two for _, two in both])
    for here, bead in enumerate(beads):
        lost_names = names.lost(here)
        places = sides.places(bead) if any(lost_names) else ("", "")
        for place, other, lonely in ((*places, lost_names[0]), (*reversed(places), lost_names[1])):
            if lonely:
                yield sides.finding("name", f"{place} names {_listed(lonely)}, {other} does not", bead)


def _listed(words: Sequence[str]) -> str:
    """Words as people list them: `48, 12 and 7`; of very many the first ones."""
    short = [word if len(word) <= _LONG else f"{word[: _LONG - 1]}…" for word in words[:_MOST]]
    rest = [f"{len(words) - _MOST} more"] if len(words) > _MOST else []
    *first, last = [*short, *rest]
    return f"{', '.join(first)} and {last}" if first else last
