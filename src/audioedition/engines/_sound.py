"""From an engine's samples to a `Clip`: the place where silence is told from speech."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audioedition.engines._text import no_sound
from audioedition.model import Clip

_FULL_SCALE = 32767
_AUDIBLE = 0.004 * _FULL_SCALE  # -48 dBFS: noise floors of voices lie below, their softest vowels above
_FRAME = 0.01  # seconds
_BREATH = 0.15  # seconds, as between the clauses of a script
_FADE = 0.005  # seconds: too short to be heard
_FASTEST = 100  # letters a second; hurried speech has 25, an engine that spells out "aaaa…" 80


def from_pcm(pcm: bytes) -> NDArray[np.int16]:
    """Samples from little-endian 16-bit PCM."""
    return np.frombuffer(pcm, dtype="<i2")


def from_floats(samples: NDArray[np.floating]) -> NDArray[np.int16]:
    """Samples from floats, where 1.0 is full scale; what is louder is clipped, NaN becomes silence."""
    scaled = np.nan_to_num(samples.astype(np.float64)) * _FULL_SCALE
    return np.rint(np.clip(scaled, -_FULL_SCALE, _FULL_SCALE)).astype("<i2")


def joined(pieces: Sequence[NDArray[np.float32]], rate: int) -> NDArray[np.float32]:
    """The `pieces` of one sentence, spoken one by one at `rate` Hz, with a breath between them; no joint clicks."""
    breath = np.zeros(round(_BREATH * rate), np.float32)
    found: list[NDArray[np.float32]] = []
    for number, piece in enumerate(pieces):
        ramp = np.linspace(0, 1, min(len(piece), round(_FADE * rate)), dtype=np.float32)
        shaped = piece.astype(np.float32)  # a copy
        if number:
            shaped[: len(ramp)] *= ramp
            found.append(breath)
        if number < len(pieces) - 1:
            shaped[len(shaped) - len(ramp) :] *= ramp[::-1]
        found.append(shaped)
    return np.concatenate(found) if found else breath[:0]


def clip(engine: str, text: str, samples: NDArray[np.int16], rate: int, pace: float = 1.0) -> Clip:
    """The clip of `text`, spoken by `engine`: mono `samples` at `rate` Hz.

    Raises EngineError if nothing can be heard, or far too little for so much text: an engine that
    swallows a text reports no error.  `pace` is how much faster than usual the voice is set.
    """
    letters = sum(map(str.isalnum, text))
    heard = _audible_seconds(samples, rate)
    if heard < max(_FRAME, letters / (_FASTEST * max(pace, 1.0))):
        raise no_sound(engine, text, f"only {heard:.2f} seconds of it can be heard")
    return Clip(samples.astype("<i2", copy=False).tobytes(), rate)


def is_audible(sound: Clip) -> bool:
    """Whether anything in it can be heard at all."""
    return _audible_seconds(from_pcm(sound.pcm), sound.sample_rate) >= _FRAME


def _audible_seconds(samples: NDArray[np.int16], rate: int) -> float:
    size = max(1, round(rate * _FRAME))
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    loud = np.abs(frames.astype(np.int32)).max(axis=1, initial=0) >= _AUDIBLE
    return float(loud.sum()) * size / rate
