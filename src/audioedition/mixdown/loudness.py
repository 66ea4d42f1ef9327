"""Loudness after ITU-R BS.1770, and the encoding that reaches it.

One gain for the whole recording and a limiter for its peaks.  Never ffmpeg's `loudnorm`: on speech
it turns dynamic, flattens it, and misses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from audioedition.errors import AudioError
from audioedition.ffmpeg import named, run
from audioedition.mixdown.pcm import FFMPEG, RATE

SILENCE = -70.0
"""What the meter shows, in LUFS, where nothing is loud enough to count."""

TARGET = -16.0  # LUFS
PEAK = -1.1  # dBTP at most, as the meter reads the MP3: its last digit is 0.1

_CEILING = -1.8  # dBFS: between samples, and in the MP3, peaks rise a little
_ENCODER = 0.4  # dB by which LAME lowers everything at this bit rate
_CLOSE = 0.15  # LU: near enough
_MOST = 12.0  # dB that may be added where the limiter takes loudness away, before it sounds crushed
_ROUNDS = 5

_BLOCK, _REST = 1152, 47
"""Frames of a block of MP3, and of the last one at least: for fewer, the header tells a wrong end (run, ffmpeg 5 and 9)."""

_MP3 = ("-c:a", "libmp3lame", "-b:a", "96k", "-compression_level", "5", "-id3v2_version", "0")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the meter shows: integrated loudness in LUFS, highest peak in dBFS or dBTP (-inf for silence)."""

    loudness: float
    peak: float


def measure(source: Path, ffmpeg: Path, *, chain: str = "anull") -> Reading:
    """The loudness and sample peak of a raw PCM file after the filters of `chain`.  Raises AudioError."""
    return _read([*FFMPEG, "-i", named(source)], ffmpeg, f"{chain},ebur128=peak=sample")


def heard(source: Path, ffmpeg: Path) -> Reading:
    """The loudness and true peak (dBTP) of a finished audio file.  Raises AudioError."""
    return _read(["-i", named(source)], ffmpeg, "ebur128=peak=true")


def shape(stem: Path, ffmpeg: Path, near: Shape | None = None) -> Shape:
    """How the raw PCM file `stem` gets as loud as it should be; it may be known to be `near` another.  Raises AudioError."""
    if near:
        return _through_limiter(near, stem, ffmpeg)
    raw = measure(stem, ffmpeg)
    plain = 0.0 if raw.loudness <= SILENCE else TARGET + _ENCODER - raw.loudness
    shape = Shape(plain, plain + _MOST)
    return _through_limiter(shape, stem, ffmpeg) if raw.peak + plain > _CEILING else shape


def render(stem: Path, target: Path, ffmpeg: Path, shape: Shape) -> None:
    """Write `stem` as it will be heard, but as raw PCM.  Raises AudioError."""
    run(
        ffmpeg,
        ["-loglevel", "error", *FFMPEG, "-i", named(stem), "-af", shape.chain, *FFMPEG, "-y", named(target)],
    )


def told_exactly(frames: int) -> int:
    """`frames`, or the next number of which an MP3 tells to the frame where it ends."""
    return frames + _REST - rest if 0 < (rest := frames % _BLOCK) < _REST else frames


def encode(stem: Path, target: Path, ffmpeg: Path) -> None:
    """Make the raw PCM file `stem` an MP3 of -16 LUFS with true peaks of at most -1 dBTP.

    Silence stays silence, and a sound that would have to be crushed stays quieter.  Raises
    AudioError.
    """
    form = shape(stem, ffmpeg)
    for _ in range(_ROUNDS):
        _write(stem, target, ffmpeg, form)
        made = heard(target, ffmpeg)
        lacks = 0.0 if made.loudness <= SILENCE else TARGET - made.loudness
        lacks = min(lacks, form.most - form.gain)
        excess = made.peak - PEAK
        if excess <= 0 and (abs(lacks) <= 2 * _CLOSE or form.trim < 0):
            return
        if excess <= 0:
            form = replace(form, gain=form.gain + lacks)
        elif form.oversampling:  # it cannot have both, and what is too loud for a moment crackles
            form = replace(form, trim=form.trim - excess - 0.1)
        else:
            form = _through_limiter(replace(form, oversampling=True), stem, ffmpeg)


@dataclass(frozen=True, slots=True)
class Shape:
    """How the sound is made loud: a gain before the limiter, of at most so many dB, and a trim after it.

    A limiter sees samples.  For speech that is enough; where peaks between samples get through, it
    works at four times the rate, which costs three times the time.
    """

    gain: float
    most: float
    oversampling: bool = False
    trim: float = 0.0

    @property
    def chain(self) -> str:
        """It as ffmpeg's filters."""
        limit = 10 ** (_CEILING / 20)
        limiter = f"alimiter=limit={limit:.5f}:attack=5:release=50:level=disabled:latency=1"
        if self.oversampling:
            limiter = f"aresample={4 * RATE},{limiter},aresample={RATE}"
        return f"volume={self.gain:.3f}dB:precision=float,{limiter},volume={self.trim:.3f}dB"


def _through_limiter(shape: Shape, stem: Path, ffmpeg: Path) -> Shape:
    """`shape` with the gain that makes the limited sound as loud as it should be."""
    gain, slope = shape.gain, 0.6  # at first a guess: of what is added, the limiter takes some away
    before: tuple[float, float] | None = None
    for _ in range(_ROUNDS):
        chain = replace(shape, gain=gain).chain
        lacks = TARGET + _ENCODER - measure(stem, ffmpeg, chain=chain).loudness
        if abs(lacks) <= _CLOSE:
            break
        if before is not None and gain != before[0]:
            slope = min(1.0, max(0.25, (before[1] - lacks) / (gain - before[0])))
        before = gain, lacks
        gain = min(gain + lacks / slope, shape.most)
        if gain == before[0]:
            break
    return replace(shape, gain=gain)


def _write(stem: Path, target: Path, ffmpeg: Path, shape: Shape) -> None:
    source = ["-loglevel", "error", *FFMPEG, "-i", named(stem)]
    run(ffmpeg, [*source, "-af", shape.chain, *_MP3, "-f", "mp3", "-bitexact", named(target)])


def _read(source: list[str], ffmpeg: Path, chain: str) -> Reading:
    # The meter needs 0.4 s; a shorter sound is measured with silence after it.
    chain = f"apad=whole_dur=0.5,{chain}:framelog=verbose"
    said = run(ffmpeg, ["-loglevel", "info", *source, "-vn", "-af", chain, "-f", "null", "-"])
    summary = said[said.rfind("Summary:") :]
    loudness = re.search(r"\bI:\s*(-?[\d.]+) LUFS", summary)
    peak = re.search(r"\bPeak:\s*(-?[\d.]+|-inf) dBFS", summary)
    if loudness is None or peak is None:
        message = "ffmpeg's ebur128 filter gave no reading: use an ffmpeg of version 5 or newer."
        raise AudioError(message)
    return Reading(max(SILENCE, float(loudness[1])), float(peak[1]))
