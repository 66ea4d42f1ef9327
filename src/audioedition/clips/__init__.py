"""Utterances ─► Clips: each spoken by its engine, listened to, kept on the shelf, given in order.

What sounds wrong is spoken again, then by a fallback voice.  Who listens is the caller's affair: a `Judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Protocol

from audioedition.clips.booth import Booth, Judge, Wanted
from audioedition.clips.edges import trimmed
from audioedition.clips.shelf import Shelf
from audioedition.engines import Engine
from audioedition.errors import ConfigError
from audioedition.files import digest
from audioedition.model import Clip, Utterance, Verdict

__all__ = ["Fallback", "Judge", "Memory", "Shelf", "Spoken", "count_missing", "play", "recalled", "speak"]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who speaks what another voice fails on: how it is named to people, and how it is loaded, once it is needed."""

    name: str
    load: Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance that is on the shelf, and what was found when it was listened to."""

    wanted: Wanted
    verdict: Verdict


_Fallbacks = Mapping[str, Fallback]
_NONE: _Fallbacks = MappingProxyType({})


class Memory(Protocol):
    """Who remembers how clips were found to sound."""

    def recall(self, key: str) -> Verdict | None:
        """What was found in the clip that is kept under `key`, when somebody listened last."""
        ...


def speak(  # noqa: PLR0913 -- who speaks, who listens, and where: all but the first three can be left out
    utterances: Sequence[Utterance],
    voices: Mapping[str, Engine],
    shelf: Shelf,
    *,
    judge: Judge | None = None,
    tries: int = 1,
    fallbacks: Mapping[str, Fallback] = _NONE,
    pool: Executor | None = None,
    report: Callable[[int, int], None] | None = None,
) -> list[Spoken]:
    """Have all `utterances` on the shelf, in order: what they are, and how they sound.

    `voices` maps a speaker (mostly a language tag) to its engine.  What is not on the `shelf` is synthesized, each
    text once, by `pool`, the longest first (without a pool: here, one by one), and put there, so that a run that was
    broken off goes on where it was.  What the `judge` does not know yet it listens to, once everything is spoken.
    What is bad is spoken up to `tries` times, and the best is kept; then the speaker's own of the `fallbacks` speaks
    it, as it does what an engine fails on.  `report` is told how many sentences are ready, of how many.

    Raises EngineError as the engine does where there is no fallback, ConfigError for a language without a voice,
    ArchiveError if the shelf cannot be written; what was pending is then cancelled.
    """
    wanted = _wanted(utterances, voices)
    distinct = {each.key: each for each in wanted}
    booth = Booth(shelf, judge, pool, report)
    spared = frozenset(key for key, each in distinct.items() if each.utterance.speaker in fallbacks)
    verdicts, failures = booth.spoken(distinct, tries, spared)
    bad = {key: each for key, each in distinct.items() if key not in verdicts or not verdicts[key].is_good}
    others = _others(bad, fallbacks)
    stood_in, _ = booth.spoken({each.key: each for each in others.values()}, 1, frozenset(others))
    chosen = _chosen(distinct, verdicts, others, stood_in, fallbacks)
    for key, failure in failures.items():
        if key not in chosen:
            raise failure
    return [chosen[each.key] for each in wanted]


def recalled(
    utterances: Sequence[Utterance],
    voices: Mapping[str, Engine],
    memory: Memory,
    fallbacks: Mapping[str, Fallback] = _NONE,
) -> list[Verdict]:
    """What is remembered of `utterances` that were spoken before; what is not is taken to be good."""
    wanted = _wanted(utterances, voices)
    distinct = {each.key: each for each in wanted}
    known = {key: memory.recall(key) for key in distinct}
    verdicts = {key: verdict for key, verdict in known.items() if verdict}
    bad = {key: distinct[key] for key, verdict in verdicts.items() if not verdict.is_good}
    others = _others(bad, fallbacks)
    stood_in = {each.key: memory.recall(each.key) for each in others.values()}
    kept = {key: verdict for key, verdict in stood_in.items() if verdict}
    chosen = _chosen(distinct, verdicts, others, kept, fallbacks)
    return [chosen[each.key].verdict if each.key in chosen else Verdict() for each in wanted]


def play(spoken: Sequence[Spoken], shelf: Shelf) -> Iterator[Clip]:
    """The clips, in order, their edges trimmed.  Somebody may have cleared the shelf: then they are spoken again, once."""
    for each in spoken:
        yield trimmed(shelf.get(each.wanted.key) or each.wanted.made(shelf))


def count_missing(utterances: Sequence[Utterance], voices: Mapping[str, Engine], shelf: Shelf) -> int:
    """How many different clips `speak` would have to synthesize.  Raises ConfigError as `speak`."""
    return sum(shelf.get(key) is None for key in {each.key for each in _wanted(utterances, voices)})


def _wanted(utterances: Sequence[Utterance], voices: Mapping[str, Engine]) -> list[Wanted]:
    wanted = []
    for utterance in utterances:
        engine = voices.get(utterance.speaker)
        if engine is None:
            message = (
                f"There is no voice for the language {utterance.language!r}, in which the post says "
                f"{utterance.text!r}: add voices/{utterance.speaker}.toml."
            )
            raise ConfigError(message)
        wanted.append(_by(engine, utterance))
    return wanted


def _by(engine: Engine, utterance: Utterance) -> Wanted:
    return Wanted(digest(engine.fingerprint, utterance.spoken), engine, utterance)


def _others(bad: Mapping[str, Wanted], fallbacks: _Fallbacks) -> dict[str, Wanted]:
    """What is `bad` and can be spoken by a fallback voice: the same by that voice."""
    load = cache(lambda speaker: fallbacks[speaker].load())
    return {
        key: _by(load(each.utterance.speaker), each.utterance)
        for key, each in bad.items()
        if each.utterance.speaker in fallbacks
    }


def _chosen(
    distinct: Mapping[str, Wanted],
    verdicts: Mapping[str, Verdict],
    others: Mapping[str, Wanted],
    stood_in: Mapping[str, Verdict],
    fallbacks: _Fallbacks,
) -> dict[str, Spoken]:
    """Of each the clip of its own voice, or that of the fallback voice if it is better; none where both failed."""
    chosen: dict[str, Spoken] = {}
    for key, each in distinct.items():
        own, other = verdicts.get(key), others.get(key)
        instead = stood_in.get(other.key) if other else None
        if other and instead and (own is None or instead.weight < own.weight):
            name = fallbacks[each.utterance.speaker].name
            chosen[key] = Spoken(other, replace(instead, by=name, attempts=own.attempts if own else 1))
        elif own:
            chosen[key] = Spoken(each, own)
    return chosen
