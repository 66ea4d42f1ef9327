"""A VITS model of Coqui's that runs in onnxruntime: the same numbers for about half of the processor's time.

Coqui exports it itself, once for each model; the file lies in the user's cache, by the digest of what it was made from, so
it may be deleted at any time.  Before it is first used, both say the same phonemes without chance, and must be alike.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition import files
from audioedition.downloads import cache_folder
from audioedition.engines._coqui_import import ENGINE
from audioedition.engines._decibels import decibels
from audioedition.engines._onnx import session
from audioedition.engines._setup import reason
from audioedition.errors import EngineUnavailable

LEAST = 60.0
"""Decibels between torch's sound and onnxruntime's, below which the export is not used.  Rounding alone leaves 100."""

_REVISION = 1  # of the export: raised when it must be made anew
_WITHOUT = "Remove accelerate from the voice file."


@dataclass(frozen=True, slots=True)
class Manner:
    """How a sentence is said: the model's own names of speaker and language, None in a model of one, and the pace."""

    speaker: str | None = None
    language: str | None = None
    length_scale: float | None = None


class Accelerated:
    """A model of Coqui's, loaded as `tts`, that speaks by onnxruntime; from several threads at once."""

    def __init__(self, tts: Any, digest: str) -> None:  # noqa: ANN401 -- TTS has no types
        """Take the export of the model with this `digest` from the cache, or make it; that takes some seconds.

        Raises EngineUnavailable for a model that cannot be exported, or speaks otherwise then.
        """
        self._model = _vits(tts)
        self._trims = bool(tts.synthesizer.tts_config.audio.get("do_trim_silence"))
        self._session = _session(self._model, digest)
        self._inputs = {each.name for each in self._session.get_inputs()}

    def numbers(self, text: str, manner: Manner) -> list[int]:
        """What the network is given for `text`.  Not for several threads at once: Coqui's tokenizer is one for all."""
        return [int(number) for number in self._model.tokenizer.text_to_ids(text, language=manner.language)]

    def say(self, numbers: Sequence[int], manner: Manner) -> NDArray[np.float32]:
        """The samples of what `numbers` say, full scale at 1.0."""
        model = self._model
        pace = model.length_scale if manner.length_scale is None else manner.length_scale
        scales = (model.inference_noise_scale, pace, model.inference_noise_scale_dp)
        sound = _run(self._session, numbers, scales, self._who(manner))
        return sound[: model.ap.find_endpoint(sound)] if self._trims else sound

    def _who(self, manner: Manner) -> dict[str, int]:
        speakers, languages = self._model.speaker_manager, self._model.language_manager
        who = {
            "sid": getattr(speakers, "name_to_id", {}).get(manner.speaker, 0),
            "langid": getattr(languages, "name_to_id", {}).get(manner.language, 0),
        }
        return {name: number for name, number in who.items() if name in self._inputs}


def _vits(tts: Any) -> Any:  # noqa: ANN401 -- as above
    """The model of `tts`, if it can be exported.  Raises EngineUnavailable."""
    model = tts.synthesizer.tts_model
    if type(model).__name__ != "Vits":
        problem = f"accelerate is for VITS models, and this is a {type(model).__name__}"
        raise EngineUnavailable(ENGINE, problem, _WITHOUT)
    if model.args.use_d_vector_file:
        problem = (
            "accelerate is not for models that imitate recordings: an exported model has no place for one"
        )
        raise EngineUnavailable(ENGINE, problem, _WITHOUT)
    return model


def _session(model: Any, digest: str) -> Any:  # noqa: ANN401 -- neither has types
    """The exported network; made, and compared with the model, where the cache has none that works."""
    path = cache_folder() / "accelerated" / f"{files.digest(digest, str(_REVISION))[:32]}.onnx"
    with contextlib.suppress(Exception):  # not there, or not whole: then it is made
        found = session(path)
        os.utime(path)  # so that a person who clears the cache sees what is in use
        return found
    try:
        with files.replacing(path) as part:
            _export(model, part)
            _check(model, session(part))
        return session(path)
    except EngineUnavailable:
        raise
    except Exception as exc:  # the exporter and onnxruntime fail in many ways
        problem = f"this model cannot be exported for accelerate ({reason(exc)})"
        raise EngineUnavailable(ENGINE, problem, _WITHOUT) from exc


def _export(model: Any, path: Path) -> None:  # noqa: ANN401 -- as above
    """By Coqui's own exporter, which warns a good deal about the ways of torch's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.export_onnx(str(path), verbose=False)


def _check(model: Any, exported: Any) -> None:  # noqa: ANN401 -- as above
    """Raises EngineUnavailable if both say the same numbers otherwise."""
    alike = _likeness(model, exported)
    if alike < LEAST:
        problem = f"exported for accelerate, this model says something else (alike to {alike:.0f} dB)"
        raise EngineUnavailable(ENGINE, problem, _WITHOUT)


def _likeness(model: Any, exported: Any) -> float:  # noqa: ANN401 -- as above
    """How alike both say the same numbers without chance, by the last speaker and in the last language, in decibels."""
    torch = importlib.import_module("torch")
    numbers = np.random.default_rng(1).integers(1, model.args.num_chars, 60).tolist()
    inputs = {each.name for each in exported.get_inputs()}
    last = {"sid": model.num_speakers - 1, "langid": model.language_manager.num_languages - 1}
    who = {name: number for name, number in last.items() if name in inputs}
    with _without_chance(model):
        spoken = model.inference(
            torch.tensor([numbers], device=model.device),
            aux_input={
                "x_lengths": torch.tensor([len(numbers)], device=model.device),
                "speaker_ids": torch.tensor([who["sid"]], device=model.device) if "sid" in who else None,
                "language_ids": torch.tensor([who["langid"]], device=model.device)
                if "langid" in who
                else None,
            },
        )["model_outputs"]
    ours = spoken.squeeze().cpu().numpy()
    return decibels(ours, _run(exported, numbers, (0.0, model.length_scale, 0.0), who))


@contextlib.contextmanager
def _without_chance(model: Any) -> Iterator[None]:  # noqa: ANN401 -- as above
    usual = model.inference_noise_scale, model.inference_noise_scale_dp
    model.inference_noise_scale = model.inference_noise_scale_dp = 0.0
    try:
        yield
    finally:
        model.inference_noise_scale, model.inference_noise_scale_dp = usual


def _run(
    network: Any,  # noqa: ANN401 -- onnxruntime has no types
    numbers: Sequence[int],
    scales: Sequence[float],
    who: dict[str, int],
) -> NDArray[np.float32]:
    """The samples of what `numbers` say; `scales` are noise, pace and the noise of durations, as Coqui exports them."""
    given = {
        "input": np.array([numbers], np.int64),
        "input_lengths": np.array([len(numbers)], np.int64),
        "scales": np.array(scales, np.float32),
        **{name: np.array([number], np.int64) for name, number in who.items()},
    }
    (sound,) = network.run(["output"], given)
    return np.asarray(sound, np.float32).reshape(-1)
