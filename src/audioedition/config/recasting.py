"""Another engine and model into the text of a voice file, with all else as its owner wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AbstractTable, Comment, Item, SingleKey, Table, Whitespace

from audioedition.config.editing import document
from audioedition.config.reading import toml
from audioedition.errors import ConfigError

_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|(#[^\n]*)', re.DOTALL
)
"""A string of TOML, or a comment: what is no string and begins with #."""


def recast(  # noqa: PLR0913 -- what there is to say of a voice file
    text: str, where: str, engine: str, model: str, dropped: Collection[str], *, credited: bool = False
) -> str:
    """The voice file `text`, called `where`, for `engine` and `model`, without the options `dropped` and whose voice the old one was.

    Whose it is stays if it is still `credited`.  Every comment stays: a line that is left out and has one becomes a comment.
    Raises ConfigError, also if the file cannot be changed without spoiling it.
    """
    wanted = _wanted(toml(text, where), engine, model, dropped, credited=credited)
    parsed = document(text, where)
    end = "\r\n" if "\r\n" in text else "\n"
    parsed["engine"] = engine
    for key in ("voice", "model"):  # two names of one thing
        _drop(parsed, key, end)
    if model:
        line = tomlkit.item(model)
        line.trivia.trail = end
        parsed._insert_after("engine", SingleKey("model"), line)  # noqa: SLF001 -- the public ways put it at the end only
    options = parsed.get("options")
    if isinstance(options, AbstractTable):
        for key in dropped:
            _drop(options.value, key, end)
    if not credited:
        _drop(parsed, "attribution", end)
    done = tomlkit.dumps(parsed)
    try:
        is_right = tomllib.loads(done) == wanted and not _lost(text, done)
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise ConfigError(
            f'{where} cannot be edited without spoiling its layout: write engine = "{engine}" by hand.'
        )
    return done


def _drop(within: Container, key: str, end: str) -> None:
    """Take a key out, and leave its comments in its place."""
    body = within.body
    place = next((at for at, (name, _) in enumerate(body) if name is not None and name.key == key), None)
    if place is None:
        return
    kept = _comments(key, body[place][1], end)
    within.remove(key)
    if kept:
        body[place] = (None, Whitespace(kept))  # the item of tomlkit that is written as it is given


def _comments(key: str, item: Item, end: str) -> str:
    """What stays of an item that goes: its comments, and the empty lines below it."""
    if not isinstance(item, Table):
        if not item.trivia.comment:
            return ""
        value = item.as_string()
        said = "" if "\n" in value or isinstance(item, AbstractTable) else f"# {key} = {value}  "
        return f"{said}{item.trivia.comment}{end}"
    lines = [item.trivia.comment + end] if item.trivia.comment else []
    for name, each in item.value.body:
        if name is not None:
            lines.append(_comments(name.as_string().strip(), each, end))
        elif isinstance(each, Comment | Whitespace):
            lines.append(each.as_string())
    return "".join(lines)


def _lost(before: str, after: str) -> list[str]:
    """The comments that are no longer there, be it within another."""
    left = [found[1].rstrip() for found in _COMMENT.finditer(after) if found[1]]
    gone = []
    for comment in (found[1].rstrip() for found in _COMMENT.finditer(before) if found[1]):
        same = next((each for each in left if each.endswith(comment)), None)
        if same is None:
            gone.append(comment)
        else:
            left.remove(same)
    return gone


def _wanted(
    old: Mapping[str, Any], engine: str, model: str, dropped: Collection[str], *, credited: bool
) -> dict[str, Any]:
    """What the file should say in the end."""
    gone = {"engine", "model", "voice", *(() if credited else ("attribution",))}
    kept = {key: value for key, value in old.items() if key not in gone}
    if "options" in kept:
        kept["options"] = {key: value for key, value in kept["options"].items() if key not in dropped}
    return {**kept, "engine": engine, **({"model": model} if model else {})}
