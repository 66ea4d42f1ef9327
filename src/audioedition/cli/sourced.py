"""Where commands take posts from: files, folders, web addresses."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioedition.posts.fetching import Web

ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Also fetch from this machine and the local network."
)


@contextlib.contextmanager
def connected(sources: Sequence[str], *, allow_private: bool) -> Iterator[Web | None]:
    """The web, if any of `sources` is there."""
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help

    if not any(map(posts.is_address, sources)):
        yield None
        return
    from audioedition.posts.fetching import Web  # noqa: PLC0415 -- heavy, and needed for addresses only

    with Web(allow_private=allow_private) as web:
        yield web
