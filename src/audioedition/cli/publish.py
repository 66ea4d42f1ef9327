"""`audioedition publish`."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER, alone, opened
from audioedition.cli.shown import AS_JSON, clean, clock, command, put, put_json, runs, short
from audioedition.cli.sourced import ALLOW_PRIVATE, FROM, ONLY, check_only, connected, put_not_taken
from audioedition.reports import Choice, Outcome, Report, State

if TYPE_CHECKING:
    from audioedition.config import Config
    from audioedition.posts import Source
    from audioedition.posts.web.fetching import Web
    from audioedition.studio import Studio


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST]...")
@click.option("--id", "post_id", help="The post's identity, where it has none of its own (needed for '-').")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@click.option("--replace", is_flag=True, help="Let a post take the id of another file.")
@click.option("--restore", is_flag=True, help="Bring a retracted episode back, with its guid and date.")
@FROM
@ONLY
@ALLOW_PRIVATE
@FOLDER
@AS_JSON
def publish(  # noqa: PLR0913 -- one parameter per option
    posts: tuple[str, ...],
    feeds: tuple[str, ...],
    only: tuple[str, ...],
    post_id: str | None,
    folder: Path,
    *,
    dry_run: bool,
    replace: bool,
    restore: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Record what is new or changed in each POST, and publish it.

    POST is a text, Markdown or HTML file, a folder of them, a web address, or '-' for standard input.
    Publishing an edited post again replaces its episode: only sentences that changed are spoken again.
    Without a POST or FEED, feeds and pages are written anew, after a change of settings for example.
    """
    from audioedition import posts as sources  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition import publish as conductor  # noqa: PLC0415
    from audioedition.record import record  # noqa: PLC0415
    from audioedition.studio import Studio  # noqa: PLC0415

    check_only(only, feeds)
    config, archive = opened(folder)
    found = sources.find(posts)
    if post_id and (len(found) != 1 or feeds):
        raise click.UsageError("--id names one post: give one POST with it.")
    writing = contextlib.nullcontext() if dry_run else alone(archive)
    with (
        _progress(quiet=as_json) as progress,
        ThreadPoolExecutor(os.cpu_count()) as pool,
        writing,
        connected(found, feeds, allow_private=allow_private) as web,
    ):
        studio = Studio(
            config,
            archive,
            datetime.now(UTC),
            pool=pool,
            progress=progress,
            dry_run=dry_run,
            replace=replace,
            restore=restore,
        )
        named = (
            (
                sources.at(source, id=post_id, root=config.root, web=web, languages=config.languages),
                _named(source),
            )
            for source in found
        )
        options = ("--languages", ",".join(config.languages), *["--allow-private"] * allow_private)
        failed, said = False, ""
        for thing, arguments in itertools.chain(named, _offered(feeds, only, web, studio)):
            told = thing if isinstance(thing, Choice) else record(thing, studio)
            failed = failed or told.failed
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    put_json(dataclasses.asdict(told))
                elif isinstance(told, Choice):
                    _show_choice(told)
                elif told.error and told.error == said:
                    click.echo(f"{clean(told.source)}: not read either")
                else:
                    proof = command("audioedition", "split", *options, *arguments)
                    _show(told, config, proof, folder)
            said = told.error
        if dry_run:
            _show_missing(config, quiet=as_json)
        else:
            changed = conductor.publish(config, archive)
            if not as_json and (changed or not failed):
                _show_feeds(config, changed)
    if failed:
        raise click.exceptions.Exit(1)


def _offered(
    feeds: Sequence[str], only: Sequence[str], web: Web | None, studio: Studio
) -> Iterator[tuple[Choice | Source, Sequence[str]]]:
    """What each of the `feeds` offers, then its new posts, each with how it is named to `split`."""
    from audioedition.record import choose  # noqa: PLC0415 -- as above

    if web is None:
        return
    for feed in feeds:
        choice, new = choose(feed, web, studio, only)
        yield choice, ()
        for source in new:
            if not source.is_read():
                yield source, ("--from", feed, "--only", source.keys[0])


