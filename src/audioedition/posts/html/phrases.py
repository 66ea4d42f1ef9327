"""The language of a block by the marks in it, and its phrases in another: `<p lang="de">Das <i lang="fr">mot juste</i>`."""

from __future__ import annotations

from collections.abc import Iterable

from audioedition.model import Span
from audioedition.text import one_line


def marked(pieces: Iterable[tuple[str, str | None, bool]]) -> tuple[str | None, tuple[Span, ...]]:
    """The language of a block, if it has one, and the spans of its text in another.

    `pieces` are those of the block, each with its language, and whether that is the language of an element within
    the line.  The spans are meant in the text that `one_line` makes of all.
    """
    pieces = list(pieces)
    written = [(tag, is_phrase) for text, tag, is_phrase in pieces if text.strip()]
    languages = {tag for tag, _ in written}
    if len(languages) > 1:
        languages = {tag for tag, is_phrase in written if not is_phrase}
    language = languages.pop() if len(languages) == 1 else None
    spans: list[Span] = []
    length, is_apart = 0, False
    for text, tag, is_phrase in pieces:
        if not (said := one_line(text)):
            is_apart = is_apart or bool(text)
            continue
        start = length + (length > 0 and (is_apart or text[0].isspace()))
        length, is_apart = start + len(said), text[-1].isspace()
        if not is_phrase or tag in (None, language):
            continue
        if spans and spans[-1].language == tag and start <= spans[-1].end + 1:
            start = spans.pop().start
        spans.append(Span(start, length, tag))
    return language, tuple(spans)
