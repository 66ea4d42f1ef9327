"""`audioedition repair`."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.grouped import grouped, names, within
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put_json

if TYPE_CHECKING:
    from audioedition.repair import Mended

COLOURS = {"lost": "red", "mended": "green", "to be mended": "green", "written": "green"}


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@FOLDER
@AS_JSON
def repair(folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """Make again what is damaged or lost of the archive, and say what cannot be.

    Records come back from the tags of their audio, with the same guids and dates; audio from its manuscript; feeds, pages and
    transcripts from the records.  What is damaged is kept in .audioedition/damaged.  Exits with 1 if something is lost, or
    left for you to decide.
    """
    from audioedition import publish  # noqa: PLC0415 -- as below
    from audioedition import repair as conductor  # noqa: PLC0415 -- heavy, and not needed for --help

    with recorded.studio(folder, quiet=as_json, dry_run=dry_run, mends=True) as studio:
        count: Counter[str] = Counter()
        root = studio.config.root

        def write() -> list[Path]:
            try:
                changed = publish.publish(studio.config, studio.archive)
                written = [path for path in changed if path.exists()]
                count["written"] = len(written)
                _show_written(written, root, as_json=as_json)
                return changed
            finally:
                _show_count(count, as_json=as_json)

        for group in grouped(
            conductor.repair(studio), lambda each: not as_json and each.alike[0] and each.alike
        ):
            count[group[0].state] += len(group)
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    (each,) = group
                    put_json({"state": each.state, "file": str(each.path), "detail": each.detail})
                else:
                    click.echo(_lines(group, root))
        if dry_run:
            _show_count(count, as_json=as_json, dry_run=True)
        recorded.finish(studio, failed=bool(count["lost"] + count["left to you"]), quiet=as_json, write=write)


def _show_written(written: Sequence[Path], root: Path, *, as_json: bool) -> None:
    """Tell which files were computed anew."""
    with contextlib.suppress(BrokenPipeError):
        if as_json:
            for path in written:
                put_json({"state": "written", "file": str(path), "detail": "computed anew"})
        elif written:
            many = f"{len(written):,} files: {names(written, root)}" if len(written) > 1 else str(written[0])
            click.echo(_line("written", within(many, root), "computed anew"))


def _show_count(count: Mapping[str, int], *, as_json: bool, dry_run: bool = False) -> None:
    if as_json:
        return
    found = ", ".join(f"{number:,} {state}" for state, number in count.items() if number)
    also = " (those are only looked at when they are written, and by `audioedition check --archive`)"
    whole = f"Nothing is damaged that the feeds and pages are made of{also * dry_run}."
    with contextlib.suppress(BrokenPipeError):
        click.secho(found or whole, bold=True)


def _lines(group: Sequence[Mended], root: Path) -> str:
    """One thing, or several that are alike, and what became of them."""
    first = group[0]
    if len(group) == 1:
        return _line(first.state, within(str(first.path), root), within(first.detail, root))
    what, how = first.alike
    return _line(
        first.state, f"{len(group):,} {what}: {names([each.path for each in group], root)}", within(how, root)
    )


def _line(state: str, what: str, how: str) -> str:
    return (
        f"{click.style(f'{state:12}', fg=COLOURS.get(state, 'yellow'))} {clean(what)}\n        {clean(how)}"
    )
