"""Coqui (coqui-tts, MPL-2.0): neural voices for many languages, several of them very good.

Only this module and its `_coqui_…` neighbours know TTS and torch; they are an extra, because they
take 2 GB.  Models have licences of their own, some for non-commercial use only.  One under the
Coqui Public Model License, which asks for agreement, is refused until COQUI_TOS_AGREED=1 stands in
the environment: nothing is ever asked on the terminal, and nobody agrees in the author's place.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioedition import engines
from audioedition.engines import _catalogue, _coqui_credit, _coqui_options, _coqui_places, _coqui_recording
from audioedition.engines._coqui_asking import Ask, Sound, check
from audioedition.engines._coqui_catalogue import Entry, catalogue, entry, kept_in, standard
from audioedition.engines._coqui_families import ARE_VITS, claimed
from audioedition.engines._coqui_import import ENGINE, check_installed
from audioedition.engines._coqui_loading import Loaded, loaded, use_cores
from audioedition.engines._coqui_models import Facts, Model, checkpoint, config, facts, folder_of
from audioedition.engines._coqui_onnx import accelerated
from audioedition.engines._coqui_phonemes import Phonemes, speaks_phonemes
from audioedition.engines._coqui_speaking import Speaking, set_up, speaking, together
from audioedition.engines._coqui_vits import BATCH
from audioedition.engines._fetching import Part
from audioedition.engines._letters import lettered
from audioedition.engines._licences import asks_agreement, forbids_commerce
from audioedition.engines._setup import Once, contents, fingerprint, path_of, place, reason
from audioedition.engines._sound import clip, from_floats, joined
from audioedition.engines._text import no_sound, woven
from audioedition.errors import EngineError, EngineUnavailable
from audioedition.model import Attribution, Clip, Voice

REVISION = 3

_HOME = "https://github.com/idiap/coqui-ai-TTS"
_TERMS = "https://tts-hub.github.io/cpml"


def load(voice: Voice) -> engines.Engine:
    """The Coqui model `voice.model`: a catalogue's name, or the path of a model; else the language's first.

    A path means a checkpoint with a `config.json` beside it, or the folder of both.  Nothing is fetched.
    Raises ConfigError or EngineUnavailable.
    """
    options = _coqui_options.wanted(voice)
    recording = _coqui_recording.of(voice, options.speaker_wav) if options.speaker_wav else None
    check_installed()
    spoken = _coqui_places.source(voice)
    sung = _coqui_places.vocoder(voice, options.vocoder, spoken)
    _check_agreement(voice, spoken)
    ask = Ask(options, voice.language, recording, place(voice, "options"))
    if _coqui_places.is_here(spoken):
        check(_facts(_coqui_places.located(spoken, None, voice.language)), ask)
    return _Coqui(spoken, sung, ask)


def parts(voice: Voice) -> Sequence[Part]:
    """The files of the catalogue's model that `voice` names, and of its vocoder.  Raises as `load`."""
    options = _coqui_options.wanted(voice)
    check_installed()  # it brings the catalogue
    spoken = _coqui_places.source(voice)
    sung = _coqui_places.vocoder(voice, options.vocoder, spoken)
    return [part for each in (spoken, sung) if isinstance(each, Entry) for part in each.parts]


def check_unfetched(voice: Voice) -> None:
    """Raise ConfigError for a recording that cannot be imitated, EngineUnavailable for terms that nobody has agreed to."""
    options = _coqui_options.wanted(voice)
    if options.speaker_wav:
        recording = _coqui_recording.of(voice, options.speaker_wav)
        _coqui_recording.check(recording, place(voice, "options"))
    _check_agreement(voice, _coqui_places.source(voice))


def attribution(voice: Voice) -> Attribution:
    """Whose model it is: as the catalogue says, or as its family was published for one in a folder.

    Of a name and the family of what lies under it, the stricter counts: names are given by whoever copies a folder.  The
    author's own word on the licence, `model_licence`, goes before both.
    """
    known = _known(voice)
    own = str(voice.options.get("model_licence", ""))
    return replace(known, licence=own) if own else known


def terms(voice: Voice) -> str:
    """The licence of the model, where the author's `[attribution]` is that of another: whom it imitates; else ""."""
    return attribution(voice).licence if voice.options.get("speaker_wav") else ""


def _known(voice: Voice) -> Attribution:
    named = entry(voice.model or standard(voice.language))
    place = named.place if named else path_of(voice, voice.model) if voice.model else None
    found = checkpoint(place) if place else None
    folder = folder_of(found).resolve() if found else None
    listed = named or (kept_in(folder) if folder else None)
    credit = _credit(listed) if listed else Attribution()
    if folder is None:
        return credit
    if listed is None:
        credit = _coqui_credit.read(folder) or credit
    try:
        kind = max(claimed(config(folder)), key=lambda each: _strictness(each.licence))
    except (OSError, ValueError, TypeError):
        return credit
    if credit.name and _strictness(kind.licence) <= _strictness(credit.licence):
        return credit
    return Attribution(f"{ENGINE} {folder.name} ({kind.name})", kind.licence)


def _strictness(licence: str) -> int:
    return forbids_commerce(licence) + asks_agreement(licence)


def voices() -> tuple[Voice, ...]:
    """The models of the catalogue that are here whole; one of several languages by the first of them."""
    return tuple(
        Voice(language=_language(each), engine=ENGINE, model=each.name, attribution=_credit(each))
        for each in catalogue().values()
        if each.name.startswith("tts_models/") and _coqui_places.is_whole(each)
    )


