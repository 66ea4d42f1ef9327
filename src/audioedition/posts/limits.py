"""How much a post may hold: more is a mistake or an attack, and would be read for minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audioedition.errors import PostError
from audioedition.model import Block

MOST_BYTES = 32_000_000  # of a file: a saved page carries its pictures with it
MOST_CHARACTERS = 1_000_000  # of text, or of Markdown without inline pictures: eighteen hours of speech
MOST_LINES = 20_000
MOST_BLOCKS = 10_000  # as many paragraphs as a very long novel has
MOST_TAGS = 60_000  # Lexbor's time grows with the square of how deeply they are nested
MOST_CELLS = 100_000  # of Markdown tables, where short rows are filled up to the longest
MOST_LINKS = 5_000  # of Markdown, whose reader is slow at links that never end
MOST_BRACKETS = 10_000  # `[` of Markdown: where no link ends, its reader takes the square of their number
LONGEST_LINE = 200_000  # characters
LONGEST_PARAGRAPH = 50_000  # characters of Markdown, some of whose signs take the square of their number
LONGEST_ID = 1_000  # characters: it stands in the feed, the record and the tags of each episode
_REMEDY = "split it into several posts."
_INLINE_FILE = re.compile(r"data:[^\s\"'<>()]{200,}")


def check_bytes(data: bytes, source: str) -> None:
    """Raise PostError if `data` are too many."""
    if len(data) > MOST_BYTES:
        raise PostError(f"{source} is larger than {MOST_BYTES // 1_000_000} MB: {_REMEDY}")


def check_id(id: str, source: str) -> None:  # noqa: A002 -- the field's own name
    """Raise PostError if the `id` of a post, or its address, is longer than anybody's."""
    if len(id) > LONGEST_ID:
        raise PostError(
            f"{source} has an id of more than {LONGEST_ID:,} characters: give it a shorter one, as `id:` in its front matter or by --id."
        )


def without_inline_files(text: str) -> str:
    """`text` without the contents of `data:` addresses, the pictures of a saved page."""
    return _INLINE_FILE.sub("#", text)


def check_text(text: str, source: str) -> None:
    """Raise PostError if `text`, plain or Markdown, is too much to read."""
    _check(len(text), MOST_CHARACTERS, "characters", source)
    _check(text.count("\n"), MOST_LINES, "lines", source)
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise PostError(
            f"{source} has a line of more than {LONGEST_LINE:,} characters: break it into paragraphs."
        )


def check_markup(text: str, source: str) -> None:
    """Raise PostError if `text`, a page or Markdown, has more tags than any post."""
    _check(text.count("<"), MOST_TAGS, "tags", source)


def check_markdown(text: str, source: str) -> None:
    """Raise PostError if `text` has more links, or longer paragraphs, than its reader can take."""
    _check(text.count("]("), MOST_LINKS, "links", source)
    _check(text.count("["), MOST_BRACKETS, "opening square brackets", source)
    paragraphs = re.split(r"\n[ \t]*\n", text)
    _check(sum(map(_cells, paragraphs)), MOST_CELLS, "cells of tables", source)
    if max(map(len, paragraphs)) > LONGEST_PARAGRAPH:
        raise PostError(
            f"{source} has a paragraph of more than {LONGEST_PARAGRAPH:,} characters: put empty lines into it."
        )


def _cells(paragraph: str) -> int:
    lines = paragraph.split("\n")
    return len(lines) * max(line.count("|") for line in lines)


def check_blocks(blocks: Sequence[Block], source: str) -> None:
    """Raise PostError if a page turned out to hold too much text."""
    _check(len(blocks), MOST_BLOCKS, "paragraphs", source)
    _check(sum(len(block.text) for block in blocks), MOST_CHARACTERS, "characters", source)


def _check(count: int, most: int, what: str, source: str) -> None:
    if count > most:
        raise PostError(f"{source} has more than {most:,} {what}: {_REMEDY}")
