"""How a loaded model speaks one piece after another: in most families alike, in XTTS by its own door.

What a voice is to sound like (a speaker's name, or what is found in a recording) is made out once, not for every
sentence.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _coqui_imitation, _coqui_names
from audioedition.engines._coqui_asking import Ask, Sound, at_once, has_vectors, named, no_imitation, speakers
from audioedition.engines._coqui_families import BARK, XTTS
from audioedition.engines._coqui_loading import Loaded
from audioedition.engines._coqui_onnx import Accelerated
from audioedition.engines._coqui_options import Options
from audioedition.engines._coqui_vits import Vits, is_vits
from audioedition.engines._coqui_xtts import Xtts
from audioedition.engines._text import pieces
from audioedition.errors import ConfigError

_PAD = 10_000  # samples of silence that Coqui appends to what it speaks


class Speaking(Protocol):
    """A model that has been told who speaks, and in which language."""

    def pieces(self, text: str) -> list[str]:
        """`text` as it is spoken, one piece after another."""
        ...

    def begun(self, piece: str) -> Sound:
        """A piece, spoken as far as the model must be held for it.  Raises whatever Coqui raises."""
        ...


def speaking(loaded: Loaded, ask: Ask, fast: Accelerated | None = None) -> Speaking:
    """The model, as `ask` wants it, or `fast` in its place.  Raises ConfigError for what it does not have, EngineUnavailable for what it lacks."""
    with named(ask.where):
        if fast is not None:
            return _Accelerated(loaded, ask, fast)
        if is_vits(loaded.network):
            return _Threaded(loaded, ask)
        return (Xtts if loaded.family is XTTS else _Usual)(loaded, ask)


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


class _Usual:
    """Every family but XTTS and those of VITS."""

    def __init__(self, loaded: Loaded, ask: Ask) -> None:
        network = loaded.network
        self._loaded = loaded
        names, vectors = speakers(loaded)
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
            if encoder is None or not has_vectors(network):
                raise ConfigError(no_imitation(ask.where))
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
        return at_once(self._spoken(piece))

    def _spoken(self, piece: str) -> NDArray[np.float32]:
        with importlib.import_module("torch").inference_mode():  # some vocoders would keep all for training
            samples = np.asarray(self._loaded.synthesizer.tts(piece, **self._arguments), dtype=np.float32)
        padded = len(samples) >= _PAD and not samples[-_PAD:].any()
        return samples[:-_PAD] if padded else samples


class _Line:
    """The sound of a piece of a VITS voice, that can be made together with others of the same voice."""

    def __init__(self, vits: Vits, piece: str) -> None:
        self.vits = vits
        self.numbers = vits.numbers(piece)

    def __call__(self) -> NDArray[np.float32]:
        return self.vits.say([self.numbers])[0]


class _Threaded(_Usual):
    """A VITS, which several threads may use at once, or one for several pieces: held only for its phonemes."""

    def __init__(self, loaded: Loaded, ask: Ask) -> None:
        super().__init__(loaded, ask)
        settings = {loaded.family.settings[name]: value for name, value in ask.options.settings.items()}
        trims = bool(loaded.synthesizer.tts_config.audio.get("do_trim_silence"))
        self._vits = Vits(loaded.network, {**loaded.usual, **settings}, self._arguments, trims=trims)

    def begun(self, piece: str) -> _Line:
        return _Line(self._vits, piece)


def together(sounds: Sequence[Sound]) -> list[NDArray[np.float32]]:
    """The sound of several pieces, in one call where they are of one VITS voice."""
    lines = [each for each in sounds if isinstance(each, _Line)]
    if len(lines) < len(sounds) or len(lines) < 2:  # noqa: PLR2004 -- one is not several
        return [sound() for sound in sounds]
    return lines[0].vits.say([line.numbers for line in lines])


class _Accelerated(_Usual):
    """A VITS in onnxruntime, which several threads may use at once: held only for its phonemes."""

    def __init__(self, loaded: Loaded, ask: Ask, fast: Accelerated) -> None:
        super().__init__(loaded, ask)
        self._fast = fast

    def begun(self, piece: str) -> Sound:
        who, language = self._arguments["speaker_name"], self._arguments["language_name"]
        return partial(self._fast.say, self._fast.line(piece, who, language))
