"""Conductor: another voice for a language.  It is chosen, tried, and then kept: until then nothing has been written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audioedition import config, engines, offers, understudies
from audioedition.config import Config, recasting
from audioedition.config.editing import owners_text, save
from audioedition.engines import Phonetic
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base, canonical
from audioedition.model import Attribution, Option, Voice
from audioedition.phrases import in_english
from audioedition.scaffold import voice_file

_OF_ONE_MODEL = frozenset({"speaker", "language", "speaker_wav", "vocoder", "accelerate", "model_licence"})
"""Options whose value is about a model, and means nothing, or another thing, to the next."""

_ANY = ("zxx", "mul", "multilingual")  # tags, and Coqui's word
_NAME = re.compile(r"[\w.-]+|tts_models/.+")
_NEAR = 0.4
_FEW = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A `voice` that was chosen, and the `text` of the voice file at `path` that will say so.

    `where` is how messages name that file; `before` is what it said, None if it was not there; `dropped` are the words for what it said of the old voice only.
    """

    voice: Voice
    path: Path
    where: str
    before: str | None
    text: str
    dropped: tuple[str, ...]


def choose(settings: Config, language: str, name: str) -> Choice:
    """What the voice called `name` (`piper:en_US-joe-medium`, or an engine alone) would be for `language` in the edition.

    Raises ConfigError for one that does not exist, does not speak the language, or whose licence forbids the use,
    EngineUnavailable if its engine is not installed.
    """
    tag = canonical(language)
    if not config.is_tag(tag):
        raise ConfigError(f"{language!r} is no language tag: write one such as en, de or pt-BR.")
    engine, _, model = name.partition(":")
    engines.module(engine)
    old = settings.voice(tag)
    path = settings.voice_path(tag)
    _check_name(replace(old, engine=engine, model=model, folder=path.parent), tag)
    where = f"voices/{path.name}"
    changed = (engine, model) != (old.engine, old.model)
    whose = Attribution() if changed else old.attribution
    bare = replace(
        old, engine=engine, model=model, options={}, attribution=whose, folder=path.parent, file=where
    )
    options = {
        key: value
        for key, value in old.options.items()
        if not (changed and key in _OF_ONE_MODEL) and _takes(bare, key, value)
    }
    voice = replace(bare, options=options)
    engines.unfetched(voice)  # or its licence forbids the use: told before anybody installs 2 GB for it
    engines.check_installed(engine)
    if understudies.is_itself(voice):
        message = f"{where}, [fallback], is that very voice, and could not help where it fails: change that first, or choose another."
        raise ConfigError(message)
    if not model:
        _check_standard(voice)
    before = owners_text(path, where) if path.exists() else None
    text = voice_file(path.stem).decode() if before is None else before
    lost = [key for key in old.options if key not in options]
    given = recasting.recast(text, where, engine, model, lost, credited=not changed)
    dropped = [f"options.{key}" for key in lost]
    if changed and old.attribution.name and path.exists():
        dropped.append("attribution")
    return Choice(voice, path, where, before, given, tuple(dropped))


def keep(choice: Choice) -> None:
    """Write the voice file.

    Raises ConfigError if somebody else has changed it since it was read, ArchiveError if the disk refuses.
    """
    now = owners_text(choice.path, choice.where) if choice.path.exists() else None
    if now != choice.before:
        message = (
            f"{choice.where} was changed in the meantime, and is left as it is now: run the same command again; "
            "what was fetched stays."
        )
        raise ConfigError(message)
    if now != choice.text:
        save(choice.path, choice.text)


def tried(choice: Choice, engine: Phonetic, sentence: str) -> float:
    """Let the voice say `sentence`, and look whether it can say the lexicon; give how long it speaks, in seconds.

    Raises ConfigError, EngineUnavailable, EngineError.
    """
    engines.lexicon(choice.voice, engine)
    _ = engine.fingerprint  # without one, nothing is published
    return engine.synthesize(sentence).seconds


def _takes(voice: Voice, key: str, value: Option) -> bool:
    """Whether the engine of `voice` takes an option."""
    try:
        engines.load(replace(voice, options={key: value}, commercial=False))
    except ConfigError:
        return False
    except EngineUnavailable:
        pass  # options are looked at first
    return True


def _check_standard(voice: Voice) -> None:
    """Refuse an engine without a model where it has no standard for the language."""
    try:
        engines.load(voice)
    except EngineUnavailable:
        pass  # it is fetched then
    except ConfigError as exc:
        others = _others(voice.engine, voice.language)
        if not others:
            raise
        raise ConfigError(
            f"{voice.engine} has no standard voice for {in_english(voice.language)}: choose one{others}."
        ) from exc


def _check_name(voice: Voice, language: str) -> None:
    """Refuse a model that is neither listed, nor here, nor a path; and one that does not speak the `language`."""
    engine, model = voice.engine, voice.model
    listed = {each.model: each for each in engines.offers(engine)}
    here = {each.model: each.language for each in engines.here(engine)}
    known = engines.offer(voice)
    own = model if engine == "espeak" and config.is_tag(model) else ""  # whose models are languages
    spoken = known.languages if known else tuple(filter(None, [here.get(model, own)]))
    if spoken and not _speaks(spoken, language) and "fairseq" not in model:
        told = ", ".join(map(in_english, spoken))
        raise ConfigError(
            f"{engine}:{model} speaks {told}, not {in_english(language)}: choose another{_others(engine, language)}."
        )
    if known or not model or not listed or model in here or not _NAME.fullmatch(model) or _is_path(voice):
        return
    near = difflib.get_close_matches(model, dict.fromkeys([*listed, *here]), n=3, cutoff=_NEAR)
    hint = f" Near to it are {', '.join(near)}." if near else ""
    raise ConfigError(
        f"{engine} has no voice {model!r}.{hint} All are told by: audioedition voices list {language}"
    )


def _speaks(languages: Sequence[str], language: str) -> bool:
    """Whether `language` is among those, be it of another region; no language, or several, are all."""
    return any(base(each) in {base(language), *_ANY} for each in languages)


def _is_path(voice: Voice) -> bool:
    """Whether the model of `voice` is named by where it lies: there is such a thing beside the voice file, or it looks like one."""
    return Path(voice.model).suffix in {".onnx", ".pth"} or (voice.folder / voice.model).exists()


def _others(engine: str, language: str) -> str:
    names = [
        each.voice.model for each in offers.available(language, engine) if "/…/" not in each.voice.model
    ][:_FEW]
    return f", such as {', '.join(names)}" if names else ""
