"""`audioedition say`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.fetched import loaded
from audioedition.cli.heard import OUTPUT, hear
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import clean

if TYPE_CHECKING:
    from audioedition.model import Clip, Voice


@click.command()
@click.argument("language")
@click.argument("text")
@OUTPUT
@FOLDER
def say(language: str, text: str, output: Path | None, folder: Path) -> None:
    """Speak TEXT with the voice of LANGUAGE, by its lexicon: aloud, or into a file."""
    from audioedition.errors import EngineError, EngineUnavailable  # noqa: PLC0415 -- heavy, and not needed for --help

    voice = voice_of(folder, language)
    try:
        clip = _spoken(voice, text)
    except EngineError as exc:
        if voice.fallback is None or isinstance(exc, EngineUnavailable):
            raise
        click.secho(f"Spoken by the fallback voice: {clean(str(exc))}", fg="yellow", err=True)
        voice = voice.fallback
        clip = _spoken(voice, text)
    hear(clip, voice, output)


def _spoken(voice: Voice, text: str) -> Clip:
    from audioedition import corrections, engines  # noqa: PLC0415 -- as above

    engine = loaded(voice)
    return engine.synthesize(corrections.spoken(engines.lexicon(voice, engine), voice.language, text))


def voice_of(folder: Path, language: str) -> Voice:
    """The voice of the edition, or where there is none, of the starter voices.  Raises ConfigError."""
    from audioedition import config  # noqa: PLC0415 -- as above

    root = config.find(folder)
    return config.load(root).voice(language) if root else config.voice(folder / "voices", language)
