"""Loudness after ITU-R BS.1770, and the encoding that reaches it.

One gain for the whole recording and a limiter for its peaks.  Never ffmpeg's `loudnorm`: on speech
it turns dynamic, flattens it, and misses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from audioedition.errors import AudioError
from audioedition.mixdown.command import run
from audioedition.mixdown.pcm import FFMPEG

SILENCE = -70.0
"""What the meter shows, in LUFS, where nothing is loud enough to count."""

TARGET = -16.0  # LUFS
PEAK = -1.1  # dBTP at most, as the meter reads the MP3: its last digit is 0.1

# The limiter sees samples; between them, and in the MP3, peaks rise a little.
_CEILING = -1.8  # dBFS
_ENCODER = 0.4  # dB by which LAME lowers everything at this bit rate
_CLOSE = 0.15  # LU: near enough
_MOST = 12.0  # dB that may be added where the limiter takes loudness away, before it sounds crushed
_ROUNDS = 5

_MP3 = ("-c:a", "libmp3lame", "-b:a", "96k", "-compression_level", "5", "-id3v2_version", "0")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the meter shows: integrated loudness in LUFS, highest peak in dBFS (-inf for silence)."""

    loudness: float
    peak: float


def measure(source: Path, ffmpeg: Path, *, chain: str = "anull") -> Reading:
    """The loudness and sample peak of a raw PCM file after the filters of `chain`.  Raises AudioError."""
    return _read([*FFMPEG, "-i", str(source)], ffmpeg, f"{chain},ebur128=peak=sample")


def encode(stem: Path, target: Path, ffmpeg: Path) -> None:
    """Make the raw PCM file `stem` an MP3 of -16 LUFS with true peaks of at most -1 dBTP.

    Silence stays silence, and a sound that would have to be crushed stays quieter.  Raises
    AudioError.
    """
    raw = measure(stem, ffmpeg)
    plain = 0.0 if raw.loudness <= SILENCE else TARGET + _ENCODER - raw.loudness
    gain, ceiling = plain, _CEILING
    if raw.peak + gain > ceiling:
        gain = _gain_through_limiter(stem, ffmpeg, plain, ceiling)
    for _ in range(_ROUNDS):
        run(
            ffmpeg,
            [
                "-loglevel",
                "error",
                *FFMPEG,
                "-i",
                str(stem),
                "-af",
                _chain(gain, ceiling),
                *_MP3,
                "-f",
                "mp3",
                "-bitexact",
                str(target),
            ],
        )
        made = _read(["-i", str(target)], ffmpeg, "ebur128=peak=true")
        wanted = min(gain + TARGET - made.loudness, plain + _MOST) if made.loudness > SILENCE else gain
        if abs(wanted - gain) <= 2 * _CLOSE and made.peak <= PEAK:
            return
        gain = wanted
        ceiling -= max(0.0, made.peak - PEAK + 0.1)


def _gain_through_limiter(stem: Path, ffmpeg: Path, plain: float, ceiling: float) -> float:
    """The gain in dB after which the limited sound is as loud as it should be, or as near as may be."""
    gain, slope = plain, 1.0
    before: tuple[float, float] | None = None
    for _ in range(_ROUNDS):
        lacks = TARGET + _ENCODER - measure(stem, ffmpeg, chain=_chain(gain, ceiling)).loudness
        if abs(lacks) <= _CLOSE:
            break
        if before is not None and gain != before[0]:
            slope = min(1.0, max(0.25, (before[1] - lacks) / (gain - before[0])))
        before = gain, lacks
        gain = min(gain + lacks / slope, plain + _MOST)
        if gain == before[0]:
            break
    return gain


def _chain(gain: float, ceiling: float) -> str:
    return (
        f"volume={gain:.3f}dB:precision=float,"
        f"alimiter=limit={10 ** (ceiling / 20):.5f}:attack=5:release=50:level=disabled:latency=1"
    )


def _read(source: list[str], ffmpeg: Path, chain: str) -> Reading:
    # The meter needs 0.4 s; a shorter sound is measured with silence after it.
    chain = f"apad=whole_dur=0.5,{chain}:framelog=verbose"
    said = run(ffmpeg, ["-loglevel", "info", *source, "-af", chain, "-f", "null", "-"])
    summary = said[said.rfind("Summary:") :]
    loudness = re.search(r"\bI:\s*(-?[\d.]+) LUFS", summary)
    peak = re.search(r"\bPeak:\s*(-?[\d.]+|-inf) dBFS", summary)
    if loudness is None or peak is None:
        message = "ffmpeg's ebur128 filter gave no reading: use an ffmpeg of version 5 or newer."
        raise AudioError(message)
    return Reading(max(SILENCE, float(loudness[1])), float(peak[1]))
