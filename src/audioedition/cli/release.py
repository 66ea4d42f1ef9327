"""`audioedition release`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.named import named
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.errors import ArchiveError
from audioedition.reports import Outcome, State

if TYPE_CHECKING:
    from audioedition.model import Episode
    from audioedition.studio import Studio


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST|GUID]...")
@click.option("--all", "everything", is_flag=True, help="All that waits.")
@click.option("--language", help="Only the episode in this language.")
@click.option("--discard", is_flag=True, help="Release nothing: delete what waits, and its marks.")
@FOLDER
@AS_JSON
def release(  # noqa: PLR0913 -- one parameter per option
    posts: tuple[str, ...],
    language: str | None,
    folder: Path,
    *,
    everything: bool,
    discard: bool,
    as_json: bool,
) -> None:
    """Publish what was heard of each POST (its id, file or address), or one episode by its GUID.

    The very recording that `publish --review` made is released, even if the post has changed since; then that is
    told.  Nothing is spoken.
    """
    from audioedition import release as conductor  # noqa: PLC0415 -- heavy, and not needed for --help

    if bool(posts) == everything:
        raise click.UsageError("What shall be released?  Give a POST, or --all for all that waits.")
    with recorded.studio(folder, quiet=as_json) as studio:
        found = _found(posts, language, studio)
        if not discard:
            conductor.check(studio)
        done: list[tuple[Episode, Outcome]] = []
        for waiting in found:
            told = conductor.discard(waiting, studio) if discard else conductor.release(waiting, studio)
            done.append((waiting, told))
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    put_json({"post": waiting.post, **dataclasses.asdict(told)})
                else:
                    _show(told, studio)
        if discard:
            return
        released = [waiting for waiting, told in done if told.state is State.RELEASED]
        recorded.finish(
            studio,
            failed=len(released) < len(done),
            quiet=as_json,
            write=lambda: conductor.finish(released, studio),
        )


def _found(posts: Sequence[str], language: str | None, studio: Studio) -> list[Episode]:
    """What waits of the `posts`, or all that waits.  Raises ArchiveError if that is nothing."""
    unreleased = studio.unreleased
    every = unreleased.episodes()
    if posts:
        meant = [{e.guid for e in named(post, unreleased.archive, studio.config)} for post in posts]
        every = [e for e in every if any(e.guid in guids for guids in meant)]
        lacking = [post for post, guids in zip(posts, meant, strict=True) if not guids]
    else:
        lacking = []
    found = [e for e in every if language in {None, e.language}]
    if lacking or not found:
        of = f" of {clean(lacking[0])!r}" if lacking else f" in the language {language!r}" if every else ""
        record = studio.config.command("publish", "--review", "POST")
        raise ArchiveError(f"Nothing waits to be released{of}: {record} records something to hear first.")
    return found


def _show(told: Outcome, studio: Studio) -> None:
    click.echo(recorded.line(told, studio.config))
    for note in told.notes:
        click.secho(f"        {clean(note)}", fg="yellow")
