"""`audioedition verify`."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli import recorded
from audioedition.cli.named import named
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put, put_json, short
from audioedition.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audioedition.model import Episode
    from audioedition.quality import Audit
    from audioedition.studio import Studio
    from audioedition.verify import Verified

_SHOWN = 3  # sentences of an episode that are shown on the terminal, the worst ones


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE]...")
@click.option("--language", help="Only episodes in this language.")
@FOLDER
@AS_JSON
def verify(episodes: tuple[str, ...], language: str | None, folder: Path, *, as_json: bool) -> None:
    """Have a recogniser listen to episodes, and tell which sentences it does not understand.

    EPISODE is a guid, a post's id, its address or its file; without one, all episodes are listened to.
    Each gets a page with its worst sentences first, to be played, and the same as JSON, both in
    .audioedition/quality: nobody else sees them.  Needs the extra [verify].
    """
    from audioedition import verify as conductor  # noqa: PLC0415 -- heavy, and not needed for --help

    with recorded.studio(folder, quiet=as_json, dry_run=False) as studio:
        found = _named(episodes, language, studio) if episodes else conductor.find(studio, language)
        _ = studio.hearing  # without a recogniser none of them can be listened to: said once
        failed = is_news = False
        for number, episode in enumerate(found, 1):
            if as_json or not sys.stderr.isatty():  # no bar shows that something is happening
                words = f"Listening to {number} of {len(found)}: {episode.language}  {short(episode.title)}"
                click.echo(words, err=True)
            told = conductor.verify(episode, studio)
            failed, is_news = failed or told.failed, is_news or told.is_news
            with contextlib.suppress(BrokenPipeError):  # whoever stops reading does not stop the work
                _put_facts(told) if as_json else _show(told)
        if not found and not as_json:
            click.echo("There are no episodes yet.")
        if is_news and studio.config.listening.certificate:
            run = studio.config.command("publish")
            click.echo(f"The podcast's pages do not tell it yet: run {run}.", err=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _named(names: Sequence[str], language: str | None, studio: Studio) -> list[Episode]:
    """The published episodes that the `names` mean, each once.  Raises ArchiveError for a name that means none."""
    found: dict[str, Episode] = {}
    for name in names:
        meant = [e for e in named(name, studio.archive, studio.config) if not e.retracted]
        meant = [e for e in meant if language in {None, e.language}]
        if not meant:
            see = studio.config.command("episodes")
            raise ArchiveError(f"There is no published episode {name!r}: see {see}.")
        found |= {episode.guid: episode for episode in meant}
    return [studio.archive.find(e.post, e.language) or e for e in found.values()]


def _put_facts(told: Verified) -> None:
    from audioedition.quality import facts  # noqa: PLC0415 -- as above

    which = {"guid": told.episode.guid, "post": told.episode.post, "language": told.episode.language}
    if told.audit is None:
        put_json({**which, "title": told.episode.title, "error": told.error})
    else:
        put_json({**which, **facts(told.audit), "page": str(told.page)})


def _show(told: Verified) -> None:
    episode = told.episode
    head = f"{episode.language:5} {short(episode.title)}"
    if told.audit is None:
        click.secho(f"{head}\n        {clean(told.error)}", fg="red")
        return
    audit, quality = told.audit, told.audit.quality
    words = f"{100 * quality.error_rate:.1f} % of {quality.words} words not understood"
    sentences = f"{len(audit.faulty)} of {quality.sentences} sentences with faults"
    click.secho(f"{head}  {words}, {sentences}", fg=None if audit.is_good else "red")
    _show_rest(audit)
    if told.page:
        click.echo(f"        Look and listen: {told.page.as_uri()}")


def _show_rest(audit: Audit) -> None:
    from audioedition.quality.threshold import although  # noqa: PLC0415 -- as above

    if audit.quality.unheard:
        put("        ", clean(audit.note))
    for reason in audit.reasons:
        put("        ", clean(reason), fg="red")
    if not audit.is_good:
        put("        ", f"What to do: {audit.remedy}.")
    if audit.despite:
        put("        ", clean(although(audit.despite)), fg="yellow")
    if audit.is_good:
        for sentence in audit.faulty[:_SHOWN]:
            details = "; ".join(fault.detail for fault in sentence.verdict.faults)
            put("        ", clean(f"“{short(sentence.text)}”: {details}"), fg="yellow")
