"""`audioedition release`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.named import among, damaged, named
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.errors import ArchiveError
from audioedition.reports import Outcome, State

if TYPE_CHECKING:
    from audioedition.config import Config
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
        if not (found or lost):
            _show_done(posts, studio, as_json=as_json)
            return
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
    """What waits of the `posts`, or all that waits, and what of that is damaged: nothing, if all was released before.

    Raises ArchiveError for a post that does not wait, and of which nothing is published either.
    """
    config = studio.config
    every, lost = studio.unreleased.episodes(), studio.unreleased.lost()
    if posts:
        of = {post: (among(post, every, config), damaged(post, lost, config)) for post in posts}
        every = [e for e in every if any(e in mine for mine, _ in of.values())]
        lost = [e for e in lost if any(e in mine for _, mine in of.values())]
        for post, both in of.items():
            mine = [e for some in both for e in some if language in {None, e.language}]
            if not mine and not _is_published(post, language, studio):
                where = f" in the language {language!r}" if any(both) else ""
                raise ArchiveError(f"{_nothing(config, f' of {clean(post)!r}{where}')}.")
    elif language not in {None, *config.languages}:
        raise ArchiveError(f"{_nothing(config, f' in the language {language!r}')}.")
    found = [e for e in every if language in {None, e.language}]
    return found, [e for e in lost if language in {None, e.language}]


def _nothing(config: Config, of: str) -> str:
    """That nothing waits."""
    record = config.command("publish", "--review", "POST")
    return f"Nothing waits to be released{of}: {record} records something to hear first"


def _is_published(post: str, language: str | None, studio: Studio) -> bool:
    """Whether there is an episode of a post, which may have waited before."""
    there = named(post, studio.archive, studio.config)
    return any(not each.retracted and language in {None, each.language} for each in there)


def _show_done(posts: Sequence[str], studio: Studio, *, as_json: bool) -> None:
    """Tell that nothing is left to do."""
    of = f" of {', '.join(map(repr, map(clean, posts)))}, which is published" if posts else ""
    with contextlib.suppress(BrokenPipeError):
        click.echo(f"{_nothing(studio.config, of)}.", err=as_json)


def _show(post: str, told: Outcome, studio: Studio, *, as_json: bool) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
        if as_json:
            put_json({"post": post, **dataclasses.asdict(told)})
            return
        click.echo(recorded.line(told, studio.config))
        for note in told.notes:
            click.secho(f"        {clean(note)}", fg="yellow")
