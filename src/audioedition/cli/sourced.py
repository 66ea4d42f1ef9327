"""Where commands take posts from: files, folders, web addresses."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioedition.posts.fetching import Web

ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Also fetch from this machine and the local network."
)
FROM = click.option(
    "--from",
    "feeds",
    multiple=True,
    metavar="FEED",
    help="Take from a blog's feed, or a WordPress export, the posts that are not yet episodes: a path or a web address.",
)


@contextlib.contextmanager
def connected(
    sources: Sequence[str], feeds: Sequence[str] = (), *, allow_private: bool
) -> Iterator[Web | None]:
    """The web, if any of `sources` is there, or some of what `feeds` offer may be."""
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help

    if not feeds and not any(map(posts.is_address, sources)):
        yield None
        return
    from audioedition.posts.fetching import Web  # noqa: PLC0415 -- heavy, and needed for addresses only

    with Web(allow_private=allow_private, tell=_tell) as web:
        yield web


def _tell(address: str) -> None:
    """Say what somebody waits for, where somebody looks."""
    if sys.stderr.isatty():
        click.secho(f"fetching {address} …", err=True, dim=True)
