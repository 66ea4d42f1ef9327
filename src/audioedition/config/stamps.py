"""Which files shape the sound of a voice, as far as can be told without its engine; by size and time of change.

To ask the engine would take longer than all else where nothing has changed.  So places are looked at where the engines look:
rather a file too many than one too few.  What the name of a catalogue's voice means is known by its check sum when it is
fetched: it does not count, unless it lies beside the voice file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from audioedition.model import Voice

_ENDS = ("", ".onnx", ".json", ".onnx.json")
"""How files are called beside the name in a voice file: Piper's settings, and a model without its suffix."""
_CONFIG = "config.json"
_VOCODER = "vocoder"
"""Beside a model of Coqui's: its configuration, without which it is none, and a folder that may hold what makes sound of spectra."""
_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')  # in JSON, with which Coqui lets comments be mixed


def stamps(voices: Iterable[Voice]) -> list[str]:
    """Path, size and time of change of every file that these `voices` may be made of, or their fallbacks."""
    every = [each for voice in voices for each in (voice, voice.fallback) if each]
    found = {path for each in every for path in _files(each)}
    return [stamp for path in sorted(found) if (stamp := _stamp(path))]


def _stamp(path: str) -> str:
    """What tells a file from what it was; "" for what is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- there may be hundreds, at every start
    except (OSError, ValueError):  # not there, or no name that a disk can have
        return ""
    return f"{path} {found.st_size} {found.st_mtime_ns}" if stat.S_ISREG(found.st_mode) else ""


def _files(voice: Voice) -> Iterator[str]:
    """The files of a voice; some may not be there."""
    yield from _inside(
        str(voice.folder)
    )  # Piper and Kokoro find some by the name of the voice, or without any
    for name in (voice.model, *voice.options.values()):
        if name and isinstance(name, str):
            yield from _of(os.path.join(voice.folder, os.path.expanduser(name)))  # noqa: PTH111, PTH118 -- as above


def _of(place: str) -> Iterator[str]:
    """The files that belong to what is named by its `place`: a file, with its suffix or without, or a folder."""
    yield from (f"{place}{end}" for end in _ENDS)
    is_folder = os.path.isdir(place)  # noqa: PTH112 -- `Path.is_dir` raises an error for a name that no disk can have
    folder = place if is_folder else os.path.dirname(place)  # noqa: PTH120 -- as above
    if is_folder:
        yield from _inside(folder)
    for each in (Path(folder), Path(folder, _VOCODER)):
        if os.path.isfile(each / _CONFIG):  # noqa: PTH113 -- as above
            yield from _below(each) if is_folder else _inside(str(each))  # Bark's model is a whole folder
            yield from _named(each / _CONFIG)


def _inside(folder: str) -> Iterator[str]:
    """The files in a folder, but for those that are hidden, and for settings: they count by what stands in them."""
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:  # whoever needs it says so
        for each in entries:
            if not each.name.startswith(".") and not each.name.endswith(".toml"):
                yield each.path


def _below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118 -- as above


def _named(config: Path) -> Iterator[str]:
    """Whatever may be a path in a configuration: of speakers, say, or of the model that tells them apart."""
    with contextlib.suppress(OSError, ValueError):  # whoever loads it says so
        for found in _TEXT.findall(config.read_text("utf-8-sig")):
            if "/" in found or "\\" in found:
                with contextlib.suppress(ValueError):
                    yield json.loads(found)
