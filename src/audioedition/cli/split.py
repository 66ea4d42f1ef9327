"""`audioedition split`."""

from __future__ import annotations

import click

from audioedition import editions, posts
from audioedition.cli.common import AS_JSON, put_json, short
from audioedition.errors import AudioeditionError
from audioedition.model import Kind, Split


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="POST|DIR...")
@click.option("--languages", default="", help="The languages that have a feed, as a hint: en,de.")
@AS_JSON
def split(sources: tuple[str, ...], languages: str, *, as_json: bool) -> None:
    """Show what of each POST goes into which edition, and what is left out and why.

    Nothing is spoken and no settings are needed.
    """
    hint = [tag.strip() for tag in languages.split(",") if tag.strip()]
    failed = False
    for source in posts.find(sources):
        try:
            post = posts.read(source, id=source if source == "-" else None)
            result = editions.split(post, hint)
        except AudioeditionError as exc:
            failed = True
            if as_json:
                put_json({"source": source, "error": str(exc)})
            else:
                click.secho(f"{source}\n  {exc}", fg="red")
            continue
        if as_json:
            put_json(editions.as_json(source, result))
        else:
            _show(source, result)
    if failed:
        raise click.exceptions.Exit(1)


def _show(source: str, result: Split) -> None:
    click.secho(source, bold=True)
    for edition in result.editions:
        by = f" (translated by {edition.translator})" if edition.translator else ""
        click.echo(f"  {click.style(edition.language, bold=True)}  {edition.title}{by}")
        for block in edition.blocks:
            words = "***" if block.kind is Kind.BREAK else short(block.text)
            click.echo(f"      {block.kind:9} {words}")
    if result.dropped:
        click.echo("  left out:")
    for dropped in result.dropped:
        place = f"line {dropped.line}" if dropped.line else ""
        click.echo(f"      {place:9} {dropped.code:11} “{short(dropped.text, 48)}”: {dropped.detail}")
