"""Anybody's engine, kept from ending a run: whatever goes wrong in it becomes an error that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from audioedition.engines._modules import built_in
from audioedition.engines._protocols import RATES, Engine
from audioedition.errors import AudioeditionError, EngineError, EngineUnavailable
from audioedition.model import Clip, Voice

T = TypeVar("T")


def answer(name: str, ask: Callable[[], T]) -> T:
    """What the engine called `name` answers; whatever goes wrong in somebody's becomes EngineUnavailable."""
    try:
        return ask()
    except AudioeditionError:
        raise
    except (Exception, SystemExit) as exc:
        if name in built_in():  # a bug of ours, which must be seen
            raise
        problem = f"it fails ({type(exc).__name__}: {exc})"
        raise EngineUnavailable(name, problem, "Tell its makers, or choose another.") from exc


def one(kind: type[T], given: object) -> T:
    """What an engine gave, if it is of that kind.  Raises TypeError: `answer` makes a sentence of it."""
    if not isinstance(given, kind):
        message = f"it gave {type(given).__name__} in place of {kind.__name__}"
        raise TypeError(message)
    return given


def several(kind: type[T], given: object) -> tuple[T, ...]:
    """As `one`, for a list of them."""
    if not isinstance(given, Iterable):
        message = f"it gave {type(given).__name__} in place of a list of {kind.__name__}"
        raise TypeError(message)
    return tuple(one(kind, each) for each in given)


class Guarded:
    """An engine whose every fault, and every result that is no sound, is an EngineError that names the sentence."""

    def __init__(self, name: str, engine: Engine) -> None:
        """Guard `engine`, which is called `name`."""
        self._name = name
        self._engine = engine

    @property
    def fingerprint(self) -> str:
        return self._engine.fingerprint

    @property
    def phonemes(self) -> bool:
        return bool(getattr(self._engine, "phonemes", False))  # a stranger may not know the word

    @property
    def is_speech(self) -> bool:
        return bool(getattr(self._engine, "is_speech", True))

    def unknown_sound(self, ipa: str) -> str:
        return str(getattr(self._engine, "unknown_sound", lambda _: "")(ipa))

    def synthesize(self, text: str) -> Clip:
        try:
            clip = self._engine.synthesize(text)
        except AudioeditionError:
            raise
        except (
            Exception,
            SystemExit,
        ) as exc:  # an engine may be anybody's: one that fails must not end the run
            raise self._failure(text, f"failed ({type(exc).__name__}: {exc})") from exc
        if not isinstance(clip, Clip) or not clip.pcm or len(clip.pcm) % 2 or clip.sample_rate not in RATES:
            raise self._failure(text, "gave something that is no sound")
        return clip

    def _failure(self, text: str, what: str) -> EngineError:
        return EngineError(
            f"The engine {self._name!r} {what} on the sentence {text[:100]!r}: change it, or the voice."
        )


class Unfetched:
    """Stands for an engine whose model is not here: as if it had not spoken yet."""

    fingerprint = "not fetched yet"
    phonemes = True
    is_speech = True

    def __init__(self, voice: Voice) -> None:
        """Stand for the engine of `voice`."""
        self._voice = voice

    def unknown_sound(self, _ipa: str) -> str:
        return ""

    def synthesize(self, text: str) -> Clip:
        engine, model = self._voice.engine, self._voice.model
        raise EngineUnavailable(
            engine, f"{model} is not fetched, and cannot say {text[:100]!r}", "Fetch it first."
        )
