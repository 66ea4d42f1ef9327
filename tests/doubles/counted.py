"""Speaks like the tone engine, and writes a line into a file each time that it is loaded: by whom, in which process."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from audioedition.engines import Engine, tone
from audioedition.model import Clip, Voice


class Counted:
    is_speech = False

    def __init__(self, inner: Engine) -> None:
        self.fingerprint = f"counted {inner.fingerprint}"
        self._inner = inner

    def synthesize(self, text: str) -> Clip:
        return self._inner.synthesize(text)


def load(voice: Voice) -> Engine:
    """`voice.model` is the path of the file."""
    with Path(voice.model).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {threading.get_ident()}\n")
    return Counted(tone.load(Voice(language=voice.language, engine="tone")))


def voices() -> tuple[Voice, ...]:
    return ()
