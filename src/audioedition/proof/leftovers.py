"""What was left out of a post, as people read it: pieces that follow each other are one.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audioedition.model import Dropped

_ALONE = "marker"  # each of these says something of its own
_GAP = 3  # lines between the beginnings of two pieces that follow each other,
_SHORTEST = 40  # and one more for so many letters of the first, which may go on on the next line


def together(dropped: Sequence[Dropped]) -> Iterator[tuple[Dropped, ...]]:
    """The pieces in runs: those that were left out together are one."""
    run: list[Dropped] = []
    for piece in dropped:
        if run and not _follows(run[-1], piece):
            yield tuple(run)
            run = []
        run.append(piece)
    if run:
        yield tuple(run)


def _follows(one: Dropped, other: Dropped) -> bool:
    """Whether two pieces were left out together: for one reason, and with nothing between them."""
    end = one.line + _GAP + len(one.text) // _SHORTEST
    same = (one.code, one.detail) == (other.code, other.detail)
    return same and one.code != _ALONE and other.line <= end
