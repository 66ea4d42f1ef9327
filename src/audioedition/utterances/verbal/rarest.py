"""The rarest grams that a row of signs surely holds: what is worth asking a text for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from audioedition.utterances.verbal.kinds import LONGEST
from audioedition.utterances.verbal.places import Set, Signs

Clause = frozenset[str]
"""Grams, of which a text must hold one."""

_MOST = 1000  # grams of a run
_GLUED = 0.03  # of full stops and their like stand before something else than a blank


def rarest(run: Sequence[Signs]) -> tuple[float, Clause] | None:
    """The rarest grams in a row of signs, and about how often one of them stands at a place."""
    least, best = math.inf, None
    for view in ([each.kinds for each in run], [each.exact for each in run]):
        for start in range(len(view)):
            often, end = _window(view, start)
            if often < least:
                least, best = often, (view, start, end)
    if best is None:
        return None
    view, start, end = best
    return least, frozenset(map("".join, product(*(each.signs for each in view[start:end] if each))))


def _window(view: Sequence[Set | None], start: int) -> tuple[float, int]:
    """About how often the longest grams stand that begin at `start`, and where they end, if words alone tell them.

    Of those, only the edges are blank, and something is not.
    """
    often, size, last, found = 1.0, 1, None, (math.inf, start)
    for end, each in enumerate(view[start : start + LONGEST], start + 1):
        if each is None or (end > start + 2 and last and last.has_blank):
            break
        size *= len(each.signs)
        if size > _MOST:
            break
        often *= each.often
        if last and last.is_stop and not each.has_blank:
            often *= _GLUED
        if not each.has_blank or (last and (end > start + 2 or not last.has_blank)):
            found = often, end
        last = each
    return found
