"""Corrections to how words are said: rows into the lexicons of an edition, and what they change.

Nothing is spoken here; an engine is asked whether it can say what a row wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audioedition import config, engines
from audioedition.config import FILE, Config, editing
from audioedition.config.lexicon import rows
from audioedition.config.voices import second
from audioedition.errors import ConfigError
from audioedition.files import write_atomically
from audioedition.languages import base, canonical
from audioedition.model import Row, Voice
from audioedition.scaffold import voice_file
from audioedition.strict import nearest
from audioedition.text import compared
from audioedition.utterances.reader import Readers
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import written as shown


@dataclass(frozen=True, slots=True)
class Effect:
    """What a row changes for one voice: what its engine was given for the word, and what it is given now."""

    voice: Voice
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that can be said, and is not written yet: its `value` is what will stand in the `file` (as messages name it).

    `voices` are those that it concerns, each as it is and as it would be with the row.
    """

    word: str
    value: str | Mapping[str, Any]
    tag: str
    file: str
    voices: tuple[tuple[Voice, Voice], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that was written into `file` (as messages name it), and its effects."""

    file: str
    effects: tuple[Effect, ...]


def add(settings: Config, word: str, value: str | Mapping[str, Any], language: str | None) -> Correction:
    """Write a row for `word` into the voice file of `language`, or for the whole edition (None).

    `value` is what stands in the file: text, or a table.  Raises as `propose`; then nothing has been written.
    """
    proposal = propose(settings, word, value, language)
    effects = tuple(Effect(old, said(old, word), said(new, word)) for old, new in proposal.voices)
    editing.put(_written_file(settings, proposal.tag), proposal.file, word, proposal.value)
    return Correction(proposal.file, effects)


def propose(settings: Config, word: str, value: str | Mapping[str, Any], language: str | None) -> Proposal:
    """A row for `word`, as `add` would write it.

    Raises ConfigError, also if an engine cannot say it, EngineUnavailable if that cannot be known.
    """
    tag = "" if language is None else _tag(language)
    where = f"voices/{settings.voice_path(tag).name}" if tag else FILE
    (row,) = rows({word: value}, where, tag)
    if not isinstance(value, str) and row.ipa:
        value = {**value, "ipa": row.ipa}  # without brackets, and with the signs that belong there
    voices = [settings.voice(tag)] if tag else _touched(settings, row)
    for voice in voices:
        _check(voice, row)
    return Proposal(word, value, tag, where, tuple((voice, _with(voice, row)) for voice in voices))


def remove(settings: Config, word: str, language: str | None) -> str:
    """Take the row for `word` out of the voice file of `language`, or out of `audioedition.toml` (None).

    Returns the file's name.  Raises ConfigError if there is no such row.
    """
    tag = "" if language is None else _tag(language)
    path = settings.voice_path(tag) if tag else settings.root / FILE
    where = f"voices/{path.name}" if tag else FILE
    if path.is_file() and editing.remove(path, where, word):
        return where
    known = {row.written: row.file for _, row in listed(settings)}
    elsewhere = [file for written, file in known.items() if compared(written) == compared(word)]
    if elsewhere:
        hint = f"there is one in {elsewhere[0]}"
    else:
        hint = nearest(word, list(known)) if known else "the lexicon is empty"
    raise ConfigError(f"{where} has no row for {word!r}: {hint}.")


def listed(settings: Config) -> Iterator[tuple[str, Row]]:
    """Every row of the edition with the language of its voice, "" for those of the whole edition.  Raises ConfigError."""
    folder = settings.root / "voices"
    for path in sorted(folder.glob("*.toml")):
        tag, _, name = path.stem.partition(".")
        voice = second(folder, tag, name) if name else config.voice(folder, tag)
        yield from ((path.stem, row) for row in (voice.lexicon if voice else ()))
    yield from (("", row) for row in settings.lexicon)


def said(voice: Voice, text: str) -> str:
    """What the engine of `voice` is given for `text`, by its lexicon."""
    return spoken(engines.lexicon_shown(voice), voice.language, text)


def spoken(lexicon: Sequence[Row], language: str, text: str) -> str:
    """What an engine is given for `text`, by the rows of `lexicon`."""
    return Readers(Lexicon(lexicon)).read(shown(text).text, language).spoken()


def _check(voice: Voice, row: Row) -> None:
    """Refuse what the engine cannot say.  Raises ConfigError, EngineUnavailable."""
    if row.ipa:
        engines.checked_lexicon(replace(voice, lexicon=(row,)), engines.load(voice))


def _touched(settings: Config, row: Row) -> list[Voice]:
    """The voices of the edition that a row for all of it concerns."""
    voices = [station.voice for station in settings.stations.values()]
    return [each for each in voices if not row.language or base(row.language) == base(each.language)]


def _with(voice: Voice, row: Row) -> Voice:
    """`voice` with `row` where it will stand: in the place of the one for the same word, else below all of its file."""
    if any(_same(each, row) for each in voice.lexicon):
        return replace(voice, lexicon=tuple(row if _same(each, row) else each for each in voice.lexicon))
    own = [each for each in voice.lexicon if each.file != FILE]
    whole = [each for each in voice.lexicon if each.file == FILE]
    return replace(voice, lexicon=(*own, *whole, row) if row.file == FILE else (*own, row, *whole))


def _same(one: Row, other: Row) -> bool:
    """Whether two rows are for the same word, in one file."""
    return (one.file, compared(one.written)) == (other.file, compared(other.written))


def _written_file(settings: Config, tag: str) -> Path:
    """The file to edit; a voice file that is not there is made from the starter voice.  Raises ArchiveError."""
    if not tag:
        return settings.root / FILE
    path = settings.voice_path(tag)
    if not path.exists():
        write_atomically(path, voice_file(path.stem))
    return path


def _tag(language: str) -> str:
    tag = canonical(language)
    if not config.is_tag(tag):
        raise ConfigError(f"{language!r} is no language tag: write one such as en, de or pt-BR.")
    return tag
