"""The rows of a lexicon as an engine can say them."""

from __future__ import annotations

from dataclasses import replace

from audioedition.engines._protocols import Phonetic
from audioedition.errors import ConfigError
from audioedition.languages import base
from audioedition.model import Row, Voice


def lexicon(voice: Voice, engine: Phonetic) -> tuple[Row, ...]:
    """The rows of `voice`'s lexicon that `engine` is to say, each for the voice's language: without IPA if it takes none.

    Rows for other languages are left to the voices of those.  Raises ConfigError for a row that has only
    IPA where the engine takes none.
    """
    rows = own(voice)
    if engine.phonemes:
        return rows
    for row in rows:
        if row.ipa and not row.say:
            message = (
                f"{row.file or voice.file}, [lexicon] {row.written!r} has only ipa, but the voice of {voice.language!r} "
                f'({f"{voice.engine} {voice.model}".strip()}) takes none: add say = "…" to that row, a respelling.'
            )
            raise ConfigError(message)
    return tuple(replace(row, ipa="") for row in rows)


def checked_lexicon(voice: Voice, engine: Phonetic) -> tuple[Row, ...]:
    """As `lexicon`, if `engine` has every sound that its rows ask for; that may load a model.

    Raises ConfigError that names the row and the sound, EngineUnavailable if it cannot be known.
    """
    rows = lexicon(voice, engine)
    for row in rows:
        sound = engine.unknown_sound(row.ipa) if row.ipa else ""
        if sound:
            message = (
                f"{row.file or voice.file}, [lexicon] {row.written!r}: the voice of {voice.language!r} ({voice.engine}) "
                f"has no sound {sound!r}, nor anything near it: choose another, or give a respelling instead."
            )
            raise ConfigError(message)
    return rows


def own(voice: Voice) -> tuple[Row, ...]:
    """The rows that are for the voice's language, and now say so."""
    language = base(voice.language)
    kept = (row for row in voice.lexicon if not row.language or base(row.language) == language)
    return tuple(replace(row, language=row.language or language) for row in kept)
