"""How things are shown: to people on a terminal, and to scripts as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioedition.model import Dropped

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


def left_out(run: Sequence[Dropped]) -> str:
    """Pieces that were left out for one reason, one after the other, on one line."""
    first, last = run[0], run[-1]
    words = f"“{short(first.text, 48)}”"
    if len(run) > 1:
        words = f"{words} to “{short(last.text, 32)}”, {len(run)} pieces"
    return f"{lines(first.line, last.line):12} {first.code:11} {words}: {first.detail}"


def lines(first: int, last: int = 0) -> str:
    """Where something stands in its source: `line 3`, `lines 3–7`, or nothing if that is not known."""
    if not first:
        return ""
    return f"lines {first}–{last}" if last > first else f"line {first}"
