"""`audioedition check`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.fetched import within_reach
from audioedition.cli.grouped import grouped, names, within
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import AS_JSON, clean, harmless, put_json

if TYPE_CHECKING:
    from audioedition.check import Finding

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
    "--archive",
    "whole",
    is_flag=True,
    help="Check only what is recorded and published, but every byte of it: `audioedition repair` makes again what is damaged.",
)
@click.option(
    "--trust",
    is_flag=True,
    help="Agree to the program that the edition brings along (`ffmpeg` in its settings), as it is now.",
)
@FOLDER
@AS_JSON
def check(feed: str | None, folder: Path, *, whole: bool, trust: bool, as_json: bool) -> None:
    """Check settings, ffmpeg, every voice (it speaks a sentence), jingles, covers, the archive and the feeds.

    Exits with 1, and says what to do, if anything is not as it should be.  A note is no failure: it
    tells of what could be had but is not needed.
    """
    from audioedition import check as room  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.cli.bars import bars  # noqa: PLC0415 -- only where somebody waits
    from audioedition.trust import agree  # noqa: PLC0415 -- as above

    config, archive = opened(folder)
    if trust:
        agreed = agree(config)
        said = (
            f"From now on, this program is run: {agreed}" if agreed else "No program comes with the edition."
        )
        click.echo(harmless(said), err=as_json)
    if whole and feed is not None:
        raise click.UsageError("--archive looks at the feeds, too: leave out --feed.")
    if feed and feed not in config.languages:
        known = ", ".join(config.languages)
        raise click.UsageError(f"There is no podcast in {clean(feed)!r}: --feed takes one of {known}.")
    with contextlib.ExitStack() as stack:
        if whole:
            shown = stack.enter_context(bars(drawn=not as_json))
            findings = room.whole(config, archive, shown.sentences)
        elif feed is None:
            findings = room.check(config, archive, within_reach(quiet=as_json))
        else:
            findings = room.feeds(config, archive, feed)
        failed = _show(findings, config.root if whole else None, as_json=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _show(findings: Iterable[Finding], root: Path | None, *, as_json: bool) -> bool:
    """Show what was found, as it comes, to people with paths from the `root`, if given; tell whether anything is not as it should be."""
    failed = False
    for found in grouped(findings, lambda each: not as_json and each.alike[0] and (each.what, each.alike)):
        finding = found[0]
        failed = failed or finding.state == "fail"
        if as_json:
            figures = {"figures": finding.figures} if finding.figures else {}
            put_json({"what": finding.what, "state": finding.state, "detail": finding.detail, **figures})
        else:
            mark = click.style(f"{finding.state:4}", fg=COLOURS[finding.state])
            click.echo(f"{mark} {finding.what:17} {harmless(_told(found, root))}")
    return failed


def _told(found: Sequence[Finding], root: Path | None) -> str:
    """One finding in words, or several that are alike."""
    paths = [each.path for each in found if each.path]
    if root is None or not paths:
        return found[0].detail
    if len(found) == 1:
        return within(found[0].detail, root)
    what, remedy = found[0].alike
    return f"{len(found):,} {what} ({names(paths, root)}): {remedy}"
