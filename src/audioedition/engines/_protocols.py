"""What an engine is: the protocols behind which every voice speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from audioedition.engines._fetching import Part
from audioedition.model import Attribution, Clip, Voice

RATES = range(8_000, 192_001)
"""Sample rates, in hertz, that a clip may have."""

Parallel = Literal["threads", "processes", "none"]
"""How an engine uses several cores.

In `threads` of one process, which is what all do that say nothing; in `processes`, because calls from several threads are
safe, but wait for each other; or not at all (`none`): it uses them itself, or has to be asked one thing after another.
"""


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
        safe (not always faster: see `Parallel`).  Raises EngineUnavailable if the model cannot be loaded, and
        EngineError, naming the sentence, if there is no sound to give.
        """
        ...


class Phonetic(Engine, Protocol):
    """An engine that also tells what it knows of sounds in IPA, and whether it speaks, as all do that `load` gives.

    One that takes sounds has the first and the last of these itself; one that only plays tones says so.
    """

    @property
    def phonemes(self) -> bool:
        """Whether a text may hold sounds in IPA, each word of them between ⟦ and ⟧."""
        ...

    @property
    def is_speech(self) -> bool:
        """Whether what it gives is speech, and can be told by its sound to be good or bad."""
        ...

    def unknown_sound(self, ipa: str) -> str:
        """The first sound of `ipa` that the voice cannot say, nor anything near it; "" if there is none.

        Asked only where `phonemes` says so.  May load the model: raises EngineUnavailable.
        """
        ...


class Measured(Engine, Protocol):
    """An engine that also tells how it is fastest, as all do that `load` gives.  Neither shapes the sound."""

    @property
    def parallel(self) -> Parallel:
        """How it uses several cores."""
        ...

    @property
    def batch(self) -> int:
        """How many texts are best spoken in one call, from 1 to 1024: more than one where a graphics card has room for them."""
        ...

    def synthesize_all(self, texts: Sequence[str]) -> list[Clip]:
        """Speak each of `texts`, up to `batch` of them, those of a similar length best: what `synthesize` would say of each.

        Asked only where `batch` is more than 1, by one thread.  If one of them fails, all do, as in `synthesize`: then each is
        asked for alone.
        """
        ...


class Loaded(Phonetic, Measured, Protocol):
    """What `load` gives: all that an engine may be asked, with an answer for what it does not know itself."""

    def prepare(self) -> None:
        """Load the model ahead of the first sentence, which is about to come.  Raises nothing: `synthesize` tells what is wrong."""
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


class Attributing(EngineModule, Protocol):
    """What a module has besides, if it knows whose a voice is before that can be had here."""

    def attribution(self, voice: Voice) -> Attribution:
        """Whose `voice` is, and its licence, by the engine's own knowledge; without a name if it does not know.  Raises nothing."""
        ...


class Fetching(EngineModule, Protocol):
    """What a module has besides, if its models can be had from the web."""

    def parts(self, voice: Voice) -> Sequence[Part]:
        """The files that `voice` needs and that can be fetched, whether they are here or not; none for a model of one's own.

        Raises ConfigError as `load`, EngineUnavailable if it could not speak with them either.
        """
        ...

    def check_unfetched(self, voice: Voice) -> None:
        """Raise, as `load`, for all that would keep `voice` from speaking though its files were here.  A module may lack it.

        Asked before they are fetched.
        """
        ...
