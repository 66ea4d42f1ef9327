"""The one protocol behind which every voice speaks, and the door through which engines come in.

`engine = "piper"` in a voice file means the module `audioedition.engines.piper`; another name is that of an installed
package's entry point, a dotted name anybody's own module.  The built-in engines use the same door.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Protocol, TypeVar, cast

from audioedition.engines import _catalogue, _fetching, _modules
from audioedition.engines._catalogue import Offer
from audioedition.engines._fetching import Part, Telling
from audioedition.engines._licences import allows, forbids_commerce
from audioedition.engines._modules import built_in, installed
from audioedition.errors import AudioeditionError, ConfigError, EngineError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Clip, Row, Voice

__all__ = [
    "Attributing",
    "Engine",
    "EngineModule",
    "Fetching",
    "Offer",
    "Part",
    "Phonetic",
    "Telling",
    "allows",
    "attribution",
    "built_in",
    "check_installed",
    "checked_lexicon",
    "fetch",
    "fetches",
    "here",
    "installed",
    "lexicon",
    "lexicon_shown",
    "load",
    "missing",
    "module",
    "offer",
    "offers",
    "sounds",
    "unfetched",
]

T = TypeVar("T")

_SWITCH = re.compile(r"\([\w-]+\)")  # espeak tells where it reads a word as one of another language
_CONTROL = re.compile(r"[\x00-\x1f\ud800-\udfff]")  # a NUL would end the text

RATES = range(8_000, 192_001)
"""Sample rates, in hertz, that a clip may have."""


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

        Raises ConfigError as `load`.
        """
        ...


def missing(voice: Voice) -> tuple[Part, ...]:
    """The files that `voice` needs, that are not here and that can be fetched.  Raises as `module`."""
    parts = getattr(module(voice.engine, voice.file), "parts", None)
    if parts is None:
        return ()
    return tuple(part for part in _answer(voice.engine, lambda: parts(voice)) if not part.path.exists())


def fetch(voice: Voice, tell: Telling | None = None) -> None:
    """Fetch what is `missing`.  Raises EngineUnavailable with a remedy, and as `load` for a licence that forbids the use."""
    parts = missing(voice)
    if parts:
        _check_licence(voice)
        _fetching.fetch(voice.engine, parts, tell)


def load(voice: Voice) -> Phonetic:
    """The engine of `voice`.  Raises ConfigError or EngineUnavailable, as `EngineModule.load`.

    A voice for non-commercial use only is refused (ConfigError) until the edition says that it is not commercial.
    Whatever else goes wrong in anybody's engine becomes an EngineError that names the sentence, and
    so does a result that is no sound.
    """
    found = module(voice.engine, voice.file)
    _check_licence(voice)
    return _Guarded(voice.engine, _answer(voice.engine, lambda: found.load(voice)))


def check_installed(name: str) -> None:
    """Look for the libraries of the engine called `name`, without importing them.  Raises EngineUnavailable; else as `module`."""
    found = module(name)
    _answer(name, getattr(found, "check_installed", lambda: None))


def fetches(name: str) -> bool:
    """Whether models of the engine called `name` are fetched here, and not by the engine itself."""
    return hasattr(module(name), "parts")


def offers(name: str, language: str | None = None) -> tuple[Offer, ...]:
    """What the catalogue lists for the engine called `name`, for a `language` (a BCP 47 tag) if one is given."""
    found = [each for each in _catalogue.offers() if each.engine == name]
    if language is None:
        return tuple(found)
    rule = [_catalogue.fairseq(language)] if name == "coqui" else []
    return tuple(each for each in (*found, *rule) if each.speaks(language))


def offer(voice: Voice) -> Offer | None:
    """What the catalogue knows of `voice`."""
    return _catalogue.find(voice.engine, voice.model)


def here(name: str) -> tuple[Voice, ...]:
    """The voices that the engine called `name` has here, without any download.  Raises as `module`."""
    return _answer(name, module(name).voices)


def _answer(name: str, ask: Callable[[], T]) -> T:
    """What the engine called `name` answers; whatever goes wrong in somebody's becomes EngineUnavailable."""
    try:
        return ask()
    except AudioeditionError:
        raise
    except Exception as exc:
        if name in built_in():  # a bug of ours, which must be seen
            raise
        problem = f"it fails ({type(exc).__name__}: {exc})"
        raise EngineUnavailable(name, problem, "Tell its makers, or choose another.") from exc


def unfetched(voice: Voice) -> Phonetic:
    """Stands for the engine of a voice that is not here, where nothing is spoken: as if nothing had been spoken by it yet.

    Raises ConfigError for a licence that forbids the use.
    """
    _check_licence(voice)
    return _Unfetched(voice)


class _Unfetched:
    fingerprint = "not fetched yet"
    phonemes = True
    is_speech = True

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def unknown_sound(self, _ipa: str) -> str:
        return ""

    def synthesize(self, text: str) -> Clip:
        engine, model = self._voice.engine, self._voice.model
        raise EngineUnavailable(
            engine, f"{model} is not fetched, and cannot say {text[:100]!r}", "Fetch it first."
        )


def _check_licence(voice: Voice) -> None:
    whose = attribution(voice)
    if voice.commercial and forbids_commerce(whose.licence):
        message = (
            f"{voice.file or 'The voice'}: {whose.name} is under the licence {whose.licence}, for non-commercial use only: "
            "choose another voice, or, if this edition earns no money, write commercial = false under [site] in audioedition.toml."
        )
        raise ConfigError(message)


