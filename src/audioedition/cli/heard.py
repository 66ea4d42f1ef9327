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

from audioedition.cli.shown import harmless

if TYPE_CHECKING:
    from audioedition.model import Clip, Voice

PLAYERS = (
    ["afplay"],
    ["pw-play"],
    ["paplay"],
    ["aplay", "-q"],
    ["ffplay", "-nodisp", "-autoexit", "-v", "error"],
)
_SILENT = b"audio open failed"
"""What ffplay writes where there is nothing to play on; it ends with 0 even so."""

OUTPUT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a WAV file instead."
)


def hear(clip: Clip, voice: Voice, output: Path | None) -> None:
    """Play `clip`, or write it to `output` and say so.  Raises ClickException where nothing can be heard."""
    if output:
        _write(clip, output)
        said = f"{output}: {clip.seconds:.1f} s, spoken by {voice.engine} {voice.model}".rstrip()
        click.echo(harmless(said))
        return
    with tempfile.TemporaryDirectory(prefix="audioedition-") as scratch:
        path = Path(scratch) / "say.wav"
        _write(clip, path)
        silent = _play(path)
        if silent is not None:
            why = f"{' and '.join(silent)} cannot play here" if silent else "no audio player was found"
            raise click.ClickException(
                f"Nothing is heard on this machine ({why}): write a file with -o FILE.wav."
            )


def _write(clip: Clip, path: Path) -> None:
    from audioedition.files import replacing  # noqa: PLC0415 -- heavy, and not needed for --help

    with replacing(path) as part, wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate)
        file.writeframes(clip.pcm)


def _play(path: Path) -> list[str] | None:
    """Play a file; if nothing was heard, the names of the players that have tried."""
    if platform.system() == "Windows":
        import winsound  # noqa: PLC0415 -- exists on Windows only

        winsound.PlaySound(str(path), winsound.SND_FILENAME)  # type: ignore[attr-defined, unused-ignore]
        return None
    there = [command for command in PLAYERS if shutil.which(command[0])]
    for command in there:
        done = subprocess.run(
            [*command, path], check=False, capture_output=True
        )  # what they complain of is technical
        if done.returncode == 0 and _SILENT not in done.stderr:
            return None
    return [command[0] for command in there]
