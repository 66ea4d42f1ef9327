"""What qTranslate and its relatives write into one text for several languages: `[:en]Yes[:de]Ja[:]`."""

from __future__ import annotations

import re

from audioedition.languages import TAG

MARK = re.compile(rf"\[:(?P<one>{TAG})?\]|\{{:(?P<two>{TAG})?\}}")
"""Where a language begins or, without a tag, all of them end."""

COMMENT = re.compile(rf":(?P<one>{TAG})?")
"""The same as a comment of the page: `<!--:en-->Yes<!--:-->`."""

_USED = re.compile(
    rf"(?:\[:|\{{:|<!--:){TAG}(?:\]|\}}|-->).*?(?:\[:|\{{:|<!--:)(?:{TAG})?(?:\]|\}}|-->)", re.DOTALL
)


def is_used(text: str) -> bool:
    """Whether `text`, of a whole page, has such marks: one that begins a language, and a second one."""
    return ("[:" in text or "{:" in text or "<!--:" in text) and bool(_USED.search(text))


def all_languages(text: str) -> str:
    """`text`, a line, in all its languages with slashes between them."""
    return " / ".join(filter(None, map(str.strip, MARK.split(text)[::3]))) if MARK.search(text) else text
