"""The booth, where sentences are spoken and listened to until they sound right, or the tries are used up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from audioedition.clips.shelf import Shelf
from audioedition.engines import Engine
from audioedition.errors import EngineError, EngineUnavailable
from audioedition.model import Clip, Utterance, Verdict

R = TypeVar("R")

# Sentences handed to the pool at one time: enough to keep it busy, few enough that after an error not much goes on.
_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """An utterance, who speaks it, and the `key` of that clip on the shelf."""

    key: str
    engine: Engine
    utterance: Utterance

    @property
    def is_speech(self) -> bool:
        """Whether it can be told by its sound to be good or bad: the voice of the tests only plays tones."""
        return bool(getattr(self.engine, "is_speech", True))

    def made(self, shelf: Shelf) -> Clip:
        """Its clip, spoken now, and put on the shelf.  Raises EngineError or ArchiveError."""
        clip = self.engine.synthesize(self.utterance.spoken)
        shelf.put(self.key, clip)
        return clip


class Judge(Protocol):
    """Who listens to clips.  A voice is known to it by its engine's fingerprint."""

    def recall(self, key: str) -> Verdict | None:
        """What was found in the clip that is kept under `key`, if it was judged as one would judge now."""
        ...

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        """Learn how a voice speaks from what it has spoken; the `clips` are only taken as far as they are needed."""
        ...

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
        """Listen to a clip.  Called from several threads."""
        ...

    def keep(self, key: str, verdict: Verdict) -> None:
        """Remember what was found.  Raises ArchiveError if the disk refuses."""
        ...


@dataclass(slots=True)
class Booth:
    """Where sentences are spoken, and listened to if there is a `judge`; `report` hears how many are ready, of how many."""

    shelf: Shelf
    judge: Judge | None = None
    pool: Executor | None = None
    report: Callable[[int, int], None] | None = None
    _ready: int = field(default=0, init=False)
    _all: int = field(default=0, init=False)

    def spoken(
        self, wanted: Mapping[str, Wanted], tries: int, spared: Collection[str]
    ) -> tuple[dict[str, Verdict], dict[str, EngineError]]:
        """Have what is `wanted`, by key, on the shelf: how it sounds, and what failed of those that are `spared`.

        Raises EngineError for the others, ArchiveError.
        """
        missing = [each for each in wanted.values() if self.shelf.get(each.key) is None]
        self._tell(len(wanted) - len(missing), len(wanted))
        failures: dict[str, EngineError] = {}
        with closing(self._through(missing, self._make)) as made:
            for each, failure in made:
                if failure and (each.key not in spared or isinstance(failure, EngineUnavailable)):
                    raise failure
                if failure:
                    failures[each.key] = failure
                self._tell(1)
        there = {key: each for key, each in wanted.items() if key not in failures}
        if self.judge is None:
            return dict.fromkeys(there, Verdict()), failures
        return self._judged(there, tries, self.judge), failures

    def _judged(self, there: Mapping[str, Wanted], tries: int, judge: Judge) -> dict[str, Verdict]:
        """What the judge finds in what is on the shelf; what is bad, and new to it, is spoken again."""
        known = {key: judge.recall(key) if each.is_speech else Verdict() for key, each in there.items()}
        verdicts = {key: verdict for key, verdict in known.items() if verdict}
        new = [each for key, each in there.items() if key not in verdicts]
        self._tell(0, len(new))
        for voice in dict.fromkeys(each.engine.fingerprint for each in new):
            judge.learn(voice, self._heard(each for each in new if each.engine.fingerprint == voice))
        with closing(self._through(new, lambda each: self._listen(each, judge))) as heard:
            for each, verdict in heard:
                verdicts[each.key] = verdict
                self._tell(1)
        bad = [each for each in new if not verdicts[each.key].is_good]
        for attempt in range(2, tries + 1):
            bad = self._another_try(bad, attempt, verdicts, judge)
        for each in new:
            judge.keep(each.key, verdicts[each.key])
        return verdicts

    def _another_try(
        self, bad: Sequence[Wanted], attempt: int, verdicts: dict[str, Verdict], judge: Judge
    ) -> list[Wanted]:
        """Speak what is bad once more, and write down how the better of the two sounds; what is worth yet another try."""
        self._tell(0, len(bad))
        again = []
        with closing(self._through(bad, lambda each: self._again(each, verdicts[each.key], judge))) as heard:
            for each, verdict in heard:
                verdicts[each.key] = replace(verdict or verdicts[each.key], attempts=attempt)
                if verdict and not verdict.is_good:
                    again.append(each)
                self._tell(1)
        return again

    def _make(self, each: Wanted) -> EngineError | None:
        try:
            each.made(self.shelf)
        except EngineError as exc:
            return exc
        return None

    def _listen(self, each: Wanted, judge: Judge) -> Verdict:
        clip = self.shelf.get(each.key) or each.made(self.shelf)
        return judge.judge(clip, each.utterance, each.engine.fingerprint)

    def _again(self, each: Wanted, before: Verdict, judge: Judge) -> Verdict | None:
        """Speak once more: how the better of the two sounds; None if the voice has no other way to say it."""
        try:
            clip = each.engine.synthesize(each.utterance.spoken)
        except EngineError:
            return before  # it could before: chance
        if clip == self.shelf.get(each.key):
            return None
        verdict = judge.judge(clip, each.utterance, each.engine.fingerprint)
        if verdict.weight >= before.weight:
            return before
        self.shelf.put(each.key, clip)
        return verdict

    def _heard(self, those: Iterable[Wanted]) -> Iterator[tuple[Clip, Utterance]]:
        for each in those:
            clip = self.shelf.get(each.key)
            if clip:
                yield clip, each.utterance

    def _tell(self, ready: int, more: int = 0) -> None:
        self._ready += ready
        self._all += more
        if self.report is not None and (ready or more):
            self.report(self._ready, self._all)

    def _through(
        self, those: Sequence[Wanted], do: Callable[[Wanted], R]
    ) -> Generator[tuple[Wanted, R], None, None]:
        """Each with what `do` makes of it, as soon as it is done; by the pool, the longest first."""
        if self.pool is None:
            for each in those:
                yield each, do(each)
            return
        waiting = sorted(those, key=lambda each: len(each.utterance.spoken))
        pending: dict[Future[R], Wanted] = {}
        try:
            while waiting or pending:
                while waiting and len(pending) < _IN_FLIGHT:
                    each = waiting.pop()
                    pending[self.pool.submit(do, each)] = each
                # The time limit lets Ctrl-C through on Windows.
                done, _ = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    yield pending.pop(future), future.result()
        finally:
            for future in pending:
                future.cancel()
