"""Posts, wherever they are: a path or a web address to a Post, a feed to those that it offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audioedition.errors import PostError
from audioedition.model import Post
from audioedition.posts import online, saved
from audioedition.posts.addresses import is_address
from audioedition.posts.identity import id_of, page_of
from audioedition.posts.parsing import parse
from audioedition.posts.saved import find

if TYPE_CHECKING:
    from audioedition.posts.fetching import Web

__all__ = ["Source", "find", "id_of", "is_address", "page_of", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Source:
    """One post, wherever it is: `name` is how messages name it, `read` gets it, or raises PostError."""

    name: str
    read: Callable[[], Post]


def read(source: str, *, id: str | None = None, root: Path | None = None, web: Web | None = None) -> Post:  # noqa: A002 -- the field's own name
    """Read the post at `source`: a path, a web address, or `-` for standard input (which needs an `id`).

    A file's `origin` is its path relative to `root` if it is inside of it.  Raises PostError if the
    post is missing, unreadable, binary, empty, too long, or has broken front matter.
    """
    if not is_address(source):
        return saved.read(source, id=id, root=root)
    if web is None:
        raise PostError(f"{source} is a web address, and nothing may be fetched here: save the page.")
    return online.read(source, web, id=id)
