"""A Piper voice becomes a Coqui model: the same weights, under Coqui's names, and proof that they say the same."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audioedition import engines, phrases
from audioedition.engines import (
    _coqui_checkpoint,
    _coqui_credit,
    _coqui_import,
    _piper_as_coqui,
    _piper_graph,
    _piper_settings,
    piper,
)
from audioedition.engines._decibels import decibels
from audioedition.engines._piper_models import find
from audioedition.engines._setup import reason
from audioedition.errors import AudioeditionError, ConfigError, EngineError
from audioedition.files import replacing_folder
from audioedition.model import Attribution, Voice

LEAST = 40.0
"""Decibels: below, the conversion failed.  Rounding alone leaves 80 and more."""

Telling = Callable[[str], None]
"""Told what is being done now."""

_CARD = "MODEL_CARD"  # where Piper's makers say whose voice it is
_WRITTEN = frozenset({_coqui_checkpoint.MODEL, _coqui_checkpoint.CONFIG, _coqui_credit.FILE})


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a voice: the `folder` of the model, and how alike both speak.

    `rate` is in hertz, `size` in bytes; `decibels` is the signal-to-noise ratio of the Coqui model's sound against
    Piper's, without chance: the lowest of the speakers that were compared (the first and the last).
    """

    folder: Path
    language: str
    speakers: tuple[str, ...]
    rate: int
    size: int
    decibels: float
    attribution: Attribution


def convert(voice: Voice, folder: Path, *, force: bool = False, tell: Telling = lambda _: None) -> Converted:
    """Write the Piper `voice` into `folder` as a Coqui model, prove that it speaks alike, and say so.

    Nothing is left of what fails.  Raises ConfigError for a folder that is there (unless `force`), EngineUnavailable
    for a voice or library that is not, EngineError for a voice that Coqui cannot have.
    """
    if folder.exists() and not force:
        message = f"{folder} is there already: name another folder, or add --force to replace it."
        raise ConfigError(message)
    if folder.exists():
        _check_written(folder)
    source = find(voice)
    _coqui_import.library()
    tell(f"Reading {source.name}")
    made = _recipe(source)
    whose = engines.attribution(voice)
    with _translated(source), replacing_folder(folder) as part:
        tell("Writing the Coqui model")
        _coqui_checkpoint.write(made, part, _description(source.stem, whose))
        _coqui_credit.write(whose, part)
        card = source.with_name(_CARD)
        if card.is_file():
            shutil.copyfile(card, part / _CARD)
        tell("Comparing what both say")
        alike = _likeness(source, part, made)
        if alike < LEAST:
            message = (
                f"The conversion of {source.name} failed: both say a sentence alike to {alike:.0f} dB only, and not "
                f"to {LEAST:.0f} dB. Let Piper speak it, and please report it."
            )
            raise EngineError(message)
    size = sum(file.stat().st_size for file in folder.iterdir())
    return Converted(folder, made.language, made.speakers, made.rate, size, alike, whose)


@contextlib.contextmanager
def _translated(source: Path) -> Iterator[None]:
    """Turn what libraries raise about a voice into one sentence.  Raises EngineError."""
    try:
        yield
    except AudioeditionError:
        raise
    except Exception as exc:  # espeak, onnxruntime and torch have errors of their own, and a voice may be any
        message = f"{source} cannot be converted ({type(exc).__name__}: {reason(exc)}): fetch it and {source.name}.json anew, or let Piper speak it."
        raise EngineError(message) from exc


def _recipe(source: Path) -> _piper_as_coqui.Recipe:
    """Raises EngineError."""
    beside = Path(f"{source}.json")
    try:
        settings = json.loads(beside.read_text("utf-8"))
        _piper_settings.check(settings)
        return _piper_as_coqui.recipe(_piper_graph.read(source, _coqui_import.REMEDY), settings)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        message = f"{source} and {beside.name} are not a whole Piper voice ({type(exc).__name__}: {reason(exc)}): fetch both anew."
        raise EngineError(message) from exc


def _likeness(source: Path, model: Path, made: _piper_as_coqui.Recipe) -> float:
    """How alike both say one sentence, in decibels."""
    theirs, ours = piper.Exact(source), _coqui_checkpoint.Spoken(model, made)
    numbers = theirs.numbers(phrases.of(made.language).synthetic)
    known = set(made.rows)
    numbers = [number for number in numbers if number in known]
    speakers = sorted({0, max(0, len(made.speakers) - 1)})
    return min(decibels(theirs.say(numbers, who), ours.say(numbers, who)) for who in speakers)


def _check_written(folder: Path) -> None:
    """Replace only what a conversion has written, whole and nothing else.  Raises ConfigError."""
    there = {path.name: path.is_file() for path in folder.iterdir()} if folder.is_dir() else {}
    strange = sorted(name for name, is_file in there.items() if name not in {*_WRITTEN, _CARD} or not is_file)
    lacking = sorted(_WRITTEN - there.keys())
    if strange or lacking:
        why = f"{strange[0]} is in it" if strange else f"{lacking[0]} is not in it"
        message = f"{folder} is no model's folder that a conversion has written ({why}), so it is not replaced: name another."
        raise ConfigError(message)


def _description(name: str, whose: Attribution) -> str:
    credit = f"{whose.name}, {whose.licence or 'licence not recorded'}, {whose.url}".rstrip(", ")
    return f"The Piper voice {name}, converted by audioedition. {credit}. {whose.note}".strip()
