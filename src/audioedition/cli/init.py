"""`audioedition init`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.commands import command


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option("--languages", default="en,de", show_default=True, help="The languages to have a podcast in.")
@click.option("--title", default="", help="The podcast's title.  [default: the folder's name]")
@click.option("--author", default="", help="Who writes the posts.")
@click.option("--email", default="", help="The owner's address, which directories write to.")
@click.option("--base-url", default="", help="Where feeds/ will be served on the web.")
def init(folder: Path, languages: str, title: str, author: str, email: str, base_url: str) -> None:  # noqa: PLR0913, PLR0917 -- one parameter per option
    """Write a new edition into DIR (default: here): audioedition.toml, voices/ and feeds/."""
    from audioedition.scaffold import scaffold  # noqa: PLC0415 -- `--help` has no need to wait for it

    tags = [tag.strip() for tag in languages.split(",") if tag.strip()]
    config = scaffold(folder, tags, title=title, author=author, email=email, base_url=base_url)
    click.echo(f"Written: {folder / 'audioedition.toml'}, voices/ and feeds/.")
    for line in config.missing:
        click.echo(f"Before publishing, fill in: {line}")
    there = f"{command('cd', str(folder))}, then " if folder != Path() else ""
    click.echo(f"Next: {there}{command('audioedition', 'publish', 'POST')}")
