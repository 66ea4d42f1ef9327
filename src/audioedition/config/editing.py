"""Rows into and out of a `[lexicon]`, with all else in the file as its owner wrote it; only importer of tomlkit."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable, KeyType, SingleKey, Whitespace

from audioedition.config.reading import toml
from audioedition.errors import ConfigError
from audioedition.files import rewrite
from audioedition.text import compared

_TABLE = "lexicon"


def put(path: Path, where: str, written: str, value: str | Mapping[str, Any]) -> None:
    """Write the row for `written` into the file at `path`, in the place of one for the same word.

    `where` names the file.  Raises ConfigError, ArchiveError if the disk refuses.
    """
    text = owners_text(path, where)
    old = toml(text, where).get(_TABLE, {})
    parsed = document(text, where)
    if _TABLE not in parsed:
        parsed[_TABLE] = tomlkit.table()
    table = _table(parsed, where)
    same = _same(table, written)
    item = tomlkit.value(_inline(value))
    if same is not None:
        table[same] = item
    else:
        item.trivia.trail = "\r\n" if "\r\n" in text else "\n"
        _insert(table, written, item)
    _write(path, where, parsed, {**old, (written if same is None else same): value})


def remove(path: Path, where: str, written: str) -> bool:
    """Take the row for `written` out of the file at `path`, and tell whether there was one.  Raises as `put`."""
    text = owners_text(path, where)
    old = toml(text, where).get(_TABLE, {})
    parsed = document(text, where)
    same = _same(_table(parsed, where), written) if _TABLE in parsed else None
    if same is None:
        return False
    del _table(parsed, where)[same]
    _write(path, where, parsed, {key: value for key, value in old.items() if key != same})
    return True


def _insert(table: AbstractTable, written: str, item: Any) -> None:  # noqa: ANN401 -- an item of tomlkit
    """Put a new row behind the last one, or before the first empty line: what is written below is about other things."""
    key = SingleKey(written, t=KeyType.Basic)
    body = table.value.body
    rows = [place for place, (name, _) in enumerate(body) if name is not None]
    blanks = (place for place, (_, each) in enumerate(body) if isinstance(each, Whitespace))
    place = rows[-1] + 1 if rows else next(blanks, len(body))
    if place < len(body):
        table.value._insert_at(place, key, item)  # noqa: SLF001 -- the public ways put it at the end only
    else:
        table.add(key, item)


def _inline(value: str | Mapping[str, Any]) -> str:
    """A value as TOML, on one line."""
    if isinstance(value, str):
        return tomlkit.item(value).as_string()
    parts = ", ".join(f"{key} = {tomlkit.item(each).as_string()}" for key, each in value.items())
    return f"{{ {parts} }}"


def _same(table: AbstractTable, written: str) -> str | None:
    """The key in `table` that stands for the same word."""
    return next((str(key) for key in table if compared(str(key)) == compared(written)), None)


def owners_text(path: Path, where: str) -> str:
    """The text of the file at `path`, called `where`, with its line ends as they are.  Raises ConfigError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise ConfigError(f"{where} is not UTF-8 text: save it as UTF-8.") from exc
    except OSError as exc:
        raise ConfigError(f"{path} could not be read ({exc.strerror}): allow reading it.") from exc


def save(path: Path, text: str) -> None:
    """Write an owner's file anew: where a link leads, with its mode, and with a byte order mark if it had one.

    Raises ArchiveError.
    """
    marked = path.is_file() and path.read_bytes().startswith(codecs.BOM_UTF8)
    rewrite(path, (codecs.BOM_UTF8 if marked else b"") + text.encode())


def document(text: str, where: str) -> tomlkit.TOMLDocument:
    """The text, taken apart so that it can be changed in places.  Raises ConfigError."""
    try:
        return tomlkit.parse(text)
    except TOMLKitError as exc:
        raise ConfigError(f"{where} is not valid TOML: {exc}.") from exc


def _table(document: tomlkit.TOMLDocument, where: str) -> AbstractTable:
    table = document[_TABLE]
    if not isinstance(table, AbstractTable):
        raise ConfigError(
            f"{where}: the key 'lexicon' must be a table, in one place; write [lexicon] above its rows."
        )
    return table


def _write(path: Path, where: str, document: tomlkit.TOMLDocument, wanted: Mapping[str, Any]) -> None:
    """Write the document, if it says what it should: an owner's file is not risked for a row."""
    text = tomlkit.dumps(document)
    try:
        is_right = tomllib.loads(text).get(_TABLE, {}) == dict(wanted)
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise ConfigError(
            f"{where} cannot be edited without spoiling its layout: write the row by hand, below [lexicon]."
        )
    save(path, text)
