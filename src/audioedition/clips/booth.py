"""The booth, where sentences are spoken and listened to until they sound right, or the tries are used up."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from audioedition.clips.ahead import Ahead, Learner
from audioedition.clips.calls import Wanted, answered, at_once_by, calls, longest_first, through
from audioedition.clips.saying import Here, Said, say
from audioedition.clips.shelf import Shelf
from audioedition.errors import EngineError
from audioedition.files import digest
from audioedition.model import Clip, Utterance, Verdict

C = TypeVar("C")
R = TypeVar("R")

Released = Callable[[Utterance, str], bool]
"""Whether the author of an utterance has heard just this sound of it, told by its digest, and released it."""


def never(_utterance: Utterance, _sound: str) -> bool:
    """Nothing is released."""
    return False


def sound_of(clip: Clip) -> str:
    """A digest of what is heard in a clip."""
    return digest(clip.pcm, str(clip.sample_rate))


class Judge(Learner, Protocol):
    """Who listens to clips.  A voice is known to it by its engine's fingerprint."""

    def recall(self, key: str, clip: Clip | None = None) -> Verdict | None:
        """What was found in the `clip` that is kept under `key`, if it was judged as one would judge now.

        Of another sound nothing is known; without a clip it is whatever was judged last.
        """
        ...

    def learn(self, voice: str, clips: Iterable[tuple[Clip, Utterance]]) -> None:
        """Learn how a voice speaks from what it has spoken; the `clips` are only taken as far as they are needed.

        It comes to the same whatever was measured before, and in whichever order.
        """
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

    `pool` speaks them, wherever it works; `hands` listen, here; without them all is done here, one by one.  `report`
    hears what is being done, how many sentences are ready, and of how many: of none, once it is given up.  What `is_released`, by its author who
    heard it, is not spoken again, whatever the judge finds.  `made` are the keys of clips that were not on the shelf before.
    """

    shelf: Shelf
    judge: Judge | None = None
    pool: Executor | None = None
    hands: Executor | None = None
    report: Callable[[str, int, int], None] | None = None
    is_released: Released = never
    made: set[str] = field(default_factory=set)

    def spoken(
        self, wanted: Mapping[str, Wanted], tries: int, spares: Callable[[Wanted, EngineError], bool]
    ) -> tuple[dict[str, Verdict], dict[str, EngineError]]:
        """Have what is `wanted`, by key, on the shelf: how it sounds, and what failed, as far as it `spares` that.

        What is also wanted for another episode just now is left to whoever has claimed it, and looked at afterwards.  Raises
        EngineError for the others, ArchiveError.
        """
        verdicts: dict[str, Verdict] = {}
        failures: dict[str, EngineError] = {}
        left = dict(wanted)
        while left:
            claims = {key: self.shelf.claims.take(key) for key in left}
            own = {key: left.pop(key) for key, others in claims.items() if others is None}
            try:
                found, failed = self._claimed(own, tries, spares)
            finally:
                for key in own:
                    self.shelf.claims.release(key)
            verdicts |= found
            failures |= failed
            if left:
                others = next(filter(None, claims.values()))
                while not wait([others], timeout=0.5).done:  # the time limit lets Ctrl-C through on Windows
                    pass
        return verdicts, failures

    def _claimed(
        self, wanted: Mapping[str, Wanted], tries: int, spares: Callable[[Wanted, EngineError], bool]
    ) -> tuple[dict[str, Verdict], dict[str, EngineError]]:
        """As `spoken`, of what nobody else is speaking."""
        missing = [each for each in wanted.values() if not self.shelf.has(each.key)]
        failures: dict[str, EngineError] = {}
        there = len(wanted) - len(missing)
        with closing(Ahead(self.shelf, self.judge, self.hands)) as ahead:
            ahead.expect(wanted.values())
            with closing(self._told("speaking", self._spoken(missing), len(missing), there)) as made:
                for each, failure in made:
                    if failure and not spares(each, failure):
                        raise failure
                    if failure:
                        failures[each.key] = failure
                    else:
                        self.made.add(each.key)
                        ahead.take(each)
            kept = {key: each for key, each in wanted.items() if key not in failures}
            if self.judge is None:
                return dict.fromkeys(kept, Verdict()), failures
            return self._judged(kept, tries, self.judge, ahead), failures

    def _judged(
        self, there: Mapping[str, Wanted], tries: int, judge: Judge, ahead: Ahead
    ) -> dict[str, Verdict]:
        """What the judge finds in what is on the shelf; what is bad is spoken again.

        What it learns from is measured before, as far as it was not while others were spoken.  Each verdict is kept at once, so
        that listening that was broken off goes on where it was.
        """
        known = {key: self._recalled(each, judge) for key, each in there.items()}
        verdicts = {key: verdict for key, verdict in known.items() if verdict}
        new = [each for key, each in there.items() if key not in verdicts]
        ahead.expect(new)
        for each in new:
            ahead.take(each)
        ahead.wait()
        for voice in dict.fromkeys(each.engine.fingerprint for each in new):
            judge.learn(voice, self._heard(each for each in new if each.engine.fingerprint == voice))
        listened = self._by_hands(longest_first(new, self.hands), partial(self._listen, judge=judge))
        with closing(self._told("listening", listened, len(new))) as heard:
            verdicts |= {each.key: verdict for each, verdict in heard}
        while bad := [each for key, each in there.items() if _is_worth_another(verdicts[key], tries)]:
            again = self._again(bad, dict(verdicts), judge)
            with closing(self._told("speaking again", again, len(bad))) as heard:
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

    def _listen(self, each: Wanted, judge: Judge) -> Verdict:
        clip = self.shelf.get(each.key) or each.made(self.shelf)
        verdict = judge.judge(clip, each.utterance, each.engine.fingerprint)
        judge.keep(each.key, clip, verdict)
        return self._of(clip, each, verdict)

    def _again(
        self, bad: Sequence[Wanted], known: Mapping[str, Verdict], judge: Judge
    ) -> Generator[tuple[Wanted, Verdict], None, None]:
        """Speak once more what is `known` to be bad: how the better of the two sounds, which is on the shelf."""
        with closing(self._said(bad)) as said:
            better = partial(self._better, known=known, judge=judge)
            with closing(self._by_hands(said, lambda pair: better(*pair))) as done:
                for (each, _), verdict in done:
                    yield each, verdict

    def _better(self, each: Wanted, new: Said, known: Mapping[str, Verdict], judge: Judge) -> Verdict:
        before, clip = known[each.key], self.shelf.get(each.key)
        attempts = before.attempts + 1
        # Somebody may have cleared the shelf: of what is there now nothing is known.
        if clip is None or sound_of(clip) != before.sound:
            if clip is None and isinstance(new, Clip):
                self.shelf.put(each.key, new)
            return replace(self._listen(each, judge), attempts=attempts)
        verdict = replace(before, attempts=attempts)
        if new == clip:
            verdict = replace(verdict, steady=True)
        elif isinstance(new, Clip):  # else it could before: chance
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
        self, doing: str, done: Generator[tuple[Wanted, R], None, None], total: int, ready: int = 0
    ) -> Generator[tuple[Wanted, R], None, None]:
        """As `done`, and the listener is told, from those of the `total` that were `ready` before."""
        total += ready
        if self.report is not None and total:
            self.report(doing, ready, total)
        with closing(done):
            try:
                for count, each in enumerate(done, ready + 1):
                    yield each
                    if self.report is not None:
                        self.report(doing, count, total)
            except BaseException:  # what failed, or is not wanted any more, is not waited for
                if self.report is not None:
                    self.report(doing, 0, 0)
                raise

    def _spoken(self, those: Sequence[Wanted]) -> Generator[tuple[Wanted, EngineError | None], None, None]:
        """Each as soon as it is spoken and on the shelf, or with its failure."""
        return self._asked(those, self._shelve)

    def _shelve(self, each: Wanted, said: Said) -> EngineError | None:
        if isinstance(said, EngineError):
            return said
        # It may come late, to an edition that is given up, after another one has spoken it.
        if not self.shelf.has(each.key):
            self.shelf.put(each.key, said)
        return None

    def _said(self, those: Sequence[Wanted]) -> Generator[tuple[Wanted, Said], None, None]:
        """Each with what became of it, as soon as it is spoken."""
        return self._asked(those, lambda _, said: said)

    def _asked(
        self, those: Sequence[Wanted], keep: Callable[[Wanted, Said], R]
    ) -> Generator[tuple[Wanted, R], None, None]:
        """Each with what `keep` makes of it; the longest first, by each engine as many in one call as it likes."""
        pool = self.pool or Here()

        def submit(call: Sequence[Wanted]) -> Future[list[R]]:
            texts = tuple(each.utterance.spoken for each in call)
            return answered(pool.submit(say, call[0].engine, texts), call, keep)

        with closing(through(calls(those, self.pool), submit, at_once=at_once_by(self.pool))) as done:
            for call, found in done:
                yield from zip(call, found, strict=True)

    def _by_hands(self, those: Iterable[C], do: Callable[[C], R]) -> Generator[tuple[C, R], None, None]:
        """Each with what `do` makes of it, as soon as it is done."""
        hands = self.hands or Here()
        return through(those, lambda each: hands.submit(do, each), at_once=at_once_by(self.hands))


def _is_worth_another(verdict: Verdict, tries: int) -> bool:
    return not verdict.is_final and not verdict.steady and verdict.attempts < tries
