"""What qTranslate and its relatives write into one text for several languages: `[:en]Yes[:de]Ja[:]`."""

from __future__ import annotations

import re

_TAG = r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?"

MARK = re.compile(rf"\[:(?P<square>{_TAG})?\]|\{{:(?P<curly>{_TAG})?\}}")
"""Where a language begins or, without a tag, all of them end."""

COMMENT = re.compile(rf":(?P<language>{_TAG})?")
"""The same as a comment of the page: `<!--:en-->Yes<!--:-->`."""

_OPENING = re.compile(rf"(?:\[:|\{{:|<!--:)({_TAG})(?:\]|\}}|-->)")


def is_used(text: str) -> bool:
    """Whether `text`, of a whole page, is marked so: one such mark alone may be a line of code."""
    return len(set(_OPENING.findall(text))) > 1


def all_languages(text: str) -> str:
    """`text`, a line, in all its languages, with slashes between them."""
    if not is_used(text):
        return text
    return " / ".join(filter(None, map(str.strip, MARK.sub("\0", text).split("\0"))))
