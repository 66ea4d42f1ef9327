"""What was found where something was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audioedition.config import FILE, Config


class State(StrEnum):
    """How a thing was found; a `NOTE` is worth knowing, but publishing does not need it."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `detail` holds the remedy where it is not `OK`."""

    what: str
    state: State
    detail: str


def settings(config: Config) -> Finding:
    """Whether the settings have all that feeds need."""
    if config.missing:
        return Finding("settings", State.FAIL, f"add to {FILE}: {'; '.join(config.missing)}")
    return Finding("settings", State.OK, "complete")