class _Guarded:
    def __init__(self, name: str, engine: Engine) -> None:
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
        except Exception as exc:  # an engine may be anybody's: one that fails must not end the run
            raise self._failure(text, f"failed ({type(exc).__name__}: {exc})") from exc
        if not isinstance(clip, Clip) or not clip.pcm or len(clip.pcm) % 2 or clip.sample_rate not in RATES:
            raise self._failure(text, "gave something that is no sound")
        return clip

    def _failure(self, text: str, what: str) -> EngineError:
        return EngineError(
            f"The engine {self._name!r} {what} on the sentence {text[:100]!r}: change it, or the voice."
        )


def sounds(text: str, language: str) -> str:
    """How a voice for `language` (a BCP 47 tag) would say `text`, in IPA, as far as espeak knows.

    Raises EngineUnavailable, also if espeak does not know the language.
    """
    from audioedition.engines import _espeak  # noqa: PLC0415 -- under the GPL: only who asks for sounds loads it

    return " ".join(_espeak.phonemes(text, base(language))).replace("_", "").strip()


def phonemes(text: str, language: str) -> list[list[list[str]]]:
    """As `sounds`, taken apart: the phonemes of each word of each clause, without marks of stress.

    Raises as `sounds`.
    """
    from audioedition.engines import _espeak  # noqa: PLC0415 -- as above

    clauses = _espeak.phonemes(_CONTROL.sub(" ", text), base(language))
    found = ([_apart(word) for word in _SWITCH.sub("", clause).split(" ")] for clause in clauses)
    return [[word for word in clause if word] for clause in found]


def _apart(word: str) -> list[str]:
    return [sound for each in word.split("_") if (sound := "".join(filter(_is_sound, each)))]


def _is_sound(sign: str) -> bool:
    return (sign.isalpha() and sign not in "ˈˌ") or sign == "ː"


def lexicon(voice: Voice, engine: Phonetic) -> tuple[Row, ...]:
    """The rows of `voice`'s lexicon that `engine` is to say, each for the voice's language: without IPA if it takes none.

    Rows for other languages are left to the voices of those.  Raises ConfigError for a row that has only
    IPA where the engine takes none.
    """
    rows = _own(voice)
    if engine.phonemes:
        return rows
    for row in rows:
        if row.ipa and not row.say:
            message = (
                f"{row.file or voice.file}, [lexicon] {row.written!r} has only ipa, but the voice of {voice.language!r} "
                f'({f"{voice.engine} {voice.model}".strip()}) takes none: add say = "…" to that row, a respelling.'
            )
            raise ConfigError(message)
    return tuple(replace(row, ipa="") for row in rows)


def checked_lexicon(voice: Voice, engine: Phonetic) -> tuple[Row, ...]:
    """As `lexicon`, if `engine` has every sound that its rows ask for; that may load a model.

    Raises ConfigError that names the row and the sound, EngineUnavailable if it cannot be known.
    """
    rows = lexicon(voice, engine)
    for row in rows:
        sound = engine.unknown_sound(row.ipa) if row.ipa else ""
        if sound:
            message = (
                f"{row.file or voice.file}, [lexicon] {row.written!r}: the voice of {voice.language!r} ({voice.engine}) "
                f"has no sound {sound!r}, nor anything near it: choose another, or give a respelling instead."
            )
            raise ConfigError(message)
    return rows


def lexicon_shown(voice: Voice) -> tuple[Row, ...]:
    """As `lexicon`, for whoever only wants to see what would be said, whether the engine is here and can say it or not."""
    rows = _own(voice)
    if not any(row.ipa and row.say for row in rows):
        return rows
    try:
        takes_ipa = load(voice).phonemes
    except (ConfigError, EngineUnavailable):
        takes_ipa = False
    return rows if takes_ipa else tuple(replace(row, ipa="") if row.say else row for row in rows)


def _own(voice: Voice) -> tuple[Row, ...]:
    """The rows that are for the voice's language, and now say so."""
    language = base(voice.language)
    kept = (row for row in voice.lexicon if not row.language or base(row.language) == language)
    return tuple(replace(row, language=row.language or language) for row in kept)


def attribution(voice: Voice) -> Attribution:
    """Whose voice it is: as its file says, or else as its engine knows it, or the catalogue.

    An engine's own word follows the engine when somebody switches it; a file's would have to be
    mended by hand.  A licence that a file leaves out is the engine's to say.
    """
    said = voice.attribution
    if said.name and said.licence:
        return said
    known = _known(voice)
    if said.name:
        return replace(said, licence=known.licence)
    return replace(known, **{key: word for key, word in asdict(said).items() if word})


def _known(voice: Voice) -> Attribution:
    found = module(voice.engine, voice.file)
    told: Attribution = _answer(
        voice.engine, lambda: getattr(found, "attribution", lambda _: Attribution())(voice)
    )
    if told.name:
        return told
    listed = offer(voice)
    own = [each.attribution for each in here(voice.engine) if _alike(each, voice)]
    if listed:
        own.append(listed.attribution)
    return own[0] if own else Attribution(f"{voice.engine} {voice.model}".strip())


def _alike(offered: Voice, voice: Voice) -> bool:
    if voice.model:
        return offered.model == voice.model
    return base(offered.language) == base(voice.language)


def module(name: str, file: str = "") -> EngineModule:
    """The engine module called `name`, as it stands in `file`: a built-in one, an installed one, or a dotted name.

    Raises ConfigError for one that does not exist or is no engine, EngineUnavailable for somebody's
    that cannot be imported.
    """
    return cast("EngineModule", _modules.find(name, file))
