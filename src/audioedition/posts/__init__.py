"""Posts, wherever they are: a path or a web address to a Post.  What blogs offer, see `offered`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.errors import PostError
from audioedition.model import Post
from audioedition.posts.found import find
from audioedition.posts.identity import host_of, id_of, page_of
from audioedition.posts.likeness import Likeness, likeness
from audioedition.posts.sources import STDIN, Source
from audioedition.posts.web.addresses import is_address, shown

if TYPE_CHECKING:
    from audioedition.posts.parsing import parse
    from audioedition.posts.web.fetching import Web

__all__ = [
    "Likeness",
    "Source",
    "at",
    "find",
    "host_of",
    "id_of",
    "is_address",
    "is_path",
    "page_of",
    "parse",
    "read",
]


def is_path(source: str) -> bool:
    """Whether a post is named by a path, as those are that are no web address and not standard input."""
    return not is_address(source) and source != STDIN


def at(
    source: str,
    *,
    id: str | None = None,  # noqa: A002 -- the field's own name
    root: Path | None = None,
    web: Web | None = None,
    languages: Sequence[str] = (),
) -> Source:
    """The post at `source`, to be read when it is needed: see `read`."""
    reading = functools.partial(read, source, id=id, root=root, web=web, languages=languages)
    if not is_path(source):
        return Source(shown(source) if is_address(source) else source, reading)
    return Source(source, reading, likeness=functools.partial(likeness, source, id=id, root=root))


def read(
    source: str,
    *,
    id: str | None = None,  # noqa: A002 -- the field's own name
    root: Path | None = None,
    web: Web | None = None,
    languages: Sequence[str] = (),
) -> Post:
    """Read the post at `source`: a path, a web address, or `-` for standard input (which needs an `id`).

    A file's `origin` is its path relative to `root` if it is inside of it.  Of its translations at other
    addresses, those in `languages` are fetched, or all if none are named.  Raises PostError if the
    post is missing, unreadable, binary, empty, too long, or has broken front matter.
    """
    if not is_address(source):
        from audioedition.posts import saved  # noqa: PLC0415 -- slow to load: a post that is recognised is not read

        return saved.read(source, id=id, root=root)
    if web is None:
        raise PostError(f"{source} is a web address, and nothing may be fetched here: save the page.")
    from audioedition.posts import online  # noqa: PLC0415 -- slow to load, and a file has no need of it

    return online.read(source, web, id=id, languages=languages)


def __getattr__(name: str) -> object:
    """`parse`, which is slow to load, when somebody asks for it."""
    if name != "parse":
        raise AttributeError(name)
    from audioedition.posts.parsing import parse  # noqa: PLC0415 -- as above

    return parse
