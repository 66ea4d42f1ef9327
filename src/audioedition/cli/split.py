"""`audioedition split`."""

from __future__ import annotations

import dataclasses

import click

from audioedition.cli.shown import AS_JSON, put_json, short
from audioedition.errors import AudioeditionError
from audioedition.model import Block, Dropped, Edition, Kind, Split

BREAK = "***"
"""How a scene break is written among paragraphs."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="POST|DIR...")
@click.option("--languages", default="", help="The languages that have a feed, as a hint: en,de.")
@AS_JSON
def split(sources: tuple[str, ...], languages: str, *, as_json: bool) -> None:
    """Show what of each POST goes into which edition, and what is left out and why.

    Nothing is spoken and no settings are needed.
    """
    from audioedition import editions, posts  # noqa: PLC0415 -- heavy, and not needed for --help

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
            put_json(_facts(source, result))
        else:
            _show(source, result)
    if failed:
        raise click.exceptions.Exit(1)


def _facts(source: str, result: Split) -> dict[str, object]:
    silent = _silent(result)
    return {
        "source": source,
        "editions": [
            {
                "lang": edition.language,
                "title": edition.title,
                "translator": edition.translator,
                "paragraphs": [_words(block) for block in _spoken(edition)],
            }
            for edition in result.editions
        ],
        "dropped": [dropped.text for dropped in silent],
        "reasons": [{"code": dropped.code, "detail": dropped.detail} for dropped in silent],
    }


def _show(source: str, result: Split) -> None:
    click.secho(source, bold=True)
    for edition in result.editions:
        by = f" (translated by {edition.translator})" if edition.translator else ""
        click.echo(f"  {click.style(edition.language, bold=True)}  {edition.title}{by}")
        for block in _spoken(edition):
            click.echo(f"      {block.kind:9} {short(_words(block))}")
    silent = _silent(result)
    if silent:
        click.echo("  left out:")
    for dropped in silent:
        place = f"line {dropped.line}" if dropped.line else ""
        click.echo(f"      {place:9} {dropped.code:11} “{short(dropped.text, 48)}”: {dropped.detail}")


def _words(block: Block) -> str:
    return BREAK if block.kind is Kind.BREAK else block.text


def _spoken(edition: Edition) -> list[Block]:
    return [block for block in edition.blocks if not _unspoken(edition, block)]


def _silent(result: Split) -> list[Dropped]:
    """Everything that is not spoken, also what belongs to an edition: code, tables, mere signs."""
    inside = (_unspoken(edition, block) for edition in result.editions for block in edition.blocks)
    return [*result.dropped, *(dropped for found in inside for dropped in found)]


def _unspoken(edition: Edition, block: Block) -> tuple[Dropped, ...]:
    from audioedition import utterances  # noqa: PLC0415 -- heavy, and not needed for --help

    return utterances.unspoken(dataclasses.replace(edition, blocks=(block,)))
