"""Signs of units that are words as well: “20 ha”, but “el 2023 ha sido”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audioedition.utterances.verbal.romance.grammar import word_after

_SHORT = 3  # letters of an article


def is_word(match: re.Match[str], lists: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a sign is a word (“el 2023 ha sido”), or a letter that is only a unit with a blank before it: A, s."""
    sign = match["sign"]
    if "gap" not in match.re.groupindex:
        return False
    if match.string[match.start() - 1 : match.start()] == "x" and sign in {"ha", "h", "l", "s", "A", "V"}:
        return True  # “una 4x4 ha vinto”
    if sign == "ha":
        noun = word_after(match)
        if noun in lists["no_nouns"] and noun not in lists["after_hectares"]:
            return True
        is_plural = len(noun) > _SHORT and noun.endswith(lists["plural_ends"])
        return bool(noun) and noun not in lists["after_hectares"] and not is_plural
    return sign in {"A", "L", "s"} and bool(match["from"]) and not match["gap"]
