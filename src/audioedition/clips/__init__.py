"""Utterances ─► Clips: each spoken by its engine, listened to, kept on the shelf, given in order.

What sounds wrong is spoken again, then by a fallback voice.  Who listens is the caller's affair: a `Judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from audioedition.clips.booth import Booth, Judge, Released, never, sound_of
from audioedition.clips.calls import Wanted
from audioedition.clips.edges import trimmed
from audioedition.clips.shelf import Shelf, key_of
from audioedition.engines import Engine
from audioedition.errors import ArchiveError, ConfigError, EngineError, EngineUnavailable
from audioedition.model import Clip, Utterance, Verdict

__all__ = ["Fallback", "Judge", "Replaced", "Shelf", "Spoken", "missing", "play", "speak", "wordless"]


class Replaced(ArchiveError):
    """A clip on the shelf is another than was listened to."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who speaks what another voice fails on: how it is named to people, and how it is loaded, once it is needed."""

    name: str
    load: Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance that is on the shelf, what was found when it was listened to, and whether it was synthesized just now."""

    wanted: Wanted
    verdict: Verdict
    is_new: bool = field(default=False, compare=False)


_Fallbacks = Mapping[str, Fallback]
_NONE: _Fallbacks = MappingProxyType({})


def speak(  # noqa: PLR0913 -- who speaks, who listens, and where: all but the first three can be left out
    utterances: Sequence[Utterance],
    voices: Mapping[str, Engine],
    shelf: Shelf,
    *,
    judge: Judge | None = None,
    tries: int = 1,
    fallbacks: Mapping[str, Fallback] = _NONE,
    pool: Executor | None = None,
    hands: Executor | None = None,
    report: Callable[[str, int, int], None] | None = None,
    is_released: Released = never,
) -> list[Spoken]:
    """Have all `utterances` on the shelf, in order: what they are, and how they sound.

    `voices` maps a speaker (mostly a language tag) to its engine.  What is not on the `shelf` is synthesized, each
    text once, by `pool`, wherever that works, the longest first (without a pool: here, one by one), and put there, so that
    a run that was broken off goes on where it was.  What the `judge` does not know yet it listens to, once everything is
    spoken, by `hands` that work here; what it will learn a voice from they measure for it meanwhile.
    What is bad is spoken up to `tries` times, and the best is kept; then the speaker's own of the `fallbacks` speaks
    it, as it does what an engine fails on; but not where its author has heard and released just this clip (`is_released`).  A fallback that fails, or cannot be loaded, changes nothing: the verdict says
    so.  `report` is told what is being done, how many sentences are ready, and of how many.

    Raises EngineError as the engine does where there is no clip in the end, ConfigError for a language without a voice,
    ArchiveError if the shelf cannot be written; what was pending is then cancelled.
    """
    wanted = _wanted(utterances, voices)
    distinct = {each.key: each for each in wanted}
    booth = Booth(shelf, judge, pool, hands, report, is_released)
    verdicts, failures = booth.spoken(
        distinct,
        tries,
        lambda each, failure: (
            each.utterance.speaker in fallbacks and not isinstance(failure, EngineUnavailable)
        ),
    )
    bad = {key: each for key, each in distinct.items() if key not in verdicts or not verdicts[key].is_final}
    others, unloaded = _others(bad, fallbacks)
    stood_in, unspoken = booth.spoken({each.key: each for each in others.values()}, 1, lambda *_: True)
    unaided = {
        key: str(unspoken[each.key]) for key, each in others.items() if each.key in unspoken
    } | unloaded
    chosen: dict[str, Spoken] = {}
    for key, each in distinct.items():
        own, other, why = verdicts.get(key), others.get(key), unaided.get(key, "")
        spoken = _chosen(each, own, other, stood_in=stood_in, fallbacks=fallbacks, unaided=why)
        if spoken:
            chosen[key] = spoken
    for key, failure in failures.items():
        if key not in chosen:
            raise failure
    return [
        replace(spoken, is_new=spoken.wanted.key in booth.made)
        for spoken in (chosen[each.key] for each in wanted)
    ]


def wordless(utterances: Sequence[Utterance], voices: Mapping[str, Engine]) -> frozenset[int]:
    """The places of utterances whose voice says no words, so that nobody can listen for them.  Raises ConfigError as `speak`."""
    return frozenset(place for place, each in enumerate(_wanted(utterances, voices)) if not each.is_speech)


def play(spoken: Sequence[Spoken], shelf: Shelf) -> Iterator[Clip]:
    """The clips, in order, their edges trimmed.  Somebody may have cleared the shelf: then they are spoken again, once.

    Raises Replaced where that is another sound than was listened to: a voice may say it otherwise each time, and nothing
    is played unheard; or another edition has found a better one meanwhile.  EngineError.
    """
    for each in spoken:
        clip = shelf.get(each.wanted.key) or each.wanted.made(shelf)
        if each.verdict.sound not in {"", sound_of(clip)}:
            message = (
                f"The clip of {each.wanted.utterance.text!r} in {shelf.folder} was deleted or replaced after it had been listened "
                "to, and what is there now sounds otherwise: leave that folder alone meanwhile, and run this again."
            )
            raise Replaced(message)
        yield trimmed(clip)


def missing(
    utterances: Sequence[Utterance], voices: Mapping[str, Engine], shelf: Shelf
) -> tuple[Engine, ...]:
    """Who speaks each of the different clips that `speak` would have to synthesize.  Raises ConfigError as `speak`."""
    distinct = {each.key: each.engine for each in _wanted(utterances, voices)}
    return tuple(engine for key, engine in distinct.items() if not shelf.has(key))


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
    return Wanted(key_of(engine.fingerprint, utterance.spoken), engine, utterance)


def _others(bad: Mapping[str, Wanted], fallbacks: _Fallbacks) -> tuple[dict[str, Wanted], dict[str, str]]:
    """What is `bad` and can be spoken by a fallback voice: the same by that voice; and why some cannot."""
    loaded: dict[str, Engine] = {}
    failed: dict[str, str] = {}
    for speaker in {each.utterance.speaker for each in bad.values()} & set(fallbacks):
        try:
            loaded[speaker] = fallbacks[speaker].load()
        except (EngineError, ConfigError) as exc:
            failed[speaker] = str(exc)
    said = {key: each.utterance for key, each in bad.items()}
    others = {key: _by(loaded[u.speaker], u) for key, u in said.items() if u.speaker in loaded}
    return others, {key: failed[u.speaker] for key, u in said.items() if u.speaker in failed}


def _chosen(  # noqa: PLR0913 -- all that is known of a sentence
    own: Wanted,
    verdict: Verdict | None,
    other: Wanted | None,
    *,
    stood_in: Mapping[str, Verdict],
    fallbacks: _Fallbacks,
    unaided: str,
) -> Spoken | None:
    """The clip of its own voice, or that of the fallback voice if it is better; None where both failed."""
    instead = stood_in.get(other.key) if other else None
    if other and instead and (verdict is None or instead.weight < verdict.weight):
        return Spoken(
            other,
            replace(
                instead,
                by=fallbacks[own.utterance.speaker].name,
                attempts=verdict.attempts if verdict else 1,
                spurned=verdict.faults if verdict else (),
            ),
        )
    return Spoken(own, replace(verdict, unaided=unaided)) if verdict else None
