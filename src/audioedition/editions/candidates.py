"""The languages that a post may be in: those that some longer piece of it is surely in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from audioedition.editions.detection import Scores, is_known, together
from audioedition.editions.evidence import Line, surely
from audioedition.editions.marks import called
from audioedition.languages import base

_BADLY = 2.2  # nats by which a line is worse explained than by its own best language
_PIECE = 60  # letters of a piece that may nominate a language
_VOTER = 20  # letters of a line that may do so together with another
_SHARE = 0.12  # of all letters, in a line that does so alone: a notice of a sentence in each language
_WINDOW = 120  # letters to which short lines are joined for the same


def nominated(lines: Sequence[Line], named: frozenset[str]) -> frozenset[str]:
    """The candidates, by the author's tags where there are any; `named` are languages that a marker, the configuration or the front matter names."""
    marks = frozenset(line.mark for line in lines if line.mark)
    found = set(map(base, (*marks, *filter(None, (line.held for line in lines)))))
    plain = [line for line in lines if line.scores and not (line.quote or line.double or line.mark)]
    for window in _windows(plain):
        found |= surely(_together(window))
    votes = Counter(best for line in plain if _VOTER <= line.letters < _PIECE for best in surely(line.scores))
    found |= {language for language, count in votes.items() if count > 1}
    large = _SHARE * sum(line.letters for line in plain)
    found |= {best for line in plain if line.letters >= max(large, _VOTER) for best in surely(line.scores)}
    possible = {language for line in plain for language in line.scores}
    found |= {language for language in named if language in possible or not is_known(language)}
    plain = plain or [line for line in lines if line.scores]
    while unexplained := _unexplained(plain, found):
        found |= unexplained
    return called(found, marks)


def _windows(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Each longer line alone; short neighbours together, for a post of short lines has something to show, too."""
    for start, line in enumerate(lines):
        if line.letters >= _PIECE:
            yield [line]
            continue
        size = 0
        for end in range(start, len(lines)):
            size += lines[end].letters
            if lines[end].letters >= _PIECE:
                break
            if size >= _WINDOW:
                yield lines[start : end + 1]
                break


def _together(lines: Sequence[Line]) -> Scores:
    """The scores of several lines as of one, for the languages that explain one of them best.

    Lines in two languages would else seem to be in a third, which is like both.
    """
    own = {language for line in lines for language, score in line.scores.items() if not score}
    found = together(line.scores for line in lines)
    return {language: score for language, score in found.items() if language in own}


def _unexplained(lines: Sequence[Line], found: AbstractSet[str]) -> AbstractSet[str]:
    """The language of the lines that none of the `found` explains well, read together."""
    rest = [
        line for line in lines if all(line.scores.get(language, -math.inf) < -_BADLY for language in found)
    ]
    groups: dict[bool, list[Line]] = {}
    for line in rest:
        groups.setdefault("en" in line.scores, []).append(line)  # Latin script, or not
    new: set[str] = set()
    for group in groups.values():
        best = _together(group)
        if best and (not found or sum(line.letters for line in group) >= _VOTER):
            new.add(min(best, key=lambda language: (-best[language], language)))
    return new - found
