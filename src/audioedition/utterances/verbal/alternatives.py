"""One pattern for many words, in which a search decides letter by letter, however many words there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_Tree = dict[str, "_Tree"]
_BLANK = r"\s"


def alternatives(words: Iterable[str]) -> str:
    r"""A pattern for any of the `words`, the longest that there is.

    `\s` in a word stands for any blank.
    """
    tree: _Tree = {}
    for word in words:
        place = tree
        for sign in re.findall(r"\\s|.", word, re.DOTALL):
            place = place.setdefault(sign, {})
        place[""] = {}
    return _pattern(tree) if tree else "(?!)"


def _pattern(tree: Mapping[str, _Tree]) -> str:
    ways = [
        (sign if sign == _BLANK else re.escape(sign)) + _pattern(rest)
        for sign, rest in sorted(tree.items(), reverse=True)
        if sign
    ]
    if not ways:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
