"""`audioedition release`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.named import among, damaged
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.errors import ArchiveError
from audioedition.reports import Outcome, State

if TYPE_CHECKING:
    from audioedition.model import Episode
    from audioedition.studio import Studio
    from audioedition.unreleased import Lost


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
        found, lost = _found(posts, language, studio)
        if not discard:
            conductor.check(studio)
        released: list[Episode] = []
        for waiting in found:
            told = conductor.discard(waiting, studio) if discard else conductor.release(waiting, studio)
            released += [waiting] if told.state is State.RELEASED else []
            _show(waiting.post, told, studio, as_json=as_json)
        for each in lost:
            told = conductor.give_up(each, studio) if discard else conductor.lost(each)
            _show(each.record.stem, told, studio, as_json=as_json)
        if discard:
            return
        recorded.finish(
            studio,
            failed=len(released) < len(found) + len(lost),
            quiet=as_json,
            write=lambda: conductor.finish(released, studio),
        )


def _found(posts: Sequence[str], language: str | None, studio: Studio) -> tuple[list[Episode], list[Lost]]:
    """What waits of the `posts`, or all that waits, and what of that is damaged.  Raises ArchiveError if that is nothing."""
    config = studio.config
    every, lost = studio.unreleased.episodes(), studio.unreleased.lost()
    named = [(among(post, every, config), damaged(post, lost, config)) for post in posts]
    lacking = [post for post, both in zip(posts, named, strict=True) if not any(both)]
    if posts:
        every = [e for e in every if any(e in mine for mine, _ in named)]
        lost = [e for e in lost if any(e in mine for _, mine in named)]
    found = [e for e in every if language in {None, e.language}]
    lost = [e for e in lost if language in {None, e.language}]
    if lacking or not (found or lost):
        of = f" of {clean(lacking[0])!r}" if lacking else f" in the language {language!r}" if every else ""
        record = config.command("publish", "--review", "POST")
        raise ArchiveError(f"Nothing waits to be released{of}: {record} records something to hear first.")
    return found, lost


def _show(post: str, told: Outcome, studio: Studio, *, as_json: bool) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
        if as_json:
            put_json({"post": post, **dataclasses.asdict(told)})
            return
        click.echo(recorded.line(told, studio.config))
        for note in told.notes:
            click.secho(f"        {clean(note)}", fg="yellow")
