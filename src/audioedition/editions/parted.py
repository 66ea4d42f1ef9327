"""Two short texts with an announcement between them, whose words alone say too little to tell two languages.

"Guten Morgen." and "Good morning." might be one text.  With "Translation into English" between them they are two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from audioedition.editions import chrome
from audioedition.editions.detection import scores, together
from audioedition.editions.draft import Draft
from audioedition.editions.evidence import Line, surely
from audioedition.languages import base

_AGAINST = 2.0  # nats that so few words may say against the language that is announced
_UNEVEN = 4  # times as long as the other a text may be: one of them has a title


def held(draft: Draft, hints: frozenset[str]) -> dict[int, str]:
    """The languages, by place, of all lines of a post that seems to be in one, if its only marker parts two texts.

    The texts are about as long, and each leans to its own language, or the one below hardly to the other.  `hints`
    are the languages that the configuration or the front matter names.
    """
    if len(draft.languages) > 1 or len(draft.markers) != 1:
        return {}
    ((border, marker),) = draft.markers.items()
    if len(marker.languages) != 1 or any(line.mark for line in draft.lines):
        return {}
    announced = marker.languages[0]
    lines = list(zip(draft.places, draft.lines, strict=True))
    above = [line for place, line in lines if place < border]
    below = [line for place, line in lines if place > border]
    own = _own(draft.languages[0], above, draft.blocks[border].text, announced) or _hinted(
        above, hints - {announced}
    )
    if own is None or not _are_alike(above, below):
        return {}
    against = 0.0 if marker.bare else _AGAINST
    if _leans(above, own, announced) <= 0 or _leans(below, announced, own) <= -against:
        return {}
    return {place: announced if place > border else own for place in draft.places}


def _own(only: str, above: Sequence[Line], marker: str, announced: str) -> str | None:
    """The language of the text `above` a marker: the `only` one of the post, unless that is `announced`, or what it is surely in."""
    if base(only) != announced:
        return only
    texts = [line.text for line in above]
    ways = (surely(together(map(scores, said))) for said in ([*texts, marker], texts))  # it may be in either
    return next((min(found) for found in ways if len(found) == 1 and announced not in found), None)


def _hinted(above: Sequence[Line], hints: frozenset[str]) -> str | None:
    """The likeliest of the languages that are hinted at."""
    found = together(line.scores for line in above)
    return max(sorted(hints & found.keys()), key=found.__getitem__, default=None)


def _are_alike(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether two texts may say the same, by their length, and are more than names or quotations."""
    if not all(any(map(_is_said, lines)) for lines in (above, below)):
        return False
    sizes = [sum(line.letters for line in lines) for lines in (above, below)]
    return 0 < max(sizes) <= _UNEVEN * min(sizes)


def _is_said(line: Line) -> bool:
    """Whether a line is more than a quotation, or names without a point behind them."""
    return not line.quote and (not line.names or chrome.says(line.text))


def _leans(lines: Sequence[Line], language: str, other: str) -> float:
    """By how many nats `lines` are rather in `language` than in the `other`; not at all if nobody can tell."""
    found = together(line.scores for line in lines)
    own, against = found.get(base(language)), found.get(base(other), -math.inf)
    return -math.inf if own is None else own - against
