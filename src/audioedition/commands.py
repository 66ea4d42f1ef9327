"""Commands in messages: whoever reads one copies it into a shell, whatever names are in it.  Pure."""

from __future__ import annotations

import shlex
import string
import sys
from pathlib import PurePath

_PLAIN = f"{string.ascii_letters}{string.digits} ./_-"  # what stays as it is between quotes


def command(*parts: str) -> str:
    """A command as one can copy it into a shell, whatever names are in it, in backticks."""
    return f"`{' '.join(map(_quoted, parts))}`"


def installing(packages: str, prefix: str = sys.prefix) -> str:
    """The command that installs `packages`, in a shell's own quotes, where the program is that runs in `prefix`."""
    pip = "pipx runpip audioedition" if "pipx" in PurePath(prefix).parts else "pip"
    return f"{pip} install {packages}"


def _quoted(word: str) -> str:
    """`word` for a shell; what could drive a terminal is written by its bytes, as bash and zsh read them."""
    if word.isprintable():
        return shlex.quote(word)
    data = word.encode("utf-8", "surrogateescape")
    return "$'" + "".join(chr(b) if chr(b) in _PLAIN else f"\\x{b:02x}" for b in data) + "'"
