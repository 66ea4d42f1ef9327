"""How a loaded model speaks one piece after another: in most families alike, in XTTS by its own door.

What a voice is to sound like (a speaker's name, or what is found in a recording) is made out once, not for every
sentence.
"""

from __future__ import annotations

import contextlib
import importlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _coqui_imitation, _coqui_names, _coqui_options, _coqui_texts
from audioedition.engines._coqui_families import BARK, XTTS
from audioedition.engines._coqui_loading import Loaded
from audioedition.engines._coqui_mending import check_language
from audioedition.engines._coqui_models import Facts
from audioedition.engines._coqui_onnx import Accelerated
from audioedition.engines._coqui_options import Options
from audioedition.engines._text import pieces
from audioedition.errors import ConfigError

_PAD = 10_000  # samples of silence that Coqui appends to what it speaks
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """What a voice file asks of a model: its options, its language (BCP 47), a recording, and `where` that is written."""

    options: Options
    language: str
    recording: Path | None
    where: str


Sound = Callable[[], NDArray[np.float32]]
"""Gives the sound of a piece, at the model's rate, when the model need no longer be held."""


class Speaking(Protocol):
    """A model that has been told who speaks, and in which language."""

    def pieces(self, text: str) -> list[str]:
        """`text` as it is spoken, one piece after another."""
        ...

    def begun(self, piece: str) -> Sound:
        """A piece, spoken as far as the model must be held for it.  Raises whatever Coqui raises."""
        ...


def check(facts: Facts, ask: Ask) -> None:
    """Raise ConfigError for what is asked of a model that cannot have it, as far as its files tell."""
    options = ask.options
    _coqui_options.check(options, facts.family, ask.where)
    imitates = ask.recording is not None
    if imitates and not facts.clones:
        raise ConfigError(_no_imitation(ask.where))
    with _named(ask.where):
        if facts.speakers is not None:
            _coqui_names.speaker(
                options.speaker, facts.speakers, imitates=imitates, needed=len(facts.speakers) > 1
            )
        if facts.languages is not None:
            _coqui_names.language(options.language, ask.language, facts.languages)


def speaking(loaded: Loaded, ask: Ask, fast: Accelerated | None = None) -> Speaking:
    """The model, as `ask` wants it, or `fast` in its place.  Raises ConfigError for what it does not have, EngineUnavailable for what it lacks."""
    with _named(ask.where):
        if fast is not None:
            return _Accelerated(loaded, ask, fast)
        return (_Xtts if loaded.family is XTTS else _Usual)(loaded, ask)


@contextlib.contextmanager
def set_up(loaded: Loaded, options: Options) -> Iterator[None]:
    """While it lasts, the model has the settings of `options`; what `speed` would be for, VITS ignores without a word."""
    for name, value in options.settings.items():
        if attribute := loaded.family.settings[name]:
            setattr(loaded.network, attribute, value)
    try:
        yield
    finally:
        for attribute, value in loaded.usual.items():
            setattr(loaded.network, attribute, value)


@contextlib.contextmanager
def _named(where: str) -> Iterator[None]:
    """Say `where` a name stands that the model does not know."""
    try:
        yield
    except _coqui_names.UnknownName as exc:
        raise ConfigError(f"{where}: {exc}") from exc


class _Usual:
    """Every family but XTTS."""

    def __init__(self, loaded: Loaded, ask: Ask) -> None:
        network = loaded.network
        self._loaded = loaded
        names, vectors = _speakers(loaded)
        encoder = getattr(network.speaker_manager, "encoder", None)
        many = len(names) > 1 or (not names and encoder is not None)
        who = _coqui_names.speaker(
            ask.options.speaker,
            names,
            imitates=ask.recording is not None,
            needed=many and loaded.family is not BARK,
        )
        codes = network.language_manager.language_names
        self._arguments: dict[str, Any] = {
            "speaker_name": who,
            "language_name": _coqui_names.language(ask.options.language, ask.language, codes),
            "split_sentences": False,  # Coqui would, as if all were English
        }
        if ask.recording is not None:
            if encoder is None or not _has_vectors(network):
                raise ConfigError(_no_imitation(ask.where))
            vector = _coqui_imitation.vector(loaded, ask.recording, ask.where)
            who = f"the recording {ask.recording}"
            network.speaker_manager.embeddings_by_names[who] = [vector]  # Coqui asks for a name in any case
            self._be(who, vector)
        elif vectors and names:
            who = who or names[0]
            self._be(who, network.speaker_manager.get_mean_embedding(who))

    def _be(self, name: str, vector: Any) -> None:  # noqa: ANN401 -- a list or an array
        torch = importlib.import_module("torch")
        device = next(self._loaded.network.parameters()).device
        tensor = torch.as_tensor(np.asarray(vector, np.float32), device=device).unsqueeze(0)
        self._arguments |= {
            "speaker_name": name,
            "extra_aux_input": {"d_vectors": tensor, "speaker_ids": None},
        }

    def pieces(self, text: str) -> list[str]:
        return pieces(text, self._loaded.family.longest)

    def begun(self, piece: str) -> Sound:
        return partial(_same, self._spoken(piece))

    def _spoken(self, piece: str) -> NDArray[np.float32]:
        with importlib.import_module("torch").inference_mode():  # some vocoders would keep all for training
            samples = np.asarray(self._loaded.synthesizer.tts(piece, **self._arguments), dtype=np.float32)
        padded = len(samples) >= _PAD and not samples[-_PAD:].any()
        return samples[:-_PAD] if padded else samples


