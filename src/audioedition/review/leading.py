"""How a browser is led to the page of a review, without its address in a command line, which other users can read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from html import escape
from pathlib import Path

from audioedition.files import PART

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    '<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={address}">'
    '<title>audioedition review</title></head><body><a href="{address}">Hear it</a></body></html>\n'
)


def leading(folder: Path, address: str) -> Path | None:
    """A new file in `folder` that nobody else can read, and that leads who opens it to `address`; None if none can be made.

    It lies beside the edition's other private files: browsers in a box of their own do not see the system's folder
    for temporary ones.  Whoever serves the address deletes it.
    """
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(dir=folder, prefix=PART, suffix=".html")  # with mode 600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(address=escape(address)))
        return Path(name)
    return None
