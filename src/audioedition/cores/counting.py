"""How many cores this process may use: fewer than the machine has, where it is held to some, or to a share of their time."""

from __future__ import annotations

import math
import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Microseconds of processor time that a container may use in so many microseconds (Linux, cgroup v2), or `max`."""


def count(quota: Path = _QUOTA) -> int:
    """At least 1."""
    share = _share(quota)
    return max(1, min(_allowed(), math.ceil(share) if share else _allowed()))


def _allowed() -> int:
    """The cores on which the system lets this process run."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows, nor on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _share(quota: Path) -> float:
    """How many cores a container is given, in parts of one too; 0 if nobody says."""
    try:
        given, period = quota.read_text("ascii").split()
        return int(given) / int(period)
    except (OSError, ValueError, ZeroDivisionError):  # another system, or no limit
        return 0.0
