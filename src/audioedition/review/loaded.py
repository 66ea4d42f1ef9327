"""What stays loaded from one request of a page to the next: voices, and who listens to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime

from audioedition import engines, recognition
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.model import Voice
from audioedition.studio import Studio


class Loaded:
    """What studios that follow each other have loaded; one at a time may use it."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self._voices: dict[str, Voice] = {}
        self._cast: dict[str, engines.Phonetic] = {}
        self._recognisers: dict[tuple[str, str], recognition.Recogniser] = {}

    def studio(
        self,
        settings: Config,
        archive: Archive,
        pool: Executor | None,
        progress: Callable[[str, int, int], None],
    ) -> Studio:
        """A studio for these settings; voices that are as before stay loaded, and so does a recogniser."""
        voices = _voices(settings)
        if voices != self._voices:
            self._voices, self._cast = voices, {}
        return Studio(
            settings,
            archive,
            datetime.now(UTC),
            pool=pool,
            progress=progress,
            _cast=self._cast,
            _recognisers=self._recognisers,
        )


def _voices(settings: Config) -> dict[str, Voice]:
    """The voices of an edition as they are loaded: their lexicons are no part of that."""
    stations = settings.stations.items()
    own = {tag: _bare(station.voice) for tag, station in stations}
    return own | {f"{tag}.": _bare(station.quotation) for tag, station in stations if station.quotation}


def _bare(voice: Voice) -> Voice:
    fallback = _bare(voice.fallback) if voice.fallback else None
    return dataclasses.replace(voice, lexicon=(), fallback=fallback)
