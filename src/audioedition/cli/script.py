"""`audioedition script`."""

from __future__ import annotations

from pathlib import Path

import click

from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, put_json


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", required=True)
@click.option("--lines", is_flag=True, help="Treat each line of FILE as a text of its own.")
@AS_JSON
@FOLDER
def script(file: Path, language: str, *, lines: bool, as_json: bool, folder: Path) -> None:  # noqa: ARG001 -- soon
    """Show what is said of a post, word for word."""
    from audioedition.utterances.reader import Readers  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.utterances.wording import Lexicon  # noqa: PLC0415
    from audioedition.utterances.written import written  # noqa: PLC0415

    readers = Readers(Lexicon())
    for line in file.read_text("utf-8").splitlines():
        spoken = readers.read(written(line).text, language).spoken()
        if as_json:
            put_json({"text": line, "spoken": spoken})
        else:
            click.echo(spoken)
