"""XTTS: a language model that goes on talking until it says that it is done."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _coqui_imitation, _coqui_names, _coqui_texts
from audioedition.engines._coqui_asking import Ask, Sound, at_once, speakers
from audioedition.engines._coqui_loading import Loaded
from audioedition.engines._coqui_mending import check_language

_TRIES = 3


class Xtts:
    """XTTS, told who speaks, and in which language."""

    def __init__(self, loaded: Loaded, ask: Ask) -> None:
        """Make out who speaks.  Raises ConfigError, UnknownName and EngineUnavailable."""
        network = loaded.network
        self._loaded = loaded
        names, _ = speakers(loaded)
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
        """`text` as it is spoken, one piece after another."""
        return _coqui_texts.prepared(text, self._language, self._fits)

    def begun(self, piece: str) -> Sound:
        """A piece, spoken.  Raises whatever Coqui raises, and RuntimeError if the model does not come to an end."""
        return at_once(self._spoken(piece))

    def _spoken(self, piece: str) -> NDArray[np.float32]:
        """Try again if the model is not done when anybody would be: then it speaks on, in words of its own."""
        gpt = self._loaded.network.gpt
        arguments = self._loaded.network.args
        codes = arguments.input_sample_rate / arguments.gpt_code_stride_len  # a second
        usual = gpt.max_gen_mel_tokens
        most = min(usual, math.ceil(_coqui_texts.longest(piece, self._language) * codes))
        unfinished = math.floor(most / self._settings.get("speed", 1))
        gpt.max_gen_mel_tokens = most
        try:
            for _ in range(_TRIES):
                given = self._loaded.network.inference(
                    piece, self._language, *self._sound_of, **self._settings
                )
                if given["gpt_latents"].shape[1] < unfinished:
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
