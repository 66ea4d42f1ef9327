"""What commands are given: posts that are read when their turn comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audioedition.model import Post
from audioedition.posts.likeness import Likeness

STDIN = "-"
"""What names standard input."""


def called(source: str) -> str:
    """How a sentence that begins with it calls a source."""
    return "Standard input" if source == STDIN else source


@dataclass(frozen=True, slots=True)
class Source:
    """One post, wherever it is: `name` is how messages name it, `read` gets it, or raises PostError.

    `keys` are what an archive may know it by, if that can be told before it is read: the `page_of` of
    its address, or its id, one for each of its languages.  `is_read` tells whether it was read by now, as
    another language of a post before it.  `likeness` gives what it is recognised by before it is read, if anything is.
    """

    name: str
    read: Callable[[], Post]
    keys: tuple[str, ...] = ()
    is_read: Callable[[], bool] = lambda: False
    likeness: Callable[[], Likeness | None] = lambda: None
