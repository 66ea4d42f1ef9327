"""An audio file, decoded: back to samples."""

from __future__ import annotations

from pathlib import Path

from audioedition.errors import AudioError
from audioedition.mixdown.command import named, run
from audioedition.model import Clip


def decoded(path: Path, rate: int, scratch: Path, ffmpeg: Path) -> Clip:
    """The sound of an audio file at `rate` Hz, by way of the file `scratch`.  Raises AudioError if it cannot be read."""
    settings = ("-map", "0:a:0", "-f", "s16le", "-ar", str(rate), "-ac", "1")
    try:
        run(ffmpeg, ["-loglevel", "error", "-i", named(path), *settings, named(scratch)])
        return Clip(scratch.read_bytes(), rate)
    except (AudioError, OSError) as exc:
        raise AudioError(f"{path} cannot be read as audio: {exc}") from exc
