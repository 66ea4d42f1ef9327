"""A VITS model of Coqui's that runs in onnxruntime: the same numbers for about half of the processor's time.

Coqui exports it itself, once for each model, into the user's cache (`_exports`).  Before the export is first used, both
say the same phonemes without chance, and must be alike.
"""

from __future__ import annotations

import contextlib
import importlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition import files
from audioedition.engines import _exports
from audioedition.engines._coqui_import import ENGINE
from audioedition.engines._coqui_loading import loaded
from audioedition.engines._coqui_models import Model
from audioedition.engines._decibels import decibels
from audioedition.engines._onnx import session
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineUnavailable

LEAST = 60.0
"""Decibels between torch's sound and onnxruntime's, below which the export is not used.  Rounding alone leaves 100."""

_WITHOUT = "Remove accelerate from the voice file."


@dataclass(frozen=True, slots=True)
class Line:
    """What the network is given: phonemes by their `numbers`; noise, pace and the noise of durations; and who speaks."""

    numbers: tuple[int, ...]
    scales: tuple[float, float, float]
    who: Mapping[str, int]


class Accelerated:
    """A model of Coqui's, loaded as `synthesizer`, that speaks by onnxruntime."""

    def __init__(self, synthesizer: Any, digest: str) -> None:  # noqa: ANN401 -- TTS has no types
        """Take the export of the model with this `digest` from the cache, or make it; that takes some seconds.

        Raises EngineUnavailable for a model that cannot be exported, or speaks otherwise then.
        """
        self._model = _vits(synthesizer.tts_model)
        self._trims = bool(synthesizer.tts_config.audio.get("do_trim_silence"))
        self._session = _session(self._model, digest)
        self._inputs = {each.name for each in self._session.get_inputs()}

    def line(self, text: str, speaker: str | None = None, language: str | None = None) -> Line:
        """What is to be said, by the model's own names of speaker and language (None in a model of one).

        At the pace and with the noise that the model is set to now.  Not for several threads at once: the settings and
        Coqui's tokenizer are one for all.
        """
        model = self._model
        numbers = model.tokenizer.text_to_ids(text, language=language)
        scales = (model.inference_noise_scale, model.length_scale, model.inference_noise_scale_dp)
        who = {
            "sid": getattr(model.speaker_manager, "name_to_id", {}).get(speaker, 0),
            "langid": getattr(model.language_manager, "name_to_id", {}).get(language, 0),
        }
        known = {name: number for name, number in who.items() if name in self._inputs}
        return Line(tuple(numbers), scales, known)

    def say(self, line: Line) -> NDArray[np.float32]:
        """The samples of what it says, full scale at 1.0.  For several threads at once."""
        sound = _run(self._session, line)
        return sound[: self._model.ap.find_endpoint(sound)] if self._trims else sound


def _accelerated(model: Model) -> Accelerated:
    return Accelerated(loaded(model, "cpu").synthesizer, model.digest)


accelerated: Once[Model, Accelerated] = Once(_accelerated)
"""The accelerated form of a model, one for all that speak by it.  To be asked for while the model is held."""


def _vits(model: Any) -> Any:  # noqa: ANN401 -- as above
    """The `model`, if it can be exported.  Raises EngineUnavailable."""
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
    path = _exports.place(digest)
    try:
        found = _whole(path)
        if found is None:
            with files.replacing(path) as part:
                _export(model, part)
                _check(model, session(part))
            found = session(path)
    except EngineUnavailable:
        raise
    except Exception as exc:  # the exporter and onnxruntime fail in many ways
        problem = f"this model cannot be exported for accelerate ({reason(exc)})"
        raise EngineUnavailable(ENGINE, problem, _WITHOUT) from exc
    _exports.used(path)
    return found


def _whole(path: Path) -> Any:  # noqa: ANN401 -- as above
    """The network in a file of the cache; None if it is not there, or not whole."""
    with contextlib.suppress(Exception):  # what onnxruntime raises has no name
        return session(path)
    return None


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
    given = {name: torch.tensor([number], device=model.device) for name, number in who.items()}
    with _without_chance(model):
        spoken = model.inference(
            torch.tensor([numbers], device=model.device),
            {
                "x_lengths": torch.tensor([len(numbers)], device=model.device),
                "speaker_ids": given.get("sid"),
                "language_ids": given.get("langid"),
            },
        )["model_outputs"]
    theirs = _run(exported, Line(tuple(numbers), (0.0, model.length_scale, 0.0), who))
    return decibels(spoken.reshape(-1).cpu().numpy(), theirs)


@contextlib.contextmanager
def _without_chance(model: Any) -> Iterator[None]:  # noqa: ANN401 -- as above
    usual = model.inference_noise_scale, model.inference_noise_scale_dp
    model.inference_noise_scale = model.inference_noise_scale_dp = 0.0
    try:
        yield
    finally:
        model.inference_noise_scale, model.inference_noise_scale_dp = usual


def _run(network: Any, line: Line) -> NDArray[np.float32]:  # noqa: ANN401 -- onnxruntime has no types
    """The samples of what `line` says, by Coqui's own names of an exported model's inputs."""
    given = {
        "input": np.array([line.numbers], np.int64),
        "input_lengths": np.array([len(line.numbers)], np.int64),
        "scales": np.array(line.scales, np.float32),
        **{name: np.array([number], np.int64) for name, number in line.who.items()},
    }
    (sound,) = network.run(["output"], given)
    return np.asarray(sound, np.float32).reshape(-1)
