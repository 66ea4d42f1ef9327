"""`audioedition check`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from audioedition.cli.fetched import loaded
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import AS_JSON, clean, harmless, put_json

COLOURS = {"ok": "green", "note": "yellow", "fail": "red"}


@click.command()
@click.option(
    "--feed",
    "feed",
    is_flag=False,
    flag_value="",
    metavar="[LANGUAGE]",
    help="Check only the feeds, or that of one LANGUAGE, as directories do, without writing them.",
)
@click.option(
    "--trust",
    is_flag=True,
    help="Agree to the program that the edition brings along (`ffmpeg` in its settings), as it is now.",
)
@FOLDER
@AS_JSON
def check(feed: str | None, folder: Path, *, trust: bool, as_json: bool) -> None:
    """Check settings, ffmpeg, every voice (it speaks a sentence), jingles, covers, the archive and the feeds.

    Exits with 1, and says what to do, if anything is not as it should be.  A note is no failure: it
    tells of what could be had but is not needed.
    """
    from audioedition import check as room  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.trust import agree  # noqa: PLC0415 -- as above

    config, archive = opened(folder)
    failed = False
    if trust:
        agreed = agree(config)
        said = (
            f"From now on, this program is run: {agreed}" if agreed else "No program comes with the edition."
        )
        click.echo(harmless(said), err=as_json)
    if feed and feed not in config.languages:
        known = ", ".join(config.languages)
        raise click.UsageError(f"There is no podcast in {clean(feed)!r}: --feed takes one of {known}.")
    findings = (
        room.check(config, archive, partial(loaded, quiet=as_json))
        if feed is None
        else room.feeds(config, archive, feed)
    )
    for finding in findings:
        failed = failed or finding.state is room.State.FAIL
        if as_json:
            figures = {"figures": finding.figures} if finding.figures else {}
            put_json({"what": finding.what, "state": finding.state, "detail": finding.detail, **figures})
        else:
            mark = click.style(f"{finding.state:4}", fg=COLOURS[finding.state])
            click.echo(f"{mark} {finding.what:17} {harmless(finding.detail)}")
    if failed:
        raise click.exceptions.Exit(1)
