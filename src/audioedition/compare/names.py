"""What people call a language, in English."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from audioedition.languages import ever_shorter


@cache
def in_english(tag: str) -> str:
    """The English name of a BCP 47 tag: `German`, `Portuguese (Brazil)`; the tag if it has none."""
    for shorter in ever_shorter(tag):
        try:
            name = Locale.parse(shorter, sep="-").get_display_name("en")
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            return name
    return tag
