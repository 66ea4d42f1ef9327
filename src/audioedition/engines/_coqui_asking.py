"""What a voice file asks of a model, and what the model has of that: speakers, languages, a voice to imitate."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioedition.engines import _coqui_names, _coqui_options
from audioedition.engines._coqui_families import BARK
from audioedition.engines._coqui_loading import Loaded
from audioedition.engines._coqui_models import Facts
from audioedition.engines._coqui_options import Options
from audioedition.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Ask:
    """What a voice file asks of a model: its options, its language (BCP 47), a recording, and `where` that is written."""

    options: Options
    language: str
    recording: Path | None
    where: str


Sound = Callable[[], NDArray[np.float32]]
"""Gives the sound of a piece, at the model's rate, when the model need no longer be held."""


def at_once(sound: NDArray[np.float32]) -> Sound:
    """The sound of a piece that was spoken while the model was held."""
    return lambda: sound


def check(facts: Facts, ask: Ask) -> None:
    """Raise ConfigError for what is asked of a model that cannot have it, as far as its files tell."""
    options = ask.options
    _coqui_options.check(options, facts.family, ask.where)
    imitates = ask.recording is not None
    if imitates and not facts.clones:
        raise ConfigError(no_imitation(ask.where))
    with named(ask.where):
        if facts.speakers is not None:
            _coqui_names.speaker(
                options.speaker, facts.speakers, imitates=imitates, needed=len(facts.speakers) > 1
            )
        if facts.languages is not None:
            _coqui_names.language(options.language, ask.language, facts.languages)


@contextlib.contextmanager
def named(where: str) -> Iterator[None]:
    """Say `where` a name stands that the model does not know."""
    try:
        yield
    except _coqui_names.UnknownName as exc:
        raise ConfigError(f"{where}: {exc}") from exc


def speakers(loaded: Loaded) -> tuple[list[str], bool]:
    """The names of the model's own speakers, and whether it knows them by vectors, not by numbers.

    Voices that Coqui's program has imitated and kept beside the model are none of them: they come without a consent.
    """
    network = loaded.network
    if loaded.family is BARK:
        return sorted(path.stem for path in Path(loaded.synthesizer.voice_dir).glob("*.npz")), False
    if network.speaker_manager is None:
        return [], False
    if has_vectors(network):
        return [str(name) for name in network.speaker_manager.embedding_names if name in _own(network)], True
    return [str(name) for name in network.speaker_manager.speaker_names], False


def _own(network: Any) -> set[str]:  # noqa: ANN401 -- TTS has no types
    """The names that came with the model, not those that recordings were given."""
    return set(network.speaker_manager.speaker_names)


def has_vectors(network: Any) -> bool:  # noqa: ANN401 -- as above
    """Whether the model knows its speakers by vectors, of which more can be found in recordings."""
    config = importlib.import_module("TTS.config")
    return bool(config.get_from_config_or_model_args(network.config, "use_d_vector_file"))


def no_imitation(where: str) -> str:
    """What is said of a recording that a model can make nothing of."""
    return f"{where}: this model imitates nobody: remove speaker_wav, or choose XTTS or YourTTS."
