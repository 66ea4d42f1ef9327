"""Anybody's engine, kept from ending a run: whatever goes wrong in it becomes an error that says what to do."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from audioedition.engines import _arrival
from audioedition.engines._modules import built_in
from audioedition.engines._protocols import RATES, Engine, Parallel
from audioedition.engines._setup import cause
from audioedition.errors import AudioeditionError, EngineError, EngineUnavailable
from audioedition.model import Clip, Voice

T = TypeVar("T")

_MOST = 1024  # texts in one call


def answer(name: str, ask: Callable[[], T]) -> T:
    """What the engine called `name` answers; whatever goes wrong in somebody's becomes EngineUnavailable."""
    try:
        return ask()
    except (AudioeditionError, KeyboardInterrupt):
        raise
    except BaseException as exc:
        if name in built_in():  # a bug of ours, which must be seen
            raise
        raise EngineUnavailable(
            name, f"it fails ({cause(exc)})", "Tell its makers, or choose another."
        ) from exc


def one(kind: type[T], given: object) -> T:
    """What an engine gave, if it is of that kind, and of a dataclass all that it holds.

    Raises TypeError: `answer` makes a sentence of it.
    """
    if not isinstance(given, kind):
        message = f"it gave {type(given).__name__} in place of {kind.__name__}"
        raise TypeError(message)
    for name, wanted in _fields(kind).items():  # type: ignore[arg-type]  # classes are hashable, whatever mypy says
        held = getattr(given, name)
        if isinstance(wanted, type) and dataclasses.is_dataclass(wanted):
            one(wanted, held)
        elif not isinstance(held, wanted):
            right = getattr(wanted, "__name__", str(wanted))
            message = f"it gave a {kind.__name__} whose {name} is {type(held).__name__} in place of {right}"
            raise TypeError(message)
    return given


@cache
def _fields(kind: type) -> Mapping[str, Any]:
    """The types of a dataclass's fields, as `isinstance` takes them; none of anything else."""
    if not dataclasses.is_dataclass(kind):
        return {}
    hints = get_type_hints(kind)
    return {
        name: hint if isinstance(hint, UnionType) else get_origin(hint) or hint
        for name, hint in hints.items()
    }


def several(kind: type[T], given: object) -> tuple[T, ...]:
    """As `one`, for a list of them."""
    if not isinstance(given, Iterable):
        message = f"it gave {type(given).__name__} in place of a list of {kind.__name__}"
        raise TypeError(message)
    return tuple(one(kind, each) for each in given)


