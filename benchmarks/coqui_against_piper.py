"""The same post, published by Piper and by Coqui: the same lines in the same order, and how well each is understood.

    audioedition init piper; audioedition init coqui           # and in coqui/voices/en.toml: engine = "coqui", a model
    (cd piper && audioedition publish ../POST); (cd coqui && audioedition publish ../POST)
    python benchmarks/coqui_against_piper.py piper coqui [--language en] [--model base]

What is compared is what listeners get: each edition's newest episode, cut into its paragraphs by the record's own times,
and read back by a recogniser.  What was written and what was heard are read alike, as in `heard_script.py`.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from heard_script import WITHOUT, Graph, distance, graph
from numpy.typing import NDArray

RATE = 16_000
"""Hz, as recognisers of the Whisper kind want it."""

_MARGIN = 0.15  # seconds around a paragraph: times are those of the sound, and a consonant may be soft


@dataclass(frozen=True)
class Paragraph:
    """What stands in one block: its lines, and where its sound is, in seconds."""

    text: str
    start: float
    end: float


def episode(folder: Path, language: str) -> tuple[dict[str, Any], Path]:
    """The record of the newest episode of the edition in `folder`, and its audio file."""
    records = sorted(
        (folder / "feeds" / language / "episodes").glob("*.json"), key=lambda path: path.stat().st_mtime
    )
    if not records:
        sys.exit(f"{folder} has no episode in {language!r}: publish a post there first.")
    record = json.loads(records[-1].read_text("utf-8"))
    return record, folder / "feeds" / language / "audio" / record["enclosure"]["file"]


def paragraphs(lines: Sequence[dict[str, Any]]) -> Iterator[Paragraph]:
    """The lines of each block, together."""
    for _, group in itertools.groupby(lines, key=lambda line: line.get("block", -1)):
        some = list(group)
        yield Paragraph(" ".join(line["text"] for line in some), some[0]["start"], some[-1]["end"])


class Recogniser:
    """Whisper, in one thread."""

    def __init__(self, model: str) -> None:
        try:
            self._library: Any = importlib.import_module("faster_whisper")
        except ImportError:
            sys.exit(WITHOUT)
        self._model = self._library.WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)

    def sound(self, file: Path) -> NDArray[np.float32]:
        """The samples of an audio file."""
        decoded: NDArray[np.float32] = self._library.decode_audio(str(file), sampling_rate=RATE)
        return decoded

    def hear(self, sound: NDArray[np.float32], language: str) -> str:
        """What it makes of `sound`."""
        parts, _ = self._model.transcribe(
            sound, language=language, beam_size=5, temperature=0, condition_on_previous_text=False
        )
        return " ".join(part.text.strip() for part in parts)


def main() -> None:
    """Print both, side by side."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs=2, type=Path, metavar="EDITION")
    parser.add_argument("--language", default="en")
    parser.add_argument("--model", default="base", help="of faster-whisper: a name, or a folder")
    options = parser.parse_args()
    found = [episode(folder, options.language) for folder in options.folders]
    told = [[line["text"] for line in record["lines"]] for record, _ in found]
    print(
        f"lines: {len(told[0])} and {len(told[1])}, {'the very same, in the same order' if told[0] == told[1] else 'NOT THE SAME'}"
    )
    recogniser = Recogniser(options.model)
    rates = []
    for folder, (record, file) in zip(options.folders, found, strict=True):
        wrong, of = misheard(recogniser, recogniser.sound(file), record["lines"], options.language)
        rates.append(100 * wrong / of)
        print(f"{folder}: {record['enclosure']['file']}, {wrong} of {of} words misheard: {rates[-1]:.2f} %")
    print(f"the second against the first: {rates[1] - rates[0]:+.2f} points")


def misheard(
    recogniser: Recogniser, sound: NDArray[np.float32], lines: Sequence[dict[str, Any]], language: str
) -> tuple[int, int]:
    """How many words are heard wrong, and of how many."""
    wrong = of = 0
    for each in paragraphs(lines):
        start, end = (round(second * RATE) for second in (max(0.0, each.start - _MARGIN), each.end + _MARGIN))
        meant = graph(each.text, language)
        wrong += distance(meant, graph(recogniser.hear(sound[start:end], language), language))
        of += distance(meant, Graph([]))
    return wrong, of


if __name__ == "__main__":
    main()
