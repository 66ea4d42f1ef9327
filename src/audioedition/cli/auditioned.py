"""`audioedition voices compare`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.offered import feeds_of
from audioedition.cli.opened import FOLDER
from audioedition.cli.paged import check_page
from audioedition.cli.shown import AS_JSON, clean, put, put_json
from audioedition.commands import command

if TYPE_CHECKING:
    from audioedition.auditions import Audition
    from audioedition.proof.auditions import Stand

_NOTICED = 0.05  # seconds

PAGE = "voices.html"
"""The page that is written if no other is named."""


@click.command()
@click.argument("language")
@click.argument("text")
@click.option(
    "--html", "page", metavar="FILE.html", help=f"The page to write.  [default: {PAGE}; none with --json]"
)
@click.option("--engine", metavar="NAME", help="Only voices of this engine.")
@FOLDER
@AS_JSON
def compare(  # noqa: PLR0913 -- one parameter per option
    language: str, text: str, page: str | None, engine: str | None, folder: Path, *, as_json: bool
) -> None:
    """Let every voice that is installed and speaks LANGUAGE say TEXT, and write a page to hear them beside each other.

    It tells how long each takes to load, and its real-time factor: seconds of speaking for each second of sound.
    """
    from audioedition import auditions  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.cli.bars import bars  # noqa: PLC0415
    from audioedition.files import write_atomically  # noqa: PLC0415
    from audioedition.proof.auditions import render  # noqa: PLC0415

    target = page or (None if as_json else PAGE)
    if target and not target.lower().endswith((".html", ".htm")):
        raise click.UsageError(f"The page cannot be named {clean(target)}: its name has to end in .html.")
    if not text.strip():
        raise click.UsageError("There is nothing to say: give a sentence, in quotes.")
    check_page(target)
    listed = [
        each
        for each in auditions.candidates(language, feeds_of(folder, language))
        if not engine or each.voice.engine == engine
    ]
    heard: list[Audition] = []
    with bars(quiet=as_json) as shown:
        for done, each in enumerate(auditions.hear(listed, text), 1):
            shown.sentences("voices", done, len(listed))
            heard.append(each)
    for each in heard:
        if as_json:
            put_json(_facts(each))
        else:
            _show(each)
    if target:
        stands = [_stand(each, language) for each in heard]
        write_atomically(Path(target), render(text, language, stands).encode())
        click.echo(f"Listen: {Path(target).resolve().as_uri()}", err=as_json)
    if not heard and not as_json:
        click.echo(
            f"No voice that is installed here speaks it: {command('audioedition', 'voices', 'list', language)}"
        )


def _name(each: Audition) -> str:
    from audioedition import offers  # noqa: PLC0415 -- as above

    return offers.name_of(each.listed.voice)


def _facts(each: Audition) -> dict[str, object]:
    voice = each.listed.voice
    return {
        "language": voice.language,
        "engine": voice.engine,
        "model": voice.model or None,
        "feed": each.listed.feed or None,
        "seconds": round(each.clip.seconds, 3) if each.clip else None,
        "load": round(each.load, 3) if each.clip else None,
        "factor": round(each.factor, 4) if each.clip else None,
        "problem": each.silence or None,
        "attribution": dataclasses.asdict(each.listed.attribution),
    }


def _show(each: Audition) -> None:
    name = f"  {clean(_name(each)):40} "
    if each.clip is None:
        put(name, clean(each.silence), fg="yellow")
        return
    told = f"{each.clip.seconds:4.1f} s of sound, factor {each.factor:.3f}"
    if each.load >= _NOTICED:
        told += f", loaded in {each.load:.1f} s"
    click.echo(f"{name}{told}{f', used by {each.listed.feed}' if each.listed.feed else ''}")


def _stand(each: Audition, language: str) -> Stand:
    from audioedition import engines  # noqa: PLC0415 -- as above
    from audioedition.proof.auditions import Stand  # noqa: PLC0415

    whose = each.listed.attribution
    return Stand(
        name=_name(each),
        attribution=whose,
        allows=engines.allows(whose.licence),
        quality=each.listed.quality,
        feed=each.listed.feed,
        clip=each.clip,
        load=each.load,
        factor=each.factor,
        silence=each.silence,
        command=command("audioedition", "voices", "use", language, _name(each)).strip("`"),
    )
