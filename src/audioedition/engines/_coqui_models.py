"""Coqui's models on the disk: their parts, and what their files tell before anything is loaded.

Nothing here imports Coqui.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audioedition import files
from audioedition.engines import _coqui_credit
from audioedition.engines._coqui_families import MMS, XTTS, Family, argument, clones, family
from audioedition.engines._setup import contents

CONFIG = "config.json"
_CHECKPOINTS = ("model_file.pth", "model.pth", "model_file.pth.tar", "checkpoint.pth", "best_model.pth")
_BESIDE = (CONFIG, "vocab.json", "vocab.txt", "speakers_xtts.pth")
"""What Coqui reads beside a model without being told; whatever else it reads there, its configuration names."""

_DEEPEST = 50  # tables in tables; Coqui's own have five
_NEIGHBOURS = {  # what a configuration names by path, and how such files are called where Coqui publishes them
    "stats_path": ("scale_stats.npy",),
    "d_vector_file": ("speakers.json", "speakers.pth"),
    "speakers_file": ("speaker_ids.json", "speaker_ids.pth"),
    "speaker_file": (),
    "language_ids_file": ("language_ids.json",),
    "speaker_encoder_model_path": ("model_se.pth", "model_se.pth.tar"),
    "speaker_encoder_config_path": ("config_se.json",),
}
_COMMENT_OR_TEXT = re.compile(
    r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL
)  # old models have comments


@dataclass(frozen=True, slots=True)
class Model:
    """A model, and the vocoder that makes sound of what it gives, each by its checkpoint; a folder for one of several parts."""

    name: str = field(compare=False)
    path: Path
    vocoder: Path | None = None

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return folder_of(self.path)

    @property
    def digest(self) -> str:
        """A digest of all that it reads.  Raises OSError."""
        return files.digest(*map(digest, filter(None, (self.path, self.vocoder))))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the files of a model tell of it.

    `speakers` and `languages` are their names, as the model writes them; none for a model that has only one, and None
    where only the loaded model knows.
    """

    family: Family
    clones: bool
    speakers: tuple[str, ...] | None
    languages: tuple[str, ...] | None


def folder_of(path: Path) -> Path:
    """The folder of a checkpoint, or of a model of several parts."""
    return path if path.is_dir() else path.parent


def checkpoint(path: Path) -> Path | None:
    """The model file that `path` means: itself, or the one in that folder; None if there is none.

    A folder whose model has several parts (Bark) means itself.  A `config.json` must lie there too.
    """
    folder = folder_of(path)
    if not path.exists() or not (folder / CONFIG).is_file():
        return None
    if path.is_file():
        return path
    named = [path / name for name in _CHECKPOINTS if (path / name).is_file()]
    found = named or sorted(path.glob("G_*.pth")) or sorted(path.glob("*.pth")) or sorted(path.glob("*.pt"))
    return found[0] if named or len(found) == 1 else path if found else None


def config(folder: Path) -> dict[str, Any]:
    """The configuration in `folder`.  Raises OSError, and ValueError for what is none."""
    text = (folder / CONFIG).read_text("utf-8-sig")
    try:
        found = _parsed(text)
    except json.JSONDecodeError:
        found = _parsed(_COMMENT_OR_TEXT.sub(lambda match: match[1] or "", text))
    if not isinstance(found, dict):
        raise TypeError(f"{folder / CONFIG} holds no table")
    return found


