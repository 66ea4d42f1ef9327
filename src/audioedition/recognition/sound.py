"""Sound as a recogniser wants it: floats at 16,000 Hz, in windows with silence around the words."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import soxr  # type: ignore[import-untyped]  # the wheel carries no types

from audioedition.model import Clip

RATE = 16_000
"""Hertz."""

BEFORE = 0.2
"""Seconds of silence before the sound in a window."""

LONGEST = 30.0
"""Seconds of the window for which Whisper was trained; it takes no longer one."""

_SHORTEST = (
    10.0  # seconds; in shorter windows it makes up words (measured: 53 % of words wrong in windows of 3 s)
)
_BEHIND = 3.0  # seconds of silence
_PIECE = LONGEST - BEFORE - 1.0  # seconds of sound in a window at most
_CUT = 8.0  # seconds at the end of a piece in which the quietest place is looked for
_QUIET = 0.1  # seconds
_STEP = 0.02  # seconds over which loudness is taken
_SOFTEST = 10 ** (-30 / 20)  # of the loudest moment: what is softer is breath, or an echo


def samples(clip: Clip) -> np.ndarray:
    """The sound of `clip`, shape (samples,), float32 from -1 to 1."""
    sound = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32) / 32768
    if clip.sample_rate == RATE:
        return sound
    return np.asarray(soxr.resample(sound, clip.sample_rate, RATE), dtype=np.float32)


def pieces(sound: np.ndarray) -> Iterator[np.ndarray]:
    """`sound` in pieces that fit into a window, cut where it is quietest."""
    most, step = round(_PIECE * RATE), round(_QUIET * RATE)
    while len(sound) > most:
        start = most - round(_CUT * RATE)
        frames = sound[start:most].reshape(-1, step)
        cut = start + int((frames**2).mean(axis=1).argmin()) * step + step // 2
        yield sound[:cut]
        sound = sound[cut:]
    yield sound


def window(piece: np.ndarray, *, whole: bool) -> np.ndarray:
    """`piece` with silence around it: of the `whole` length, or only as long as it need be, which takes less time."""
    seconds = LONGEST if whole else min(LONGEST, max(_SHORTEST, math.ceil(len(piece) / RATE + _BEHIND)))
    found = np.zeros(round(seconds * RATE), np.float32)
    start = round(BEFORE * RATE)
    found[start : start + len(piece)] = piece[: len(found) - start]
    return found


def end(piece: np.ndarray) -> float:
    """When the last sound of `piece` ends that is no mere breath, in seconds; 0 if there is none."""
    step = round(_STEP * RATE)
    frames = np.pad(piece, (0, -len(piece) % step)).reshape(-1, step)
    power = np.sqrt((frames**2).mean(axis=1))
    loud = np.flatnonzero(power > power.max(initial=0.0) * _SOFTEST)
    return float(loud[-1] + 1) * _STEP if len(loud) else 0.0
