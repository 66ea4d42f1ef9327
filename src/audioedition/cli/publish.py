"""`audioedition publish`."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER, alone, opened
from audioedition.cli.shown import AS_JSON, clock, put_json, short
from audioedition.cli.sourced import ALLOW_PRIVATE, connected
from audioedition.reports import Outcome, Report, State

if TYPE_CHECKING:
    from audioedition.config import Config
    from audioedition.model import Dropped


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST]...")
@click.option("--id", "post_id", help="The post's identity, where it has none of its own (needed for '-').")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@click.option("--replace", is_flag=True, help="Let a post take the id of another file.")
@click.option("--restore", is_flag=True, help="Bring a retracted episode back, with its guid and date.")
@ALLOW_PRIVATE
@FOLDER
@AS_JSON
def publish(  # noqa: PLR0913 -- one parameter per option
    posts: tuple[str, ...],
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
    Without a POST, feeds and pages are written anew, after a change of settings for example.
    """
    from audioedition import posts as sources  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition import publish as conductor  # noqa: PLC0415
    from audioedition.record import record  # noqa: PLC0415
    from audioedition.studio import Studio  # noqa: PLC0415

    config, archive = opened(folder)
    found = sources.find(posts)
    if post_id and len(found) != 1:
        raise click.UsageError("--id names one post: give one POST with it.")
    writing = contextlib.nullcontext() if dry_run else alone(archive)
    with (
        _progress(quiet=as_json) as progress,
        ThreadPoolExecutor(os.cpu_count()) as pool,
        writing,
        connected(found, allow_private=allow_private) as web,
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
        reports = []
        for source in found:
            read = functools.partial(sources.read, source, id=post_id, root=config.root, web=web)
            report = record(sources.Source(source, read), studio)
            reports.append(report)
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                put_json(dataclasses.asdict(report)) if as_json else _show(report, config)
        if not dry_run:
            changed = conductor.publish(config, archive)
            if not as_json and (changed or not any(report.failed for report in reports)):
                _show_feeds(config, changed)
    if any(report.failed for report in reports):
        raise click.exceptions.Exit(1)


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


def _show(report: Report, config: Config) -> None:
    click.secho(report.source, bold=True)
    if report.note:
        click.echo(f"  not recorded: {report.note}")
    for outcome in report.outcomes:
        click.echo(f"  {_line(outcome, config)}")
    if report.error:
        click.secho(f"  {report.error}", fg="red")
    if report.dropped:
        click.echo("  left out:")
    for (code, detail), run in itertools.groupby(report.dropped, key=lambda d: (d.code, d.detail)):
        click.echo(f"    {_left_out(list(run), code, detail)}")


def _left_out(run: list[Dropped], code: str, detail: str) -> str:
    """Pieces that were left out for one reason, one after the other, on one line."""
    first, last = run[0], run[-1]
    many = last.line > first.line
    place = f"lines {first.line}–{last.line}" if many else f"line {first.line}" if first.line else ""
    words = f"“{short(first.text, 48)}”"
    if len(run) > 1:
        words = f"{words} to “{short(last.text, 32)}”, {len(run)} pieces"
    return f"{place:12} {code:11} {words}: {detail}"


def _line(outcome: Outcome, config: Config) -> str:
    head = f"{outcome.language:5} {outcome.state:12} {short(outcome.title)}"
    if outcome.detail:
        return click.style(
            f"{head}\n        {outcome.detail}", fg="red" if outcome.state is State.FAILED else "yellow"
        )
    if outcome.state is State.GONE:
        words = (
            f"no longer in the post; its episode stays (`audioedition retract {outcome.guid}` takes it back)"
        )
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
