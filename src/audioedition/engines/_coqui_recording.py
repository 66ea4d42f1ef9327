"""The recording of a person whose voice is imitated: with their consent, decoded by our ffmpeg, and long enough.

Coqui would read it by torchaudio, which needs a torchcodec that fits torch and the machine's ffmpeg: on most machines
it does not.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioedition import ffmpeg
from audioedition.engines._setup import path_of, place, reason
from audioedition.errors import AudioError, ConfigError
from audioedition.model import Voice

_SHORTEST, _LONGEST = (
    3.0,
    300.0,
)  # seconds: what XTTS and YourTTS ask for, and what nobody means to be imitated whole
_AUDIBLE = 0.004  # of full scale, -48 dBFS, as for what engines give
_FRAME = 0.05  # seconds
_RATE = 16_000  # Hz, to look at it; a model asks for its own


def of(voice: Voice, name: str) -> Path:
    """The recording called `name` in `voice`'s options.

    Raises ConfigError if it is not there, or if the voice file has no note of the person's consent.
    """
    path = path_of(voice, name)
    if not path.is_file():
        raise ConfigError(f"{place(voice, 'options')}: there is no recording {path} for speaker_wav.")
    if voice.consent is None:
        message = (
            f"{place(voice, 'options')}: speaker_wav imitates the voice of a person, who must have agreed to it; if they have, "
            'add to the file: [consent] speaker = "who speaks", date = "2026-01-31", statement = "what they agreed to" '
            "(each on a line of its own)."
        )
        raise ConfigError(message)
    return path


def check(path: Path, where: str) -> None:
    """Raise ConfigError, as `samples`, for a recording that no model could imitate.

    Without an ffmpeg nothing can be said of it before it is needed.
    """
    with contextlib.suppress(AudioError):
        samples(path, _RATE, where)


def samples(path: Path, rate: int, where: str) -> NDArray[np.float32]:
    """The recording at `path`: mono, at `rate` Hz, full scale is 1.

    Raises ConfigError that names `where` it is asked for, if it is no sound, or too short, too long or silent, and
    AudioError without an ffmpeg.
    """
    problem = f"{where}: speaker_wav, {path},"
    program = ffmpeg.ffmpeg()
    try:
        sound = np.frombuffer(ffmpeg.decoded(program, path, rate, _LONGEST + 1), "<f4")
    except AudioError as exc:
        raise ConfigError(
            f"{problem} cannot be read as sound ({reason(exc)}): name another recording."
        ) from exc
    seconds = len(sound) / rate
    if seconds > _LONGEST:
        raise ConfigError(
            f"{problem} is longer than {_LONGEST / 60:.0f} minutes: cut out 6 to 30 seconds of clean speech."
        )
    if seconds < _SHORTEST:
        raise ConfigError(
            f"{problem} is {seconds:.1f} seconds long, which is too short: 6 to 30 seconds are best, 3 the least."
        )
    heard = _audible(sound, rate)
    if heard < _SHORTEST / 2:
        raise ConfigError(
            f"{problem} is silent but for {heard:.1f} seconds: name a recording of clean speech, 6 to 30 seconds long."
        )
    clean: NDArray[np.float32] = np.clip(np.nan_to_num(sound), -1, 1)
    return clean


def _audible(sound: NDArray[np.float32], rate: int) -> float:
    """The seconds in which something can be heard."""
    size = round(_FRAME * rate)
    frames = np.abs(np.nan_to_num(sound[: len(sound) // size * size])).reshape(-1, size)
    return float((frames.max(axis=1, initial=0) >= _AUDIBLE).sum()) * _FRAME
