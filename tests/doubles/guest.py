"""Speaks like the tone engine, as loud as `[options] level` says, and remembers in which language it spoke."""

from __future__ import annotations

import numpy as np

from audioedition.engines import Engine, tone
from audioedition.errors import EngineUnavailable
from audioedition.model import Clip, Voice

spoken: list[tuple[str, str]] = []


class Guest:
    def __init__(self, inner: Engine, language: str, level: float) -> None:
        self.fingerprint = f"guest {language} {level} {inner.fingerprint}"
        self._inner = inner
        self._language = language
        self._level = level

    is_speech = False

    def synthesize(self, text: str) -> Clip:
        spoken.append((self._language, text))
        clip = self._inner.synthesize(text)
        sound = np.frombuffer(clip.pcm, dtype="<i2") * self._level
        return Clip(sound.clip(-32767, 32767).round().astype("<i2").tobytes(), clip.sample_rate)


def load(voice: Voice) -> Engine:
    if voice.model == "missing":
        raise EngineUnavailable("doubles.guest", "it has lost its voice", "Give it a rest.")
    level = float(voice.options.get("level", 1.0))
    return Guest(tone.load(Voice(language=voice.language, engine="tone")), voice.language, level)


def voices() -> tuple[Voice, ...]:
    return ()
