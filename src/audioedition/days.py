"""Days as people write them in a line of text: `3. März 2026`, `March 3rd, 2026`, `2026-03-03`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from audioedition.languages import base

_FIRST_YEAR = 1990  # before, nothing was published on the web
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<y>\d{4})(?![\d/])")
_MONTHS = 12


def day_in(text: str, language: str) -> date | None:
    """The day that `text` names, with its year, where the months have their names in `language`, a BCP 47 tag.

    None if there is no such day, if there are several, or if it may be another (`3/4/2026`).
    """
    found = set(_days(text, language))
    return found.pop() if len(found) == 1 else None


def _days(text: str, language: str) -> Iterator[date | None]:
    """Every day in `text`; None for what may be one or another."""
    for pattern in (_ISO, _DOTTED):
        for match in pattern.finditer(text):
            yield _day(match["y"], int(match["m"]), match["d"])
    for match in _SLASHED.finditer(text):
        one, two = int(match["one"]), int(match["two"])
        if one == two or max(one, two) > _MONTHS:
            yield _day(match["y"], min(one, two), str(max(one, two)))
        else:
            yield None
    months = _months(language)
    for pattern in _named(language):
        for match in pattern.finditer(text):
            yield _day(match["y"], months[match["m"].casefold()], match["d"])


def _day(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


@cache
def _months(language: str) -> dict[str, int]:
    """The number of each month, by its names in all their forms, in small letters and without a full stop."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}
    names = (
        (name.casefold().rstrip("."), number)
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[use][width].items()
    )
    return {name: number for name, number in names if name and not any(map(str.isdigit, name))}


@cache
def _named(language: str) -> tuple[re.Pattern[str], ...]:
    """What finds a day whose month has a name."""
    months = sorted(map(re.escape, _months(language)), key=len, reverse=True)
    if not months:
        return ()
    month = rf"(?P<m>{'|'.join(months)})\.?"
    day = r"(?<!\d)(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er|[ºª°])?"
    year = r"(?P<y>\d{4})(?!\d)"
    orders = [rf"{day}\s*(?:d[eo]s?\s|of\s|d['’])?\s*\b{month},?\s+(?:del?\s+)?{year}"]
    if base(language) == "en":
        orders.append(rf"\b{month}\s+{day},?\s+{year}")
    return tuple(re.compile(order, re.IGNORECASE) for order in orders)
