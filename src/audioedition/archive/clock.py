"""The clock of this machine, which may be wrong: what it said when a command last wrote here.

A private file, which may be lost: then the clock is believed.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from pathlib import Path

from audioedition.errors import ArchiveError
from audioedition.files import write_atomically

_FILE = "clock"

JUMP = timedelta(days=30)
"""By how much the clock may have gone on since a command last wrote: more may be a wrong clock."""


def told(private: Path) -> datetime | None:
    """What the clock said when a command last wrote; None if nobody knows."""
    try:
        found = datetime.fromisoformat((private / _FILE).read_text("ascii"))
    except (OSError, ValueError):
        return None
    return found if found.tzinfo else None


def tell(private: Path, now: datetime) -> None:
    """Note what the clock says; where the disk refuses, nobody knows."""
    with contextlib.suppress(ArchiveError):
        write_atomically(private / _FILE, now.isoformat().encode(), lasting=False)


def at_least(private: Path, now: datetime) -> datetime:
    """The later one of `now` and what was told: for what must not seem older than it is."""
    last = told(private)
    return max(now, last) if last else now


def believed(private: Path, now: datetime) -> datetime:
    """The time by which something may be deleted: `now`, or the last one that was told, if the clock has jumped since."""
    last = told(private)
    return last if last and now - last > JUMP else now
