"""`audioedition voices use`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.fetched import described, loaded
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import clean

if TYPE_CHECKING:
    from audioedition.choice import Choice
    from audioedition.engines import Part


@click.command()
@click.argument("language")
@click.argument("voice", metavar="ENGINE[:MODEL]")
@click.option(
    "--no-fetch",
    is_flag=True,
    help="Write the voice file only; what it needs is fetched when it first speaks.",
)
@FOLDER
def use(language: str, voice: str, folder: Path, *, no_fetch: bool) -> None:
    """Let another voice speak LANGUAGE from now on: fetch it, let it say a sentence, and write the voice file.

    ENGINE:MODEL is as `voices list` names it, such as piper:de_DE-thorsten-medium, or a path; with an ENGINE alone, it
    takes its standard for the language.  The lexicon, comments and whatever else the file holds stay.  If the voice
    does not speak here, nothing is written.
    """
    from audioedition import choice, config, engines, phrases  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.cli.bars import doing  # noqa: PLC0415 -- as above
    from audioedition.languages import canonical  # noqa: PLC0415

    settings = config.load(folder)
    chosen = choice.choose(settings, language, _placed(voice, settings.root / "voices"))
    missing = engines.missing(chosen.voice)
    _introduce(chosen, missing)
    if canonical(chosen.path.stem) != canonical(language):
        told = f"{clean(language)} has no voice of its own here: {chosen.where} speaks for it, and is changed for all that it speaks for."
        click.secho(told, fg="yellow")
    if missing and no_fetch:
        click.echo("not fetched yet: that happens when it first speaks")
    else:
        engine = loaded(chosen.voice)
        with doing(f"Loading {clean(chosen.voice.engine)}, and letting it say a sentence"):
            seconds = choice.tried(chosen, engine, phrases.of(chosen.voice.language).synthetic)
        click.echo(f"it {'speaks' if engine.is_speech else 'plays'}: {seconds:.1f} s of sound")
        if not engine.is_speech:
            click.secho(
                "It is no voice: nobody will understand an episode of it. Choose another before you publish.",
                fg="yellow",
            )
    choice.keep(chosen)
    click.echo(f"written into {chosen.where}")
    if chosen.dropped:
        click.secho(
            f"left out, since it was about the old voice: {clean(', '.join(chosen.dropped))}", fg="yellow"
        )
    _tell_what_next(chosen, language, folder)


def _tell_what_next(chosen: Choice, language: str, folder: Path) -> None:
    """How to hear the voice, and where it will be heard."""
    from audioedition import config, phrases  # noqa: PLC0415 -- as above

    settings = config.load(folder)
    sentence = phrases.of(chosen.voice.language).synthetic
    click.echo(f"To hear it: {settings.command('say', language, sentence)}")
    station = settings.station(language)
    if station is None:
        name, tag = phrases.in_english(chosen.voice.language), chosen.voice.language
        words = f"There is no podcast in {name} here: the voice says what is in {name} in other podcasts. A table [feeds.{tag}] in audioedition.toml would make one."
        click.secho(words, fg="yellow")
    else:
        again = settings.command("reread", "--language", station.podcast.language)
        click.echo(f"Episodes that are published keep their voice until they are spoken again: {again}")


def _placed(name: str, voices: Path) -> str:
    """The name, in which the path of a file that is here holds from the folder of voice files: within, also after it is moved."""
    engine, _, model = name.partition(":")
    place = Path(model).expanduser()
    is_path = (
        bool(model)
        and place.exists()
        and ("/" in model or "\\" in model or place.suffix in {".onnx", ".pth"})
    )
    if not is_path:
        return name
    whole, home = place.resolve(), voices.resolve()
    return f"{engine}:{whole.relative_to(home).as_posix() if whole.is_relative_to(home) else whole}"


def _introduce(chosen: Choice, missing: tuple[Part, ...]) -> None:
    """Who it is, and what its licence allows; what is being fetched is told then."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    voice = chosen.voice
    whose = engines.attribution(voice)
    if missing:
        click.echo(clean(described(voice, missing)))
    else:
        terms = f"{whose.licence}: {engines.allows(whose.licence)}" if whose.licence else engines.allows("")
        click.echo(clean(f"{voice.engine} {voice.model or 'standard'} ({terms})"))
    if whose.note:
        click.echo(clean(whose.note))
    if not whose.licence and whose.url:
        click.secho(clean(f"Whose it is, and what may be done with it, is told at {whose.url}"), fg="yellow")
