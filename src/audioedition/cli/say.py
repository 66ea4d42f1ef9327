"""`audioedition say`."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audioedition.model import Clip, Row, Voice

PLAYERS = (
    ["afplay"],
    ["pw-play"],
    ["paplay"],
    ["aplay", "-q"],
    ["ffplay", "-nodisp", "-autoexit", "-v", "error"],
)


@click.command()
@click.argument("language")
@click.argument("text")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a WAV file instead."
)
@FOLDER
def say(language: str, text: str, output: Path | None, folder: Path) -> None:
    """Speak TEXT with the voice of LANGUAGE, by its lexicon: aloud, or into a file."""
    from audioedition import engines  # noqa: PLC0415 -- heavy, and not needed for --help

    voice = _voice(folder, language)
    engine = engines.load(voice)
    clip = engine.synthesize(_spoken(engines.lexicon(voice, engine), voice.language, text))
    if output:
        _write(clip, output)
        click.echo(f"{output}: {clip.seconds:.1f} s, spoken by {voice.engine} {voice.model}".rstrip())
        return
    with tempfile.TemporaryDirectory(prefix="audioedition-") as scratch:
        path = Path(scratch) / "say.wav"
        _write(clip, path)
        if not _play(path):
            raise click.ClickException(
                "No audio player was found on this machine: write a file with -o FILE.wav."
            )


def _voice(folder: Path, language: str) -> Voice:
    """The voice of the edition, or where there is none, of the starter voices.  Raises ConfigError."""
    from audioedition import config  # noqa: PLC0415 -- as above

    root = config.find(folder)
    station = config.load(root).station(language) if root else None
    return station.voice if station else config.voice((root or folder) / "voices", language)


def _spoken(rows: Sequence[Row], language: str, text: str) -> str:
    from audioedition.utterances.reader import Readers  # noqa: PLC0415 -- as above
    from audioedition.utterances.wording import Lexicon  # noqa: PLC0415 -- as above
    from audioedition.utterances.written import written  # noqa: PLC0415 -- as above

    return Readers(Lexicon(rows)).read(written(text).text, language).spoken()


def _write(clip: Clip, path: Path) -> None:
    from audioedition.files import replacing  # noqa: PLC0415 -- as above

    with replacing(path) as part, wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate)
        file.writeframes(clip.pcm)


def _play(path: Path) -> bool:
    if platform.system() == "Windows":
        import winsound  # noqa: PLC0415 -- exists on Windows only

        winsound.PlaySound(str(path), winsound.SND_FILENAME)  # type: ignore[attr-defined, unused-ignore]
        return True
    for command in PLAYERS:
        if shutil.which(command[0]) and subprocess.run([*command, path], check=False).returncode == 0:
            return True
    return False
