"""Commands in messages: whoever reads one copies it into a shell, whatever names are in it.  Pure."""

from __future__ import annotations

import shlex
import string

_PLAIN = f"{string.ascii_letters}{string.digits} ./_-"  # what stays as it is between quotes


def command(*parts: str) -> str:
    """A command as one can copy it into a shell, whatever names are in it, in backticks."""
    return f"`{' '.join(map(_quoted, parts))}`"


def _quoted(word: str) -> str:
    """`word` for a shell; what could drive a terminal is written by its bytes, as bash and zsh read them."""
    if word.isprintable():
        return shlex.quote(word)
    data = word.encode("utf-8", "surrogateescape")
    return "$'" + "".join(chr(b) if chr(b) in _PLAIN else f"\\x{b:02x}" for b in data) + "'"
