"""Differences in what two passages say, as far as a translation keeps it: numbers and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audioedition.compare import numerals
from audioedition.compare.alignment import Bead
from audioedition.compare.numbers import Number, lost
from audioedition.compare.places import text
from audioedition.compare.sides import Finding, Sides
from audioedition.compare.vocabulary import Vocabulary

_SMALL = 13  # a number below it is said in many ways, or goes without saying

_MOST, _LONG = 5, 24  # words that are listed, and characters of each


def contents(sides: Sides) -> Iterator[Finding]:
    """What differs in paragraphs that say the same."""
    beads = [bead for bead in sides.beads if bead.one and bead.two]
    ones = [sides.texts(bead)[0] for bead in beads]
    twos = [sides.texts(bead)[1] for bead in beads]
    names = Vocabulary(ones, twos)
    for here, bead in enumerate(beads):
        near = slice(max(0, here - 1), here + 2)
        numbers = lost(
            (ones[here], twos[here]), ("\n".join(ones[near]), "\n".join(twos[near])), sides.languages
        )
        if any(numbers) and (words := _said(sides.places(bead), numbers, sides.languages)):
            yield sides.finding("number", words, bead)
        yield from _names(sides, bead, names.lost(here))


def titles(sides: Sides) -> Iterator[Finding]:
    """Numbers that differ between the titles, if both editions have one of their own."""
    if sides.one.untitled or sides.two.untitled:
        return
    both = sides.one.title, sides.two.title
    one, two = (f"the title of {text(language)}" for language in sides.languages)
    words = _said((one, two), lost(both, both, sides.languages), sides.languages)
    if words:
        yield sides.finding("number", words, None)


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


def _names(sides: Sides, bead: Bead, names: tuple[Sequence[str], Sequence[str]]) -> Iterator[Finding]:
    places = sides.places(bead) if any(names) else ("", "")
    for here, there, lonely in ((*places, names[0]), (*reversed(places), names[1])):
        if lonely:
            yield sides.finding("name", f"{here} names {_listed(lonely)}, {there} does not", bead)


def _listed(words: Sequence[str]) -> str:
    """Words as people list them: `48, 12 and 7`; of very many the first ones."""
    short = [word if len(word) <= _LONG else f"{word[: _LONG - 1]}…" for word in words[:_MOST]]
    rest = [f"{len(words) - _MOST} more"] if len(words) > _MOST else []
    *first, last = [*short, *rest]
    return f"{', '.join(first)} and {last}" if first else last
