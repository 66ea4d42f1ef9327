"""Posts in files, and the one that comes by standard input."""

from __future__ import annotations

import re
import stat
import sys
from dataclasses import replace
from pathlib import Path

from audioedition.errors import PostError
from audioedition.model import Post
from audioedition.patterns import later
from audioedition.posts import beside, limits, parsing
from audioedition.posts.beside import origin
from audioedition.posts.identity import in_any_locale, name_of
from audioedition.posts.sources import STDIN

_LIKE_AN_ADDRESS = later(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.IGNORECASE)


def read(source: str, *, id: str | None = None, root: Path | None = None) -> Post:  # noqa: A002 -- the field's own name
    """Read the post at `source`, a path, or `-` for standard input (which needs an `id`).

    Files with its other languages beside it are read with it, whichever is named: see `beside`.  `origin` is the path relative to `root` if it is inside of it.  Raises PostError if it is
    missing, unreadable, binary, empty, too long, or has broken front matter.
    """
    if source == STDIN:
        if not id:
            raise PostError("A post from standard input has no name: add --id NAME.")
        return parsing.parse(_standard_input(), source=source, origin=STDIN, id=id)
    path = Path(source)
    if len(files := beside.versions(path)) == 1:
        return _alone(source, root, id)
    parts = {file: _alone(str(file), root, None) for file in files}
    place = next(iter(parts.values())).origin
    post = beside.post(parts, files, name_of(source, place))
    return replace(post, id=id or post.id, source=source)


def _alone(source: str, root: Path | None, id: str | None) -> Post:  # noqa: A002 -- the field's own name
    path = Path(source)
    try:
        if path.is_dir():
            raise PostError(f"{source} is a folder without posts: name a text, Markdown or HTML file.")
        check_kind(path, source)
        with path.open("rb") as file:
            data = file.read(limits.MOST_BYTES + 1)
    except FileNotFoundError as exc:
        if path.is_symlink():
            where = in_any_locale(str(path.readlink()))
            raise PostError(
                f"{source} is a link that leads nowhere ({where}): mend the link or delete it."
            ) from exc
        hint = ", or write https:// before a web address" if _LIKE_AN_ADDRESS.match(source) else ""
        raise PostError(f"{source} does not exist: check the path{hint}.") from exc
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise PostError(f"{source} cannot be read ({reason}): check its path and permissions.") from exc
    post = parsing.parse(data, source=source, origin=origin(path, root), id=id)
    return replace(post, addresses={})  # where its translations stand is no matter: they are not read


def check_kind(path: Path, source: str) -> None:
    """Raise PostError if `path` is a pipe or a device, which may have no end, and OSError if it is not there.

    What a shell puts in the place of a command, `<(…)`, is read.
    """
    mode = path.stat().st_mode
    is_of_shell = stat.S_ISFIFO(mode) and path.is_relative_to("/dev")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or is_of_shell):
        raise PostError(f"{source} is no file but a pipe or a device: save what comes from it as a file.")


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read(limits.MOST_BYTES + 1)
    except (AttributeError, OSError, ValueError) as exc:
        raise PostError("Standard input is closed: give the post as a file, or send it by a pipe.") from exc
