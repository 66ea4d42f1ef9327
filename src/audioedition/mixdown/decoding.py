"""MP3 as a player hears it.  The door of soundfile, whose decoder costs a third of starting and asking ffmpeg."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from audioedition.errors import AudioError


def heard(frames: bytes) -> NDArray[np.float32]:
    """What these `frames` of MP3 sound like; 1 is full scale.  Raises AudioError if they cannot be decoded."""
    import soundfile  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow to load; the wheel carries no types

    try:
        sound, _ = soundfile.read(io.BytesIO(frames), dtype="float32")
    except (soundfile.SoundFileError, RuntimeError) as exc:
        message = f"The sound that was made could not be heard again ({exc}): install the version of soundfile that audioedition asks for."
        raise AudioError(message) from exc
    found: NDArray[np.float32] = sound
    return found
