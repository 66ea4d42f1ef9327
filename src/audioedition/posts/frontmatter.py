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
from audioedition.languages import TAG, canonical
from audioedition.model import Picture
from audioedition.text import one_line

_BLOCK = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)(?:\n|(?<=\n))(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_YAML_KEY = re.compile(r"^[\"']?[\w-]+[\"']?\s*:(?:\s|$)", re.MULTILINE)
_UNCLOSED = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?:title|date|lang|language|author|slug|layout|tags|draft)\s*[:=]",
    re.IGNORECASE,
)
_LONGEST = 100_000  # characters: YAML is read slowly, and nobody writes so much about a post
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # others are slips of the pen, and feeds cannot hold them all
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
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
    addresses: Mapping[str, str] = field(default_factory=dict)
    published: datetime | None = None
    picture: Picture | None = None
    tags: tuple[str, ...] = ()
    audio: bool = True


def take(text: str, source: str) -> tuple[Meta, str, int]:
    """Take the front matter from `text`: what it says, the rest, and the number of lines it took.

    Raises PostError that names the line where the front matter is broken or a value cannot be read.
    """
    found = _BLOCK.match(text)
    if found is None:
        if unclosed := _UNCLOSED.match(text):
            fence = unclosed["fence"]
            raise PostError(
                f"The front matter of {source} is not closed: write a line `{fence}` below its last key."
            )
        return Meta(), text, 0
    if len(found["body"]) > _LONGEST:
        raise PostError(
            f"The front matter of {source} is longer than {_LONGEST:,} characters: "
            f"close it with a line `{found['fence']}` below its last key."
        )
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
    written = value
    if isinstance(value, str):
        try:
            value = _parsed(value.strip())
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


def _parsed(value: str) -> date | datetime | None:
    if not value:
        return None
    value = re.sub(r"\s+(UTC|GMT|Z)$", "+00:00", value)
    value = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", value)
    value = re.sub(r"(?<=\d[\sT])(?=\d:)", "0", value)
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


class _Loader(yaml.SafeLoader):
    """YAML in which whatever is not a list or a table is text, as its author sees it.

    So a post can be called `1.10` or `0x10` and be in the language `no`.  Aliases, by which ten lines
    grow to gigabytes, are refused.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own name and type
        sign: [rule for rule in rules if rule[0] == "tag:yaml.org,2002:null"]
        for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Make a node, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # so are PyYAML's stubs
            raise yaml.MarkedYAMLError(problem="it begins with `*`, an alias", problem_mark=mark)
        return super().compose_node(parent, index)


def _yaml(body: str, source: str, first: int) -> Mapping[str, Any]:
    try:
        table = yaml.load(body.expandtabs(), _Loader)  # noqa: S506 -- it is a SafeLoader
    except yaml.MarkedYAMLError as exc:
        begun = exc.context_mark if re.search("quoted|flow", exc.context or "") else None
        mark = begun or exc.problem_mark
        line = first + (mark.line if mark else 0)
        raise PostError(
            f"The front matter of {source} is not valid YAML at line {line} ({exc.problem}): "
            "put the value in quotes."
        ) from exc
    except RecursionError as exc:
        raise PostError(f"The front matter of {source} is nested too deeply: write flat lists.") from exc
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise PostError(f"The front matter of {source} is not valid YAML: {exc}.") from exc
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise PostError(f"The front matter of {source} is not a table: write lines like `title: My post`.")
    return {_text(key) or "": value for key, value in table.items()}


def _meta(table: Mapping[str, Any], source: str) -> Meta:
    keys = {key.strip().lower(): value for key, value in table.items()}

    def first(*names: str) -> object:
        return next((keys[name] for name in names if keys.get(name) is not None), None)

    hidden = keys.pop("published") if _is_switch(keys.get("published")) else None  # else it is a date
    translator = first("translator", "translators", "translated_by", "translated-by")
    named = translator if isinstance(translator, dict) and "name" not in translator else None
    return Meta(
        id=_text(first("id", "slug")),
        title=_text(first("title")),
        language=_tag("lang", first("lang", "language", "locale"), source),
        author=_people(first("author", "authors")),
        translator=None if named else _people(translator),
        translators=_by_language(named or {}, source),
        rights=_text(first("rights", "copyright", "license", "licence")),
        address=_text(first("canonical", "canonical_url", "url", "permalink")),
        published=moment(first("date", "published", "publishdate", "pubdate", "published_at"), source),
        tags=_words(first("tags", "keywords")),
        audio=_switch("audio", first("audio"), source, default=True)
        and _switch("published", hidden, source, default=True)
        and not _switch("draft", first("draft"), source, default=False),
    )


def _text(value: object) -> str | None:
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        try:
            return one_line(str(value)) or None
        except ValueError:  # an integer of thousands of digits
            return None
    return None


def _tag(key: str, value: object, source: str) -> str | None:
    text = (_text(value) or "").split(".")[0]  # of a locale such as `de_DE.UTF-8`
    if text and not re.fullmatch(TAG, text):
        raise PostError(
            f"The key `{key}` of {source} says {text!r}, which is no language tag: "
            "write one such as `en`, `de` or `pt-BR`."
        )
    return canonical(text) if text else None


def _people(value: object) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for name in map(_people, value) if name) or None
    return _text(value)


def _by_language(table: Mapping[object, object], source: str) -> dict[str, str]:
    pairs = ((_tag("translator", language, source), _people(name)) for language, name in table.items())
    return {language: name for language, name in pairs if language and name}


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for text in map(_text, value) if text))


def _is_switch(value: object) -> bool:
    return isinstance(value, bool) or str(value).lower() in (*_YES, *_NO)


def _switch(key: str, value: object, source: str, *, default: bool) -> bool:
    if value is None:
        return default
    if not _is_switch(value):
        raise PostError(f"The key `{key}` of {source} must be true or false, not {value!r}.")
    return str(value).lower() in _YES
