"""The models that Coqui knows by name: whose they are, where they are to be had, and where they are kept.

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

from audioedition.engines._fetching import Part
from audioedition.languages import base

_FAIRSEQ = re.compile(r"tts_models/[a-z_-]+/fairseq/vits")
_MMS = "https://dl.fbaipublicfiles.com/mms/tts"
_HUB = "https://huggingface.co"
_HUB_FILES = {
    "tts-hub/XTTS-v2": ("config.json", "vocab.json", "speakers_xtts.pth", "model.pth"),
    "erogol/bark": ("config.json", "text_2.pt", "coarse_2.pt", "fine_2.pt"),
}
"""What Coqui's code reads of a repository, where its catalogue does not say; a hub tells what it holds only over the network."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue.

    Its files are an archive at `address`, or those of the repository `hub` that are called `files`; `vocoder` is the name of the model that
    makes sound of what it gives.
    """

    name: str
    licence: str
    vocoder: str = ""
    address: str = ""
    hub: str = ""
    files: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it is kept: for all but those of a hub, Coqui looks there, too."""
        return _home() / "tts" / self.name.replace("/", "--")

    @property
    def place(self) -> Path | None:
        """The folder that it lies in, be it ours or where huggingface_hub has put it for Coqui; None if it is not here."""
        return self.folder if self.folder.is_dir() else in_hubs_cache(self.hub) if self.hub else None

    @property
    def source(self) -> str:
        """Where a person can have its files; "" if nobody says."""
        return f"{_HUB}/{self.hub}" if self.hub else self.address

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its files, as they can be fetched; none if it is not known what they are, or they lie in the hub's own place."""
        if self.address:
            return (Part(self.address, self.folder, unpack=True),)
        if self.place not in {None, self.folder}:
            return ()
        return tuple(
            Part(f"{_HUB}/{self.hub}/resolve/main/{name}", self.folder / name) for name in self.files
        )


def entry(name: str) -> Entry | None:
    """The catalogue's model called `name` (`tts_models/de/thorsten/vits`), if there is one."""
    if _FAIRSEQ.fullmatch(name):  # 1,100 languages, not listed one by one
        return Entry(name, "CC-BY-NC-4.0", address=f"{_MMS}/{name.split('/')[1]}.tar.gz")
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
            vocoder=item.get("default_vocoder") or "",
            address=item.get("github_rls_url") or "",
            hub=item.get("repo_id") or "",
            files=_files(item),
        )
        for kind in ("tts_models", "vocoder_models")
        for language, sets in table[kind].items()
        for data, models in sets.items()
        for model, item in models.items()
    }


def _files(item: dict[str, Any]) -> tuple[str, ...]:
    """The files of a hub's repository that are needed; none where nobody says, or only by patterns."""
    allowed = item.get("allow") or ["*"]
    return _HUB_FILES.get(
        item.get("repo_id", ""), () if any("*" in name for name in allowed) else tuple(allowed)
    )


def standard(language: str) -> str:
    """The name of a model for `language` that may be used for anything; "" if there is none."""
    names = (name for name in catalogue() if re.fullmatch(rf"tts_models/{base(language)}/[^/]+/vits.*", name))
    return next((name for name in names if "NC" not in catalogue()[name].licence), "")


def kept_in(folder: Path) -> Entry | None:
    """The model of the catalogue that a `folder` of Coqui's, or a copy of it under that name, holds."""
    return entry(folder.name.replace("--", "/", 3))


def in_hubs_cache(repository: str) -> Path | None:
    """Where huggingface_hub keeps what has been fetched of `repository`, by its own rules."""
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache/huggingface")).expanduser()
    kept = Path(os.environ.get("HF_HUB_CACHE", home / "hub")).expanduser()
    folder = kept / f"models--{repository.replace('/', '--')}"
    try:
        found = folder / "snapshots" / (folder / "refs/main").read_text("utf-8").strip()
    except OSError:
        return None
    return found if found.is_dir() else None


def _home() -> Path:
    """The folder under which Coqui keeps models, by its own rules."""
    for variable in ("TTS_HOME", "XDG_DATA_HOME"):
        if variable in os.environ:
            return Path(os.environ[variable]).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path.home() / ("Library/Application Support" if sys.platform == "darwin" else ".local/share")
