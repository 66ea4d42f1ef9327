"""Where two long wordings of one sentence are the same beyond doubt: only what lies between has to be compared with care.  Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audioedition.model import Pair

Aligning = Callable[[Sequence[str], Sequence[str]], tuple[Pair, ...]]
"""Puts two wordings side by side, as `wording.aligned` does; what that takes grows with the square of their words."""

_LONG = 64  # words; what is shorter is compared as a whole
_SURE = 8  # words in a row that are written alike: those are no chance
_MARGIN = (
    3  # of them at either end that are compared with their neighbours: as many as may be one word elsewhere
)


def anchored(meant: Sequence[str], heard: Sequence[str], align: Aligning) -> tuple[Pair, ...]:
    """As `align`, but quick where long wordings are mostly alike."""
    if max(len(meant), len(heard)) <= _LONG:
        return align(meant, heard)
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- an extra

    pairs: list[Pair] = []
    i = j = 0
    for step in Levenshtein.opcodes(meant, heard):
        if step.tag == "equal" and step.src_end - step.src_start >= _SURE:
            start, end = step.src_start + _MARGIN, step.src_end - _MARGIN
            pairs += align(meant[i:start], heard[j : step.dest_start + _MARGIN])
            pairs += (Pair((word,), (word,), same=True) for word in meant[start:end])
            i, j = end, step.dest_end - _MARGIN
    return (*pairs, *align(meant[i:], heard[j:]))
