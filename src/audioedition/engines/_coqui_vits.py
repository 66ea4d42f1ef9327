"""VITS by a door of its own: for several threads at once on a processor, for several texts at once on a graphics card.

Coqui's usual way sets the whole model to one voice and speaks one text.  Here each voice has the settings for itself, beside
weights that all share, and the model is held only while a text becomes numbers.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BATCH = 16
"""Texts in one call on a graphics card.  A processor has nothing of it: texts that are padded to the longest cost 2.7 times as much."""

_PADDING = 0  # any number will do: the network is told how long each text is


def is_vits(network: Any) -> bool:  # noqa: ANN401 -- TTS has no types
    """Whether a loaded model of Coqui's is a VITS, as those of MMS and YourTTS are."""
    return type(network).__name__ == "Vits"


def without_norm(network: Any) -> None:  # noqa: ANN401 -- as above
    """Work out the weights of a VITS once, in place of at every use, as training needs it.  The sound is the same, bit for bit."""
    parametrize = importlib.import_module("torch.nn.utils.parametrize")
    for part in network.modules():
        if parametrize.is_parametrized(part, "weight"):
            parametrize.remove_parametrizations(part, "weight")


class Vits:
    """A VITS as one voice has it: by its own settings, and by one speaker in one language."""

    def __init__(
        self,
        network: Any,  # noqa: ANN401 -- as above
        settings: Mapping[str, Any],
        who: Mapping[str, Any],
        *,
        trims: bool,
    ) -> None:
        """Take a loaded `network`, and `who` speaks as Coqui's `tts` is told it.

        `settings` are by the names of the network's attributes; a network that `trims` loses silence at its end.
        """
        self._network = copy.copy(network)  # its weights stay shared
        for name, value in settings.items():
            setattr(self._network, name, value)
        self._trims = trims
        names = network.language_manager.name_to_id
        self._language = next(iter(names)) if len(names) == 1 else who["language_name"]
        self._who = {
            "speaker_ids": self._number(_speaker(network, who["speaker_name"])),
            "d_vectors": None,
            "language_ids": self._number(names[self._language] if names else None),
            **who.get("extra_aux_input", {}),
        }

    def numbers(self, text: str) -> list[int]:
        """A text as the network is given it.  Not for several threads at once: the model's tokenizer is one for all."""
        found: list[int] = self._network.tokenizer.text_to_ids(text, language=self._language)
        return found

    def say(self, lines: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """The sound of each of the `lines`, spoken together: samples, full scale at 1.0.  For several threads at once.

        It is what each would be alone, but for chance, for rounding, and for the last 0.07 seconds, into which the padding rings:
        of the starter voice, which is silent there, without chance both are alike to 85 dB.
        """
        torch = importlib.import_module("torch")
        network = self._network
        longest = max(map(len, lines))
        padded = [[*line, *[_PADDING] * (longest - len(line))] for line in lines]
        given = {
            name: found.expand(len(lines), *found.shape[1:]) if found is not None else None
            for name, found in self._who.items()
        }
        with torch.inference_mode():
            told = network.inference(
                torch.tensor(padded, device=network.device),
                {"x_lengths": torch.tensor([len(line) for line in lines], device=network.device), **given},
            )
            most = min(told["y_mask"].shape[-1], network.max_inference_len or told["y_mask"].shape[-1])
            frames = told["y_mask"].sum((1, 2)).clamp(max=most).long().tolist()
            sounds = told["model_outputs"].float().cpu().numpy()[:, 0]
        samples = sounds.shape[-1] // most  # of a frame
        return [self._trimmed(sound[: count * samples]) for sound, count in zip(sounds, frames, strict=True)]

    def _trimmed(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        return sound[: self._network.ap.find_endpoint(sound)] if self._trims else sound

    def _number(self, number: int | None) -> Any:  # noqa: ANN401 -- torch's, or None
        if number is None:
            return None
        return importlib.import_module("torch").tensor([number], device=self._network.device)


def _speaker(network: Any, name: str | None) -> int | None:  # noqa: ANN401 -- as above
    """The number of a speaker; None in a model that knows none, or knows them by vectors."""
    numbers: Mapping[str, int] = getattr(network.speaker_manager, "name_to_id", {})
    if network.speaker_manager is None or network.args.use_d_vector_file:
        return None
    return next(iter(numbers.values())) if len(numbers) == 1 else numbers.get(name or "")
