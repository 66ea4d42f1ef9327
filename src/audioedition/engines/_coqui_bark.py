"""Bark: three networks in a folder, and two models of others that it builds on, all of them read as they lie.

Coqui would fetch the others from their hub, which takes minutes of tries without a network; and of the three it deletes
one that is not the published one, fetches another in its place, and runs whatever program lies in it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from audioedition.engines._coqui_catalogue import in_hubs_cache
from audioedition.engines._coqui_import import ENGINE
from audioedition.errors import EngineUnavailable

_OTHERS = {
    "bert-base-multilingual-cased": "config.json tokenizer.json tokenizer_config.json vocab.txt",
    "facebook/encodec_24khz": "config.json model.safetensors preprocessor_config.json",
}
"""What Bark builds on: how it cuts words, and how it makes sound; with the files of each that are read."""
_READERS = ("BertTokenizer", "EncodecModel", "AutoProcessor")  # what Coqui reads them by


def check() -> None:
    """Raise EngineUnavailable if a model that Bark builds on is not here."""
    missing = [name for name in _OTHERS if in_hubs_cache(name) is None]
    if missing:
        commands = " && ".join(f"hf download {name} {_OTHERS[name]}" for name in missing)
        raise EngineUnavailable(
            ENGINE,
            f"Bark builds on {' and '.join(missing)}, which {'are' if missing[1:] else 'is'} not here",
            f"With a network, type: {commands} (its cache may be copied to a machine without one)",
        )


def mend(module: Any) -> None:  # noqa: ANN401 -- TTS has no types
    """Have Coqui's `module` of Bark read files, and nothing but files."""
    for name in _READERS:
        setattr(module, name, SimpleNamespace(from_pretrained=_from_files(getattr(module, name))))
    module.load_model = _as_data(importlib.import_module("TTS.tts.layers.bark.load_model"))


def _from_files(kind: Any) -> Callable[[str], object]:  # noqa: ANN401 -- transformers' classes
    return lambda name: kind.from_pretrained(in_hubs_cache(name))


def _as_data(loading: Any) -> Callable[..., object]:  # noqa: ANN401 -- as above
    """Coqui's loader of one of the three networks, which takes the file as it is, and only data from it."""
    load = loading.load_model
    loading.torch = _lent(importlib.import_module("torch"))

    def load_model(ckpt_path: str, device: object, config: Any, model_type: str = "text") -> object:  # noqa: ANN401
        if not Path(ckpt_path).is_file():
            raise FileNotFoundError(f"{Path(ckpt_path).name} is missing")
        with _unpublished(config):
            return load(ckpt_path, device, config, model_type)

    return load_model


@contextmanager
def _unpublished(config: Any) -> Iterator[None]:  # noqa: ANN401 -- as above
    """While it lasts, Coqui does not ask whether a file is the published one: by the word for the smaller networks."""
    usual = config.USE_SMALLER_MODELS
    config.USE_SMALLER_MODELS = True
    try:
        yield
    finally:
        config.USE_SMALLER_MODELS = usual


def _lent(torch: Any) -> ModuleType:  # noqa: ANN401 -- as above
    """`torch`, which reads only data: tensors, and the numbers of numpy's that Bark's files have beside them."""
    multiarray = importlib.import_module("numpy._core.multiarray")
    numpy = importlib.import_module("numpy")
    numbers = [
        *((multiarray.scalar, f"numpy.{core}.multiarray.scalar") for core in ("core", "_core")),
        numpy.dtype,
        numpy.dtypes.Float32DType,
        numpy.dtypes.Float64DType,
    ]

    def load(*arguments: object, **settings: object) -> object:
        with torch.serialization.safe_globals(numbers):
            return torch.load(*arguments, **settings | {"weights_only": True})

    lent = ModuleType("torch")
    vars(lent).update(vars(torch))
    vars(lent).update(load=load)
    return lent
