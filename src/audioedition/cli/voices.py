"""`audioedition voices list`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.convert import convert
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, put_json
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.languages import base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audioedition.model import Voice

UNASKED = ("espeak", "tone")
"""Engines that are listed for a language only: the one for its hundred languages, the other is no voice."""


@click.group()
def voices() -> None:
    """See the voices that can be had."""


voices.add_command(convert)


@voices.command("list")
@click.argument("language", required=False)
@FOLDER
@AS_JSON
def list_(language: str | None, folder: Path, *, as_json: bool) -> None:
    """List the voices that the feeds use, and others that could be had; of one LANGUAGE, if given."""
    from audioedition import engines  # noqa: PLC0415 -- heavy, and not needed for --help

    used = [(tag, voice) for tag, voice in _used(folder) if not language or _fits(voice, language)]
    for feed, voice in (*used, *(("", voice) for voice in _available(language))):
        problem = _problem(voice)
        attribution = voice.attribution if problem else engines.attribution(voice)
        if as_json:
            put_json(
                {
                    "language": voice.language,
                    "engine": voice.engine,
                    "model": _model(voice) or None,
                    "feed": feed or None,
                    "installed": not problem,
                    "remedy": problem or None,
                    "attribution": dataclasses.asdict(attribution),
                }
            )
            continue
        installed = "not installed" if problem else "installed"
        licence = attribution.licence or "licence not recorded"
        use = f"  (used by {feed})" if feed else ""
        name = f"{voice.language:6} {voice.engine:7} {_model(voice) or 'standard':22}"
        click.echo(f"{name} {installed:14} {licence}{use}")
        if problem:
            click.secho(f"       {problem}", fg="yellow")
    if not language and not as_json:
        click.echo("espeak speaks about 100 more languages: `audioedition voices list LANGUAGE`.")


def _used(folder: Path) -> Iterator[tuple[str, Voice]]:
    """The voices of the edition, if there is one.  Raises ConfigError."""
    from audioedition import config  # noqa: PLC0415 -- as above

    root = config.find(folder)
    if root:
        for tag, station in config.load(root).stations.items():
            yield tag, station.voice


def _available(language: str | None) -> Iterator[Voice]:
    """What the built-in engines have here, and where one has nothing, what it lacks."""
    from audioedition import engines  # noqa: PLC0415 -- as above
    from audioedition.model import Voice  # noqa: PLC0415

    for name in engines.built_in():
        if not language and name in UNASKED:
            continue
        found = [v for v in engines.module(name).voices() if not language or _fits(v, language)]
        if not found and name not in UNASKED:
            wanting = Voice(language=language or "en", engine=name)
            try:
                engines.load(wanting)
            except ConfigError:
                continue  # it does not speak that language
            except EngineUnavailable:
                found = [wanting if language else dataclasses.replace(wanting, language="mul")]
            else:
                found = [wanting]
        yield from found


def _fits(voice: Voice, language: str) -> bool:
    return base(voice.language) == base(language)


def _model(voice: Voice) -> str:
    """The model that speaks, also where the engine chooses it; nothing where that is not easily known."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    if voice.model:
        return voice.model
    if voice.engine == "espeak":
        return voice.language
    if voice.engine not in {"pico", "piper"}:
        return ""
    models = {v.language: v.model for v in engines.module(voice.engine).voices() if _fits(v, voice.language)}
    return models.get(voice.language) or next(iter(models.values()), "")


def _problem(voice: Voice) -> str:
    """Nothing if the voice can be used here, else what is missing and the remedy."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    try:
        engines.load(voice)
    except (EngineUnavailable, ConfigError) as exc:
        return str(exc)
    return ""
