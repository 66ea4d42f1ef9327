"""The lines that are spoken first: templates filled with what is known of a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from audioedition.phrases import fill

_ENDS = ".!?…。！？｡।॥؟۔։።"
_CLOSERS = "\"'”’“»«›‹」』）)]"


def lines(templates: Iterable[str], fields: Mapping[str, str | None]) -> tuple[str, ...]:
    """Each template filled, without those that need a field that is missing or empty.

    The full stop after a field is left out where the value ends a sentence by itself ("Why?").
    Raises ConfigError for a template with an unknown field or a lonely brace.
    """
    ended = [name for name, value in fields.items() if _is_sentence(value or "")]
    field = re.compile(rf"(\{{(?:{'|'.join(ended)})\}})[{_ENDS}]")
    return fill((field.sub(r"\1", template) for template in templates) if ended else templates, fields)


def _is_sentence(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSERS).endswith(tuple(_ENDS))
