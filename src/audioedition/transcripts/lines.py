"""A sentence as lines that fit below a picture, in any script.  Pure; the one door of regex."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

import regex

WIDTH = 65
"""How wide a line may be, in characters: what apps advise.  Those of Chinese, Japanese and Korean count twice."""

_CLUSTER = regex.compile(r"\X")
_IDEOGRAPH = regex.compile(r"[\p{LB=ID}\p{LB=EB}\p{LB=CJ}]")
_NEVER_FIRST = regex.compile(
    r"[\p{LB=CL}\p{LB=CP}\p{LB=EX}\p{LB=IS}\p{LB=SY}\p{LB=NS}\p{LB=CJ}\p{LB=IN}\p{LB=PO}\p{LB=GL}\p{LB=WJ}\p{Pf}\"']"
)
_NEVER_LAST = regex.compile(r"[\p{LB=OP}\p{LB=PR}\p{LB=GL}\p{LB=WJ}\p{Pi}\"']")
_BOUND = regex.compile(r"[\u00a0\u2007\u202f]")
"""Blanks at which no line ends."""
_BLANKS = regex.compile(r"\s+")
_TOO_LONG = regex.compile(rf"[^ ]{{{WIDTH},}}")
_RIGHT_TO_LEFT = regex.compile(r"[\p{BC=R}\p{BC=AL}]")
_STRONG = regex.compile(r"[\p{BC=L}\p{BC=R}\p{BC=AL}]")
_LEFT_MARK, _RIGHT_MARK = "\u200e", "\u200f"


def flat(text: str) -> str:
    """`text` with every run of blanks as one: a blank at which no line ends stays one."""
    return _BLANKS.sub(_blank, text).strip()


def wrapped(text: str) -> list[str]:
    """The lines of a text: they end at blanks, in Chinese and Japanese between any two characters that may part.

    What is longer than a line is cut, but never within a character as readers see it (an accent, an emoji of several
    parts).  A line that would run in another direction than the whole text begins with a mark of direction.
    """
    text = _TOO_LONG.sub(lambda found: _BOUND.sub(" ", found[0]), flat(text))
    is_mixed = _RIGHT_TO_LEFT.search(text) is not None
    room = WIDTH - is_mixed  # for the mark
    lines = [""]
    for word in text.split(" "):
        glue = " " if lines[-1] else ""
        for piece in _pieces(word, room):
            if not lines[-1] or _width(f"{lines[-1]}{glue}{piece}") <= room:
                lines[-1] += f"{glue}{piece}"
            else:
                lines.append(piece)
            glue = ""
    return [_directed(line, text) for line in lines] if is_mixed else lines


def _blank(found: regex.Match[str]) -> str:
    return found[0][0] if _BOUND.sub("", found[0]) == "" else " "


def _pieces(word: str, room: int) -> list[str]:
    """The parts of a word between which a line may end, or must: none is wider than `room`, if it can be cut."""
    if word and _width(word) <= room and not _IDEOGRAPH.search(word):
        return [word]  # as nearly all are
    clusters = _CLUSTER.findall(word)
    pieces = clusters[:1]
    for before, cluster in pairwise(clusters):
        if _may_part(before[0], cluster[0]) or _width(pieces[-1] + cluster) > room:
            pieces.append(cluster)
        else:
            pieces[-1] += cluster
    return pieces


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters, in words without blanks between them."""
    if not (_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after)):
        return False
    return not (_NEVER_LAST.match(before) or _NEVER_FIRST.match(after))


def _width(line: str) -> int:
    return len(line) if line.isascii() else sum(map(_columns, line))


@cache
def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _directed(line: str, text: str) -> str:
    """`line` with a mark before it, if alone it would run in another direction than the whole `text`."""
    is_right = _runs_right_to_left(text)
    if _runs_right_to_left(line) == is_right:
        return line
    return f"{_RIGHT_MARK if is_right else _LEFT_MARK}{line}"


def _runs_right_to_left(text: str) -> bool:
    first = _STRONG.search(text)
    return first is not None and _RIGHT_TO_LEFT.match(first[0]) is not None
