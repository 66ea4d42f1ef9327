"""`voices/<language>.toml` → Voice."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from audioedition import starter
from audioedition.config.lexicon import rows
from audioedition.config.reading import text, toml
from audioedition.errors import ConfigError
from audioedition.languages import base, ever_shorter
from audioedition.model import Attribution, Consent, Option, Voice
from audioedition.strict import decode


@dataclass(frozen=True, slots=True)
class _Fallback:
    """`[fallback]`: the voice that speaks what the file's own one fails on."""

    engine: str
    model: str = ""
    options: dict[str, Option] = field(default_factory=dict)
    attribution: Attribution = field(default_factory=Attribution)


@dataclass(frozen=True, slots=True)
class _VoiceFile:
    engine: str
    language: str = ""
    model: str = ""
    voice: str = ""
    options: dict[str, Option] = field(default_factory=dict)
    lexicon: dict[str, Any] = field(default_factory=dict)
    attribution: Attribution = field(default_factory=Attribution)
    consent: Consent | None = None
    fallback: _Fallback | None = None


def voice(folder: Path, language: str) -> Voice:
    """How `language` sounds: by `<language>.toml` in `folder`, a starter voice, or else espeak."""
    for place in (folder, starter.folder()):
        for tag in ever_shorter(language):
            path = place / f"{tag}.toml"
            if path.is_file():
                return _voice(path, language)
    return Voice(language=language, engine="espeak", folder=folder)


def second(folder: Path, language: str, name: str) -> Voice | None:
    """The second voice of `language` that is called `name`: by `<language>.<name>.toml` in `folder`, if that is there."""
    paths = (folder / f"{tag}.{name}.toml" for tag in ever_shorter(language))
    return next((_voice(path, language) for path in paths if path.is_file()), None)


def _voice(path: Path, language: str) -> Voice:
    where = f"voices/{path.name}"
    table = decode(toml(text(path), where), _VoiceFile, where)
    if table.model and table.voice:
        message = f"{where}: 'model' and 'voice' mean the same; keep one of them."
        raise ConfigError(message)
    named = path.name.partition(".")[0]
    if table.language and base(table.language) != base(named):
        message = f"{where}: language = {table.language!r}, but the file is named for {named!r}; correct one of them."
        raise ConfigError(message)
    if table.consent is not None:
        _check_consent(table.consent, where)
    own = Voice(
        language=table.language or language,
        engine=table.engine,
        model=table.model or table.voice,
        options=table.options,
        lexicon=rows(table.lexicon, where, table.language or language),
        attribution=table.attribution,
        consent=table.consent,
        folder=path.parent,
        file=where,
    )
    if (other := table.fallback) is None:
        return own
    fallback = replace(
        own,
        engine=other.engine,
        model=other.model,
        options=other.options,
        attribution=other.attribution,
        consent=None,
        file=f"{where}, [fallback]",
    )
    if (own.engine, own.model, own.options) == (fallback.engine, fallback.model, fallback.options):
        message = f"{fallback.file} is the very voice of the file, and could not help where that fails: name another."
        raise ConfigError(message)
    return replace(own, fallback=fallback)


def _check_consent(consent: Consent, where: str) -> None:
    """Refuse a note that says nothing: it is to be shown to whoever asks.  Raises ConfigError."""
    for each in fields(consent):
        if not getattr(consent, each.name).strip():
            message = f"{where}, [consent] {each.name} is empty; write whose voice it is, since when they agree, and to what."
            raise ConfigError(message)
    try:
        given = date.fromisoformat(consent.date)
    except ValueError as exc:
        message = f"{where}, [consent] date = {consent.date!r} is no date such as 2026-01-31."
        raise ConfigError(message) from exc
    if given > datetime.now(UTC).date() + timedelta(days=1):  # where it is tomorrow already
        message = f"{where}, [consent] date = {consent.date!r} is still to come: nobody has agreed yet; write when they did."
        raise ConfigError(message)
