"""Another engine and model into the text of a voice file, with all else as its owner wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable, SingleKey

from audioedition.config.editing import document
from audioedition.config.reading import toml
from audioedition.errors import ConfigError


def recast(text: str, where: str, engine: str, model: str, dropped: Collection[str]) -> str:
    """The voice file `text`, called `where`, for `engine` and `model`, without the options `dropped` and whose voice the old one was.

    Raises ConfigError, also if the file cannot be changed without spoiling it.
    """
    wanted = _wanted(toml(text, where), engine, model, dropped)
    parsed = document(text, where)
    parsed["engine"] = engine
    for key in ("voice", "model"):  # two names of one thing
        if key in parsed:
            del parsed[key]
    if model:
        line = tomlkit.item(model)
        line.trivia.trail = "\r\n" if "\r\n" in text else "\n"
        parsed._insert_after("engine", SingleKey("model"), line)  # noqa: SLF001 -- the public ways put it at the end only
    options = parsed.get("options")
    if isinstance(options, AbstractTable):
        for key in dropped:
            options.remove(key)
    if "attribution" in parsed:
        del parsed["attribution"]
    done = tomlkit.dumps(parsed)
    try:
        is_right = tomllib.loads(done) == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise ConfigError(
            f'{where} cannot be edited without spoiling its layout: write engine = "{engine}" by hand.'
        )
    return done


def _wanted(old: Mapping[str, Any], engine: str, model: str, dropped: Collection[str]) -> dict[str, Any]:
    """What the file should say in the end."""
    kept = {
        key: value for key, value in old.items() if key not in {"engine", "model", "voice", "attribution"}
    }
    if "options" in kept:
        kept["options"] = {key: value for key, value in kept["options"].items() if key not in dropped}
    return {**kept, "engine": engine, **({"model": model} if model else {})}
