"""What a change of language costs between two lines, in nats: little after a marker, much within a text."""

from __future__ import annotations

from collections.abc import Mapping

from audioedition.editions.evidence import Line

_AFTER_MARKER, _AT_RULE, _AT_TITLE, _AT_SHORT, _ELSEWHERE = 0.3, 2.2, 2.0, 2.6, 3.2
_SHORT = 80  # letters of a line at which a change is likelier
_BELOW_TITLE = 5.0  # a title and its text are in one language
_MARKED_BELOW_TITLE = 2.5  # a marker may stand between a title and its text
_TWICE = 3.0  # to stay in a language where a line is repeated: it may be the same in both
_INTO_QUOTE = 6.0
_STAY_INTERLEAVED, _SWITCH_INTERLEAVED = 1.8, 0.3
INTERLEAVED = 2.0  # an interleaved post is that much rarer


def change(above: Line, line: Line, before: str, language: str, *, interleaved: bool) -> float:
    """What it costs to be in `language` after `before`."""
    if before == language:
        turn = _TWICE if above.text == line.text else _STAY_INTERLEAVED
        return turn if interleaved else 0.0
    if language in line.announced:
        return _MARKED_BELOW_TITLE if above.title and not line.title else _AFTER_MARKER
    if interleaved:
        cost = _SWITCH_INTERLEAVED
    elif above.heads and not line.title:
        cost = _BELOW_TITLE
    elif line.rule or line.title:
        cost = _AT_TITLE if line.title else _AT_RULE
    else:
        cost = _AT_SHORT if line.letters < _SHORT else _ELSEWHERE
    return cost + (_INTO_QUOTE if line.quote else 0.0)


def best_two(worth: Mapping[str, float]) -> tuple[str, str]:
    """The two languages that are worth most, the first of equals; one is both if there is no other.

    Whatever language is left for another, or entered from another, that costs the same: only the best
    one has to be looked at, or the next one if it is the other itself.
    """
    first, *others = sorted(worth, key=worth.__getitem__, reverse=True)
    return first, others[0] if others else first
