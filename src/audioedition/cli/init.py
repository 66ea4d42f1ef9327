"""`audioedition init`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.cli.shown import clean
from audioedition.commands import command


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option(
    "--languages",
    default=None,
    help="The languages to have a podcast in.  [default: those that are there, or else en,de]",
)
@click.option("--title", default="", help="The podcast's title.  [default: the folder's name]")
@click.option("--author", default="", help="Who writes the posts.")
@click.option("--email", default="", help="The owner's address, which directories write to.")
@click.option("--base-url", default="", help="Where feeds/ will be served on the web.")
def init(folder: Path, languages: str | None, title: str, author: str, email: str, base_url: str) -> None:  # noqa: PLR0913, PLR0917 -- one parameter per option
    """Write a new edition into DIR (default: here): audioedition.toml, voices/ and feeds/.

    If episodes are there already, and only audioedition.toml is lost, they keep their guids.
    """
    from audioedition.salvage import inherited  # noqa: PLC0415 -- `--help` has no need to wait for it
    from audioedition.scaffold import refuse_another, scaffold  # noqa: PLC0415 -- as above

    refuse_another(folder)
    known = inherited(folder)
    if languages is None:
        tags = list(known.languages) or ["en", "de"]
    else:
        tags = [tag.strip() for tag in languages.split(",") if tag.strip()]
    config = scaffold(folder, tags, title=title, author=author, email=email, base_url=base_url)
    click.echo(f"Written: {folder / 'audioedition.toml'}, voices/ and feeds/.")
    for note in known.notes:
        click.echo(f"By what was there: {clean(note)}")
    for lack in config.missing:
        click.echo(f"Before publishing, fill in: {lack}")
    there = f"{command('cd', str(folder))}, then " if folder != Path() else ""
    click.echo(f"Next: {there}{command('audioedition', 'publish', 'POST')}")
