"""An engine in another process, or on another machine: it came as its voice, and is loaded where it is to speak."""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from audioedition.engines._modules import built_in
from audioedition.engines._protocols import Loaded, Parallel
from audioedition.engines._setup import Once, cause
from audioedition.errors import AudioeditionError, EngineError, EngineUnavailable
from audioedition.model import Clip, Voice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A loaded engine after its journey: as good as that one, but that it is loaded when it is first asked for sound.

    That happens once in a process, for all its threads.  `fingerprint` is that of the engine that was sent: one that is
    something else here is refused, because its clips would lie on the shelf as that one's.  Whatever goes wrong is an
    EngineError, which can travel back.
    """

    voice: Voice
    fingerprint: str

    def __hash__(self) -> int:  # a voice has none: its options are a dictionary
        return hash(self.fingerprint)

    @property
    def wants_gpu(self) -> bool:
        return wants_gpu(self.voice)

    @property
    def phonemes(self) -> bool:
        return _loaded(self).phonemes

    @property
    def is_speech(self) -> bool:
        return _loaded(self).is_speech

    def unknown_sound(self, ipa: str) -> str:
        return _loaded(self).unknown_sound(ipa)

    @property
    def parallel(self) -> Parallel:
        return _loaded(self).parallel

    @property
    def batch(self) -> int:
        return _loaded(self).batch

    def prepare(self) -> None:
        _loaded(self).prepare()

    def synthesize(self, text: str) -> Clip:
        return _answered(lambda: _loaded(self).synthesize(text))

    def synthesize_all(self, texts: Sequence[str]) -> list[Clip]:
        return _answered(lambda: _loaded(self).synthesize_all(texts))


def wants_gpu(voice: Voice) -> bool:
    """Whether a voice is to speak on a graphics card, by its options."""
    return str(voice.options.get("device", "")).startswith("cuda")


def packed(voice: Voice, fingerprint: str) -> tuple[type[Arrived], tuple[Voice, str]]:
    """How the engine of `voice`, with this `fingerprint`, is pickled.

    Paths are meant from the folder that the voice has here: elsewhere the same folder is there, or the model is found by
    its name.  A lexicon can be long, and what is spoken has been through it: only somebody's own engine may want it.
    """
    slim = dataclasses.replace(voice, fallback=None, folder=voice.folder.absolute())
    if voice.engine in built_in():
        slim = dataclasses.replace(slim, lexicon=())
    return Arrived, (slim, fingerprint)


def _load(wanted: Arrived) -> Loaded:
    from audioedition.engines import load  # noqa: PLC0415 -- which imports this module

    voice, host = wanted.voice, platform.node() or "another machine"
    failure: EngineUnavailable
    try:
        found = load(voice)
        here = found.fingerprint
    except EngineUnavailable as exc:
        remedy = f"On that machine, {exc.remedy[:1].lower()}{exc.remedy[1:]}"
        failure = EngineUnavailable(exc.engine, f"on {host}, {exc.problem}", remedy)
    except AudioeditionError as exc:
        failure = EngineUnavailable(
            voice.engine,
            f"on {host}, {str(exc).removesuffix('.')}",
            "Mend it there, or do without that machine.",
        )
    except Exception as exc:  # noqa: BLE001 -- a fault of ours must travel, too, whatever it is
        failure = EngineUnavailable(
            voice.engine, f"on {host}, it fails ({cause(exc)})", "Install there what is installed here."
        )
    else:
        if here == wanted.fingerprint:
            return found
        which = f"{voice.engine} {voice.model}".strip()
        failure = EngineUnavailable(
            voice.engine,
            f"on {host}, {which} is another voice than here, by its files or by the version of the program",
            "Give that machine the same audioedition and the same files of the voice, and start its worker anew.",
        )
    raise failure


_loaded: Once[Arrived, Loaded] = Once(_load)


def _answered(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except AudioeditionError as exc:
        failure = _portable(exc)
    raise failure  # outside, so that nothing hangs on it that cannot travel


def _portable(exc: AudioeditionError) -> EngineError:
    """The same failure, of a class that is known everywhere, and without what it was caused by."""
    if isinstance(exc, EngineUnavailable):
        return EngineUnavailable(exc.engine, exc.problem, exc.remedy)
    return EngineError(str(exc))
