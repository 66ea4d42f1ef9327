"""`[shelf]`: how much of what was spoken is kept."""

from __future__ import annotations

from dataclasses import dataclass

from audioedition.errors import ConfigError
from audioedition.sizes import parsed, shown

SMALLEST = 50_000_000
"""Bytes that `max_size` may be: some twenty minutes of speech."""
UNLIMITED = "none"
"""What `max_size` is where all is kept."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`[shelf]`: how large it may be, as a size or "none"."""

    max_size: str = "5 GB"

    @property
    def limit(self) -> int | None:
        """The same in bytes; None for no limit.  Raises ValueError for what is no size."""
        return None if self.max_size == UNLIMITED else parsed(self.max_size)


def check(shelf: Shelf, file: str) -> None:
    """Refuse what is no size, or so small that each edited post would be spoken anew.  Raises ConfigError."""
    where = f"{file}: [shelf] max_size = {shelf.max_size!r}"
    remedy = f'write a size such as "2 GB" or "500 MB", or "{UNLIMITED}" for a shelf that may grow for ever.'
    try:
        limit = shelf.limit
    except ValueError as exc:
        message = f"{where} is no size: {remedy}"
        raise ConfigError(message) from exc
    if limit is not None and limit < SMALLEST:
        message = (
            f"{where} is too small: with less than {shown(SMALLEST)}, an edited post would be spoken anew as a whole; "
            f"{remedy}"
        )
        raise ConfigError(message)
