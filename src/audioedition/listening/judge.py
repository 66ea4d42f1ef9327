"""The judge: measures a clip by what is known of its voice, asks the ear if there is one, and remembers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from audioedition.listening.verdicts import Verdicts
from audioedition.model import Clip, Fault, Heard, Utterance, Verdict

VERSION = "1"
"""Raised when clips are judged otherwise: then those on the shelf are judged anew."""


class Ear(Protocol):
    """Who recognises the words of a clip."""

    @property
    def fingerprint(self) -> str:
        """Everything that shapes what it hears, and what it calls a fault: of another, clips are heard anew."""
        ...

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:
        """What is said in a clip.  Called from several threads.  Raises EngineError."""
        ...

    def faults(self, heard: Heard, utterance: Utterance) -> tuple[Fault, ...]:
        """What is wrong with it."""
        ...


class Judge:
    """Listens to clips; what it finds, and how the voices usually sound, is kept in `folder`: private and disposable."""

    def __init__(self, folder: Path, ear: Ear | None = None) -> None:
        """Listen with the `ear`, too, if there is one."""
        self._ear = ear
        self._verdicts = Verdicts(folder / "verdicts")

    def recall(self, key: str) -> Verdict | None:
        """What was found in the clip that is kept under `key`, if it would be judged the same way now."""
        return self._verdicts.get(key, self._version)

    def keep(self, key: str, verdict: Verdict) -> None:
        """Remember what was found.  Raises ArchiveError if the disk refuses."""
        self._verdicts.put(key, self._version, verdict)

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        """Learn how a voice, told by its engine's fingerprint, speaks."""

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:  # noqa: ARG002 -- what is measured comes next
        """What is wrong with a clip of that voice."""
        heard = self._ear.hear(clip, utterance) if self._ear else None
        faults = self._ear.faults(heard, utterance) if self._ear and heard else ()
        return Verdict(faults, heard)

    @property
    def _version(self) -> str:
        return f"{VERSION} {self._ear.fingerprint}" if self._ear else VERSION
