"""What a blog's feed and a WordPress export hold: the entries, and how one becomes a post."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from audioedition import files
from audioedition.errors import PostError
from audioedition.model import Post
from audioedition.posts import assembly
from audioedition.posts.decoding import clean
from audioedition.posts.frontmatter import Meta
from audioedition.text import one_line

T = TypeVar("T")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_PIECE = re.compile(r"<!--.*?(?:-->|\Z)|<[/!?A-Za-z][^<>]*+>?|[^<]++|<", re.DOTALL)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|em|font|i|img|ins|mark|q|s|small|span|strike|strong|sub|sup|u|wbr)"
    r"(?:[\s/][^<>]*+)?>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post of a blog, not yet read as one.

    `name` is how messages name it.  `id` is what makes it the same post next time: host and path of
    its address, or else its guid.  `html` is its whole text; None where only the beginning is there,
    so that the page at `meta.address` must be read.  `language` is what the blog says of this entry;
    what it says of all of them is a hint, `meta.language`.  Entries with the same `group` are one
    post in several languages; an entry alone has its id for a group.  `host` is whose server all this was read from, if it was.
    """

    name: str
    id: str
    meta: Meta
    html: str | None
    language: str | None
    group: str
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something of a blog that is not taken, and why.

    `code` is a stable word for machines (`draft`, `page`, `podcast`, …), `detail` a sentence for
    people; `count` says for how many things it stands.
    """

    name: str
    code: str
    detail: str
    count: int = 1


def post(entry: Entry) -> Post:
    """Read an entry with its text as a post; its `origin` is the same wherever it was read.

    Of its language, what is said of itself counts first, then what its markup says, then what is said of the blog.

    Raises PostError if it is too much, or if there is nothing to speak.
    """
    if entry.html is None:
        raise PostError(f"{entry.name} has only the beginning of its text: read the page at its address.")
    blocks, furniture, page = assembly.from_html(entry.html, entry.name)
    return assembly.post(
        blocks,
        furniture,
        said=replace(entry.meta, language=entry.language or page.language or entry.meta.language),
        page=Meta(),
        id=entry.id,
        source=entry.name,
        origin=entry.id,
        digest=files.digest(repr(entry.meta), entry.html),
    )


def titled(text: str) -> str | None:
    """A title without its markup, on one line; None if nothing is left."""
    return (text or None) and (one_line(clean(entities.unescape(_INLINE_TAG.sub("", text)))) or None)


def in_html(text: str) -> str:
    """Plain text as HTML: empty lines part its paragraphs."""
    return "".join(
        f"<p>{entities.escape(part)}</p>" for part in re.split(r"\n[ \t]*\n", text) if part.strip()
    )


def has_words(html: str) -> bool:
    """Whether there is one letter in it besides the markup."""
    words = (found[0] for found in _PIECE.finditer(html) if found[0][0] != "<")
    return any(char.isalpha() for piece in words for char in entities.unescape(piece))


def oldest_first(things: Sequence[T], when: Callable[[T], datetime | None]) -> list[T]:
    """`things` by their dates; one without a date stays behind the one that it stood behind."""
    last = _LONG_AGO
    dated: list[tuple[datetime, T]] = []
    for thing in things:
        last = when(thing) or last
        dated.append((last, thing))
    return [thing for _, thing in sorted(dated, key=lambda pair: pair[0])]
