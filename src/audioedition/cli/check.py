"""`audioedition check`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import AS_JSON, put_json

COLOURS = {"ok": "green", "note": "yellow", "fail": "red"}


@click.command()
@FOLDER
@AS_JSON
def check(folder: Path, *, as_json: bool) -> None:
    """Check settings, ffmpeg, every voice (it speaks a sentence), jingles, covers and the archive.

    Exits with 1, and says what to do, if anything is not as it should be.  A note is no failure: it
    tells of what could be had but is not needed.
    """
    from audioedition import check as room  # noqa: PLC0415 -- heavy, and not needed for --help

    config, archive = opened(folder)
    failed = False
    for finding in room.check(config, archive):
        failed = failed or finding.state is room.State.FAIL
        if as_json:
            put_json(dataclasses.asdict(finding))
        else:
            mark = click.style(f"{finding.state:4}", fg=COLOURS[finding.state])
            click.echo(f"{mark} {finding.what:17} {finding.detail}")
    if failed:
        raise click.exceptions.Exit(1)
