"""`audioedition repair`."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put_json

if TYPE_CHECKING:
    from audioedition.repair import Mended

COLOURS = {"lost": "red", "mended": "green", "to be mended": "green"}


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@FOLDER
@AS_JSON
def repair(folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """Make again what is damaged or lost of the archive, and say what cannot be.

    Records come back from the tags of their audio, with the same guids and dates; audio from its manuscript; feeds, pages and
    transcripts from the records.  What is damaged is kept in .audioedition/damaged.  Exits with 1 if something is lost.
    """
    from audioedition import repair as conductor  # noqa: PLC0415 -- heavy, and not needed for --help

    with recorded.studio(folder, quiet=as_json, dry_run=dry_run) as studio:
        count: Counter[str] = Counter()
        for each in conductor.repair(studio):
            count[each.state] += 1
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    put_json({"state": each.state, "file": str(each.path), "detail": each.detail})
                else:
                    click.echo(_line(each, studio.config.root))
        if not as_json:
            found = ", ".join(f"{number:,} {state}" for state, number in count.items())
            click.secho(found or "Nothing is damaged that the feeds and pages are made of.", bold=True)
        recorded.finish(studio, failed=bool(count["lost"]), quiet=as_json)


def _line(each: Mended, root: Path) -> str:
    path = os.path.relpath(each.path, root) if each.path.is_relative_to(root) else str(each.path)
    state = click.style(f"{each.state:12}", fg=COLOURS.get(each.state, "yellow"))
    return f"{state} {clean(path)}\n        {clean(each.detail)}"
