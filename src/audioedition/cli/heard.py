"""A clip, made heard: played, or written to a file."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioedition.model import Clip, Voice

PLAYERS = (
    ["afplay"],
    ["pw-play"],
    ["paplay"],
    ["aplay", "-q"],
    ["ffplay", "-nodisp", "-autoexit", "-v", "error"],
)

OUTPUT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a WAV file instead."
)


def hear(clip: Clip, voice: Voice, output: Path | None) -> None:
    """Play `clip`, or write it to `output` and say so.  Raises ClickException where nothing can play it."""
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


def _write(clip: Clip, path: Path) -> None:
    from audioedition.files import replacing  # noqa: PLC0415 -- heavy, and not needed for --help

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