def _parsed(text: str) -> Any:  # noqa: ANN401 -- any JSON
    """What a `text` in JSON says.  Raises ValueError, for what nobody can walk through, too."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("its tables are nested too deeply") from None
    if _is_deeper(found, _DEEPEST):
        raise ValueError("its tables are nested too deeply")
    return found


def _is_deeper(value: Any, depth: int) -> bool:  # noqa: ANN401 -- any JSON
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth < 0 or any(_is_deeper(each, depth - 1) for each in inner)


def facts(path: Path) -> Facts:
    """What is known of the model at `path`.  Raises OSError, ValueError or TypeError."""
    folder = folder_of(path)
    settings = at_home(config(folder), folder)
    kind = family(settings)
    return Facts(kind, clones(settings), _speakers(settings, kind), _languages(settings, kind))


def at_home(value: Any, folder: Path, key: str = "") -> Any:  # noqa: ANN401 -- any JSON
    """A configuration (or a `value` in it, under `key`) in which files that lie in `folder` are named by their paths there.

    Models are published with the paths of the machine that trained them.
    """
    if isinstance(value, dict):
        return {name: at_home(inner, folder, name) for name, inner in value.items()}
    if key not in _NEIGHBOURS:
        return value
    if isinstance(value, list):
        return list(dict.fromkeys(at_home(each, folder, key) for each in value))
    names = [re.split(r"[/\\]", value)[-1], *_NEIGHBOURS[key]] if isinstance(value, str) and value else []
    return next((str(folder / name) for name in names if name and (folder / name).is_file()), value)


def _speakers(settings: Mapping[str, Any], kind: Family) -> tuple[str, ...] | None:
    if kind is XTTS:
        return None  # they are in a file of torch's
    if argument(settings, "use_speaker_embedding"):
        if named := argument(settings, "speakers"):
            return tuple(map(str, named))
        return _names(argument(settings, "speaker_file") or argument(settings, "speakers_file"))
    if argument(settings, "use_d_vector_file"):
        return _names(argument(settings, "d_vector_file"))
    return () if kind.name != "Bark" else None


def _languages(settings: Mapping[str, Any], kind: Family) -> tuple[str, ...] | None:
    if kind is MMS:
        return ()
    if argument(settings, "use_language_embedding") and (file := argument(settings, "language_ids_file")):
        return _names(file)
    if kind is XTTS:
        return tuple(map(str, settings.get("languages") or ())) or None
    learned = {
        str(each.get("language") or "") for each in settings.get("datasets") or () if isinstance(each, dict)
    }
    named = settings.get("languages") or sorted(learned - {""}) or [settings.get("phoneme_language")]
    return tuple(str(each) for each in named if each)


def _names(file: Any) -> tuple[str, ...] | None:  # noqa: ANN401 -- any JSON
    """The names in one of Coqui's tables, by number or by recording; None if it is no JSON, or not here."""
    path = Path(file[0] if isinstance(file, list) and file else str(file))
    if path.suffix != ".json" or not path.is_file():
        return None
    table = _parsed(path.read_text("utf-8"))
    if not isinstance(table, dict) or any(
        isinstance(row, dict) and "name" not in row for row in table.values()
    ):
        raise ValueError(f"{path.name} is no table of names")
    return tuple(
        dict.fromkeys(str(row["name"]) if isinstance(row, dict) else str(key) for key, row in table.items())
    )


def digest(model: Path) -> str:
    """A digest of the model file (or folder) and of what Coqui reads beside it.  Raises OSError.

    The model's own name does not count: the same model has another in the catalogue.
    """
    return files.digest(*(text for pair in told(model) for text in pair))


def told(model: Path) -> list[tuple[str, str]]:
    """Names and digests of the model file (or of all files in a folder), whose name is "", and of what Coqui reads beside it.

    Raises OSError.
    """
    if model.is_dir():
        parts = {(path.relative_to(model).as_posix(), path) for path in model.rglob("*") if path.is_file()}
    else:
        beside = (model.parent / name for name in _BESIDE)
        parts = {("", model)} | {(path.name, path) for path in beside if path.is_file()}
    parts = {(name, path) for name, path in parts if path.name != _coqui_credit.FILE}  # it makes no sound
    known = {path for _, path in parts}
    parts |= {(path.name, path) for path in _named(folder_of(model)) if path not in known}
    return sorted((name, _contents(path)) for name, path in parts)


def _named(folder: Path) -> set[Path]:
    """The files that the configuration in `folder` names, wherever they lie."""
    try:
        settings = at_home(config(folder), folder)
    except (ValueError, TypeError):
        return set()  # it is no model, and says so when it is loaded
    return {path for name in named_files(settings) if (path := Path(name)).is_file()}


def named_files(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 -- any JSON
    """The files that a configuration (or a `value` in it, under `key`) names, as it writes them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from named_files(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from named_files(inner, key)
    elif key in _NEIGHBOURS and isinstance(value, str) and value:
        yield value


def _contents(path: Path) -> str:
    """As `contents`, but a configuration counts without its folders: Coqui writes its own into it."""
    if path.name != CONFIG:
        return contents(path)
    try:
        return json.dumps(_without_folders(config(path.parent)), sort_keys=True)
    except (ValueError, TypeError):
        return contents(path)


def _without_folders(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    if isinstance(value, dict):
        return {key: _without_folders(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_folders(inner) for inner in value]
    return re.split(r"[/\\]", value)[-1] if isinstance(value, str) else value
