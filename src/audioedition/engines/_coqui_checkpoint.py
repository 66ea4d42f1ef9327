"""A Coqui VITS model written to a folder, from a recipe in numbers; and whether it says the same as the Piper voice."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines._coqui_import import library
from audioedition.engines._piper_as_coqui import Recipe, numbers, training_only
from audioedition.errors import EngineError

MODEL, CONFIG = "model.pth", "config.json"
"""The files of a Coqui model, as Coqui calls them."""


def write(made: Recipe, folder: Path, description: str) -> None:
    """Write `model.pth` and `config.json` into `folder`; `description` is kept in the latter.

    Raises EngineUnavailable without Coqui, EngineError for weights that do not fit into its network.
    """
    library()
    torch = importlib.import_module("torch")
    vits = importlib.import_module("TTS.tts.models.vits")
    config = _config(made, description)
    state = _filled(vits.Vits(config).state_dict(), made, torch)
    config.save_json(str(folder / CONFIG))
    torch.save({"model": state}, folder / MODEL)


def _config(made: Recipe, description: str) -> Any:  # noqa: ANN401 -- TTS has no types
    """Coqui's configuration for the network and the phonemes of the recipe."""
    configs = importlib.import_module("TTS.tts.configs.vits_config")
    shared = importlib.import_module("TTS.tts.configs.shared_configs")
    config = configs.VitsConfig(
        model_args=configs.VitsArgs(**made.arguments),
        characters=shared.CharactersConfig(
            characters_class="TTS.tts.utils.text.characters.IPAPhonemes",
            pad="<PAD>",
            eos="$",
            bos="^",
            blank="<BLNK>",
            characters=made.symbols,
            punctuations="",
            is_unique=False,
            is_sorted=False,
        ),
        run_description=description,
        use_phonemes=True,
        phonemizer="espeak",
        phoneme_language=made.language,
        phoneme_cache_path=None,
        text_cleaner="no_cleaners",
        add_blank=True,
        enable_eos_bos_chars=True,
        speakers=list(made.speakers),
        use_speaker_embedding=bool(made.speakers),
    )
    config.audio.sample_rate = made.rate
    config.audio.hop_length = made.hop
    return config


def _filled(state: dict[str, Any], made: Recipe, torch: Any) -> dict[str, Any]:  # noqa: ANN401 -- torch has no types here
    """The network's `state` with all weights in place.  Raises EngineError if one does not fit, or is missing.

    A weight under weight norm becomes a norm and a direction: any split whose product is the weight is exact.
    """
    filled = set()
    for name, array in made.weights.items():
        tensor = torch.from_numpy(np.ascontiguousarray(array))
        parts = {name: tensor}
        if name not in state:
            root = f"{name.removesuffix('.weight')}.parametrizations.weight"
            norm = tensor.flatten(1).norm(dim=1).reshape(-1, *[1] * (tensor.dim() - 1))
            parts = {f"{root}.original0": norm, f"{root}.original1": tensor}
        for part, value in parts.items():
            if part not in state or state[part].shape != value.shape:
                expected = list(state[part].shape) if part in state else "nothing"
                message = f"Coqui's network expects {expected} for {name}, the voice has {list(value.shape)}: Piper must speak it."
                raise EngineError(message)
            state[part] = value
            filled.add(part)
    missing = sorted(name for name in state.keys() - filled if not training_only(name))
    if missing:
        message = f"The voice lacks {missing[0]} ({len(missing)} weights in all), which Coqui's network needs: Piper must speak it."
        raise EngineError(message)
    return state


class Spoken:
    """A written model, loaded to be compared: it speaks phonemes by their numbers, without chance."""

    def __init__(self, folder: Path, made: Recipe) -> None:
        """Load the model in `folder`.  Raises EngineUnavailable without Coqui."""
        api = library()
        self._torch = importlib.import_module("torch")
        self._made = made
        self._model = api.TTS(
            model_path=str(folder / MODEL), config_path=str(folder / CONFIG), progress_bar=False
        ).synthesizer.tts_model
        self._model.inference_noise_scale = self._model.inference_noise_scale_dp = 0.0

    def say(self, ids: Sequence[int], speaker: int) -> NDArray[np.float32]:
        """The samples of Piper's phoneme `ids`, full scale at 1.0."""
        torch = self._torch
        numbered = torch.tensor([numbers(self._made, ids)])
        who = torch.tensor([speaker]) if self._made.speakers else None
        spoken = self._model.inference(
            numbered,
            aux_input={
                "x_lengths": torch.tensor([numbered.shape[1]]),
                "speaker_ids": who,
                "d_vectors": None,
                "language_ids": None,
                "durations": None,
            },
        )
        return np.asarray(spoken["model_outputs"].squeeze().numpy(), dtype=np.float32)
