"""How sure it is that a line is in its language: by what the whole post loses with the line in another."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioedition.editions.changes import INTERLEAVED, best_two, entering, staying
from audioedition.editions.evidence import Line

_Table = list[dict[str, float]]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A language that got no edition: by how many nats it fell short, and what would have been in it."""

    language: str
    loss: float
    languages: tuple[str, ...]


def weighed(
    lines: Sequence[Line],
    evidence: Sequence[Mapping[str, float]],
    chosen: frozenset[str],
    languages: Sequence[str],
    rejected: Sequence[Rejected],
) -> tuple[tuple[float, ...], tuple[str | None, ...]]:
    """The margin of each line in nats, and the language that it would be in otherwise.

    `languages` are those of the lines, all of them `chosen`.  The best sequence through every line and
    language is found from both ends (max-marginals of the Viterbi algorithm).
    """
    margins = [math.inf] * len(lines)
    rivals: list[str | None] = [None] * len(lines)
    others = sorted(chosen)
    if len(others) > 1:
        blocks = _totals(lines, evidence, others, interleaved=False)
        turns = _totals(lines, evidence, others, interleaved=True)
        for at, own in enumerate(languages):
            total = {other: max(blocks[at][other], turns[at][other] - INTERLEAVED) for other in others}
            rival = max((other for other in others if other != own), key=lambda other: total[other])
            margins[at], rivals[at] = max(0.0, total[own] - total[rival]), rival
    for other in rejected:
        for at, its in enumerate(other.languages):
            if its == other.language and other.loss < margins[at]:
                margins[at], rivals[at] = other.loss, its
    return tuple(margins), tuple(rivals)


def _totals(
    lines: Sequence[Line],
    evidence: Sequence[Mapping[str, float]],
    chosen: Sequence[str],
    *,
    interleaved: bool,
) -> _Table:
    """What the best sequence is worth that goes through each of several languages at each line."""
    pairs = list(itertools.pairwise(lines))
    stays = [staying(above, line, interleaved=interleaved) for above, line in pairs]
    enters = [entering(above, line, chosen, interleaved=interleaved) for above, line in pairs]
    ahead: _Table = [{language: evidence[0][language] for language in chosen}]
    for stay, enter, says in zip(stays, enters, evidence[1:], strict=True):
        before = ahead[-1]
        first, second = best_two(before)
        ahead.append(
            {
                language: says[language]
                + max(
                    before[language] - stay,
                    before[second if language == first else first] - enter[language],
                )
                for language in chosen
            }
        )
    behind: _Table = [dict.fromkeys(chosen, 0.0)]
    for stay, enter, says in zip(reversed(stays), reversed(enters), reversed(evidence[1:]), strict=True):
        after = {language: behind[-1][language] + says[language] for language in chosen}
        entered = {language: after[language] - enter[language] for language in chosen}
        first, second = best_two(entered)
        behind.append(
            {
                language: max(after[language] - stay, entered[second if language == first else first])
                for language in chosen
            }
        )
    return [
        {language: one[language] + two[language] for language in chosen}
        for one, two in zip(ahead, reversed(behind), strict=True)
    ]
