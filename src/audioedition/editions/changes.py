"""What a change of language costs between two lines, in nats: little after a marker, much within a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audioedition.editions.evidence import Line

_AFTER_MARKER, _AT_RULE, _AT_TITLE, _AT_SHORT, _ELSEWHERE = 0.3, 2.2, 2.0, 2.6, 3.2
_BOTH = 0.5  # of that at a title below a rule
_SHORT = 80  # letters of a line at which a change is likelier
_BELOW_TITLE = 5.0  # a title and its text are in one language; but a rule parts an ending from the next text
_MARKED_BELOW_TITLE = 2.5  # a marker may stand between a title and its text
_TWICE = 3.0  # to stay in a language where a line is repeated: it may be the same in both
_INTO_QUOTE = 6.0
_STAY_INTERLEAVED, _SWITCH_INTERLEAVED = 1.8, 0.3
INTERLEAVED = 2.0  # an interleaved post is that much rarer


def staying(above: Line, line: Line, *, interleaved: bool) -> float:
    """What it costs to be in the language of the line `above`."""
    if not interleaved:
        return 0.0
    return _TWICE if above.text == line.text else _STAY_INTERLEAVED


def entering(above: Line, line: Line, chosen: Iterable[str], *, interleaved: bool) -> dict[str, float]:
    """What it costs to be in each of the `chosen` languages after another one, whichever that is."""
    if interleaved:
        cost = _SWITCH_INTERLEAVED
    elif above.heads and not line.title and not line.rule:
        cost = _BELOW_TITLE
    elif line.rule or line.title:
        cost = _AT_TITLE if line.title else _AT_RULE
        cost *= _BOTH if line.rule and line.title else 1.0
    else:
        cost = _AT_SHORT if line.letters < _SHORT else _ELSEWHERE
    found = dict.fromkeys(chosen, cost + (_INTO_QUOTE if line.quote else 0.0))
    told = _MARKED_BELOW_TITLE if above.title and not line.title else _AFTER_MARKER
    found.update((language, told) for language in line.announced if language in found)
    return found


def best_two(worth: Mapping[str, float]) -> tuple[str, str]:
    """The two languages that are worth most, the first of equals; one is both if there is no other.

    To change costs the same from whichever language: only the best one can be it, or the next one if
    the best is the language that is entered.
    """
    first, *others = sorted(worth, key=worth.__getitem__, reverse=True)
    return first, others[0] if others else first
