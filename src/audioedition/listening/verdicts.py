"""What was found in clips, kept beside the shelf under the same keys; disposable.

A voice with a random part sounds otherwise each time, under the same key: so each says of what sound it tells.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition.files import digest, write_atomically
from audioedition.model import Clip, Verdict

DAMAGED = (OSError, ValueError, TypeError, KeyError, RecursionError, BaseValidationError)
"""What reading a file raises that is not there, or damaged in any way."""


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
            known = kept["judge"] == judge and (clip is None or kept["sound"] == sound_of(clip))
            return converter().structure(kept["verdict"], Verdict) if known else None
        except DAMAGED:
            return None

    def put(self, key: str, judge: str, clip: Clip, verdict: Verdict) -> None:
        """Keep what `judge` found in a clip.  Raises ArchiveError if the disk refuses."""
        kept = {"judge": judge, "sound": sound_of(clip), "verdict": asdict(verdict)}
        data = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
        write_atomically(self._path(key), data, lasting=False)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def sound_of(clip: Clip) -> str:
    """A digest of what is heard in a clip."""
    return digest(clip.pcm, str(clip.sample_rate))


@cache
def converter() -> JsonConverter:
    """Reads verdicts, and looks at what each field holds."""
    return make_converter(forbid_extra_keys=True)
