"""The jingles that come along, made from nothing but arithmetic: wooden bars, a soft chord, a room.

    python voices/jingles/make_jingles.py [FOLDER]

writes intro.flac and outro.flac.  Change the scores below and run it to have your own; the same
score always gives the same sound.  Needs numpy, and imageio-ffmpeg for the FLAC files.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

RATE = 32_000  # Hz: nothing in here is higher than 6 kHz
PEAK = 0.5  # of full scale

# What a struck wooden bar sounds: times the ground note, how strong, and seconds until a third is left.
BAR = ((1.0, 1.0, 0.55), (2.0, 0.05, 0.4), (3.93, 0.16, 0.11), (9.2, 0.03, 0.03))

# Strokes: when (s), which note (semitones from A4 = 440 Hz), how hard.  D major with an added ninth.
INTRO = (
    (0.02, -19, 0.55),  # D3
    (0.02, -7, 0.50),  # D4
    (0.30, 0, 0.60),  # A4
    (0.58, 7, 0.65),  # E5
    (0.86, 9, 0.80),  # F#5
    (1.42, 5, 0.55),  # D5
    (1.70, 12, 0.85),  # A5
    (1.70, -12, 0.45),  # A3
)
OUTRO = (
    (0.02, 12, 0.60),  # A5
    (0.34, 9, 0.70),  # F#5
    (0.66, 7, 0.60),  # E5
    (0.98, 0, 0.60),  # A4
    (1.62, 2, 0.55),  # B4
    (1.94, -3, 0.55),  # F#4
    (2.58, 5, 0.75),  # D5
    (2.58, -7, 0.60),  # D4
    (2.58, -19, 0.60),  # D3
)
CHORD = (-31, -19, -12, -7, -3)  # D2 D3 A3 D4 F#4, held softly below


def intro() -> Sound:
    """About four and a half seconds that open an episode."""
    return _finished(_struck(INTRO, 4.5) + _held(4.5, rise=1.2))


def outro() -> Sound:
    """About six seconds that close it."""
    return _finished(_struck(OUTRO, 6.0) + _held(6.0, rise=1.8))


def write(sound: Sound, path: Path) -> None:
    """Write `sound` as FLAC."""
    import imageio_ffmpeg  # type: ignore[import-untyped]  # noqa: PLC0415 -- the sounds themselves do without

    pcm = (sound * 32767).round().astype("<i2").tobytes()
    raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    flac = ["-c:a", "flac", "-compression_level", "12", "-map_metadata", "-1", "-bitexact", "-y", str(path)]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", *raw, *flac], input=pcm, check=True
    )


def _hertz(note: int) -> float:
    return float(440 * 2 ** (note / 12))


def _struck(score: tuple[tuple[float, int, float], ...], seconds: float) -> Sound:
    sound = np.zeros(round(seconds * RATE))
    for start, note, strength in score:
        first = round(start * RATE)
        time = np.arange(len(sound) - first) / RATE
        longer = 2 ** (-note / 24)  # low bars ring on
        stroke = sum(
            level * np.exp(-time / (decay * longer)) * np.sin(2 * np.pi * _hertz(note) * ratio * time)
            for ratio, level, decay in BAR
        )
        sound[first:] += strength * stroke * (1 - np.exp(-time / 0.003))  # a felt mallet
    return sound


def _held(seconds: float, *, rise: float) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    swell = np.minimum(time / rise, 1) * np.minimum((seconds - time) / (seconds - rise), 1)
    voices = [
        np.sin(2 * np.pi * _hertz(note) * (1 + detune) * time) / (2 + index)
        for index, note in enumerate(CHORD)
        for detune in (-0.0012, 0.0012)
    ]
    held: Sound = 0.11 * np.sin(swell * np.pi / 2) ** 2 * np.sum(voices, axis=0)
    return held


def _finished(dry: Sound) -> Sound:
    """In a room, fading to nothing, at the right height."""
    sound: Sound = dry + 0.35 * _room(dry)
    time = (len(sound) - np.arange(len(sound))) / RATE
    sound *= np.sin(np.minimum(time / 1.2, 1) * np.pi / 2) ** 2
    sound *= PEAK / np.abs(sound).max()
    return sound


def _room(dry: Sound) -> Sound:
    """The echo of a small hall: noise that dies away, its treble first."""
    length = round(1.6 * RATE)
    time = np.arange(length) / RATE
    noise = np.random.Generator(np.random.PCG64(1984)).uniform(-1, 1, length)
    for width in (4, 6, 9):
        noise = np.convolve(noise, np.ones(width) / width, mode="same")  # dull
    echo = noise * np.exp(-time / 0.35) * np.minimum(time / 0.012, 1)
    size = len(dry) + length
    wet: Sound = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)]
    wet *= np.abs(dry).max() / np.abs(wet).max()
    return wet


def main() -> None:
    """Write both into the folder that is named, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    write(intro(), folder / "intro.flac")
    write(outro(), folder / "outro.flac")


if __name__ == "__main__":
    main()
