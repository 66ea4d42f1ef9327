"""`audioedition review`, with which `audioedition publish --review` ends, too."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.named import among, damaged
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import clean, harmless
from audioedition.errors import ArchiveError

if TYPE_CHECKING:
    from audioedition.config import Config

NO_OPEN = click.option("--no-open", is_flag=True, help="Print the address of the page, and open no browser.")


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST]...")
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    help="The port to listen at.  [default: any that is free]",
)
@NO_OPEN
@FOLDER
def review(posts: tuple[str, ...], port: int, folder: Path, *, no_open: bool) -> None:
    """Hear what waits to be released, of each POST or all of it: play, mark, correct and release, on a page.

    The page is served on this machine, to who has its address, until Ctrl-C.
    """
    from audioedition.unreleased import Unreleased  # noqa: PLC0415 -- heavy, and not needed for --help

    settings, archive = opened(folder)
    unreleased = Unreleased.beside(archive)
    every, lost = unreleased.episodes(), unreleased.lost()
    for each in lost:
        click.echo(f"Not on the page: {harmless(each.damage)}", err=True)
    meant: set[str] = set()
    for post in posts:
        found = {episode.post for episode in among(post, every, settings)}
        if not found:
            more = " else" * bool(damaged(post, lost, settings))
            raise ArchiveError(_nothing(more, f" of {clean(post)!r}", settings))
        meant |= found
    if not every:
        raise ArchiveError(_nothing(" else" * bool(lost), "", settings))
    serve_review(folder, meant, port=port, opens=not no_open)


def serve_review(folder: Path, posts: Collection[str], *, port: int = 0, opens: bool = True) -> None:
    """Serve the page of these `posts` (all that waits, if none are named) until Ctrl-C, and open it in a browser."""
    import webbrowser  # noqa: PLC0415 -- heavy, and not needed for --help

    from audioedition import review as server  # noqa: PLC0415 -- as above

    settings, archive = opened(folder)
    with (
        server.listen(port) as listening,
        ThreadPoolExecutor(os.cpu_count()) as pool,
        contextlib.ExitStack() as stack,
    ):
        secret = server.secret()
        desk = server.Desk(settings.root, archive, posts, pool=pool)
        address = f"{server.address(listening)}/{secret}/"
        click.echo(f"Hear it at {address}  (Ctrl-C ends it; what waits stays)")
        if opens and _has_screen() and (page := server.leading(settings.private, address)):
            stack.callback(page.unlink, missing_ok=True)  # at the end, if no browser has come before
            # The socket listens already: the browser waits for an answer.
            webbrowser.open(page.as_uri())

        def ending() -> None:
            desk.turn.stop()
            if desk.turn.is_taken:
                click.echo(
                    "Ending: the sentence that is being spoken is finished first; Ctrl-C again ends it at once."
                )

        server.serve(server.application(desk, secret, stack.close), listening, ending)
        try:
            desk.turn.stop()  # also where a closed terminal has ended the server
            desk.turn.rest()
        except KeyboardInterrupt:
            os._exit(1)  # an engine cannot be stopped otherwise; nothing is half-written


def _has_screen() -> bool:
    """Whether a browser would have a window: in a terminal alone, one would take the terminal."""
    return sys.platform in {"win32", "darwin"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _nothing(more: str, of: str, settings: Config) -> str:
    record = settings.command("publish", "--review", "POST")
    return f"Nothing{more} waits to be heard{of}: {record} records something."
