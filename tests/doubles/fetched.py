"""An engine whose model has to be fetched: speaks like the tone engine when the file is there."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.engines import Engine, Part, tone
from audioedition.errors import EngineUnavailable
from audioedition.model import Attribution, Voice

wanted: list[Part] = []
licence: list[str] = []


def load(voice: Voice) -> Engine:
    for part in wanted:
        if not part.path.exists():
            raise EngineUnavailable("fetched", f"there is no {part.path}", "Fetch it.")
    return tone.load(Voice(language=voice.language, engine="tone"))


def voices() -> tuple[Voice, ...]:
    return ()


def parts(_: Voice) -> Sequence[Part]:
    return tuple(wanted)


def attribution(voice: Voice) -> Attribution:
    return Attribution(f"Fetched {voice.model}".strip(), licence[0] if licence else "CC0-1.0")
