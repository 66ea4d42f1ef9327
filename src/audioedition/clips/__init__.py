"""Utterances ─► Clips: each spoken once by its engine, kept on the shelf, given in order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass

from audioedition.clips.edges import trimmed
from audioedition.clips.shelf import Shelf
from audioedition.engines import Engine
from audioedition.errors import ConfigError
from audioedition.files import digest
from audioedition.model import Clip, Utterance

__all__ = ["Shelf", "count_missing", "speak"]

# Jobs handed to the pool at one time: enough to keep it busy, few enough that finished clips which
# nobody has fetched yet stay within some ten megabytes.
_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class _Job:
    key: str  # of the clip on the shelf
    engine: Engine
    text: str


def speak(
    utterances: Sequence[Utterance],
    voices: Mapping[str, Engine],
    shelf: Shelf,
    *,
    pool: Executor | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Iterator[Clip]:
    """The clips of `utterances`, in order, their edges trimmed.

    `voices` maps a speaker (mostly a language tag) to its engine.  What is not on the `shelf` is synthesized, each
    text once, by `pool`, the longest first (without a pool: here, one by one as they are needed),
    and put there, so that a run that was broken off goes on where it was.  `report` is told how many
    different clips are ready, of how many.  Raises EngineError as the engine does, ConfigError for a
    language without a voice, ArchiveError if the shelf cannot be written; what was pending is then
    cancelled.
    """
    jobs = _jobs(utterances, voices)
    wanted = {job.key: job for job in jobs}
    missing = _missing(wanted, shelf)

    def tell() -> None:
        if report is not None:
            report(len(wanted) - len(missing), len(wanted))

    tell()
    made = _one_by_one(missing, shelf) if pool is None else _by_pool(missing, shelf, pool)
    with closing(made):
        for job in jobs:
            while job.key in missing:
                del missing[next(made)]
                tell()
            yield trimmed(shelf.get(job.key) or _make(job, shelf))  # somebody may have cleared the shelf


def count_missing(utterances: Sequence[Utterance], voices: Mapping[str, Engine], shelf: Shelf) -> int:
    """How many different clips `speak` would have to synthesize.  Raises ConfigError as `speak`."""
    return len(_missing({job.key: job for job in _jobs(utterances, voices)}, shelf))


def _jobs(utterances: Sequence[Utterance], voices: Mapping[str, Engine]) -> list[_Job]:
    jobs = []
    for utterance in utterances:
        engine = voices.get(utterance.speaker)
        if engine is None:
            message = (
                f"There is no voice for the language {utterance.language!r}, in which the post says "
                f"{utterance.text!r}: add voices/{utterance.speaker}.toml."
            )
            raise ConfigError(message)
        jobs.append(_Job(digest(engine.fingerprint, utterance.spoken), engine, utterance.spoken))
    return jobs


def _missing(wanted: Mapping[str, _Job], shelf: Shelf) -> dict[str, _Job]:
    return {key: job for key, job in wanted.items() if shelf.get(key) is None}


def _make(job: _Job, shelf: Shelf) -> Clip:
    clip = job.engine.synthesize(job.text)
    shelf.put(job.key, clip)
    return clip


def _one_by_one(missing: Mapping[str, _Job], shelf: Shelf) -> Generator[str, None, None]:
    for job in list(missing.values()):
        _make(job, shelf)
        yield job.key


def _by_pool(missing: Mapping[str, _Job], shelf: Shelf, pool: Executor) -> Generator[str, None, None]:
    """Put every missing clip on the shelf, and give each key as soon as it lies there."""
    waiting = sorted(missing.values(), key=lambda job: len(job.text))  # the longest is taken first
    pending: dict[Future[Clip], str] = {}
    try:
        while waiting or pending:
            while waiting and len(pending) < _IN_FLIGHT:
                job = waiting.pop()
                pending[pool.submit(job.engine.synthesize, job.text)] = job.key
            # The time limit lets Ctrl-C through on Windows.
            done, _ = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                clip, key = future.result(), pending.pop(future)
                shelf.put(key, clip)
                yield key
    finally:
        for future, key in pending.items():
            if not future.cancel() and future.done() and future.exception() is None:
                shelf.put(key, future.result())
