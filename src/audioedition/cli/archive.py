"""`audioedition episodes`, `retract` and `prune`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.named import among, damaged, named, vanished
from audioedition.cli.opened import FOLDER, alone, opened
from audioedition.cli.shown import AS_JSON, clock, harmless, put_json, short
from audioedition.errors import ArchiveError, FeedError

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.config import Config
    from audioedition.model import Episode
    from audioedition.unreleased import Unreleased


@click.command()
@click.argument("language", required=False)
@FOLDER
@AS_JSON
def episodes(language: str | None, folder: Path, *, as_json: bool) -> None:
    """List the episodes, newest first; of one LANGUAGE only, if given.  Those that wait to be heard come last."""
    from audioedition.unreleased import Unreleased  # noqa: PLC0415 -- reads JSON into types: not needed for --help

    _, published = opened(folder)
    unreleased = Unreleased.beside(published)
    tags = [tag for tag in published.languages() if language in {None, tag}]
    spoken = (episode for tag in tags for episode in published.records(tag))
    waiting = (episode for episode in unreleased.episodes() if language in {None, episode.language})
    for archive, every in ((published, spoken), (unreleased.archive, waiting)):
        for episode in every:
            if as_json:
                put_json({**_facts(episode, archive), "released": archive == published})
            else:
                click.echo(_line(episode, is_released=archive == published))
    for lost in unreleased.lost():
        click.echo(harmless(lost.damage), err=True)


@click.command()
@click.argument("post", metavar="POST|GUID")
@click.option("--language", help="Only the episode in this language.")
@FOLDER
def retract(post: str, language: str | None, folder: Path) -> None:
    """Take episodes back: all of a POST (its id or file), or the one with a GUID.

    They leave their feeds and their audio is deleted.  Guid and date stay reserved:
    `publish --restore` brings an episode back as the same one, and what was released of it counts as heard no more.
    What waits to be heard of it is deleted, too.
    """
    from audioedition import audits, publish  # noqa: PLC0415 -- the latter draws and renders: not needed to list episodes
    from audioedition.archive import superseded  # noqa: PLC0415 -- as above
    from audioedition.studio import Studio  # noqa: PLC0415 -- as above

    config, archive = opened(folder)
    with alone(archive):
        found = [e for e in named(post, archive, config) if language in {None, e.language}]
        studio = Studio(config, archive, datetime.now(UTC))
        unreleased = studio.unreleased
        gone = [e for e in vanished(post, archive, config) if language in {None, e.language}]
        publish.refuse_to_lose(config, archive, {archive.place(each.post, each.language) for each in gone})
        if not (found or gone):
            raise ArchiveError(_unknown(post, language, unreleased, config))
        for episode in (*found, *gone):
            unreleased.discard(episode.post, episode.language)  # it must not come out later
            studio.released.forget(episode.guid)  # nor may it be restored unheard
            audits.forget(episode.post, episode.language, studio)
            if episode in gone:  # then a record says at least that
                archive.put(episode, studio.now)
            elif not episode.retracted:  # else only its audio may still be there
                archive.retract(episode, studio.now)
        refused = ""
        try:
            if not config.missing:
                publish.publish(config, archive)
        except FeedError as exc:
            refused = f"{exc}\nUntil that is mended, that feed stays as it was, with what you have retracted."
        for episode in (*found, *gone):  # only now: a feed names no audio that is not there
            superseded.discard(archive, episode.post, episode.language)
            words = "was retracted before" if episode.retracted and episode not in gone else "retracted"
            click.echo(f"{words}: {episode.language}  {short(episode.title)}  {episode.guid}")
            left = archive.find(episode.post, episode.language)
            if left and left.superseded:
                feeds = archive.folder(episode.language).name
                words = f"its audio stays while feeds/{feeds}/feed.xml names it; then {config.command('prune')} deletes it"
                click.echo(f"  {words}", err=True)
        if refused:
            raise FeedError(refused)


def _unknown(post: str, language: str | None, unreleased: Unreleased, config: Config) -> str:
    """What is said of a post of which no episode is published."""
    tags = {each.language for each in among(post, unreleased.episodes(), config)}
    tags |= {each.language for each in damaged(post, unreleased.lost(), config)}
    if language in tags or (tags and language is None):
        discard = config.command("release", "--discard", post)
        return f"Nothing is published of {post!r} yet: {discard} deletes what waits to be heard."
    return f"There is no episode of {post!r}: {config.command('episodes')} lists what there is."


@click.command()
@FOLDER
def prune(folder: Path) -> None:
    """Delete audio that was replaced, and that no feed has named, for 30 days; and what belonged to it, such as verdicts.

    Exported models of `accelerate` that no edition has used for 30 days go, too, and what the shelf has beyond its `max_size`.
    """
    from audioedition import audits, engines, publish, sizes  # noqa: PLC0415 -- the last draws and renders: not needed to list episodes
    from audioedition.archive import clock, losses, superseded  # noqa: PLC0415 -- as above
    from audioedition.studio import Studio  # noqa: PLC0415 -- as above

    config, archive = opened(folder)
    with alone(archive):
        publish.refuse_to_lose(
            config, archive
        )  # what belongs to such an episode may be all that makes it again
        now = datetime.now(UTC)
        believed = clock.believed(config.private, now)
        if believed != now:
            said = f"The clock has gone on by {(now - believed).days} days since a command last wrote here, and may be wrong"
            click.echo(f"{said}: what was replaced since stays. If it is right, run this again.", err=True)
        studio = Studio(config, archive, believed)
        deleted = superseded.prune(archive, studio.now, list(_orphans(archive)))
        spoken = (episode for tag in archive.languages() for episode in archive.episodes(tag))
        others = (tag for tag in losses.languages(archive, ()) if tag not in config.languages)
        missed = [tag for tag in others if losses.gone(archive, tag)]
        for tag in missed:
            words = f"Records in {tag!r}, which has no table in audioedition.toml, are gone: all that could make them again stays"
            click.echo(words, err=True)
        deleted += studio.manuscripts.prune(spoken, missed)
        unreleased = studio.unreleased
        deleted += unreleased.prune(studio.now)
        deleted += [] if missed else audits.prune(studio)
        for lost in unreleased.lost():
            click.echo(f"What waits to be heard is left as it is: {harmless(lost.damage)}", err=True)
        deleted += publish.tidy(config, archive)
        trimmed = studio.shelf.trim().went
    deleted += engines.prune(datetime.now(UTC))  # of no archive: every edition's
    for path in deleted:
        shown = os.path.relpath(path, config.root) if path.is_relative_to(config.root) else path
        click.echo(f"deleted: {harmless(str(shown))}")
    if trimmed.files:
        clips = f"{trimmed.files:,} file{'s' * (trimmed.files != 1)} of the shelf"
        click.echo(f"deleted: {clips}, used longest ago ({sizes.shown(trimmed.size)})")
    if not (deleted or trimmed.files):
        click.echo("There is nothing to delete.")


def _orphans(archive: Archive) -> Iterator[Path]:
    """Audio of episodes whose records are gone: it is told, and stays."""
    from audioedition.salvage import Stray, unclaimed  # noqa: PLC0415 -- as above

    for tag in archive.languages():
        for each in unclaimed(archive, tag, archive.every(tag)):
            if not isinstance(each, Stray):
                yield each.path
                continue
            for file in each.files:
                yield archive.audio(tag, file)
            words = f"{archive.audio(tag, each.file)} stays: it is the episode {each.guid}, whose record is gone; audioedition repair makes it again"
            click.echo(harmless(words), err=True)


def _line(episode: Episode, *, is_released: bool) -> str:
    state = "retracted" if episode.retracted else clock(episode.seconds)
    day = f"{episode.published:%Y-%m-%d}" if is_released else "unheard"
    return f"{episode.language:5} {day:10}  {state:>9}  {short(episode.title)}  ({short(episode.post)})"


def _facts(episode: Episode, archive: Archive) -> dict[str, object]:
    audio = archive.audio(episode.language, episode.enclosure.file)
    return {
        "language": episode.language,
        "post": episode.post,
        "guid": episode.guid,
        "title": episode.title,
        "published": episode.published.isoformat(),
        "seconds": episode.seconds,
        "file": str(audio) if episode.enclosure.file else None,
        "retracted": episode.retracted.isoformat() if episode.retracted else None,
    }
