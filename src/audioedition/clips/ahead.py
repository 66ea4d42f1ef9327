"""Listening ahead: clips from which a voice is learned are measured while others are still being spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from typing import Protocol

from audioedition.clips.calls import Wanted
from audioedition.clips.shelf import Shelf
from audioedition.model import Clip, Utterance


class Learner(Protocol):
    """Who learns voices.  A voice is known to it by its engine's fingerprint."""

    def lesson(self, voice: str, utterances: Sequence[Utterance]) -> Sequence[Utterance]:
        """Those of which it will measure the clips to learn a voice that speaks all of these, in this order."""
        ...

    def measure(self, voice: str, clip: Clip, utterance: Utterance) -> None:
        """Measure a clip already now, so that it takes less to learn from it.  Called from several threads, in any order."""
        ...


@dataclass(slots=True)
class Ahead:
    """What `learner` will learn from is measured by `hands`, each clip once it is on the shelf; without hands nothing is."""

    shelf: Shelf
    learner: Learner | None
    hands: Executor | None
    _lesson: set[str] = field(default_factory=set)
    _asked: dict[str, Future[None]] = field(default_factory=dict)

    def expect(self, those: Iterable[Wanted]) -> None:
        """Say what will be learned from, in order."""
        if self.learner is None or self.hands is None:
            return
        voices: dict[str, list[Wanted]] = {}
        for each in those:
            if each.is_speech:
                voices.setdefault(each.engine.fingerprint, []).append(each)
        self._lesson.clear()
        for voice, own in voices.items():
            chosen = set(self.learner.lesson(voice, [each.utterance for each in own]))
            self._lesson.update(each.key for each in own if each.utterance in chosen)

    def take(self, each: Wanted) -> None:
        """Have a clip measured that is on the shelf now, if it is one of those, and was not yet."""
        if self.learner and self.hands and each.key in self._lesson and each.key not in self._asked:
            self._asked[each.key] = self.hands.submit(self._measure, self.learner, each)

    def wait(self) -> None:
        """Until all that were taken are measured.  Raises what went wrong."""
        # The time limit lets Ctrl-C through on Windows; and what was taken back is done, though `wait` does not say so.
        while not all(measured.done() for measured in self._asked.values()):
            wait(self._asked.values(), timeout=0.5)
        for measured in self._asked.values():
            measured.result()

    def close(self) -> None:
        """Give up what has not begun."""
        for measured in self._asked.values():
            measured.cancel()

    def _measure(self, learner: Learner, each: Wanted) -> None:
        if clip := self.shelf.get(each.key):
            learner.measure(each.engine.fingerprint, clip, each.utterance)
