"""How things are shown: to people on a terminal, and to scripts as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for scripts.")


def put_json(thing: Mapping[str, object]) -> None:
    """One object on one line, in UTF-8 wherever it goes.

    What UTF-8 cannot hold (half a character in a file's name) becomes an escape, as JSON has it.
    """
    line = json.dumps(thing, ensure_ascii=False, default=str)
    click.echo(line.encode("utf-8", "backslashreplace"))


def clock(seconds: float) -> str:
    """Minutes and seconds, as on a player: 83.4 → 1:23."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def short(text: str, width: int = 60) -> str:
    """The text on one line, cut to `width` characters, without what could drive a terminal."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line if len(line) <= width else f"{line[: width - 1]}…"
