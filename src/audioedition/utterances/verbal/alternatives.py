"""One pattern for many words, in which a search decides letter by letter, however many words there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_Tree = dict[str, "_Tree"]
_BLANK = r"\s"


def alternatives(words: Iterable[str], *, any_case: bool = False) -> str:
    r"""A pattern for any of the `words`, the longest that there is; in capitals or not, if `any_case` does not matter.

    `\s` in a word stands for any blank.
    """
    tree: _Tree = {}
    for word in map(str.lower, words) if any_case else words:
        place = tree
        for sign in re.findall(r"\\s|.", word, re.DOTALL):
            place = place.setdefault(sign, {})
        place[""] = {}
    return _pattern(tree, any_case=any_case) if tree else "(?!)"


def _pattern(tree: Mapping[str, _Tree], *, any_case: bool) -> str:
    ways = [
        _sign(sign, any_case=any_case) + _pattern(rest, any_case=any_case)
        for sign, rest in sorted(tree.items(), reverse=True)
        if sign
    ]
    if not ways:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _sign(sign: str, *, any_case: bool) -> str:
    if sign == _BLANK:
        return sign
    has_cases = any_case and sign.isalpha() and len(sign.upper()) == 1
    return f"[{sign.upper()}{sign}]" if has_cases else re.escape(sign)
