"""The booth, where sentences are spoken and listened to until they sound right, or the tries are used up."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from audioedition.clips.shelf import Shelf
from audioedition.engines import Engine
from audioedition.errors import EngineError
from audioedition.files import digest
from audioedition.model import Clip, Utterance, Verdict

R = TypeVar("R")

Released = Callable[[Utterance, str], bool]
"""Whether the author of an utterance has heard just this sound of it, told by its digest, and released it."""


def never(_utterance: Utterance, _sound: str) -> bool:
    """Nothing is released."""
    return False


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


def sound_of(clip: Clip) -> str:
    """A digest of what is heard in a clip."""
    return digest(clip.pcm, str(clip.sample_rate))


class Judge(Protocol):
    """Who listens to clips.  A voice is known to it by its engine's fingerprint."""

    def recall(self, key: str, clip: Clip | None = None) -> Verdict | None:
        """What was found in the `clip` that is kept under `key`, if it was judged as one would judge now.

        Of another sound nothing is known; without a clip it is whatever was judged last.
        """
        ...

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        """Learn how a voice speaks from what it has spoken; the `clips` are only taken as far as they are needed."""
        ...

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
        """Listen to a clip.  Called from several threads."""
        ...

    def keep(self, key: str, clip: Clip, verdict: Verdict) -> None:
        """Remember what was found in a clip.  Called from several threads.  Raises ArchiveError if the disk refuses."""
        ...


@dataclass(slots=True)
class Booth:
    """Where sentences are spoken, and listened to if there is a `judge`.

    `report` hears what is being done, how many sentences are ready, and of how many.  What `is_released`, by its author who
    heard it, is not spoken again, whatever the judge finds.
    """

    shelf: Shelf
    judge: Judge | None = None
    pool: Executor | None = None
    report: Callable[[str, int, int], None] | None = None
    is_released: Released = never

    def spoken(
        self, wanted: Mapping[str, Wanted], tries: int, spares: Callable[[Wanted, EngineError], bool]
    ) -> tuple[dict[str, Verdict], dict[str, EngineError]]:
        """Have what is `wanted`, by key, on the shelf: how it sounds, and what failed, as far as it `spares` that.

        Raises EngineError for the others, ArchiveError.
        """
        missing = [each for each in wanted.values() if not self.shelf.has(each.key)]
        failures: dict[str, EngineError] = {}
        there = len(wanted) - len(missing)
        with closing(self._told("speaking", missing, self._make, there)) as made:
            for each, failure in made:
                if failure and not spares(each, failure):
                    raise failure
                if failure:
                    failures[each.key] = failure
        kept = {key: each for key, each in wanted.items() if key not in failures}
        if self.judge is None:
            return dict.fromkeys(kept, Verdict()), failures
        return self._judged(kept, tries, self.judge), failures

    def _judged(self, there: Mapping[str, Wanted], tries: int, judge: Judge) -> dict[str, Verdict]:
        """What the judge finds in what is on the shelf; what is bad is spoken again.

        Each verdict is kept at once, so that listening that was broken off goes on where it was.
        """
        known = {key: self._recalled(each, judge) for key, each in there.items()}
        verdicts = {key: verdict for key, verdict in known.items() if verdict}
        new = [each for key, each in there.items() if key not in verdicts]
        for voice in dict.fromkeys(each.engine.fingerprint for each in new):
            judge.learn(voice, self._heard(each for each in new if each.engine.fingerprint == voice))
        with closing(self._told("listening", new, lambda each: self._listen(each, judge))) as heard:
            verdicts |= {each.key: verdict for each, verdict in heard}
        while bad := [each for key, each in there.items() if _is_worth_another(verdicts[key], tries)]:
            again = partial(self._again, known=dict(verdicts), judge=judge)
            with closing(self._told("speaking again", bad, again)) as heard:
                verdicts |= {each.key: verdict for each, verdict in heard}
        return verdicts

    def _recalled(self, each: Wanted, judge: Judge) -> Verdict | None:
        if not each.is_speech:
            return Verdict()
        clip = self.shelf.get(each.key)
        found = judge.recall(each.key, clip) if clip else None
        return self._of(clip, each, found) if clip and found else None

    def _of(self, clip: Clip, each: Wanted, found: Verdict) -> Verdict:
        """What was `found` in a clip, bound to its sound."""
        sound = sound_of(clip)
        return replace(found, sound=sound, released=self.is_released(each.utterance, sound))

    def _make(self, each: Wanted) -> EngineError | None:
        try:
            each.made(self.shelf)
        except EngineError as exc:
            return exc
        return None

    def _listen(self, each: Wanted, judge: Judge) -> Verdict:
        clip = self.shelf.get(each.key) or each.made(self.shelf)
        verdict = judge.judge(clip, each.utterance, each.engine.fingerprint)
        judge.keep(each.key, clip, verdict)
        return self._of(clip, each, verdict)

    def _again(self, each: Wanted, known: Mapping[str, Verdict], judge: Judge) -> Verdict:
        """Speak once more: how the better of the two sounds, which is on the shelf; of the other that is `known`."""
        before, clip = known[each.key], self.shelf.get(each.key)
        attempts = before.attempts + 1
        # Somebody may have cleared the shelf: of what is there now nothing is known.
        if clip is None or sound_of(clip) != before.sound:
            return replace(self._listen(each, judge), attempts=attempts)
        verdict = replace(before, attempts=attempts)
        with suppress(EngineError):  # it could before: chance
            new = each.engine.synthesize(each.utterance.spoken)
            if new == clip:
                verdict = replace(verdict, steady=True)
            else:
                found = judge.judge(new, each.utterance, each.engine.fingerprint)
                if found.weight < before.weight:
                    clip, verdict = new, replace(found, attempts=attempts)
                    self.shelf.put(each.key, clip)
        judge.keep(each.key, clip, verdict)
        return self._of(clip, each, verdict)

    def _heard(self, those: Iterable[Wanted]) -> Iterator[tuple[Clip, Utterance]]:
        for each in those:
            clip = self.shelf.get(each.key)
            if clip:
                yield clip, each.utterance

    def _told(
        self, doing: str, those: Sequence[Wanted], do: Callable[[Wanted], R], ready: int = 0
    ) -> Generator[tuple[Wanted, R], None, None]:
        """As `_through`, and the listener is told, from those that were `ready` before."""
        total = ready + len(those)
        if self.report is not None and total:
            self.report(doing, ready, total)
        with closing(self._through(those, do)) as done:
            for count, each in enumerate(done, ready + 1):
                yield each
                if self.report is not None:
                    self.report(doing, count, total)

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


def _is_worth_another(verdict: Verdict, tries: int) -> bool:
    return not verdict.is_final and not verdict.steady and verdict.attempts < tries
