"""A model's files are data: what in them would have Coqui run a program, or ask the network, is refused.

Weights need no help, torch reads them so (`weights_only`); but Coqui reads statistics of spectra (`scale_stats.npy`) as
a pickle, which may hold any program, imports the class that a configuration names for its signs, and fetches what one
names by an address.
"""

from __future__ import annotations

import functools
import importlib
import io
import pickle  # nosec B403 # to read what was pickled without running any of it
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from audioedition.engines._coqui_import import ENGINE
from audioedition.engines._setup import Once
from audioedition.errors import EngineUnavailable

HARMLESS = frozenset(
    {
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"),
        ("_codecs", "encode"),
    }
)
"""What arrays and numbers of numpy's are made by, and nothing else: module and name, as numpy 1 wrote them."""

_VERSION = (1, 0)  # of numpy's format: another is for names of fields that are very long, or not in ASCII
_RATES = ("sample_rate", "output_sample_rate")


def check(settings: Mapping[str, Any], named: Iterable[str]) -> None:
    """Raise ValueError for a configuration with a class that is none of Coqui's, or a rate that is none.

    `named` are the files that it names: raises EngineUnavailable for one at an address.
    """
    signs = settings.get("characters")
    kind = signs.get("characters_class") if isinstance(signs, Mapping) else None
    if kind and not str(kind).startswith("TTS."):
        raise ValueError(f"it names {kind!r} for its signs, which is no class of Coqui's")
    for name in named:
        if "://" in name or "::" in name:
            raise EngineUnavailable(
                ENGINE,
                f"a model's configuration names {name}",
                "Put that file beside the model: nothing is fetched for it.",
            )
    audio = settings.get("audio")
    rates = {key: audio.get(key) for key in _RATES} if isinstance(audio, Mapping) else {}
    for key, rate in rates.items():
        if rate is not None and (type(rate) not in {int, float} or rate <= 0):
            raise ValueError(f"its {key} is {rate!r}, which is no number of hertz")


def read_statistics_as_data() -> None:
    """Have Coqui read the statistics of spectra without running anything that lies in them."""
    _mended(None)


def _mend(_: None) -> None:
    processor: Any = importlib.import_module("TTS.utils.audio.processor").AudioProcessor
    load = processor.load_stats

    @functools.wraps(load)
    def load_stats(self: object, stats_path: str) -> object:
        path = Path(stats_path)
        contents = path.read_bytes()
        _check_statistics(path.name, contents)
        return load(self, io.BytesIO(contents))

    processor.load_stats = load_stats


_mended: Once[None, None] = Once(_mend)


def _check_statistics(name: str, contents: bytes) -> None:
    """Raise ValueError if the `contents` of the file called `name` are no array of numpy's, or hold more than numbers and words."""
    file = io.BytesIO(contents)
    try:
        version = np.lib.format.read_magic(file)
        np.lib.format.read_array_header_1_0(file)
        _Numbers(file).load()
    except Exception as exc:  # a broken pickle fails in many ways
        raise ValueError(f"{name} holds something else than numbers: {exc}") from exc
    if version != _VERSION:  # numpy would read it otherwise than this has been
        raise ValueError(f"{name} holds something else than numbers, or is too new")


class _Numbers(pickle.Unpickler):
    """Makes arrays, numbers, words and tables of them, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as the base class has it
        if (module.replace("numpy._core", "numpy.core"), name) not in HARMLESS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
