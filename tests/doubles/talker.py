"""An engine whose tones are listened to as if they were speech; who listens is up to the test."""

from __future__ import annotations

from audioedition.engines import Engine, tone
from audioedition.model import Clip, Voice


class Talker:
    is_speech = True

    def __init__(self, inner: Engine) -> None:
        self.fingerprint = f"talker {inner.fingerprint}"
        self._inner = inner

    def synthesize(self, text: str) -> Clip:
        return self._inner.synthesize(text)


def load(voice: Voice) -> Engine:
    return Talker(tone.load(Voice(language=voice.language, engine="tone")))


def voices() -> tuple[Voice, ...]:
    return ()
