"""`audioedition lexicon suggest`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER
from audioedition.cli.paged import check_page, named_page
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.cli.sourced import ALLOW_PRIVATE, connected
from audioedition.commands import command
from audioedition.errors import EngineError, EngineUnavailable
from audioedition.languages import base

if TYPE_CHECKING:
    from audioedition.model import Clip, Script, Voice
    from audioedition.proof.suggestions import Card
    from audioedition.suggest import Suggestion

PAGE = "suggestions.html"
"""The page that `--html` writes if no other is named."""

_MOST = 40  # words that are proposed, if nobody wants more


@click.command()
@click.argument("post", required=False)
@click.option("--language", metavar="TAG", help="Only for the edition in this language.")
@click.option(
    "--html",
    "page",
    is_flag=False,
    flag_value=PAGE,
    metavar="[FILE.html]",
    help=f"Write a page to hear each word as it is and as proposed.  [default: {PAGE}]",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=_MOST,
    show_default=True,
    help="So many words, the riskiest ones.",
)
@ALLOW_PRIVATE
@AS_JSON
@FOLDER
def suggest(  # noqa: PLR0913 -- one parameter per option
    post: str | None,
    language: str | None,
    page: str | None,
    most: int,
    *,
    allow_private: bool,
    as_json: bool,
    folder: Path,
) -> None:
    """Find the names, acronyms and rare words of POST that a listener may stumble over, and propose rows.

    Names that two editions of it have are proposed together.
    """
    from audioedition import posts  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.suggest import facts  # noqa: PLC0415
    from audioedition.suggest import suggest as suggested  # noqa: PLC0415

    named, page = named_page(page, (post,) if post else (), PAGE)
    if len(named) != 1:
        raise click.UsageError("Name one POST: a text, Markdown or HTML file, a web address, or '-'.")
    check_page(page)
    voices, settings = _voices(folder)
    if language and base(language) not in map(base, voices):
        raise click.UsageError(
            f"--language: there is no voice for {language!r}, only for {', '.join(voices)}."
        )
    with connected(named, allow_private=allow_private) as web:
        read = posts.at(
            named[0], id=named[0] if named[0] == "-" else None, web=web, languages=tuple(voices)
        ).read()
    found = [
        each
        for each in suggested(read, voices, settings)
        if not language or base(each.word.language) == base(language)
    ][:most]
    if as_json:
        for each in found:
            put_json(facts(each))
    if page:
        _write(named[0], found, Path(page), quiet=as_json)
    elif not as_json:
        _put(found)


def _voices(folder: Path) -> tuple[dict[str, Voice], Script]:
    """The voices of the edition and its settings, or of the starter languages where there is none."""
    from audioedition import config, starter  # noqa: PLC0415 -- as above
    from audioedition.model import Script  # noqa: PLC0415

    root = config.find(folder)
    if root:
        settings = config.load(root)
        return {tag: station.voice for tag, station in settings.stations.items()}, settings.script
    places = starter.folder().glob("*.toml")
    voices = {
        place.stem: config.voice(folder / "voices", place.stem)
        for place in sorted(places)
        if "." not in place.stem
    }
    return voices, Script()


def _put(found: Sequence[Suggestion]) -> None:
    for each in found:
        word = each.word
        sisters = "".join(f", {clean(text)} in {tag}" for tag, text in word.sister)
        click.secho(
            f"{clean(word.text)}  [{word.language}]  {word.why.value}, {word.count}×{sisters}", bold=True
        )
        click.echo(f"    now   {clean(each.now)}")
        if each.proposed:
            click.echo(f"    then  {clean(each.then)}")
            click.echo(f"    {_command(each)}")
    if not found:
        click.echo("There is no word in it that somebody is likely to stumble over.")


def _command(each: Suggestion) -> str:
    """The command that writes the row, or one to be filled in."""
    row, word = each.proposed, each.word
    if row is None:
        way = ["--say", "…"]
    else:
        ways = {"--say": row.say, "--ipa": row.ipa}
        way = [part for name, value in ways.items() if value for part in (name, value)]
        way += [name for name, value in {"--spell": row.spell, "--word": row.word}.items() if value]
    return command("audioedition", "lexicon", "add", word.text, *way, "--language", word.language)


def _write(source: str, found: Sequence[Suggestion], page: Path, *, quiet: bool) -> None:
    from audioedition.files import write_atomically  # noqa: PLC0415 -- as above
    from audioedition.proof.suggestions import render  # noqa: PLC0415

    if sys.stderr.isatty() and not quiet:
        with click.progressbar(found, label="Speaking", file=sys.stderr) as bar:
            cards = [_card(each) for each in bar]
    else:
        cards = [_card(each) for each in found]
    write_atomically(page, render(source, cards).encode())
    if not quiet:
        click.echo(f"{len(found)} word{'s' * (len(found) != 1)}\nLook: {page.resolve().as_uri()}")


def _card(each: Suggestion) -> Card:
    from audioedition.proof.suggestions import Card  # noqa: PLC0415 -- as above

    word, silence = each.word, ""
    clips: list[Clip] = []
    try:
        clips.extend(each.clips())
    except (EngineError, EngineUnavailable) as exc:
        silence = str(exc)
    return Card(
        word.text,
        word.language,
        word.why.value,
        word.count,
        word.sentence,
        word.sister,
        each.now,
        each.then,
        _command(each).strip("`"),
        tuple(clips),
        silence,
    )
