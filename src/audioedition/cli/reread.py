"""`audioedition reread`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put, put_json

if TYPE_CHECKING:
    from audioedition.reports import Reread
    from audioedition.studio import Studio


@click.command()
@click.option(
    "--word",
    "words",
    multiple=True,
    metavar="WORD",
    help="Only episodes that hold this word or phrase, in any case or with another ending.",
)
@click.option("--language", help="Only episodes in this language.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and do nothing.")
@recorded.CLUSTER
@FOLDER
@AS_JSON
def reread(  # noqa: PLR0913 -- one parameter per option
    words: tuple[str, ...],
    language: str | None,
    folder: Path,
    *,
    dry_run: bool,
    cluster: str,
    as_json: bool,
) -> None:
    """Speak episodes again that hold a WORD, after its row in a lexicon was changed.

    Only sentences that sound different now are spoken; guids and dates stay.  No post is read again.
    Without a WORD, all episodes that would sound different now are spoken again.
    """
    from audioedition import concordance  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition import reread as conductor  # noqa: PLC0415

    for word in words:
        if not concordance.tokens(word):
            raise click.UsageError(f"There is no word in --word {word!r}.")
    with recorded.studio(folder, quiet=as_json, dry_run=dry_run, cluster=cluster) as studio:
        done: list[Reread] = []
        said = Counter[str]()
        found = conductor.find(studio, words, language)
        for place, told in enumerate(conductor.reread(found, studio), 1):
            if not words:
                studio.progress("looking through the archive", place, len(found))
            if told is None:
                continue
            done.append(told)
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                if as_json:
                    put_json(_facts(told))
                else:
                    _show(told, studio, said)
        left = conductor.left(studio, words, language, done)
        for told in left:
            with contextlib.suppress(BrokenPipeError):  # as above
                if as_json:
                    put_json(_facts(told))
                else:
                    _show(told, studio, said)
        if not as_json and (done or not left):
            _show_sum(done, words, dry_run=dry_run)
        recorded.finish(studio, failed=any(told.failed for told in (*done, *left)), quiet=as_json)


def _facts(told: Reread) -> dict[str, object]:
    return {"post": told.post, **dataclasses.asdict(told.outcome), "found": told.found}


def _show(told: Reread, studio: Studio, said: Counter[str]) -> None:
    click.echo(recorded.line(told.outcome, studio.config, said))
    for note in told.outcome.notes:
        click.secho(f"        {clean(note)}", fg="yellow")
    if studio.dry_run and told.found:
        click.echo(f"        in {_count(len(told.found), 'sentence')}:")
        for sentence in told.found:
            put("          ", clean(sentence), dim=True)


def _show_sum(done: Sequence[Reread], words: Sequence[str], *, dry_run: bool) -> None:
    """How much was found, and how much of it is new."""
    named = " or ".join(f"“{clean(word)}”" for word in words)
    if not done:
        click.echo(f"No episode holds {named}." if words else "Every episode sounds as it would now.")
        return
    parts = [_count(len(done), "episode")]
    if words:
        parts.append(f"{_count(sum(len(told.found) for told in done), 'sentence')} with {named}")
    new = sum(told.outcome.sentences for told in done)
    parts.append(f"{new} to be spoken anew" if dry_run else f"{new} spoken anew")
    click.secho(", ".join(parts), bold=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
