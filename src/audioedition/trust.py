"""The program that an edition names, and whether its owner has agreed to run it.

An edition may come from somebody else, and bring a program along.  So one that is named by a path inside of the edition's
folder, or from there, is run only by who has agreed to this very file: `audioedition check --trust`.  That is kept in the
user's own folder of settings, never in the edition.  A program on PATH, or elsewhere on the machine, is the owner's; but not one
whose path leads through `/proc`: `/proc/self/cwd/tools/ffmpeg` is a file of the edition on whatever machine.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from audioedition import mixdown
from audioedition.downloads import places
from audioedition.errors import AudioError
from audioedition.files import digest_file, write_atomically

if TYPE_CHECKING:
    from audioedition.config import Config

_PROCESSES = Path("/proc")
"""Where Linux has a folder for each process, in which links lead to where that is."""


def ffmpeg(config: Config, *, opus: bool = False) -> Path:
    """The ffmpeg of an edition.  Raises AudioError, as `mixdown.ffmpeg`, and for one that nobody has agreed to."""
    program = brought(config)
    if program and program.is_file() and not _note(program).is_file():
        message = (
            f"audioedition.toml names the program {program}, which came with the edition, and is not run until you have "
            f"agreed to it: if you know whose it is and trust them, run {config.command('check', '--trust')} once."
        )
        raise AudioError(message)
    return mixdown.ffmpeg(str(program) if program else config.ffmpeg or None, opus=opus)


def agree(config: Config) -> Path | None:
    """Agree to the program that an edition brings along, as it is now; None if there is none.  Raises AudioError and ArchiveError."""
    program = brought(config)
    if program is None or not program.is_file():
        return None
    write_atomically(_note(program), f"{program}\n".encode())
    return program


def brought(config: Config) -> Path | None:
    """The program that an edition names by a path from its folder, or inside of it."""
    named = PurePath(config.ffmpeg)
    if not config.ffmpeg or (named.name == config.ffmpeg and not named.is_absolute()):
        return None
    root = config.root.resolve()
    path = root / named
    inside = path.is_relative_to(root) or path.resolve().is_relative_to(root)
    if named.is_absolute() and not inside and not _leads_through_processes(path):
        return None
    return Path(shutil.which(path) or path)


def _leads_through_processes(path: Path) -> bool:
    """Whether a folder on the way is of `/proc`, in whatever spelling: `/dev/fd` is."""
    for each in path.parents:
        with contextlib.suppress(OSError, RuntimeError):
            if each.resolve(strict=True).is_relative_to(_PROCESSES):
                return True
    return False


def _note(program: Path) -> Path:
    """What tells that this very file was agreed to."""
    try:
        return places.settings_folder() / "agreed" / digest_file(program)
    except OSError as exc:
        message = f"The program {program}, which audioedition.toml names, cannot be read ({exc.strerror}): allow reading it, or name another."
        raise AudioError(message) from exc
