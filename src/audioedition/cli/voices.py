"""`audioedition voices list` and `audioedition say`."""

from __future__ import annotations

import dataclasses
import platform
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import click

from audioedition import config as settings
from audioedition import engines
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import AS_JSON, put_json
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.files import replacing
from audioedition.model import Clip, Voice

PLAYERS = (
    ["afplay"],
    ["pw-play"],
    ["paplay"],
    ["aplay", "-q"],
    ["ffplay", "-nodisp", "-autoexit", "-v", "error"],
)


@click.group()
def voices() -> None:
    """See the voices that can be had."""


@voices.command("list")
@click.argument("language", required=False)
@FOLDER
@AS_JSON
def list_(language: str | None, folder: Path, *, as_json: bool) -> None:
    """List the voices that the feeds use, and others that could be had; of one LANGUAGE, if given."""
    for use, voice in (*_used(folder), *_available()):
        tag = voice.language.split("-")[0].lower()
        if language and tag != language.split("-", maxsplit=1)[0].lower():
            continue
        if not language and not use and voice.engine in {"espeak", "tone"}:
            continue  # well over a hundred: shown when asked for by language
        installed = _installed(voice)
        licence = voice.attribution.licence or "licence not recorded"
        if as_json:
            put_json(
                {
                    "language": voice.language,
                    "engine": voice.engine,
                    "model": voice.model,
                    "feed": use,
                    "installed": not installed,
                    "remedy": installed or None,
                    "attribution": dataclasses.asdict(voice.attribution),
                }
            )
        else:
            state = f"used by {use}" if use else "available"
            click.echo(
                f"{voice.language:6} {voice.engine:7} {voice.model or 'standard':22} {state:12} {licence}"
            )
            if installed:
                click.secho(f"       {installed}", fg="yellow")
    if not language and not as_json:
        click.echo("espeak speaks about 100 more languages: `audioedition voices list LANGUAGE`.")


@click.command()
@click.argument("language")
@click.argument("text")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a WAV file instead."
)
@FOLDER
def say(language: str, text: str, output: Path | None, folder: Path) -> None:
    """Speak TEXT with the voice of LANGUAGE: aloud, or into a file."""
    try:
        config, _ = opened(folder)
        station = config.station(language)
        voice = station.voice if station else settings.voice(config.root / "voices", language)
    except ConfigError:
        if (folder / settings.FILE).exists():
            raise
        voice = settings.voice(folder / "voices", language)  # no edition here: the starter voices
    clip = engines.load(voice).synthesize(text)
    if output:
        _write(clip, output)
        click.echo(f"{output}: {clip.seconds:.1f} s, spoken by {voice.engine} {voice.model}".rstrip())
        return
    with tempfile.TemporaryDirectory(prefix="audioedition-") as folder_:
        path = Path(folder_) / "say.wav"
        _write(clip, path)
        if not _play(path):
            raise click.ClickException(
                "No audio player was found on this machine: write a file with -o FILE.wav."
            )


def _used(folder: Path) -> list[tuple[str, Voice]]:
    try:
        config, _ = opened(folder)
    except ConfigError:
        if (folder / settings.FILE).exists():
            raise
        return []
    return [(tag, station.voice) for tag, station in config.stations.items()]


def _available() -> list[tuple[str, Voice]]:
    return [("", voice) for name in engines.built_in() for voice in engines.module(name).voices()]


def _installed(voice: Voice) -> str:
    """Nothing if the voice can be used here, else what is missing and the remedy."""
    try:
        engines.load(voice)
    except (EngineUnavailable, ConfigError) as exc:
        return str(exc)
    return ""


def _write(clip: Clip, path: Path) -> None:
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
