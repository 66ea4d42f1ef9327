"""How things are shown: to people on a terminal, and to scripts as JSON."""

from __future__ import annotations

import bisect
import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from audioedition.model import Block, Kind
from audioedition.passwords import without_passwords
from audioedition.proof.leftovers import together

if TYPE_CHECKING:
    from audioedition.model import Dropped

_USUAL, _WIDEST = 80, 120  # columns of a terminal, and what a person likes to read
_NARROWEST = 20  # columns below which words are no longer broken between lines
_LINE_END = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""With other characters by which some terminals are driven, or turn what follows around, and which JSON lets stand."""

_ABOUT = ("source", "error", "note", "detail")

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for scripts.")


def put_json(thing: Mapping[str, object]) -> None:
    """One object on one line, in UTF-8 wherever it goes.

    What UTF-8 cannot hold (half a character in a file's name) becomes an escape, as JSON has it, and so do
    the characters at which some programs end a line.  Where something comes from, and what is wrong with it, is told
    without passwords; what a post says is told as it is.
    """
    about = {key: without_passwords(said) for key in _ABOUT if isinstance(said := thing.get(key), str)}
    thing = {**thing, **about}
    line = _LINE_END.sub(
        lambda end: f"\\u{ord(end[0]):04x}", json.dumps(thing, ensure_ascii=False, default=str)
    )
    click.echo(line.encode("utf-8", "backslashreplace"))


def clock(seconds: float) -> str:
    """Minutes and seconds, as on a player: 83.4 → 1:23."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def clean(text: str) -> str:
    """The text on one line, without passwords, and without what could drive a terminal."""
    return "".join(c if c.isprintable() else " " for c in " ".join(without_passwords(text).split()))


def harmless(text: str) -> str:
    """The text as it is, its lines too, but for passwords, and for what could drive a terminal: a file's name may hold that, or a library's error."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in without_passwords(text))


def short(text: str, columns: int = 60) -> str:
    """The text on one line, cut to so many `columns`, without what could drive a terminal."""
    line = clean(text)
    if line.isascii() and len(line) <= columns:
        return line
    sizes = list(itertools.accumulate(map(_columns, line)))
    if not sizes or sizes[-1] <= columns:
        return line
    return f"{line[: bisect.bisect_right(sizes, columns - 1)]}…"


def _columns(sign: str) -> int:
    """How many columns of a terminal a sign takes."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def width() -> int:
    """How many columns there are; where nobody looks, as many as a terminal has at first."""
    import shutil  # noqa: PLC0415 -- heavy, and scripts have no terminal

    return min(_WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _USUAL


def put(before: str, text: str, **style: Any) -> None:  # noqa: ANN401 -- click's own
    """Print `text` behind what stands `before` it: on a terminal between that and the right border."""
    indent = sum(map(_columns, click.unstyle(before)))
    room = width() - indent
    if sys.stdout.isatty() and room >= _NARROWEST:
        text = f"\n{' ' * indent}".join(_wrapped(text, room))
    click.echo(before + (click.style(text, **style) if style else text))


def _wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` columns, broken between words where there are words."""
    done = [""]
    for word in text.split(" "):
        longer = f"{done[-1]} {word}" if done[-1] else word
        if done[-1] and sum(map(_columns, longer)) > room:
            done.append(word)
        else:
            done[-1] = longer
    return done


def words(block: Block) -> str:
    """What a block says; a scene break, as authors write it."""
    return "***" if block.kind is Kind.BREAK else block.text


def runs(dropped: Sequence[Dropped]) -> Iterator[tuple[str, str]]:
    """What was left out, each time where and how, and then what and why: pieces that follow each other on one line."""
    return map(_left_out, together(dropped))


def _left_out(run: Sequence[Dropped]) -> tuple[str, str]:
    first, last = run[0], run[-1]
    quoted = f"“{short(first.text, 48)}”"
    if len(run) > 1:
        quoted = f"{quoted} to “{short(last.text, 32)}”, {len(run)} pieces"
    return f"{lines(first.line, last.line):12} {first.code:11} ", f"{quoted}: {first.detail}"


def lines(first: int, last: int = 0) -> str:
    """Where something stands in its source: `line 3`, `lines 3–7`, or nothing if that is not known."""
    if not first:
        return ""
    return f"lines {first}–{last}" if last > first else f"line {first}"
