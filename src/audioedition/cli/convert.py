"""`audioedition voices convert`."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, put_json
from audioedition.commands import command

if TYPE_CHECKING:
    from audioedition.conversion import Converted


@click.command()
@click.argument("voice")
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the model in the folder.")
@FOLDER
@AS_JSON
def convert(voice: str, directory: Path | None, folder: Path, *, force: bool, as_json: bool) -> None:
    """Turn a Piper VOICE into a Coqui model, in the folder DIRECTORY.

    VOICE is a name (en_US-joe-medium) or the path of an .onnx file with its .onnx.json beside it.  Without DIRECTORY,
    the folder is called after the voice, and lies beside the edition's voice files.  At the end both say a sentence,
    and it is told how alike they are.
    """
    from audioedition import config, conversion  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.cli.bars import doing  # noqa: PLC0415 -- as above
    from audioedition.languages import base  # noqa: PLC0415
    from audioedition.model import Voice  # noqa: PLC0415

    if not voice.strip():
        raise click.UsageError("Name a Piper voice (en_US-joe-medium), or the path of its .onnx file.")
    root = config.find(folder)
    voices = root / "voices" if root else folder
    is_path = voice.endswith(".onnx")
    source = Voice(language="en", engine="piper", model=voice, folder=Path() if is_path else voices)
    target = directory or voices / Path(voice).name.removesuffix(".onnx")
    with doing("Loading Coqui") as tell:
        done = conversion.convert(source, target, force=force, tell=tell)
    lines = _voice_file(done, voices)
    if as_json:
        put_json({**dataclasses.asdict(done), "decibels": round(done.decibels, 1), "voice_file": lines})
        return
    click.echo(
        f"{done.folder}: {done.size / 1e6:.0f} MB; both voices say the same sentence alike to {done.decibels:.0f} dB."
    )
    tag = base(done.language)
    model = str(done.folder.resolve())
    click.echo(f"To use it: {command('audioedition', 'voices', 'use', tag, f'coqui:{model}')}")
    click.secho("Or in the voice file:", bold=True)
    for line in lines.splitlines():
        click.echo(f"    {line}" if line else "")


def _voice_file(done: Converted, voices: Path) -> str:
    """The lines by which a voice file has the model speak, and says whose voice it is."""
    folder = done.folder.resolve()
    model = (
        os.path.relpath(folder, voices.resolve()) if folder.is_relative_to(voices.resolve()) else str(folder)
    )
    lines = ['engine = "coqui"', f"model = {_quoted(Path(model).as_posix())}"]
    if done.speakers:
        lines += ["", "[options]", f"speaker = {_quoted(done.speakers[0])}  # one of {len(done.speakers)}"]
    whose = dataclasses.asdict(done.attribution)
    lines += ["", "[attribution]", *(f"{key} = {_quoted(text)}" for key, text in whose.items() if text)]
    if not done.attribution.licence:
        lines.append("# licence = …  # as the voice's makers say: the conversion changes nothing about it")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