class _Accelerated(_Usual):
    """A VITS in onnxruntime, which several threads may use at once: held only for its phonemes."""

    def __init__(self, loaded: Loaded, ask: Ask, fast: Accelerated) -> None:
        super().__init__(loaded, ask)
        self._fast = fast

    def begun(self, piece: str) -> Sound:
        who, language = self._arguments["speaker_name"], self._arguments["language_name"]
        return partial(self._fast.say, self._fast.line(piece, who, language))


class _Xtts:
    """XTTS: a language model that goes on talking until it says that it is done."""

    def __init__(self, loaded: Loaded, ask: Ask) -> None:
        network = loaded.network
        self._loaded = loaded
        names, _ = _speakers(loaded)
        who = _coqui_names.speaker(
            ask.options.speaker, names, imitates=ask.recording is not None, needed=True
        )
        found = _coqui_names.language(ask.options.language, ask.language, network.config.languages)
        self._language = found or network.config.languages[0]
        check_language(self._language)
        if ask.recording is not None:
            self._sound_of = _coqui_imitation.latents(loaded, ask.recording, ask.where)
        else:
            self._sound_of = tuple(network.speaker_manager.speakers[who].values())
        kept = ("temperature", "length_penalty", "repetition_penalty", "top_k", "top_p")
        self._settings = {name: network.config[name] for name in kept} | ask.options.settings

    def pieces(self, text: str) -> list[str]:
        return _coqui_texts.prepared(text, self._language, self._fits)

    def begun(self, piece: str) -> Sound:
        return partial(_same, self._spoken(piece))

    def _spoken(self, piece: str) -> NDArray[np.float32]:
        """Try again if the model is not done when anybody would be: then it speaks on, in words of its own."""
        gpt = self._loaded.network.gpt
        arguments = self._loaded.network.args
        codes = arguments.input_sample_rate / arguments.gpt_code_stride_len  # a second
        usual = gpt.max_gen_mel_tokens
        most = min(usual, math.ceil(_coqui_texts.longest(piece, self._language) * codes))
        gpt.max_gen_mel_tokens = most
        try:
            for _ in range(_TRIES):
                given = self._loaded.network.inference(
                    piece, self._language, *self._sound_of, **self._settings
                )
                if round(given["gpt_latents"].shape[1] * self._settings.get("speed", 1)) < most:
                    return np.asarray(given["wav"], dtype=np.float32)
        finally:
            gpt.max_gen_mel_tokens = usual
        raise RuntimeError(
            f"it does not come to an end: in {_TRIES} tries it spoke on for {most / codes:.0f} seconds"
        )

    def _fits(self, piece: str) -> bool:
        network = self._loaded.network
        tokens = len(network.tokenizer.encode(piece.lower(), lang=self._language)) + 1  # a mark is to come
        return tokens < int(network.args.gpt_max_text_tokens)


def _same(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    return sound


def _speakers(loaded: Loaded) -> tuple[list[str], bool]:
    """The names of the model's own speakers, and whether it knows them by vectors, not by numbers.

    Voices that Coqui's program has imitated and kept beside the model are none of them: they come without a consent.
    """
    network = loaded.network
    if loaded.family is BARK:
        return sorted(path.stem for path in Path(loaded.synthesizer.voice_dir).glob("*.npz")), False
    if network.speaker_manager is None:
        return [], False
    if _has_vectors(network):
        return [str(name) for name in network.speaker_manager.embedding_names if name in _own(network)], True
    return [str(name) for name in network.speaker_manager.speaker_names], False


def _own(network: Any) -> set[str]:  # noqa: ANN401 -- TTS has no types
    """The names that came with the model, not those that recordings were given."""
    return set(network.speaker_manager.speaker_names)


def _has_vectors(network: Any) -> bool:  # noqa: ANN401 -- as above
    config = importlib.import_module("TTS.config")
    return bool(config.get_from_config_or_model_args(network.config, "use_d_vector_file"))


def _no_imitation(where: str) -> str:
    return f"{where}: this model imitates nobody: remove speaker_wav, or choose XTTS or YourTTS."
