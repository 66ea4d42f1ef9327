"""The language of a block by the marks in it, and its phrases in another: `<p lang="de">Das <i lang="fr">mot juste</i>`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from audioedition.model import UNDETERMINED, Link, Span
from audioedition.text import one_line

Piece = TypeVar("Piece", bound=tuple[Any, ...])
"""A piece of a block: its text, and what holds for it."""

APART = frozenset({"cite", "em", "i", "q"})
"""Elements by which an author sets a phrase apart, perhaps since it is in another language."""

_FEWEST = 4  # words of such a phrase: names and loan words are shorter


def marked(pieces: Iterable[tuple[str, str | None, bool, bool]]) -> tuple[str | None, tuple[Span, ...]]:
    """The language of a block, if it has one, and the spans of its text in another.

    `pieces` are those of the block, each with its language, whether that is the language of an element within
    the line, and whether it is set apart; that is the whole of a span whose language is UNDETERMINED.  The spans
    are meant in the text that `one_line` makes of all.
    """
    pieces = list(pieces)
    written = [(tag, is_phrase) for text, tag, is_phrase, _ in pieces if text.strip()]
    languages = {tag for tag, _ in written}
    if len(languages) > 1:
        languages = {tag for tag, is_phrase in written if not is_phrase}
    language = languages.pop() if len(languages) == 1 else None
    spans: list[Span] = []
    for (first, end), (_, tag, is_phrase, is_set_apart) in placed(pieces):
        if is_phrase and tag not in (None, language):
            said = tag
        elif is_set_apart:
            said = UNDETERMINED
        else:
            continue
        joins = bool(spans) and spans[-1].language == said and first <= spans[-1].end + 1
        spans.append(Span(spans.pop().start if joins else first, end, said))
    whole = one_line("".join(text for text, *_ in pieces))
    return language, tuple(span for span in spans if _is_phrase(span, whole))


def linked(pieces: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """The links of a block: `pieces` are those of the block, each with the address that it leads to, or none."""
    links: list[Link] = []
    for (first, end), (_, address) in placed(list(pieces)):
        if not address:
            continue
        joins = bool(links) and links[-1].address == address and first <= links[-1].end + 1
        links.append(Link(links.pop().start if joins else first, end, address))
    return tuple(links)


def placed(pieces: Sequence[Piece]) -> Iterator[tuple[tuple[int, int], Piece]]:
    """Each of the `pieces` that says something, with the place of its text in what `one_line` makes of all."""
    length, is_apart = 0, False
    for piece in pieces:
        text = piece[0]
        if not (words := one_line(text)):
            is_apart = is_apart or bool(text)
            continue
        start = length + (length > 0 and (is_apart or text[0].isspace()))
        length, is_apart = start + len(words), text[-1].isspace()
        yield (start, length), piece


def _is_phrase(span: Span, text: str) -> bool:
    """Whether a span is more than a few words that are set apart, and not the whole text."""
    if span.language != UNDETERMINED:
        return True
    return span.end - span.start < len(text) and len(text[span.start : span.end].split()) >= _FEWEST
