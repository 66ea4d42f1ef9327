"""The leading `---` (YAML) or `+++` (TOML) block of a post, and what it says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import yaml

from audioedition.errors import PostError
from audioedition.languages import canonical
from audioedition.text import one_line

_BLOCK = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)(?:\n|(?<=\n))(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_YAML_KEY = re.compile(r"^[\"']?[\w-]+[\"']?\s*:(?:\s|$)", re.MULTILINE)
_NOON = time(12, tzinfo=UTC)  # a date without a time is the same day nearly everywhere at noon UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a post says about itself, wherever it says so."""

    id: str | None = None
    title: str | None = None
    language: str | None = None
    author: str | None = None
    translator: str | None = None
    translators: Mapping[str, str] = field(default_factory=dict)
    rights: str | None = None
    address: str | None = None
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    audio: bool = True


def take(text: str, source: str) -> tuple[Meta, str, int]:
    """Take the front matter from `text`: what it says, the rest, and the number of lines it took.

    Raises PostError that names the line where the front matter is broken or a value cannot be read.
    """
    found = _BLOCK.match(text)
    if found is None:
        return Meta(), text, 0
    first = text.count("\n", 0, found.start("body")) + 1
    if found["fence"] == "+++":
        table = _toml(found["body"], source)
    elif not found["body"].strip() or _YAML_KEY.search(found["body"]):
        table = _yaml(found["body"], source, first)
    else:
        return Meta(), text, 0  # two rules with prose between them
    return _meta(table, source), text[found.end() :], text.count("\n", 0, found.end())


def moment(value: object, source: str) -> datetime | None:
    """Read a date or a time of day; one without a zone is taken as UTC.  Raises PostError."""
    if isinstance(value, str):
        try:
            value = _parsed(value.strip())
        except ValueError as exc:
            raise PostError(_unreadable(value, source)) from exc
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, _NOON)
    if value is None:
        return None
    raise PostError(_unreadable(value, source))


def _parsed(value: str) -> date | datetime | None:
    if not value:
        return None
    value = re.sub(r"\s+(UTC|GMT|Z)$", "+00:00", value)
    value = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", value)
    return date.fromisoformat(value) if len(value) <= len("2024-06-18") else datetime.fromisoformat(value)


def _unreadable(value: object, source: str) -> str:
    return (
        f"The date {value!r} of {source} cannot be read: write it as 2024-06-18 or 2024-06-18T09:30:00+02:00."
    )


def _toml(body: str, source: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        raise PostError(f"The front matter of {source} is not valid TOML: {exc}.") from exc


def _yaml(body: str, source: str, first: int) -> Mapping[str, Any]:
    try:
        table = yaml.safe_load(body)
    except yaml.MarkedYAMLError as exc:
        line = first + (exc.problem_mark.line if exc.problem_mark else 0)
        raise PostError(
            f"The front matter of {source} is not valid YAML at line {line}: {exc.problem}."
        ) from exc
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise PostError(f"The front matter of {source} is not valid YAML: {exc}.") from exc
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise PostError(f"The front matter of {source} is not a table: write lines like `title: My post`.")
    return {str(key): value for key, value in table.items()}


def _meta(table: Mapping[str, Any], source: str) -> Meta:
    keys = {key.strip().lower(): value for key, value in table.items()}

    def first(*names: str) -> object:
        return next((keys[name] for name in names if keys.get(name) is not None), None)

    translator = first("translator", "translators", "translated_by", "translated-by")
    return Meta(
        id=_text(first("id", "slug")),
        title=_text(first("title")),
        language=_tag(first("lang", "language", "locale")),
        author=_people(first("author", "authors")),
        translator=None if isinstance(translator, dict) else _people(translator),
        translators=_by_language(translator) if isinstance(translator, dict) else {},
        rights=_text(first("rights", "copyright", "license", "licence")),
        address=_text(first("canonical", "canonical_url", "url", "permalink")),
        published=moment(first("date", "published", "publishdate", "pubdate", "published_at"), source),
        tags=_words(first("tags", "keywords")),
        audio=_switch(first("audio"), source),
    )


def _text(value: object) -> str | None:
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        return one_line(str(value)) or None
    return None


def _tag(value: object) -> str | None:
    text = _text(value)
    return canonical(text.split(".")[0]) if text else None


def _people(value: object) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for name in map(_people, value) if name) or None
    return _text(value)


def _by_language(table: Mapping[object, object]) -> dict[str, str]:
    pairs = ((_tag(language), _people(name)) for language, name in table.items())
    return {language: name for language, name in pairs if language and name}


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for text in map(_text, value) if text))


def _switch(value: object, source: str) -> bool:
    if value is None:
        return True
    if isinstance(value, bool):
        return value
    raise PostError(f"The key `audio` of {source} must be true or false, not {value!r}.")
