"""How long posts are, roughly, before they are read: for whoever is told how much there is to speak."""

from __future__ import annotations

import stat
from pathlib import Path

from audioedition.errors import PostError
from audioedition.posts import beside, limits
from audioedition.posts.suffixes import HTML


def characters(post: Path) -> int | None:
    """The characters of the post at a path, in all files that it has; None for what can be read only once, such as a pipe.

    A file that nobody can read has none: whoever reads it says why.
    """
    every = [_characters(file) for file in beside.versions(post)]
    return None if None in every else sum(filter(None, every))


def _characters(file: Path) -> int | None:
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):
            return 0 if stat.S_ISDIR(mode) else None
        with file.open("rb") as opened:
            data = opened.read(limits.MOST_BYTES + 1)
    except (OSError, ValueError):
        return 0
    try:
        return len(data.decode())
    except UnicodeDecodeError:
        return _in_another_encoding(data, file)


def _in_another_encoding(data: bytes, file: Path) -> int:
    from audioedition.posts import decoding  # noqa: PLC0415 -- most posts are in UTF-8, and thousands may be counted

    try:
        return len(decoding.decode(data, str(file), html=file.suffix.lower() in HTML))
    except PostError:
        return 0
