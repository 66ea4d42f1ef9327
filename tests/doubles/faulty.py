"""Speaks like the tone engine, counts its sentences, and fails where a test tells it to."""

from __future__ import annotations

from audioedition.engines import Engine, tone
from audioedition.errors import EngineError
from audioedition.model import Clip, Voice

spoken: list[str] = []
failing: dict[str, type[BaseException]] = {}
"""A word → what happens at a sentence that holds it."""


def reset() -> None:
    spoken.clear()
    failing.clear()


class Faulty:
    def __init__(self, inner: Engine) -> None:
        self.fingerprint = f"faulty {inner.fingerprint}"
        self._inner = inner

    is_speech = False

    def synthesize(self, text: str) -> Clip:
        for word, failure in failing.items():
            if word in text:
                if failure is EngineError:
                    message = f"The engine 'faulty' has no sound for {text!r}."
                    raise EngineError(message)
                raise failure
        spoken.append(text)
        return self._inner.synthesize(text)


def load(voice: Voice) -> Engine:
    return Faulty(tone.load(Voice(language=voice.language, engine="tone")))


def voices() -> tuple[Voice, ...]:
    return ()
