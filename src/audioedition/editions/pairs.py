"""Paragraphs that hold their text in two languages, one behind the other, as in `Guten Tag. / Good day.`.

They are taken apart where the post is written so throughout; a single one may quote.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from audioedition.editions.detection import letters, scores
from audioedition.editions.evidence import surely
from audioedition.editions.lines import is_quoted
from audioedition.model import Block, Kind
from audioedition.patterns import later

_KINDS = (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
_LONG = 40  # letters from which on a paragraph may hold two texts
_PROBED = 3  # of them, the longest, tell whether it is worth to look at all
_FEWEST = 2
_MOSTLY = 0.7  # of the long paragraphs of such a post are such pairs
_TELLS = 3.0  # nats by which each half is in its language rather than in that of the other
_OTHER_SCRIPT = -1000.0  # nats of a language that the letters of a text rule out
_PURE = 0.25  # nats for each letter, which no text leads by that is half in another language
_UNEVEN = 2.5  # times as long as the other a half may be
_BORDER = later(r"[.!?…][\"”“»«’')\]*_]*\s+(?:[/|–—-]{1,2}\s+)?|[。！？]\s*|\s+(?://|[/|｜])\s+|\s*／\s*")


def apart(blocks: Sequence[Block]) -> Sequence[Block]:
    """Cut every paragraph that is first in one language and then in another, if most of the post is written so."""
    long = [
        place
        for place, block in enumerate(blocks)
        if block.kind in _KINDS and not block.language and letters(block.text) >= _LONG
    ]
    probed = heapq.nlargest(_PROBED, long, key=lambda place: (len(blocks[place].text), -place))
    ends = Counter(filter(None, (_ends(blocks[place].text) for place in probed)))
    if not ends or ends.total() < max(_FEWEST, len(probed) // 2):
        return blocks
    pair = max(sorted(ends), key=ends.__getitem__)
    cuts = {place: cut for place in long if (cut := _cut(blocks[place].text, *pair))}
    if len(cuts) < max(_FEWEST, _MOSTLY * len(long)):
        return blocks
    return [
        part
        for place, block in enumerate(blocks)
        for part in ((block.saying(text) for text in cuts[place]) if place in cuts else (block,))
    ]


def _ends(text: str) -> tuple[str, str] | None:
    """The languages in which a text begins and ends, if they are two."""
    if _is_pure(text):
        return None
    third = len(text) // 3
    first, last = surely(scores(text[:third])), surely(scores(text[-third:]))
    return (min(first), min(last)) if first and last and not first & last else None


def _is_pure(text: str) -> bool:
    """Whether a text in Latin letters is so surely in its language that there cannot be much of another in it."""
    best = sorted(found.values())[-2:] if "en" in (found := scores(text)) else []
    return bool(best) and best[1] - best[0] > _PURE * letters(text)


def _cut(text: str, first: str, second: str) -> tuple[str, str] | None:
    """The two halves of a text, the one in its `first` language and the one in its `second`; None if it has no such halves."""
    best = max(_halves(text, first, second), default=None)
    return best[1:] if best else None


def _halves(text: str, first: str, second: str) -> Iterator[tuple[float, str, str]]:
    for border in _BORDER.finditer(text):
        one, two = text[: border.end()].rstrip(" /|–—-｜／"), text[border.end() :]
        sizes = letters(one), letters(two)
        if min(sizes) * _UNEVEN < max(sizes) or is_quoted(one) or is_quoted(two):
            continue
        sure = _lead(one, first, second), _lead(two, second, first)
        if min(sure) > _TELLS:
            yield sum(sure), one, two


def _lead(text: str, language: str, other: str) -> float:
    """How much better the language explains a text than the other does, in nats."""
    found = scores(text)
    return found[language] - found.get(other, _OTHER_SCRIPT) if language in found else -math.inf
