"""Files that a voice needs and that can be had from the web."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audioedition import downloads
from audioedition.downloads import Part, Telling, shared_folder
from audioedition.downloads.reach import unreached
from audioedition.engines._setup import path_of
from audioedition.errors import EngineUnavailable, FetchError
from audioedition.model import Voice

__all__ = ["Part", "Telling", "fetch", "model_path", "unreached"]


def model_path(voice: Voice, name: str) -> Path:
    """Where the file or folder `name` of `voice`'s engine lies, or is to be fetched to.

    That is beside the voice file, if it is there; else in a folder of the engine that all editions of this user share.
    Raises ConfigError for a name that no file can have.
    """
    beside = path_of(voice, name)
    return beside if beside.exists() else shared_folder() / voice.engine / name


def fetch(engine: str, parts: Sequence[Part], tell: Telling | None = None) -> None:
    """Fetch those of `parts` that are not here, as `downloads.fetch`.  Raises EngineUnavailable with a remedy."""
    try:
        downloads.fetch(parts, tell)
    except FetchError as exc:
        raise EngineUnavailable(engine, exc.problem, exc.remedy) from exc
