"""What several commands need: where the edition is, how to wait for its lock, how to show things."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from audioedition import config
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ArchiveError

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for scripts.")
FOLDER = click.option(
    "--edition",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the edition's audioedition.toml.  [default: here, or the nearest above]",
)


def opened(folder: Path) -> tuple[Config, Archive]:
    """The settings in `folder` and the archive that they name.  Raises ConfigError."""
    settings = config.load(folder)
    return settings, Archive(settings.feeds, settings.private, settings.authority, settings.since)


@contextlib.contextmanager
def alone(archive: Archive) -> Iterator[None]:
    """Be the only one who writes; say so if that means waiting."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(archive.locked(wait=0))
        except ArchiveError:
            click.echo("Waiting for another audioedition that is publishing here …", err=True)
            stack.enter_context(archive.locked())
        yield


def put_json(thing: dict[str, Any]) -> None:
    """One object on one line."""
    click.echo(json.dumps(thing, ensure_ascii=False, default=str))


def clock(seconds: float) -> str:
    """Minutes and seconds, as on a player: 83.4 → 1:23."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def short(text: str, width: int = 60) -> str:
    """The text on one line, cut to `width` characters, without what could drive a terminal."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line if len(line) <= width else f"{line[: width - 1]}…"
