"""Speaks like the tone engine, but takes its time."""

from __future__ import annotations

import time

from audioedition.engines import Engine, tone
from audioedition.model import Clip, Voice


class Slow:
    is_speech = False

    def __init__(self, inner: Engine, seconds: float) -> None:
        self.fingerprint = f"slow {inner.fingerprint}"
        self._inner = inner
        self._seconds = seconds

    def synthesize(self, text: str) -> Clip:
        time.sleep(self._seconds)
        return self._inner.synthesize(text)


def load(voice: Voice) -> Engine:
    return Slow(
        tone.load(Voice(language=voice.language, engine="tone")), float(voice.options.get("seconds", 0.02))
    )


def voices() -> tuple[Voice, ...]:
    return ()
