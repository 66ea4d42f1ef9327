"""An audit as a page: the worst sentences first, each to be played, with what was to be said and what was heard.  Pure.

The page holds its own style and script, asks nothing of any other site and works from `file:`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from audioedition import phrases, templating
from audioedition.model import Pair
from audioedition.quality import Audit, Sentence
from audioedition.text import permitted


def render(audit: Audit, audio: str) -> str:
    """The page of `audit`; `audio` is where the recording lies, relative to the page, as a URL, or "" if it is not at hand."""
    page = templating.render(
        "quality.html",
        audit=audit,
        quality=audit.quality,
        rows=[(sentence, _meant(sentence), _heard(sentence)) for sentence in audit.worst_first],
        languages=[(phrases.in_english(tag), share) for tag, share in audit.languages.items()],
        name=phrases.in_english,
        remedy=_typed(audit.remedy),
        audio=audio,
        p=phrases.of("en"),
    )
    return permitted(page)


def _typed(text: str) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it stands between backticks, and so is to be typed."""
    return tuple((piece, bool(place % 2)) for place, piece in enumerate(text.split("`")) if piece)


def _meant(sentence: Sentence) -> tuple[tuple[str, bool], ...]:
    return tuple(_runs((pair, pair.meant) for pair in sentence.pairs))


def _heard(sentence: Sentence) -> tuple[tuple[str, bool], ...]:
    return tuple(_runs((pair, pair.heard) for pair in sentence.pairs))


def _runs(sides: Iterable[tuple[Pair, tuple[str, ...]]]) -> Iterator[tuple[str, bool]]:
    """One side of the pairs in pieces, each with whether it differs from the other side."""
    there = ((pair.same, words) for pair, words in sides if words)
    for same, run in groupby(there, key=lambda side: side[0]):
        yield " ".join(word for _, words in run for word in words), not same
