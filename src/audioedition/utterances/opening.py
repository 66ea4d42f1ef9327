"""The lines that are spoken first: templates filled with what is known of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter

from audioedition.errors import ConfigError
from audioedition.strict import nearest

_ENDS = ".!?…。！？｡।॥؟۔։።"
_CLOSERS = "\"'”’“»«›‹」』）)]"


def lines(templates: Iterable[str], fields: Mapping[str, str | None]) -> tuple[str, ...]:
    """Each template filled, without those that need a field that is missing or empty.

    The full stop after a field is left out where the value ends a sentence by itself ("Why?").
    Raises ConfigError for a template with an unknown field or a lonely brace.
    """
    filled = (_fill(template, fields) for template in templates)
    return tuple(line for line in filled if line)


def _fill(template: str, fields: Mapping[str, str | None]) -> str:
    line, missing = "", False
    for literal, name in _parts(template, fields):
        ends_already = line.rstrip(_CLOSERS).endswith(tuple(_ENDS))
        line += literal[1:] if ends_already and literal.startswith(tuple(_ENDS)) else literal
        if name is not None:
            value = " ".join((fields[name] or "").split())
            missing = missing or not value
            line += value
    return "" if missing else line.strip()


def _parts(template: str, fields: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as exc:
        message = f"The opening line {template!r} has a brace without its partner; write {{{{ or }}}} for a brace that is spoken."
        raise ConfigError(message) from exc
    for _, name, spec, conversion in parsed:
        if name is not None and (name not in fields or spec or conversion):
            message = f"The opening line {template!r} has the unknown field {{{name}}}: {nearest(name, list(fields))}."
            raise ConfigError(message)
    return [(literal, name) for literal, name, _, _ in parsed]
