"""How a place in an edition is named to people."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.compare.passages import Passage
from audioedition.model import Kind
from audioedition.phrases import in_english
from audioedition.text import one_line

_NAMES = {Kind.HEADING: "heading", Kind.BREAK: "scene break"}
_PARAGRAPH = "paragraph"
_SHOWN = 40  # characters of a text by which it is found again


def place(found: Sequence[Passage], language: str, following: Passage | None = None) -> str:
    """Where passages stand: `paragraph 7 of the English text (line 31, “The ferry…”)`.

    A scene break has no words: it is known by those of the `following` passage.
    """
    first, last = found[0], found[-1]
    if first.is_title:
        return f"the title of {text(language)}"
    name, end = _NAMES.get(first.kind, _PARAGRAPH), _NAMES.get(last.kind, _PARAGRAPH)
    what = f"{name} {first.number}"
    if len(found) > 1:
        what = f"{name}s {first.number} to {last.number}" if name == end else f"{what} to {end} {last.number}"
    hints = [f"line {first.block.line}"] if first.block.line else []
    if first.text:
        hints.append(f"“{_excerpt(first.text)}”")
    elif following:
        hints.append(f"before “{_excerpt(following.text)}”")
    return f"{what} of {text(language)}" + (f" ({', '.join(hints)})" if hints else "")


def text(language: str) -> str:
    """What an edition is called: `the German text`."""
    return f"the {in_english(language)} text"


def _excerpt(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
