"""What must be mended in memory before some of Coqui's models load and speak; no installed file is touched."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import logging
import warnings
from pathlib import Path
from typing import Any

from audioedition.engines import _coqui_bark
from audioedition.engines._coqui_import import ENGINE, INSTALL
from audioedition.engines._setup import Once, reason
from audioedition.errors import EngineUnavailable

_MODULES = {"XTTS": "xtts", "Bark": "bark", "Tortoise": "tortoise"}  # those that build on transformers
_WRITINGS = {"zh": "pypinyin", "ja": "cutlet"}  # what XTTS reads a script by


def prepare(family: str) -> None:
    """Make the code of a family of models ready.  Raises EngineUnavailable if it does not fit what is installed."""
    _prepared(family)


def check_language(code: str) -> None:
    """Raise EngineUnavailable if XTTS lacks the package by which it reads the language of `code`."""
    package = _WRITINGS.get(code.split("-", maxsplit=1)[0])
    if package and importlib.util.find_spec(package) is None:
        raise EngineUnavailable(
            ENGINE, f"XTTS reads {code!r} by the package {package}", f"Type: pip install {package}"
        )


def _prepare(family: str) -> None:
    if family not in _MODULES:
        return
    if family == "Bark":
        _coqui_bark.check()
    try:
        module = importlib.import_module(f"TTS.tts.models.{_MODULES[family]}")
    except (ImportError, AttributeError, RuntimeError, OSError) as exc:
        problem = f"its {family} models do not fit the package transformers that is installed ({reason(exc)})"
        raise EngineUnavailable(
            ENGINE, problem, f"Type in a checkout of audioedition: {INSTALL} --upgrade"
        ) from exc
    logging.getLogger("transformers").setLevel(logging.CRITICAL)  # it has set its own when it was imported
    if family == "Bark":
        _coqui_bark.mend(module)
    if family == "XTTS":
        _let_the_cache_through()
        module.Xtts._load_checkpoint = _checkpoint  # noqa: SLF001 -- Coqui's own may rewrite the user's file


_prepared: Once[str, None] = Once(_prepare)


def _let_the_cache_through() -> None:
    """Give XTTS what it has said so far: transformers 5.24 hands that on as `cache`, coqui-tts 0.28 takes `past_key_values`."""
    transformers = importlib.import_module("transformers")
    model = importlib.import_module("TTS.tts.layers.xtts.gpt_inference").GPT2InferenceModel
    if (
        "cache"
        not in inspect.signature(transformers.GenerationMixin.prepare_inputs_for_generation).parameters
    ):
        return
    if "cache" in inspect.signature(model.forward).parameters:
        return  # a later Coqui has learned it
    forward = model.forward

    @functools.wraps(forward)
    def renamed(self: Any, *args: Any, cache: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401 -- torch's
        if cache is not None:
            kwargs["past_key_values"] = cache
        return forward(self, *args, **kwargs)

    model.forward = renamed
    warnings.filterwarnings("ignore", message="`past_key_values`")


def _checkpoint(_: object, path: Path) -> Any:  # noqa: ANN401 -- a table of tensors
    """The weights of XTTS at `path`, in the form of today or of its first release."""
    torch = importlib.import_module("torch")
    with importlib.import_module("TTS.tts.models.xtts")._legacy_safe_globals():  # noqa: SLF001 -- Coqui's list of harmless classes
        return torch.load(path, map_location="cpu", weights_only=True)["model"]
