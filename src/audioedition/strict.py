"""Tables that people write (TOML), turned into types: strictly, and with a helpful complaint."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.cols import list_structure_factory
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from audioedition.errors import ConfigError

T = TypeVar("T")


class _WrongType(TypeError):
    """A value of another type than its key wants."""


def decode(table: Mapping[str, Any], kind: type[T], where: str) -> T:
    """Make a `kind` (a dataclass) from `table`; `where` names the file for the complaint.

    Raises ConfigError that names the file, the key and what is wrong with it: an unknown key (with
    the table that it belongs into, or the nearest right one), a missing key, or a value of the wrong type.  Nothing is coerced: the
    string "no" is not False.
    """
    try:
        return _converter().structure(table, kind)
    except BaseValidationError as group:
        raise ConfigError(f"{where}: {'; '.join(_complaints(group, (), kind))}.") from group
    except _WrongType as exc:
        raise ConfigError(f"{where}: {exc}.") from exc


def nearest(word: str, right: list[str]) -> str:
    """A clause that offers the nearest of `right`, or lists them."""
    close = difflib.get_close_matches(word, right, n=1, cutoff=0.6)
    return f"the nearest is {close[0]!r}" if close else f"known are {', '.join(sorted(right))}"


def _complaints(exc: BaseException, path: tuple[str, ...], whole: type) -> Iterator[str]:
    """What is wrong, sentence by sentence; `whole` is the type of the whole file."""
    if isinstance(exc, BaseValidationError):
        for inner in exc.exceptions:
            notes = getattr(inner, "__notes__", [])
            step = tuple(
                str(note.name if isinstance(note, AttributeValidationNote) else note.index)
                for note in notes
                if isinstance(note, AttributeValidationNote | IterableValidationNote)
            )
            yield from _complaints(inner, (*path, *step), whole)
        return
    place = ".".join(path)
    if isinstance(exc, ForbiddenExtraKeysError):
        right = [f.name for f in dataclasses.fields(exc.cl)]
        for key in sorted(exc.extra_fields):
            homes = [f"[{table}]" if table else "the top" for table, keys in _tables(whole) if key in keys]
            remedy = f"it belongs into {' or '.join(homes)}" if homes else nearest(key, right)
            yield f"the key {'.'.join((*path, key))!r} is unknown, {remedy}"
    elif isinstance(exc, KeyError):
        yield f"the key {place!r} is missing"
    elif isinstance(exc, _WrongType):
        yield f"the key {place!r} {exc}"
    else:  # cattrs takes whatever it is given for a table, and stumbles
        yield f"the key {place!r} must be a table"


def _tables(kind: type, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every table of a file, as one writes its name, with its keys; `kind` is the type of the one at `path`.

    Of tables that an author names, the field's metadata says under `of` what by.
    """
    hints = get_type_hints(kind)
    inner = {
        each.name: (each, within)
        for each in dataclasses.fields(kind)
        if isinstance(within := (get_args(hints[each.name]) or (hints[each.name],))[-1], type)
        and dataclasses.is_dataclass(within)
    }
    if keys := frozenset(hints).difference(inner):
        yield path, keys
    for name, (each, within) in inner.items():
        below = ".".join(filter(None, (path, name, each.metadata.get("of", ""))))
        yield from _tables(within, below)


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, words in ((str, "text in quotes"), (bool, "true or false"), (int, "a whole number")):
        converter.register_structure_hook(kind, _exactly(kind, words))
    converter.register_structure_hook(float, _exactly((int, float), "a number"))
    converter.register_structure_hook_func(
        lambda kind: kind == str | int | float | bool,
        _exactly((str, int, float, bool), "text, a number, true or false"),
    )
    converter.register_structure_hook_factory(_is_list, _list)
    return converter


def _is_list(kind: Any) -> bool:  # noqa: ANN401 -- any type at all
    return get_origin(kind) is list


def _list(kind: Any, converter: Converter) -> Any:  # noqa: ANN401 -- cattrs' own hook type
    """Text is no list, though Python can iterate over its letters."""
    structure = list_structure_factory(kind, converter)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, list):
            message = f"must be a list in [ ], not {value!r}"
            raise _WrongType(message)
        return structure(value, kind)

    return hook


def _exactly(kinds: type | tuple[type, ...], words: str) -> Any:  # noqa: ANN401 -- cattrs' own hook type
    allowed = kinds if isinstance(kinds, tuple) else (kinds,)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            message = f"must be {words}, not {value!r}"
            raise _WrongType(message)
        return value

    return hook