def _language(named: Entry) -> str:
    listed = _catalogue.find(ENGINE, named.name)
    return listed.languages[0] if listed else named.name.split("/")[1]


def _credit(named: Entry) -> Attribution:
    """Whose a model of the catalogue is: as ours has it, which knows licences by the names that all know."""
    listed = _catalogue.find(ENGINE, named.name)
    return listed.attribution if listed else Attribution(named.name, named.licence, _HOME)


class _Coqui:
    def __init__(self, spoken: _coqui_places.Source, sung: _coqui_places.Source | None, ask: Ask) -> None:
        self._spoken = spoken
        self._sung = sung
        self._ask = ask

    @cached_property
    def fingerprint(self) -> str:
        ask = self._ask
        for named in (self._spoken, self._sung):
            _coqui_places.check_unchanged(named)
        parts = [self._model.digest, *([contents(ask.recording)] if ask.recording else [])]
        heard = replace(
            ask.options, device="", accelerate=False, speaker_wav="", vocoder="", model_licence=""
        )  # not where it runs, nor a path, nor what is allowed
        return fingerprint(ENGINE, REVISION, heard, ask.language, *parts)

    @cached_property
    def phonemes(self) -> bool:
        return speaks_phonemes(self._model.path)

    def unknown_sound(self, ipa: str) -> str:
        return Phonemes(loaded(self._model, self._ask.options.device).network).unknown_sound(ipa)

    @cached_property
    def parallel(self) -> engines.Parallel:
        return "threads" if self._is_vits else "none"

    @cached_property
    def batch(self) -> int:
        on_card = self._ask.options.device.startswith("cuda")
        return BATCH if on_card and self._is_vits else 1

    @property
    def _is_vits(self) -> bool:
        return _facts(self._model).family in ARE_VITS

    def prepare(self) -> None:
        self._voice()

    def synthesize(self, text: str) -> Clip:
        return self.synthesize_all([text])[0]

    def synthesize_all(self, texts: Sequence[str]) -> list[Clip]:
        model, voice = self._voice()
        use_cores(all_of_them=self.parallel == "none")
        try:
            begun = [self._begun(text, model, voice) for text in texts]
            sounds = iter(together([sound for line in begun for sound in line]))
        except EngineError:
            raise
        except Exception as exc:  # each of Coqui's models fails in its own way
            raise no_sound(ENGINE, texts[0], reason(exc)) from exc
        return [
            self._clip(text, [next(sounds) for _ in line], model.rate)
            for text, line in zip(texts, begun, strict=True)
        ]

    def _voice(self) -> tuple[Loaded, Speaking]:
        return _voices((self._model, self._ask, self.fingerprint))

    def _begun(self, text: str, model: Loaded, voice: Speaking) -> list[Sound]:
        """The pieces of a text, each spoken as far as the model must be held for it."""
        phonemes = Phonemes(model.network)
        line = woven(ENGINE, lettered(text, phonemes.language if self.phonemes else ""), phonemes.stand_in)
        with model.lock, phonemes.exchanged(text), set_up(model, self._ask.options):
            return [voice.begun(piece) for piece in voice.pieces(line)]

    def _clip(self, text: str, spoken: Sequence[NDArray[np.float32]], rate: int) -> Clip:
        return clip(ENGINE, text, from_floats(joined(spoken, rate)), rate, self._ask.options.pace)

    @property
    def _model(self) -> Model:
        return _coqui_places.located(self._spoken, self._sung, self._ask.language)


def _voice(key: tuple[Model, Ask, str]) -> tuple[Loaded, Speaking]:
    model, ask, _ = key
    found = loaded(model, ask.options.device)
    _coqui_options.check(ask.options, found.family, ask.where)
    with found.lock:
        return found, speaking(found, ask, accelerated(model) if ask.options.accelerate else None)


_voices: Once[tuple[Model, Ask, str], tuple[Loaded, Speaking]] = Once(_voice)
"""Each voice, made out once: by its model, what is asked of it, and its fingerprint, which knows the recording."""


def _facts(model: Model) -> Facts:
    try:
        return facts(model.path)
    except (OSError, ValueError, TypeError) as exc:
        problem = f"the configuration of the model {model.name} cannot be read ({reason(exc)})"
        raise EngineUnavailable(ENGINE, problem, "Fetch the model anew, or choose another.") from exc


def _check_agreement(voice: Voice, spoken: _coqui_places.Source) -> None:
    """Raise EngineUnavailable for a model whose terms the operator has not agreed to, here or with Coqui's own program."""
    licence = engines.attribution(voice).licence
    agreed = os.environ.get("COQUI_TOS_AGREED") == "1" or _has_asked(spoken)
    if asks_agreement(licence) and not agreed:
        raise EngineUnavailable(
            ENGINE,
            f"the model {spoken.name} is under the licence {licence}, which asks for agreement",
            f"Read it ({_TERMS}); if you agree, set COQUI_TOS_AGREED=1 in the environment.",
        )


def _has_asked(spoken: _coqui_places.Source) -> bool:
    """Whether Coqui's own program was told yes: that lies in its own folder, and anywhere else it is somebody else's word."""
    if isinstance(spoken, Path):
        folder = folder_of(spoken).resolve()
        listed = kept_in(folder)
        if listed is None or listed.folder.resolve() != folder:
            return False
        spoken = listed
    return (spoken.folder / "tos_agreed.txt").exists()
