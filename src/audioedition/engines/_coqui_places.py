"""From what a voice file says to the files of a model: by the catalogue's name, or by a path."""

from __future__ import annotations

from pathlib import Path

from audioedition import first_seen
from audioedition.engines._coqui_catalogue import Entry, catalogue, entry, standard
from audioedition.engines._coqui_import import ENGINE
from audioedition.engines._coqui_models import Model, checkpoint, told
from audioedition.engines._setup import path_of, place, suggestion
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Voice

_VOCODER = "vocoder"
"""The folder beside a model of one's own where its vocoder is looked for."""

Source = Entry | Path
"""A model of the catalogue, or the checkpoint (or folder) of one of one's own."""


def source(voice: Voice) -> Source:
    """What `voice.model` means.  Raises ConfigError for a name that Coqui does not know, EngineUnavailable for a path without a model."""
    name = voice.model or standard(voice.language)
    if not name:
        raise ConfigError(
            f"{place(voice, 'model')}: Coqui has no model for {voice.language!r} that is its standard."
        )
    return _meant(voice, name, "model", "tts_models/")


def vocoder(voice: Voice, name: str, spoken: Source) -> Source | None:
    """What the option `vocoder` means, `name`, or without it what belongs to the model.  Raises as `source`."""
    if name:
        return _meant(voice, name, "vocoder", "vocoder_models/")
    if isinstance(spoken, Entry):
        return entry(spoken.vocoder) if spoken.vocoder else None
    return checkpoint((spoken if spoken.is_dir() else spoken.parent) / _VOCODER)


def located(spoken: Source, sung: Source | None, language: str) -> Model:
    """The files of a model and its vocoder.  Raises EngineUnavailable, with a remedy, if some are not here."""
    path = _file(spoken, spoken, language)
    return Model(spoken.name, path, None if sung is None else _file(sung, spoken, language))


def check_unchanged(wanted: Source | None) -> None:
    """Raise EngineUnavailable if a model of the catalogue, which knows no check sums, is another than when it first came here."""
    if isinstance(wanted, Entry) and wanted.place and (path := checkpoint(wanted.place)):
        found = {name or path.name: digest for name, digest in told(path)}
        first_seen.check(ENGINE, wanted.name, first_seen.note_of(wanted.place), found)


def is_here(spoken: Source) -> bool:
    """Whether a model lies on this machine, as far as one can see from outside."""
    return isinstance(spoken, Path) or spoken.place is not None


def is_whole(named: Entry) -> bool:
    """Whether all files of a model of the catalogue are here: one whose download broke off has left a folder, too."""
    if named.place is None or checkpoint(named.place) is None:
        return False
    return (
        named.place != named.folder or bool(named.address) or all(part.path.exists() for part in named.parts)
    )


def _meant(voice: Voice, name: str, key: str, kind: str) -> Source:
    named = entry(name)
    if named is not None and name.startswith(kind):
        return named
    if name.startswith(("tts_models/", "vocoder_models/")):
        known = [each for each in catalogue() if each.startswith(kind)]
        raise ConfigError(
            f"{place(voice, key)}: Coqui has no {key} {name!r} in its catalogue{suggestion(name, known)}."
        )
    found = checkpoint(path_of(voice, name))
    if found is None:
        raise EngineUnavailable(
            ENGINE,
            f"there is no {key} in {path_of(voice, name)}",
            "Put a .pth file and its config.json there, or name one of the catalogue (tts --list_models).",
        )
    return found


def _file(wanted: Source, spoken: Source, language: str) -> Path:
    """The checkpoint of what is `wanted`, which is the model that is `spoken` or its vocoder."""
    if isinstance(wanted, Path):
        return wanted
    found = checkpoint(wanted.place) if wanted.place else None
    if found is not None:
        return found
    problem = (
        f"the model in {wanted.place} is not whole"
        if wanted.place
        else f"the model {wanted.name} is not here"
    )
    fetched = bool(wanted.parts) and all(part.path.exists() for part in wanted.parts)
    remedy = "Delete that folder and fetch it again." if fetched else _remedy(wanted, spoken, language)
    raise EngineUnavailable(ENGINE, problem, remedy)


def _remedy(wanted: Entry, spoken: Source, language: str) -> str:
    by_hand = f"put the files of {wanted.source} into {wanted.folder}"
    if not wanted.parts:
        return f"{by_hand[0].upper()}{by_hand[1:]}."
    name = spoken.name if isinstance(spoken, Entry) else wanted.name
    return f"Type: audioedition voices use {language} {ENGINE}:{name} (or {by_hand})."
