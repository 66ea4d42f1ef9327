"""Phrases of a text that may be in another language: what stands in marks of its own, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORTEST = 12  # characters
_PAIRS = ("“”", "„“", "„”", "””", "«»", "»«", "‹›", "›‹", "「」", "『』", "()", "（）", "[]")
_LIKE_APOSTROPHES = ("‘’", "‚‘", "‚’", "’’", "''", '""', "__", "**")
"""Marks that open behind no letter and close before none: inside of a word they are something else."""


def _pattern(pair: str, *, strict: bool) -> re.Pattern[str]:
    """What stands between the two marks of `pair`; `strict`: not inside of a word, unless it is an apostrophe there."""
    opening, closing, both = re.escape(pair[0]), re.escape(pair[1]), re.escape(pair)
    inside = rf"(?:[^{both}]|(?<=\w)[{both}](?=\w))" if strict else f"[^{both}]"
    phrase = f"{opening}({inside}{{{_SHORTEST},}}){closing}"
    return re.compile(rf"(?<!\w){phrase}(?!\w)" if strict else phrase)


_MARKED = {
    **{pair: _pattern(pair, strict=False) for pair in _PAIRS},
    **{pair: _pattern(pair, strict=True) for pair in _LIKE_APOSTROPHES},
}
_REMAINS = " \u00a0\u202f\t\n)]}.,;:!?…”’»-–—=*_"
_SENTENCE = re.compile(r"\S(?:[^.!?…:]|[.!?…:](?!\s|[\"'”’“»«›‹)\]]+\s))*(?:[.!?…:]+[\"'”’“»«›‹)\]]*|$)")


def marked(text: str) -> Iterator[tuple[int, int]]:
    """Where the contents of quotation marks, brackets and marks of emphasis are in `text`."""
    for pair, pattern in _MARKED.items():
        if pair[0] in text and pair[1] in text:
            yield from (_trimmed(text, *found.span(1)) for found in pattern.finditer(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where its sentences are, about; what follows a colon counts as one."""
    return (_trimmed(text, *found.span()) for found in _SENTENCE.finditer(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at the ends, nor signs at the beginning that close what was before."""
    inside = text[start:end]
    return end - len(inside.lstrip(_REMAINS)), start + len(inside.rstrip())