class Guarded:
    """An engine whose every fault, and every result that is no sound, is an EngineError; of a sentence, one that names it.

    It can be pickled: elsewhere it is loaded anew, when it is first asked for sound.
    """

    def __init__(self, voice: Voice, engine: Engine) -> None:
        """Guard `engine`, which is that of `voice`."""
        self._voice = voice
        self._name = voice.engine
        self._engine = engine

    def __reduce__(self) -> tuple[type[_arrival.Arrived], tuple[Voice, str]]:
        return _arrival.packed(self._voice, self.fingerprint)

    @property
    def wants_gpu(self) -> bool:
        return _arrival.wants_gpu(self._voice)

    @property
    def fingerprint(self) -> str:
        return answer(self._name, lambda: one(str, self._engine.fingerprint))

    @property
    def phonemes(self) -> bool:
        return self._is("phonemes", otherwise=False)

    @property
    def is_speech(self) -> bool:
        return self._is("is_speech", otherwise=True)

    def unknown_sound(self, ipa: str) -> str:
        engine: Any = self._engine  # a stranger may not know the word
        return answer(self._name, lambda: one(str, getattr(engine, "unknown_sound", lambda _: "")(ipa)))

    @property
    def parallel(self) -> Parallel:
        return answer(self._name, lambda: _parallel(getattr(self._engine, "parallel", "threads")))

    @property
    def batch(self) -> int:
        return answer(self._name, lambda: _batch(getattr(self._engine, "batch", 1)))

    def prepare(self) -> None:
        engine: Any = self._engine  # as above
        with contextlib.suppress(Exception):
            getattr(engine, "prepare", lambda: None)()

    def synthesize(self, text: str) -> Clip:
        try:
            clip = self._engine.synthesize(text)
        except (AudioeditionError, KeyboardInterrupt):
            raise
        except BaseException as exc:  # an engine may be anybody's: one that fails must not end the run
            raise self._failure(text, f"failed ({cause(exc)})") from exc
        return self._checked(text, clip)

    def synthesize_all(self, texts: Sequence[str]) -> list[Clip]:
        if len(texts) == 1 or self.batch == 1:
            return [self.synthesize(text) for text in texts]
        engine: Any = self._engine
        try:
            clips = several(Clip, engine.synthesize_all(texts))
        except (AudioeditionError, KeyboardInterrupt):
            raise
        except BaseException as exc:  # as above
            raise self._failure(texts[0], f"failed ({cause(exc)})", len(texts)) from exc
        if len(clips) != len(texts):
            raise self._failure(texts[0], f"gave {len(clips)} sounds", len(texts))
        return [self._checked(text, clip) for text, clip in zip(texts, clips, strict=True)]

    def _checked(self, text: str, clip: Clip) -> Clip:
        """What an engine gave for `text`, if that is a sound."""
        from audioedition.engines import _sound  # noqa: PLC0415 -- numpy, for commands that speak

        try:
            one(Clip, clip)
        except TypeError as exc:
            raise self._failure(text, f"gave something that is no sound ({exc})") from exc
        if not clip.pcm or len(clip.pcm) % 2 or clip.sample_rate not in RATES:
            raise self._failure(text, "gave something that is no sound")
        if self.is_speech and not _sound.is_audible(clip):
            raise self._failure(text, "gave nothing but silence")
        return clip

    def _is(self, word: str, *, otherwise: bool) -> bool:
        """What the engine says of itself, if it knows the `word` at all."""
        return answer(self._name, lambda: bool(getattr(self._engine, word, otherwise)))

    def _failure(self, text: str, what: str, count: int = 1) -> EngineError:
        which = (
            f"the sentence {text[:100]!r}" if count == 1 else f"{count} sentences, the first {text[:100]!r}"
        )
        return EngineError(f"The engine {self._name!r} {what} on {which}: change it, or the voice.")


def _parallel(said: object) -> Parallel:
    """How an engine uses cores.  Raises TypeError for another word than those: `answer` makes a sentence of it."""
    for known in get_args(Parallel):
        if said == known:
            return known  # type: ignore[no-any-return]  # one of the words of Parallel
    message = f"its parallel is {said!r}, not one of {', '.join(get_args(Parallel))}"
    raise TypeError(message)


def _batch(said: object) -> int:
    """As `_parallel`, how many texts it takes in one call."""
    if type(said) is not int or not 1 <= said <= _MOST:
        message = f"its batch is {said!r}, not a number of texts from 1 to {_MOST}"
        raise TypeError(message)
    return said


class Unfetched:
    """Stands for an engine whose model is not here: as if it had not spoken yet."""

    fingerprint = "not fetched yet"
    phonemes = True
    is_speech = True
    parallel: Parallel = "threads"
    batch = 1

    def __init__(self, voice: Voice) -> None:
        """Stand for the engine of `voice`."""
        self._voice = voice

    def unknown_sound(self, _ipa: str) -> str:
        return ""

    def prepare(self) -> None:
        pass

    def synthesize(self, text: str) -> Clip:
        engine, model = self._voice.engine, self._voice.model
        raise EngineUnavailable(
            engine, f"{model} is not fetched, and cannot say {text[:100]!r}", "Fetch it first."
        )

    def synthesize_all(self, texts: Sequence[str]) -> list[Clip]:
        return [self.synthesize(text) for text in texts]
