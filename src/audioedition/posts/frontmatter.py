"""What the front matter of a post says, whatever format it is in: see `preamble`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from audioedition.errors import PostError
from audioedition.model import Picture
from audioedition.patterns import later
from audioedition.posts import preamble
from audioedition.posts.values import Said

_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # others are slips of the pen, and feeds cannot hold them all
_LONGEST_DATE = 100  # characters: of longer ones, some patterns would take the square of their length
_UNFINISHED = ("draft", "hidden", "private", "pending")
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
_DAY = re.compile(  # 2024/5/3, 2024-5-3, and 3.5.2024
    r"\A(?:(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})|(?P<D>\d{1,2})\.\s?(?P<M>\d{1,2})\.\s?(?P<Y>\d{4}))(?!\d)"
)
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_YEAR = re.compile(r"\d{4}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_WRITTEN = later(
    rf"(?:[a-z]{{3,9}},? )??(?:(?P<before>{_MONTH})\.? (?P<first>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<last>\d{{1,2}})(?:st|nd|rd|th|\.)? (?P<after>{_MONTH})\.?),? (?P<year>\d{{4}})",
    re.IGNORECASE,
)
_NOON = time(12, tzinfo=UTC)  # a date without a time is the same day nearly everywhere at noon UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a post says about itself, wherever it says so."""

    id: str | None = None
    title: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    author: str | None = None
    translator: str | None = None
    translators: Mapping[str, str] = field(default_factory=dict)
    rights: str | None = None
    address: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    published: datetime | None = None
    picture: Picture | None = None
    tags: tuple[str, ...] = ()
    audio: bool = True


def take(text: str, source: str, *, markdown: bool = False) -> tuple[Meta, str, int]:
    """Take the front matter from `text`: what it says, the rest, and the number of lines it took.

    In `markdown` it may have no fences.  Raises PostError that names the line where the front matter is
    broken or a value cannot be read.
    """
    table, rest, lines = preamble.take(text, source, markdown=markdown)
    return _meta(table, source) if table else Meta(), rest, lines


def moment(value: object, source: str) -> datetime | None:
    """Read a date or a time of day; one without a zone is taken as UTC.  Raises PostError."""
    written = value
    if isinstance(value, str):
        try:
            value = _parsed(_dated(value))
        except ValueError as exc:
            raise PostError(_unreadable(value, source)) from exc
    if isinstance(value, date) and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise PostError(
            f"The date {str(written)!r} of {source} is not between {_FIRST_YEAR} and {_LAST_YEAR}: correct its year."
        )
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, _NOON)
    if value is None:
        return None
    raise PostError(_unreadable(value, source))


def day_of(name: str) -> datetime | None:
    """The day that the name of a file begins with, as Jekyll has them: `2024-05-03-fog.md`."""
    found = _NAMED.match(name)
    try:
        return moment(found[1], name) if found else None
    except PostError:  # no day of a calendar
        return None


def _dated(value: str) -> str:
    value = value.strip()
    if len(value) > _LONGEST_DATE:
        raise ValueError(value)
    return value


def _parsed(value: str) -> date | datetime | None:
    if not value:
        return None
    value = re.sub(r"\s+(UTC|GMT|Z)$", "+00:00", value)
    value = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", value)
    value = re.sub(r"(?<=\d[\sT])(?=\d:)", "0", value)
    value = _DAY.sub(
        lambda day: f"{day['y'] or day['Y']}-{int(day['m'] or day['M']):02}-{int(day['d'] or day['D']):02}",
        value,
    )
    if value[:1].isalpha() or not _YEAR.match(value):
        return _in_english(value)
    return date.fromisoformat(value) if len(value) <= len("2024-06-18") else datetime.fromisoformat(value)


def _in_english(value: str) -> date:
    """`3 May 2024` and `May 3rd, 2024`, with or without a weekday."""
    found = _WRITTEN.fullmatch(value)
    if found is None:
        raise ValueError(value)
    month = found["before"] or found["after"]
    return date(
        int(found["year"]), _MONTHS.index(month[:3].lower()) + 1, int(found["first"] or found["last"])
    )


def _unreadable(value: object, source: str) -> str:
    said = f"{value[:_LONGEST_DATE]}…" if isinstance(value, str) and len(value) > _LONGEST_DATE else value
    return (
        f"The date {said!r} of {source} cannot be read: write it as 2024-06-18 or 2024-06-18T09:30:00+02:00."
    )


def _meta(table: Mapping[str, Any], source: str) -> Meta:
    keys = {key.strip().lower(): value for key, value in table.items()}

    def first(*names: str) -> Said:
        name = next((name for name in names if keys.get(name) is not None), names[0])
        return Said(name, keys.get(name), source)

    hidden = keys.pop("published") if _is_switch(keys.get("published")) else None  # else it is a date
    title = first("title")
    translator = first(
        "translator", "translators", "translated_by", "translated-by", "translated by", "translatedby"
    )
    titles = title.by_language(Said.text)
    translators = translator.by_language(Said.people)
    tags = first("tags", "keywords")
    return Meta(
        id=first("id", "slug").text(),
        title=None if titles else title.text(),
        titles=titles,
        language=first("lang", "language", "locale").tag(),
        author=first("author", "authors").people(),
        translator=None if translators else translator.people(),
        translators=translators,
        rights=first("rights", "copyright", "license", "licence").named().text(),
        address=first("canonical", "canonical_url", "url", "permalink").text(),
        published=moment(first("date", "published", "publishdate", "pubdate", "published_at").value, source),
        tags=(tags if tags.value else replace(tags, value=_of_zola(keys.get("taxonomies")))).words(),
        audio=_switch("audio", keys.get("audio"), source, default=True)
        and _switch("published", hidden, source, default=True)
        and not _switch("draft", keys.get("draft"), source, default=False)
        and (first("status").text() or "").lower() not in _UNFINISHED,
    )


def _of_zola(taxonomies: object) -> object:
    return taxonomies.get("tags") if isinstance(taxonomies, dict) else None


def _is_switch(value: object) -> bool:
    return isinstance(value, bool) or str(value).lower() in (*_YES, *_NO)


def _switch(key: str, value: object, source: str, *, default: bool) -> bool:
    if value is None:
        return default
    if not _is_switch(value):
        raise PostError(f"The key `{key}` of {source} must be true or false, not {value!r}.")
    return str(value).lower() in _YES
