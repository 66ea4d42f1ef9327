"""The edition that a command works on: found, opened, and if it writes, held alone.

The rooms are imported when a command opens them: its `--help` has no need to wait for them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.config import Config

FOLDER = click.option(
    "--edition",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the edition's audioedition.toml.  [default: here, or the nearest above]",
)


def opened(folder: Path) -> tuple[Config, Archive]:
    """The settings in `folder` and the archive that they name.  Raises ConfigError."""
    from audioedition import config  # noqa: PLC0415 -- see above
    from audioedition.archive import Archive  # noqa: PLC0415

    settings = config.load(folder)
    return settings, Archive(
        settings.feeds, settings.private, settings.authority, settings.since, settings.hidden
    )


@contextlib.contextmanager
def alone(archive: Archive, *, mends: bool = False) -> Iterator[None]:
    """Be the only one who writes; say so if that means waiting.

    Raises ArchiveError, also if a newer program was here, before anything is written; and unless this `mends` that, if what was
    taken back is there again.
    """
    from audioedition.archive import Busy, clock, losses  # noqa: PLC0415 -- see above
    from audioedition.errors import ArchiveError  # noqa: PLC0415 -- see above
    from audioedition.unreleased import Unreleased  # noqa: PLC0415 -- see above

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(archive.locked(wait=0))
        except Busy:
            click.echo("Waiting for another audioedition that is at work here …", err=True)
            stack.enter_context(archive.locked())
        Unreleased.beside(archive).archive.refuse_newer()
        archive.prepare()
        back = [each for tag in archive.languages() for each in losses.returned(archive, tag)]
        if back and not mends:
            more = f" (and {len(back) - 1:,} more)" if len(back) > 1 else ""
            message = (
                f"{back[0].path}{more} is of an older copy: its episode, {back[0].item.guid}, was retracted since, and would be "
                "published again: run `audioedition repair`, which takes it back."
            )
            raise ArchiveError(message)
        try:
            yield
        finally:
            if count := len(archive.outdated):
                lie, they = ("file", "it is") if count == 1 else ("files", "they are")
                words = f"{count:,} {lie} of an earlier version became of this one: as before, {they} kept in {archive.backups}"
                click.echo(words, err=True)
        clock.tell(archive.private, datetime.now(UTC))
