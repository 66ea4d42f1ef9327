"""The keys above a post to a table, in the formats that blog systems have for them.

`---` around YAML (Jekyll, Hugo, Hexo, Eleventy, Obsidian), `+++` around TOML (Hugo, Zola), JSON (Hugo), lines
such as `Title: Fog` up to an empty one (Pelican, MultiMarkdown) or to `---` (Hexo), and the same behind two
points in a comment (Nikola).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from audioedition.errors import PostError
from audioedition.patterns import later
from audioedition.posts.decoding import clean

_BLOCK = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*+(?P<kind>yaml|yml|toml|json|js|javascript|coffee|cson)?[ \t]*\n"
    r"(?P<body>.*?)(?:\n|(?<=\n))(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_YAML_KEY = re.compile(r"^[\"']?[\w-]+[\"']?\s*:(?:\s|$)", re.MULTILINE)
_UNCLOSED = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?:title|date|lang|language|author|slug|layout|tags|draft)\s*[:=]",
    re.IGNORECASE,
)
_JSON = re.compile(r"\A\s*(?=\{\s*\"[\w-]+\"\s*:)")
_KNOWN = (
    r"title|date|lang|language|authors?|slug|layout|tags|keywords|categor(?:y|ies)|draft|status|summary|description"
    r"|modified|translat(?:ors?|ion|ed[ _-]?by)|permalink|url|copyright|licen[cs]e"
)
_LINE = r"[^\W\d][\w -]{0,30}:(?:[ \t][^\n]*)?\n(?:[ \t]+\S[^\n]*\n)*"  # a key, and lines on which its value goes on
_HEADER = later(
    rf"\A\s*(?P<body>(?=(?:{_KNOWN})[ ]?:)(?:{_LINE})+)(?P<end>---+[ \t]*\n|(?=\n)|\Z)", re.IGNORECASE
)
_POINTS = re.compile(r"\A\s*<!--\s*\n?(?P<body>(?:\.\. [\w-]+:[^\n]*\n)+)\s*-->[ \t]*\n?")
_PAIR = re.compile(r"(?P<key>[^\n:]+?)[ ]?:(?P<value>[^\n]*(?:\n[ \t]+[^\n]*)*)")
_KNOWN_KEY = later(_KNOWN, re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""An emoji as JSON escapes it, in two halves: YAML leaves them so."""
_DEEPEST = 6
_MOST_BITS = 10_000  # of a number: Python writes none of more than 4,300 digits
_LEAST = 2  # known keys that make a header where nothing else ends it
_LONGEST = 100_000  # characters: YAML is read slowly, and nobody writes so much about a post


def take(text: str, source: str, *, markdown: bool = False) -> tuple[Mapping[str, Any], str, int]:
    """Take the keys from above `text`: a table of them, the rest, and the number of lines they took.

    Without fences they are looked for in `markdown` only: a plain text may begin with such lines, too.
    What is escaped in a value is as clean as the text itself.
    Raises PostError that names the line where they are broken.
    """
    table, rest, lines = _take(text, source, markdown=markdown)
    return {str(key): _cleaned(str(key), value, source) for key, value in table.items()}, rest, lines


def _cleaned(key: str, value: object, source: str) -> object:
    try:
        return _clean(value)
    except OverflowError as exc:
        raise PostError(
            f"The key `{key}` of {source} must be text, not a number of thousands of digits."
        ) from exc


def _take(text: str, source: str, *, markdown: bool) -> tuple[Mapping[str, Any], str, int]:
    if found := _BLOCK.match(text):
        table = _fenced(found, source)
        return (table, *_rest(text, found.end())) if table is not None else ({}, text, 0)
    if unclosed := _UNCLOSED.match(text):
        fence = unclosed["fence"]
        raise PostError(
            f"The front matter of {source} is not closed: write a line `{fence}` below its last key."
        )
    if found := _JSON.match(text):
        table, end = _json(text, found.end(), source)
        return table, *_rest(text, end)
    found = (_POINTS.match(text) or _HEADER.match(text)) if markdown else None
    if found and (table := _pairs(found)):
        return table, *_rest(text, found.end())
    return {}, text, 0


def _clean(value: object, depth: int = 0) -> object:
    """`value` with clean texts, in lists and tables too; what is nested deeper than anybody writes is left out.

    Raises OverflowError for a number so long that Python refuses to write it.
    """
    if isinstance(value, str):
        return clean(_SURROGATES.sub(_joined, value))
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise OverflowError
    if isinstance(value, list | dict) and depth == _DEEPEST:
        return None
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item, depth + 1) for key, item in value.items()}
    return value


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _rest(text: str, end: int) -> tuple[str, int]:
    return text[end:], text.count("\n", 0, end)


def _fenced(found: re.Match[str], source: str) -> Mapping[str, Any] | None:
    """What stands between two fences; None if that is prose between two rules."""
    body, kind = found["body"], found["kind"]
    if len(body) > _LONGEST:
        raise PostError(
            f"The front matter of {source} is longer than {_LONGEST:,} characters: "
            f"close it with a line `{found['fence']}` below its last key."
        )
    if found["fence"] == "+++" or kind == "toml":
        return _toml(body, source)
    if kind == "json":
        return _json(body.strip(), 0, source)[0]
    if kind not in (None, "yaml", "yml"):
        raise PostError(f"The front matter of {source} is {kind}, which is not read: write it as YAML.")
    if body.strip() and not _YAML_KEY.search(body):
        return None
    from audioedition.posts import notation  # noqa: PLC0415 -- slow to load, and few posts have one

    return notation.table(body, source, found.string.count("\n", 0, found.start("body")) + 1)


def _pairs(found: re.Match[str]) -> Mapping[str, Any] | None:
    """Lines of a key and a value, if that is what they are, and no text that begins like them."""
    body = found["body"].replace("\n.. ", "\n").removeprefix(".. ")
    pairs = {pair["key"].strip(): " ".join(pair["value"].split()) for pair in _PAIR.finditer(body)}
    known = sum(_KNOWN_KEY.fullmatch(key) is not None for key in pairs)
    is_ended = found.re is _POINTS or found["end"]
    return pairs if known >= (1 if is_ended else _LEAST) else None


def _json(text: str, start: int, source: str) -> tuple[Mapping[str, Any], int]:
    try:
        table, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError) as exc:
        raise PostError(f"The front matter of {source} is not valid JSON: {exc}.") from exc
    if not isinstance(table, dict):
        raise PostError(f"The front matter of {source} is not a table: write it between `{{` and `}}`.")
    return table, end


def _toml(body: str, source: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(body)
    except (ValueError, RecursionError) as exc:  # ValueError: a number of thousands of digits, too
        raise PostError(f"The front matter of {source} is not valid TOML: {exc}.") from exc
