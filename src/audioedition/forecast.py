"""How long speaking will take, by what was measured when last something was spoken; for whoever waits."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from audioedition.errors import ArchiveError
from audioedition.files import write_atomically

_MINUTE, _HOUR = 60, 3_600  # seconds
_ENOUGH = 500  # characters, before which a pace says more of what is loaded than of what is spoken


@dataclass(slots=True)
class Tally:
    """How many characters were `spoken`, and in how many `seconds` of those who speak, all together."""

    spoken: int = 0
    seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def add(self, arguments: Iterable[object], seconds: float) -> None:
        """Count a call with these `arguments`, texts and lists of texts among them, that took so many `seconds`."""
        count = sum(map(len, texts(arguments)))
        with self._lock:
            self.spoken += count
            self.seconds += seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured, kept in the private folder of an edition: characters that one worker speaks in a second.  Disposable."""

    folder: Path

    def known(self) -> float:
        """As it was measured last; 0 if it never was."""
        try:
            found = float(json.loads(self._path.read_bytes()))
            return found if math.isfinite(found) and found > 0 else 0.0
        except (OSError, ValueError, TypeError, OverflowError, RecursionError):
            return 0.0

    def keep(self, tally: Tally) -> None:
        """Keep what a `tally` says, if that is anything."""
        if tally.spoken >= _ENOUGH and tally.seconds > 0:
            with contextlib.suppress(ArchiveError):  # the disk refuses: nothing is told the next time
                pace = json.dumps(round(tally.spoken / tally.seconds, 1)).encode()
                write_atomically(self._path, pace, lasting=False)

    @property
    def _path(self) -> Path:
        return self.folder / "pace.json"


def texts(arguments: Iterable[object]) -> list[str]:
    """The texts among what a call was given."""
    lists = (each if isinstance(each, tuple | list) else [each] for each in arguments)
    return [each for some in lists for each in some if isinstance(each, str)]


def told(  # noqa: PLR0913, PLR0917 -- all that is known beforehand
    posts: int, characters: int, pace: float, workers: int, unknown: int = 0, worker: str = "core"
) -> str:
    """For people: how much there is to do, and, if the pace is known, about how long it takes.

    `characters` are those of all posts but some whose length is `unknown`; then no time is told.  `pace` are those that a
    `worker`, as they are called, speaks in a second; without one, one is waited for.  What has to be spoken of a post shows only
    when it is read: this is the most.
    """
    what = f"{posts:,} post{'s' * (posts != 1)} that may be new"
    if unknown < posts:
        what += f", about {_rounded(characters):,} characters"
    if unknown:
        what += f" (not counted: {unknown:,} that {'are no files' if unknown > 1 else 'is no file'})"
    if unknown or not pace:
        return f"{what}: how long that takes shows when the first are done"
    crowd = max(1, workers)
    seconds = characters / (pace * crowd)
    return f"{what}: {_time(seconds)} with {crowd} {worker}{'s' * (crowd != 1)}, if all is to be spoken"


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"about {round(seconds / _MINUTE)} min"
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    return f"about {hours} h {minutes} min" if minutes else f"about {hours} h"


def _rounded(count: int) -> int:
    """Two figures of a number, which say enough."""
    step: int = 10 ** max(0, len(str(count)) - 2)
    return round(count / step) * step
