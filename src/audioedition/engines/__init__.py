"""The one protocol behind which every voice speaks, and the door through which engines come in.

`engine = "piper"` in a voice file means the module `audioedition.engines.piper`; a dotted name is
anybody's own module.  The built-in engines use the same door.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from audioedition.errors import ConfigError
from audioedition.model import Clip, Voice
from audioedition.strict import nearest


class Engine(Protocol):
    """One voice, ready to speak.

    `fingerprint` says everything besides the text that shapes the sound: two engines with equal
    fingerprints speak alike, on any machine.  It holds contents, never paths, and is known without
    loading a model (but a model that is fetched by name may be fetched to know it).
    """

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hex."""
        ...

    def synthesize(self, text: str) -> Clip:
        """Speak `text`, one sentence of plain words.

        The first call loads the model, later ones use it again; calls from several threads are
        safe (not always faster).  Raises EngineUnavailable if the model cannot be loaded, and
        EngineError, naming the sentence, if there is no sound to give.
        """
        ...


class EngineModule(Protocol):
    """What a module must offer to be an engine."""

    def load(self, voice: Voice) -> Engine:
        """Check `voice`'s model and options, and give the engine.

        Raises ConfigError for a setting that cannot be right, EngineUnavailable for a library or
        model that is missing.
        """
        ...

    def voices(self) -> tuple[Voice, ...]:
        """Voices that could be had with this engine here, without any download."""
        ...


def load(voice: Voice) -> Engine:
    """The engine of `voice`.  Raises ConfigError or EngineUnavailable, as `EngineModule.load`."""
    return module(voice.engine).load(voice)


def module(name: str) -> EngineModule:
    """The engine module called `name`.  Raises ConfigError for one that does not exist, or is none."""
    full = name if "." in name else f"{__name__}.{name}"
    try:
        found = importlib.import_module(full)
    except (ModuleNotFoundError, TypeError) as exc:  # TypeError: a relative name
        if isinstance(exc, TypeError):
            message = f"{name!r} is not the name of an engine: {nearest(name, built_in())}."
            raise ConfigError(message) from exc
        if exc.name is None or not (full == exc.name or full.startswith(f"{exc.name}.")):
            raise  # a bug in the engine's module, not in its name
        message = f"There is no engine {name!r}: {nearest(name, built_in())}."
        raise ConfigError(message) from exc
    if not (hasattr(found, "load") and hasattr(found, "voices")):
        message = f"The module {name!r} is no engine: it has no load() and voices() (docs/engines.md)."
        raise ConfigError(message)
    return cast("EngineModule", found)


def built_in() -> list[str]:
    """The names of the engines that come with the program."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
