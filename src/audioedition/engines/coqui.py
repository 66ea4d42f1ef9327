"""Coqui (coqui-tts, MPL-2.0): neural voices for many languages, several of them very good.

Only this module and its `_coqui_…` neighbours know TTS and torch; they are an extra, because they
take 2 GB.  Models have licences of their own, some for non-commercial use only.  One that demands
agreement is refused until COQUI_TOS_AGREED=1 stands in the environment: nothing is ever asked on
the terminal, and nobody agrees in the author's place.
"""

from __future__ import annotations

import importlib
import shutil
import threading
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import Engine
from audioedition.engines._coqui_import import ENGINE, check_installed, library
from audioedition.engines._coqui_models import Entry, catalogue, checkpoint, digest, entry, standard
from audioedition.engines._coqui_phonemes import Phonemes, speaks_phonemes
from audioedition.engines._letters import lettered
from audioedition.engines._setup import (
    Once,
    between,
    contents,
    fingerprint,
    options,
    path_of,
    place,
    reason,
    suggestion,
)
from audioedition.engines._sound import clip, from_floats
from audioedition.engines._text import no_sound, pieces, woven
from audioedition.errors import ConfigError, EngineError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Clip, Voice

REVISION = 2

_LONGEST = 400  # characters in one run of a model: its memory grows with their square
_PAD = 10_000  # samples of silence that Coqui appends to what it speaks
_DEVICES = ["cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Options:
    """What is left out is as the model's makers set it.

    `speaker` and `language` are names that the model knows, for models with several; `speaker_wav`
    is the path of a recording whose voice is imitated, for models that can; `length_scale` above 1
    is slower, for VITS and Glow-TTS; `device` is `cpu` or `cuda`.
    """

    speaker: str = ""
    language: str = ""
    speaker_wav: str = ""
    length_scale: float | None = between(0.2, 5, None)
    device: str = "cpu"


def load(voice: Voice) -> Engine:
    """The Coqui model `voice.model`: a catalogue's name, or the path of a model; else the language's first.

    A path means a `.pth` file with a `config.json` beside it, or the folder of both.  A model by
    name is fetched when it is first needed.  Raises ConfigError or EngineUnavailable.
    """
    wanted = options(voice, Options)
    if wanted.device not in _DEVICES:
        raise ConfigError(
            f"{place(voice, 'options')}: the device {wanted.device!r} is unknown{suggestion(wanted.device, _DEVICES)}."
        )
    sample = path_of(voice, wanted.speaker_wav) if wanted.speaker_wav else None
    if sample is not None and not sample.is_file():
        raise ConfigError(f"{place(voice, 'options')}: there is no recording {sample} for speaker_wav.")
    check_installed()
    return _Coqui(_Model(_source(voice), wanted.device), wanted, sample, voice.language)


def voices() -> tuple[Voice, ...]:
    """The models of the catalogue that have been fetched before."""
    return tuple(
        Voice(
            language=each.name.split("/")[1],
            engine=ENGINE,
            model=each.name,
            attribution=Attribution(each.name, each.licence, "https://github.com/idiap/coqui-ai-TTS"),
        )
        for each in catalogue().values()
        if each.name.startswith("tts_models/") and each.fetched
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """What to load, and where to run it."""

    source: Entry | Path
    device: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model in memory; the lock is for its settings, which belong to all who use it."""

    tts: Any
    length_scale: float | None
    lock: threading.Lock


class _Coqui:
    def __init__(self, model: _Model, wanted: Options, sample: Path | None, language: str) -> None:
        self._model = model
        self._wanted = wanted
        self._sample = sample
        self._language = language

    @cached_property
    def fingerprint(self) -> str:
        parts = [digest(path) for path in _files(self._model.source)]
        if self._sample is not None:
            parts.append(contents(self._sample))
        heard = replace(self._wanted, device="", speaker_wav="")  # not where it runs, nor a path
        return fingerprint(ENGINE, REVISION, heard, self._language, *parts)

    @cached_property
    def phonemes(self) -> bool:
        return speaks_phonemes(_files(self._model.source)[0])

    def unknown_sound(self, ipa: str) -> str:
        return Phonemes(_loaded(self._model).tts).unknown_sound(ipa)

    def synthesize(self, text: str) -> Clip:
        loaded = _loaded(self._model)
        phonemes = Phonemes(loaded.tts)
        line = woven(ENGINE, lettered(text, phonemes.language if self.phonemes else ""), phonemes.stand_in)
        arguments = self._arguments(loaded.tts)
        try:
            with loaded.lock, phonemes.exchanged():
                self._set_length_scale(loaded)
                spoken = [_spoken(loaded.tts, piece, arguments) for piece in pieces(line, _LONGEST)]
        except EngineError:
            raise
        except Exception as exc:  # each of Coqui's models fails in its own way
            raise no_sound(ENGINE, text, reason(exc)) from exc
        rate = int(loaded.tts.synthesizer.output_sample_rate)
        pace = 1 / (self._wanted.length_scale or 1)
        return clip(ENGINE, line, from_floats(np.concatenate(spoken)), rate, pace)

    def _set_length_scale(self, loaded: _Loaded) -> None:
        """Set the model's pace; what `speed` would be for, VITS ignores without a word."""
        wanted = self._wanted.length_scale
        if loaded.length_scale is not None:
            loaded.tts.synthesizer.tts_model.length_scale = loaded.length_scale if wanted is None else wanted
        elif wanted is not None:
            raise EngineUnavailable(
                ENGINE, "this model has no length_scale", "Remove that line from the voice file."
            )

    def _arguments(self, tts: Any) -> dict[str, str | None]:  # noqa: ANN401 -- TTS has no types
        """Speaker and language as the model wants them.  Raises EngineUnavailable."""
        speaker = self._wanted.speaker or None
        speakers = [str(name) for name in tts.speakers or []]
        if speaker is not None and speaker not in speakers:
            remedy = "Choose another" if speakers else "Leave it out: the model has only one"
            raise EngineUnavailable(
                ENGINE, f"the model has no speaker {speaker!r}", f"{remedy}{suggestion(speaker, speakers)}."
            )
        if speaker is None and self._sample is None and len(speakers) > 1:
            problem = f"the model has {len(speakers)} speakers"
            raise EngineUnavailable(
                ENGINE, problem, f"Choose one in the voice file: speaker = {speakers[0]!r}."
            )
        return {
            "speaker_name": speaker,
            "language_name": self._spoken_language(tts),
            "speaker_wav": str(self._sample) if self._sample else None,
        }

    def _spoken_language(self, tts: Any) -> str | None:  # noqa: ANN401 -- as above
        """The model's own name of the voice's language; None for a model of one language."""
        languages = {str(name).lower(): str(name) for name in tts.languages or []}
        if not languages and not self._wanted.language:
            return None
        tag = (self._wanted.language or self._language).lower()
        found = languages.get(tag) or languages.get(base(tag))
        if found is None:
            remedy = "Set another language" if languages else "Leave the language out: the model has only one"
            raise EngineUnavailable(
                ENGINE,
                f"the model does not speak {tag!r}",
                f"{remedy}{suggestion(tag, list(languages.values()))}.",
            )
        return found


def _spoken(tts: Any, text: str, arguments: dict[str, str | None]) -> NDArray[np.floating]:  # noqa: ANN401
    """One piece of text, without the pause that Coqui appends; it splits into sentences as for English."""
    samples = np.asarray(tts.synthesizer.tts(text, **arguments, split_sentences=False), dtype=np.float32)
    padded = len(samples) >= _PAD and not samples[-_PAD:].any()
    return samples[:-_PAD] if padded else samples


def _load(model: _Model) -> _Loaded:
    """The model in memory.  Raises EngineUnavailable."""
    api = library()
    paths = _files(model.source)
    try:
        if isinstance(model.source, Entry):
            tts = api.TTS(model.source.name, progress_bar=False)
        else:
            folder = paths[0] if paths[0].is_dir() else paths[0].parent
            tts = api.TTS(
                model_path=str(paths[0]), config_path=str(folder / "config.json"), progress_bar=False
            )
        tts.to(model.device)
    except Exception as exc:  # as many kinds as there are models
        remedy = (
            'Set device = "cpu".' if model.device == "cuda" else "Fetch the model anew, or choose another."
        )
        raise EngineUnavailable(
            ENGINE, f"the model {_name(model.source)} cannot be loaded ({reason(exc)})", remedy
        ) from exc
    return _Loaded(tts, getattr(tts.synthesizer.tts_model, "length_scale", None), threading.Lock())


_loaded: Once[_Model, _Loaded] = Once(_load)


def _source(voice: Voice) -> Entry | Path:
    """What `voice.model` means.  Raises ConfigError or EngineUnavailable."""
    model = voice.model or standard(voice.language)
    named = entry(model)
    if named is not None:
        if not named.agreed:
            raise EngineUnavailable(
                ENGINE,
                f"the model {named.name} is under the licence {named.licence}, which asks for agreement",
                "Read it; if you agree, set COQUI_TOS_AGREED=1 in the environment.",
            )
        return named
    if model.startswith("tts_models/") or not model:
        known = [name for name in catalogue() if name.startswith("tts_models/")]
        wish = (
            f"{model!r}{suggestion(model, known)}"
            if model
            else f"for {voice.language!r} that is its standard"
        )
        raise ConfigError(f"{place(voice, 'model')}: Coqui has no model {wish}.")
    found = checkpoint(path_of(voice, model))
    if found is None:
        raise EngineUnavailable(
            ENGINE,
            f"there is no model in {path_of(voice, model)}",
            "Put a .pth file and its config.json there, or name a model of the catalogue (tts --list_models).",
        )
    return found


def _files(source: Entry | Path) -> list[Path]:
    """The model files of `source`, its vocoder's too; fetched if they are not here."""
    if isinstance(source, Path):
        return [source]
    vocoder = entry(source.vocoder) if source.vocoder else None
    return [_fetched(each) for each in (source, vocoder) if each is not None]


def _fetched(model: Entry) -> Path:
    """The file of a model in the catalogue.  Raises EngineUnavailable if it cannot be fetched."""
    was_there = model.folder.is_dir()
    try:
        path = model.folder if model.fetched else Path(_manager().download_model(model.name)[0])
    except BaseException as exc:  # Ctrl-C too: half a model would pass for a whole one
        if not was_there:
            shutil.rmtree(model.folder, ignore_errors=True)
        if isinstance(exc, Exception) and not isinstance(exc, EngineError):
            why = "no answer from its server" if isinstance(exc, OSError) else reason(exc)
            remedy = f"Connect to the internet and try again, or put the model into {model.folder}."
            raise EngineUnavailable(
                ENGINE, f"the model {model.name} cannot be fetched ({why})", remedy
            ) from exc
        raise
    found = checkpoint(path)
    if found is None:
        raise EngineUnavailable(
            ENGINE, f"the model in {path} is not whole", "Delete that folder and try again."
        )
    return found


def _manager() -> Any:  # noqa: ANN401 -- TTS has no types
    library()
    return importlib.import_module("TTS.utils.manage").ModelManager(progress_bar=True)


def _name(source: Entry | Path) -> str:
    return source.name
