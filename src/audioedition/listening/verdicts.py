"""What was found in clips, kept beside the shelf under the same keys; disposable."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audioedition.files import write_atomically
from audioedition.model import Fault, Heard, Trouble, Verdict


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts in `folder`, one file for each clip."""

    folder: Path

    def get(self, key: str, judge: str) -> Verdict | None:
        """What this `judge`, told by its version, found in a clip; None if it has not judged it."""
        try:
            kept = json.loads(self._path(key).read_bytes())
            return _verdict(kept["verdict"]) if kept["judge"] == judge else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, judge: str, verdict: Verdict) -> None:
        """Keep what `judge` found.  Raises ArchiveError if the disk refuses."""
        kept = {"judge": judge, "verdict": asdict(verdict)}
        write_atomically(self._path(key), json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())

    def last(self, key: str) -> Verdict | None:
        """What was found in a clip by whoever judged it last; None if nobody has."""
        try:
            return _verdict(json.loads(self._path(key).read_bytes())["verdict"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def _verdict(kept: Any) -> Verdict:  # noqa: ANN401 -- as json gives it
    faults = (Fault(**each | {"trouble": Trouble(each["trouble"])}) for each in kept["faults"])
    heard = Heard(**kept["heard"]) if kept["heard"] else None
    return Verdict(tuple(faults), heard, kept["attempts"], kept["by"], kept["provisional"])
