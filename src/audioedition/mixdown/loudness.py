"""ffmpeg's meter, for files that ffmpeg has made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from audioedition.errors import AudioError
from audioedition.ffmpeg import named, run

SILENCE = -70.0
"""What the meter shows, in LUFS, where nothing is loud enough to count."""

PEAK = -1.1
"""dBTP at most, of every file: the last digit of meters is 0.1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the meter shows: integrated loudness in LUFS, highest true peak in dBTP (-inf for silence)."""

    loudness: float
    peak: float


def heard(source: Path, ffmpeg: Path) -> Reading:
    """The loudness and true peak of a finished audio file.  Raises AudioError."""
    # The meter needs 0.4 s; a shorter sound is measured with silence after it.
    chain = "apad=whole_dur=0.5,ebur128=peak=true:framelog=verbose"
    said = run(ffmpeg, ["-loglevel", "info", "-i", named(source), "-vn", "-af", chain, "-f", "null", "-"])
    summary = said[said.rfind("Summary:") :]
    loudness = re.search(r"\bI:\s*(-?[\d.]+) LUFS", summary)
    peak = re.search(r"\bPeak:\s*(-?[\d.]+|-inf) dBFS", summary)
    if loudness is None or peak is None:
        message = "ffmpeg's ebur128 filter gave no reading: use an ffmpeg of version 5 or newer."
        raise AudioError(message)
    return Reading(max(SILENCE, float(loudness[1])), float(peak[1]))
