"""Sounds inside a page."""

from __future__ import annotations

import base64
import io
import wave

from audioedition.model import Clip


def address(clip: Clip) -> str:
    """A clip as an address that holds it, as WAV."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate)
        file.writeframes(clip.pcm)
    return f"data:audio/wav;base64,{base64.b64encode(sound.getvalue()).decode('ascii')}"
