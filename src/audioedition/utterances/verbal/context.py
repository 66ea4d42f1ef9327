"""What stands around a match: the words before and behind it, and whether a sentence begins there."""

from __future__ import annotations

import re

from audioedition.patterns import later

_REACH = 60  # characters
_BEFORE = re.compile(r"([^\W\d_](?:[\w'’.-]*[^\W_])?)[\s\u00a0]+[\"'“”„‘’«»(]*$")
_BEHIND = re.compile(r"[\s\u00a0-]+[\"'“”„‘’«»(]*([^\W\d_](?:[\w'’-]*\w)?)")
_START = later(r"(?:^|[.!?:;…\n—–])[\"'“”„‘’«»()\s*_]*$")


def before(match: re.Match[str], place: int | None = None) -> str:
    """The word directly before `match` (or before `place`), as it is written; empty if there is none, or a number."""
    end = match.start() if place is None else place
    found = _BEFORE.search(match.string[max(0, end - _REACH) : end])
    return found[1] if found else ""


def behind(match: re.Match[str]) -> str:
    """The word directly behind `match`, as it is written; empty if there is none, or punctuation between."""
    found = _BEHIND.match(match.string, match.end())
    return found[1] if found else ""


def starts(text: str, place: int) -> bool:
    """Whether a sentence (or a clause behind a colon or dash) begins at `place`."""
    return bool(_START.search(text[max(0, place - _REACH) : place]))
