"""What is known of voices, and from which sentences; disposable: it is learned again from the next episodes."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audioedition.files import digest, write_atomically
from audioedition.languages import base
from audioedition.listening.accent import Accent
from audioedition.listening.habit import Contrast, Habit
from audioedition.listening.pace import Pace

Sentence = tuple[str, str]
"""The language tag of an utterance, and the text that was spoken."""

_FORM = 3
"""Raised when habits are learned or written otherwise."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Habits in `folder`, by the fingerprint of the voice's engine and the language that it speaks.

    Beside each stand the sentences from which it was learned, or will be once there are enough: their words only.
    """

    folder: Path

    def get(self, voice: str, language: str) -> Habit | None:
        """What is known of a voice; None if nothing is."""
        try:
            with np.load(io.BytesIO(self._path(voice, language).read_bytes())) as kept:
                # numpy reads only as much as a head asks for, so a damaged head could make its sum go unread.
                whole = kept.zip.testzip() is None
                return _habit(kept) if whole and int(kept["form"]) == _FORM else None
        except Exception:  # noqa: BLE001 -- a damaged file: numpy, zipfile and zlib raise errors of ten kinds
            return None

    def put(self, voice: str, language: str, habit: Habit) -> None:
        """Keep what was learned.  Raises ArchiveError if the disk refuses."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            form=_FORM,
            clips=habit.clips,
            names=np.array(habit.accent.names),
            means=habit.accent.means,
            variances=habit.accent.variances,
            weights=habit.pace.weights,
            spread=habit.pace.spread,
            contrast=[*habit.contrast.right, *habit.contrast.wrong, habit.contrast.limit],
            most=[habit.hole, habit.gap, habit.flat, habit.tail],
            timbre=habit.timbre,
            timbres=habit.timbres,
        )
        write_atomically(self._path(voice, language), file.getvalue())

    def sentences(self, voice: str, language: str) -> list[Sentence]:
        """What a voice is learned from, in the order in which it was heard; nothing if nothing is known."""
        try:
            kept = json.loads(self._path(voice, language, "json").read_bytes())
            return [(str(tag), str(spoken)) for tag, spoken in kept]
        except (OSError, ValueError, TypeError, RecursionError):
            return []

    def keep_sentences(self, voice: str, language: str, sentences: Sequence[Sentence]) -> None:
        """Keep what a voice is learned from.  Raises ArchiveError if the disk refuses."""
        # By `\u…`: half a character, which some texts have, is none in UTF-8.
        write_atomically(self._path(voice, language, "json"), json.dumps(sentences).encode("ascii"))

    def _path(self, voice: str, language: str, suffix: str = "npz") -> Path:
        return self.folder / f"{digest(voice, base(language))[:32]}.{suffix}"


def _habit(kept: np.lib.npyio.NpzFile) -> Habit:
    mean, median, other_mean, other_median, limit = map(float, kept["contrast"])
    hole, gap, flat, tail = map(float, kept["most"])
    return Habit(
        clips=int(kept["clips"]),
        accent=Accent(tuple(map(str, kept["names"])), kept["means"], kept["variances"]),
        pace=Pace(kept["weights"], float(kept["spread"])),
        contrast=Contrast((mean, median), (other_mean, other_median), limit),
        hole=hole,
        gap=gap,
        flat=flat,
        tail=tail,
        timbre=kept["timbre"],
        timbres=kept["timbres"],
    )
