"""Where Coqui's models are: its catalogue, what has been fetched, and models in folders of one's own.

Nothing here imports Coqui: its catalogue is a file inside its package.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audioedition import files
from audioedition.engines._setup import contents
from audioedition.languages import base

_FAIRSEQ = re.compile(r"tts_models/[a-z-]+/fairseq/vits")
_CHECKPOINTS = ("model_file.pth", "model.pth", "model_file.pth.tar", "checkpoint.pth", "best_model.pth")
_BESIDE = ("*.json", "*.npy", "speaker*.pth", "language*.pth", "model_se.pth*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue; `hub` models lie where huggingface_hub keeps them."""

    name: str
    licence: str
    vocoder: str | None = None
    hub: bool = False
    needs_agreement: bool = False

    @property
    def folder(self) -> Path:
        """Where Coqui puts what it fetches for this model."""
        return _home() / "tts" / self.name.replace("/", "--")

    @property
    def fetched(self) -> bool:
        """Whether Coqui would not fetch it again."""
        return not self.hub and self.folder.is_dir()

    @property
    def agreed(self) -> bool:
        """Whether its terms need no agreement, or the operator has given it."""
        given = os.environ.get("COQUI_TOS_AGREED") == "1" or (self.folder / "tos_agreed.txt").exists()
        return given or not self.needs_agreement


def entry(name: str) -> Entry | None:
    """The catalogue's model called `name` (`tts_models/de/thorsten/vits`), if there is one."""
    if _FAIRSEQ.fullmatch(name):
        return Entry(name, "CC BY-NC 4.0")  # 1,100 languages, not listed one by one
    return catalogue().get(name)


@cache
def catalogue() -> dict[str, Entry]:
    """All models that Coqui knows by name; none where it is not installed."""
    spec = importlib.util.find_spec("TTS")
    if spec is None or spec.origin is None:
        return {}
    table = json.loads((Path(spec.origin).parent / ".models.json").read_text("utf-8"))
    return {
        (name := f"{kind}/{language}/{data}/{model}"): Entry(
            name=name,
            licence=item.get("license") or "",
            vocoder=item.get("default_vocoder"),
            hub="repo_id" in item,
            needs_agreement=bool(item.get("tos_required")),
        )
        for kind in ("tts_models", "vocoder_models")
        for language, sets in table[kind].items()
        for data, models in sets.items()
        for model, item in models.items()
    }


def standard(language: str) -> str:
    """The name of a model for `language` that may be used for anything; "" if there is none."""
    names = (name for name in catalogue() if re.fullmatch(rf"tts_models/{base(language)}/[^/]+/vits.*", name))
    return next((name for name in names if "NC" not in catalogue()[name].licence), "")


def checkpoint(path: Path) -> Path | None:
    """The model file that `path` means: itself, or the one in that folder; None if there is none.

    A folder whose model has several parts (Bark) means itself.  A `config.json` must lie there too.
    """
    folder = path if path.is_dir() else path.parent
    if not path.exists() or not (folder / "config.json").is_file():
        return None
    if path.is_file():
        return path
    named = [path / name for name in _CHECKPOINTS if (path / name).is_file()]
    found = named or sorted(path.glob("*.pth"))
    return found[0] if named or len(found) == 1 else path if found else None


def digest(model: Path) -> str:
    """A digest of the model file (or folder) and of what Coqui reads beside it.  Raises OSError.

    The model's own name does not count: the same model has another in the catalogue.
    """
    if model.is_dir():
        parts = {path.relative_to(model).as_posix(): path for path in model.rglob("*") if path.is_file()}
    else:
        parts = {path.name: path for pattern in _BESIDE for path in model.parent.glob(pattern)} | {"": model}
    return files.digest(*(text for name, path in sorted(parts.items()) for text in (name, _contents(path))))


def _contents(path: Path) -> str:
    """As `contents`, but a configuration counts without its folders: Coqui writes its own into it."""
    if path.name != "config.json":
        return contents(path)
    return json.dumps(_without_folders(json.loads(path.read_text("utf-8"))), sort_keys=True)


def _without_folders(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    if isinstance(value, dict):
        return {key: _without_folders(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_folders(inner) for inner in value]
    return re.split(r"[/\\]", value)[-1] if isinstance(value, str) else value


def _home() -> Path:
    """The folder under which Coqui keeps models, by its own rules."""
    for variable in ("TTS_HOME", "XDG_DATA_HOME"):
        if variable in os.environ:
            return Path(os.environ[variable]).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path.home() / ("Library/Application Support" if sys.platform == "darwin" else ".local/share")
