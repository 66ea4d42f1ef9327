"""Pages that a command writes for somebody to look at: where they go, and what they must not overwrite."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import click


def named_page(page: str | None, sources: Sequence[str], standard: str) -> tuple[tuple[str, ...], str | None]:
    """The `sources` and the page's name; what stands behind `--html` may be the first source, and the name `standard`.

    Raises UsageError for a name that is no page's.
    """
    if page and not page.lower().endswith((".html", ".htm")):
        sources, page = (_first(page, sources), *sources), standard
    return tuple(sources), page


def _first(page: str, sources: Sequence[str]) -> str:
    """What `--html POST` means, which names no page: the first post."""
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help

    if sources and page != "-" and not posts.is_address(page) and not Path(page).exists():
        raise click.UsageError(f"The page cannot be named {page}: its name has to end in .html.")
    return page


def check_page(page: str | None) -> None:
    """Refuse to write over what is no page of ours: a post, most likely.  Raises UsageError."""
    from audioedition.markup import PROOF_BEGINS, is_proof  # noqa: PLC0415 -- only for pages

    if page is None:
        return
    with contextlib.suppress(OSError):  # not there; or if it cannot be read, writing will tell why
        with Path(page).open("rb") as file:
            beginning = file.read(PROOF_BEGINS)
        if beginning.strip() and not is_proof(beginning):
            raise click.UsageError(f"{page} is there already, and not from `--html`: name another file.")