def _named(source: str) -> Sequence[str]:
    """A post as one names it to a command: behind `--`, if it looks like an option."""
    return ("--", source) if source.startswith("-") and source != "-" else (source,)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each recording, on a terminal."""
    from rich.console import Console  # noqa: PLC0415 -- only where somebody waits
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as bars:
        tasks: dict[str, int] = {}

        def tell(title: str, done: int, total: int) -> None:
            if title not in tasks:
                tasks[title] = bars.add_task(short(title), total=total)
            bars.update(tasks[title], completed=done)  # type: ignore[arg-type]

        yield tell


def _show_choice(choice: Choice) -> None:
    click.secho(clean(choice.source), bold=True)
    if choice.error:
        click.secho(f"  {clean(choice.error)}", fg="red")
        return
    click.echo(f"  {choice.new} new, {choice.known} published already")
    put_not_taken(choice.source, choice.skipped)


def _show(report: Report, config: Config, proof: str, folder: Path) -> None:
    click.secho(clean(report.source), bold=True)
    if report.note:
        click.echo(f"  not recorded: {clean(report.note)}")
    for outcome in report.outcomes:
        click.echo(f"  {_line(outcome, config, folder)}")
        for note in outcome.notes:
            click.secho(f"        {clean(note)}", fg="yellow")
    if report.error:
        click.secho(f"  {clean(report.error)}", fg="red")
    if report.unsure:
        words = f"{report.unsure} doubtful piece{'s' * (report.unsure != 1)}: see {proof}"
        click.secho(f"  {words}", fg="yellow")
    if report.dropped:
        click.echo("  left out:")
    for where, what in runs(report.dropped):
        put(f"    {where}", what)


def _line(outcome: Outcome, config: Config, folder: Path) -> str:
    head = f"{outcome.language:5} {outcome.state:12} {short(outcome.title)}"
    if outcome.detail:
        return click.style(
            f"{head}\n        {outcome.detail}", fg="red" if outcome.state is State.FAILED else "yellow"
        )
    if outcome.state is State.GONE:
        here = ["--edition", str(folder)] if folder != Path() else []
        retract = command("audioedition", "retract", *here, outcome.guid)
        words = f"no longer in the post; its episode stays ({retract} takes it back)"
        return click.style(f"{head}\n        {words}", fg="yellow")
    if outcome.state is State.RETRACTED:
        return click.style(
            f"{head}\n        was retracted before; add --restore to bring it back", fg="yellow"
        )
    parts = [head]
    if outcome.state in {State.RECORDED, State.TO_RECORD}:
        parts.append(f"{outcome.sentences} new sentence{'s' * (outcome.sentences != 1)}")
    if outcome.seconds:
        parts.append(clock(outcome.seconds))
    if outcome.file:
        parts.append(os.path.relpath(outcome.file, config.root))
    return "  ".join(parts)


def _show_missing(config: Config, *, quiet: bool) -> None:
    """What the settings lack: publishing would record, and write no feed."""
    if config.missing:
        click.secho("No feed can be written yet: audioedition.toml lacks", fg="yellow", err=quiet)
        for line in config.missing:
            click.echo(f"    {line}", err=quiet)


def _show_feeds(config: Config, changed: list[Path]) -> None:
    click.secho("podcasts" if changed else "podcasts (nothing changed)", bold=True)
    for tag in config.languages:
        if (config.feeds / tag / "feed.xml").exists():
            click.echo(f"  {tag:5} {config.base_url}/{tag}/feed.xml")
    for feed in sorted(config.feeds.glob("*/feed.xml")):
        if feed.parent.name not in config.languages:
            words = f"{feed.parent.name:5} has no table in audioedition.toml any more: feeds/{feed.parent.name}/ stays as it was"
            click.secho(f"  {words}", fg="yellow")
    click.echo(f"  Look and listen: {config.feeds / 'index.html'}, or `audioedition preview`.")
