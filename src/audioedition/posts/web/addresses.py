"""What is a web address and not a path, and how messages name one; imports nothing heavy."""

from __future__ import annotations

import re

from audioedition.passwords import without_passwords
from audioedition.text import one_line, permitted, seen

_SCHEMES = "https?|file|ftps?|sftp|gopher|data|javascript|mailto|feed|view-source|blob"
_ADDRESS = re.compile(rf"[a-z][a-z0-9+.-]+://|(?:{_SCHEMES}):(?!\s)", re.IGNORECASE)
_LONGEST = 200  # characters that a message can bear


class Refused(Exception):
    """Why an address is not read: the rest of a sentence that begins with the address.

    `of_host` says that it is for the whole server, whatever is asked of it; `for_now` that it may be
    different another time.
    """

    def __init__(self, why: str, *, of_host: bool = False, for_now: bool = False) -> None:
        """Say `why`."""
        super().__init__(why)
        self.of_host = of_host
        self.for_now = for_now


def is_address(source: str) -> bool:
    """Whether `source` is meant for the web: `http:`, `https:`, or a scheme that is refused (`file:`, …).

    `C:/x` is a path: a scheme has at least two letters.  So is `Data: a story.txt`.
    """
    return _ADDRESS.match(source.strip()) is not None


def shown(address: str) -> str:
    """`address` as messages name it: printable, on one line, not long, without name and password."""
    safe = one_line(without_passwords(seen(permitted(address))))
    return safe if len(safe) <= _LONGEST else f"{safe[:_LONGEST]}…"
