"""What was found where something was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from audioedition.config import FILE, Config


class State(StrEnum):
    """How a thing was found; a `NOTE` is worth knowing, but publishing does not need it."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `detail` holds the remedy where it is not `OK`, `figures` what a script may want of it.

    Where many files may have one fault, `path` is that of this one, and `alike` tells of several: what they are, and the remedy.
    """

    what: str
    state: State
    detail: str
    figures: Mapping[str, int | None] = field(default_factory=dict)
    path: Path | None = None
    alike: tuple[str, str] = ("", "")


def settings(config: Config) -> Finding:
    """Whether the settings have all that feeds need."""
    if config.missing:
        return Finding("settings", State.FAIL, f"add to {FILE}: {'; '.join(config.missing)}")
    return Finding("settings", State.OK, "complete")
