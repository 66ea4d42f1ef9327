"""`audioedition check`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from audioedition.check import check as look
from audioedition.cli.common import AS_JSON, FOLDER, opened, put_json


@click.command()
@FOLDER
@AS_JSON
def check(folder: Path, *, as_json: bool) -> None:
    """Check settings, ffmpeg, every voice (it speaks a sentence), jingles, covers and the archive.

    Exits with 1, and says what to do, if anything is not as it should be.
    """
    config, archive = opened(folder)
    good = True
    for finding in look(config, archive):
        good = good and finding.good
        if as_json:
            put_json(dataclasses.asdict(finding))
        else:
            mark = click.style("ok  ", fg="green") if finding.good else click.style("FAIL", fg="red")
            click.echo(f"{mark} {finding.what:10} {finding.detail}")
    if not good:
        raise click.exceptions.Exit(1)
