"""Coqui's models in memory: each is loaded once per process and device, as its files lie, and asks for nothing.

They are loaded by path, those of the catalogue too: so nothing is fetched, agreed to or asked behind anybody's back,
and no file of a model is changed.
"""

from __future__ import annotations

import importlib
import json
import re
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audioedition.engines import _coqui_data
from audioedition.engines._coqui_families import MMS, Family
from audioedition.engines._coqui_import import ENGINE, library
from audioedition.engines._coqui_mending import prepare
from audioedition.engines._coqui_models import CONFIG, Model, at_home, config, facts, folder_of, named_files
from audioedition.engines._coqui_vits import is_vits, without_norm
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineError, EngineUnavailable

DEVICES = re.compile(r"cpu|cuda(:\d+)?|mps")
"""What `device` may be: the processor, a graphics card of NVIDIA's (or AMD's, by ROCm), the first or another, or Apple's."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory.

    `network` is Coqui's model, `synthesizer` what joins it to its vocoder; `usual` holds the settings that a voice may
    change, as the model's makers left them.  The lock is for those: they belong to all voices that use it.
    """

    synthesizer: Any
    family: Family
    usual: Mapping[str, Any]
    lock: threading.Lock

    @property
    def network(self) -> Any:  # noqa: ANN401 -- TTS has no types
        """Coqui's model."""
        return self.synthesizer.tts_model

    @property
    def rate(self) -> int:
        """The sample rate of what it speaks, in hertz."""
        return int(self.synthesizer.output_sample_rate)


def loaded(model: Model, device: str) -> Loaded:
    """`model` in memory, on `device`.  Raises EngineUnavailable."""
    return _loaded((model, device, model.digest))


def use_cores(*, all_of_them: bool) -> None:
    """Let what torch works out in this thread from now on use as many cores as torch is set to, or but one.

    One where other threads speak other sentences: threads of torch's own wait for each other by turning round and round, and
    where somebody else wants the processor, too, a sentence took five times as much of it (benchmarks/throughput_of_engines.py).
    """
    usual = _usual_cores()
    importlib.import_module("torch").set_num_threads(usual if all_of_them else 1)


@cache
def _usual_cores() -> int:
    """How many torch uses as long as nobody tells it otherwise: asked before anybody has."""
    count: int = importlib.import_module("torch").get_num_threads()
    return count


def _load(key: tuple[Model, str, str]) -> Loaded:
    model, device, _ = key
    library()
    _check_device(device)
    try:
        kind = facts(model.path).family
        prepare(kind.name)
        _coqui_data.read_statistics_as_data()
        with tempfile.TemporaryDirectory(prefix="audioedition-") as scratch:
            synthesizer = _synthesizer(model, kind, Path(scratch))
        if is_vits(synthesizer.tts_model):
            without_norm(synthesizer.tts_model)
        synthesizer.to(device)
    except EngineError:
        raise
    except Exception as exc:  # as many kinds as there are models
        remedy = (
            "Fetch the model anew, or choose another."
            if device == "cpu"
            else 'Set device = "cpu", or choose another model.'
        )
        raise EngineUnavailable(
            ENGINE, f"the model {model.name} cannot be loaded ({reason(exc)})", remedy
        ) from exc
    network = synthesizer.tts_model
    usual = {name: getattr(network, name) for name in kind.settings.values() if hasattr(network, name)}
    return Loaded(synthesizer, kind, usual, threading.Lock())


_loaded: Once[tuple[Model, str, str], Loaded] = Once(_load)
"""Each model, by its contents too: what lies at its path may become another while a preview runs."""


def _check_device(device: str) -> None:
    """Raise EngineUnavailable if this machine, or this build of torch, has no such `device`."""
    torch = importlib.import_module("torch")
    kind, _, number = device.partition(":")
    if kind == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        lacks = "no graphics card that torch can use" if not count else f"no graphics card number {number}"
        absent = int(number or 0) >= count
    else:
        lacks = "no graphics unit of Apple's that torch can use"
        absent = kind == "mps" and not torch.backends.mps.is_available()
    if absent:
        raise EngineUnavailable(
            ENGINE,
            f"there is {lacks} here, but the voice file says device = {device!r}",
            'Set device = "cpu", or install a torch that is built for it (https://pytorch.org/get-started/locally).',
        )


def _synthesizer(model: Model, kind: Family, scratch: Path) -> Any:  # noqa: ANN401 -- as above
    """Coqui's own way from a text to sound, with the model and its vocoder, on the processor."""
    coquis: Any = importlib.import_module("TTS.utils.synthesizer").Synthesizer

    class Synthesizer(coquis):  # type: ignore[misc]  # TTS has no types
        """Tells MMS by what its files are; Coqui tells it by a word in its path."""

        def _load_tts(self, checkpoint: Path, settings: Path | None = None, *, use_cuda: bool) -> None:
            if kind is MMS:
                super()._load_fairseq(checkpoint, use_cuda=use_cuda)
            else:
                super()._load_tts(checkpoint, settings, use_cuda=use_cuda)

        def _load_fairseq(self, checkpoint: Path, *, use_cuda: bool) -> None:
            self._load_tts(checkpoint, self.tts_config_path, use_cuda=use_cuda)

    vocoder = model.vocoder
    return Synthesizer(
        tts_checkpoint=model.path,
        tts_config_path=_configuration(model.folder, scratch / "model"),
        vocoder_checkpoint=vocoder,
        vocoder_config=_configuration(folder_of(vocoder), scratch / "vocoder") if vocoder else None,
    )


def _configuration(folder: Path, scratch: Path) -> Path:
    """The configuration in `folder`, as a file in `scratch` that names the files beside it where they lie."""
    settings = at_home(config(folder), folder.resolve())
    _coqui_data.check(settings, named_files(settings))
    scratch.mkdir()
    found = scratch / CONFIG
    found.write_text(json.dumps(settings), "utf-8")
    return found
