"""What was found in clips, kept beside the shelf under the same keys; disposable.

A voice with a random part sounds otherwise each time, under the same key: so each says of what sound it tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audioedition.files import digest, write_atomically
from audioedition.model import Clip, Fault, Heard, Trouble, Verdict


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts in `folder`, one file for each clip."""

    folder: Path

    def get(self, key: str, judge: str, clip: Clip | None = None) -> Verdict | None:
        """What this `judge`, told by its version, found in a `clip`; None if it has not judged that sound.

        Without a clip: in the one that it judged last.
        """
        try:
            kept = json.loads(self._path(key).read_bytes())
            known = kept["judge"] == judge and (clip is None or kept["sound"] == _sound(clip))
            return _verdict(kept["verdict"]) if known else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, judge: str, clip: Clip, verdict: Verdict) -> None:
        """Keep what `judge` found in a clip.  Raises ArchiveError if the disk refuses."""
        kept = {"judge": judge, "sound": _sound(clip), "verdict": asdict(verdict)}
        write_atomically(self._path(key), json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())

    def last(self, key: str) -> Verdict | None:
        """What was found in a clip by whoever judged it last; None if nobody has."""
        try:
            return _verdict(json.loads(self._path(key).read_bytes())["verdict"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def _sound(clip: Clip) -> str:
    return digest(clip.pcm, str(clip.sample_rate))


def _verdict(kept: Any) -> Verdict:  # noqa: ANN401 -- as json gives it
    heard = Heard(**kept["heard"]) if kept["heard"] else None
    faults, spurned = _faults(kept["faults"]), _faults(kept["spurned"])
    return Verdict(**kept | {"faults": faults, "heard": heard, "spurned": spurned})


def _faults(kept: Iterable[Mapping[str, Any]]) -> tuple[Fault, ...]:
    return tuple(Fault(**{**each, "trouble": Trouble(each["trouble"])}) for each in kept)
