"""The files that all pages share: styles and scripts, each under a name that changes with its contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from audioedition.addresses import ASSETS
from audioedition.files import digest

_FILES = ("podcast.js", "reading.css", "reading.js", "style.css")
"""The files of `templates/` that pages may link.  None has a text of several lines in it, or one with signs of CSS."""

_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/).)*\*/[ \t]*)\n|^[ \t]+|^\n", re.MULTILINE)
_BLANKS = re.compile(r"\s*([{};,>])\s*|(?<=:)[ \t]+")


def assets() -> Iterator[tuple[str, bytes]]:
    """The files that all pages share, by name."""
    for file in _FILES:
        data = _contents(file)
        path = PurePosixPath(file)
        yield f"{path.stem}-{digest(data)[:12]}{path.suffix}", data


@cache
def asset(file: str) -> str:
    """Where `file` of the templates lies in the web root."""
    names = dict(zip(_FILES, (name for name, _ in assets()), strict=True))
    return f"{ASSETS}/{names[file]}"


def relative(target: str, start: str) -> str:
    """The URL of the folder `target` as seen from the folder `start`: relative on the same site."""
    there, here = urlsplit(target), urlsplit(start)
    if there[:2] != here[:2]:
        return target
    return posixpath.relpath(there.path or "/", here.path or "/")


@cache
def _contents(file: str) -> bytes:
    """What is served of a file: without indents and lines of comment, and a style without needless blanks."""
    text = _COMMENT.sub("", files("audioedition").joinpath("templates", file).read_text("utf-8"))
    return (_BLANKS.sub(r"\1", text) if file.endswith(".css") else text).encode()
