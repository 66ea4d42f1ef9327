"""`audioedition episodes`, `retract` and `prune`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from audioedition import publish
from audioedition.archive import Archive
from audioedition.cli.common import AS_JSON, FOLDER, alone, clock, opened, put_json, short
from audioedition.errors import ArchiveError
from audioedition.model import Episode


@click.command()
@click.argument("language", required=False)
@FOLDER
@AS_JSON
def episodes(language: str | None, folder: Path, *, as_json: bool) -> None:
    """List the episodes, newest first; of one LANGUAGE only, if given."""
    _, archive = opened(folder)
    for tag in [language] if language else archive.languages():
        for episode in archive.records(tag):
            if as_json:
                put_json(_facts(episode, archive))
            else:
                state = "retracted" if episode.retracted else clock(episode.seconds)
                click.echo(
                    f"{tag:5} {episode.published:%Y-%m-%d}  {state:>9}  {short(episode.title)}  ({episode.post})"
                )


@click.command()
@click.argument("post", metavar="POST|GUID")
@FOLDER
def retract(post: str, folder: Path) -> None:
    """Take episodes back: all of a POST (its id or file), or the one with a GUID.

    They leave their feeds and their audio is deleted.  Guid and date stay reserved:
    `publish --restore` brings an episode back as the same one.
    """
    config, archive = opened(folder)
    with alone(archive):
        found = [e for e in _named(post, archive) if not e.retracted]
        if not found:
            message = f"There is no episode of {post!r}: `audioedition episodes` lists what there is."
            raise ArchiveError(message)
        retracted = [archive.retract(episode, datetime.now(UTC)) for episode in found]
        if not config.missing:
            publish.publish(config, archive)
        for episode in retracted:
            archive.discard(episode)
            click.echo(f"retracted: {episode.language}  {short(episode.title)}  {episode.guid}")


@click.command()
@FOLDER
def prune(folder: Path) -> None:
    """Delete audio that was replaced, and that no feed has named, for 30 days."""
    config, archive = opened(folder)
    with alone(archive):
        deleted = archive.prune(datetime.now(UTC))
    for path in deleted:
        click.echo(f"deleted: {os.path.relpath(path, config.root)}")
    if not deleted:
        click.echo("There is nothing to delete.")


def _named(name: str, archive: Archive) -> list[Episode]:
    """The episodes that `name` means: a guid, a post's id, or the file that it was read from."""
    ids = (name, Path(name).stem)
    every = [episode for tag in archive.languages() for episode in archive.records(tag)]
    return [e for e in every if e.guid == name] or next(
        (found for key in ids if (found := [e for e in every if e.post == key])), []
    )


def _facts(episode: Episode, archive: Archive) -> dict[str, object]:
    return {
        "language": episode.language,
        "post": episode.post,
        "guid": episode.guid,
        "title": episode.title,
        "published": episode.published.isoformat(),
        "seconds": episode.seconds,
        "file": str(archive.audio(episode.language, episode.enclosure.file)),
        "retracted": episode.retracted.isoformat() if episode.retracted else None,
    }
