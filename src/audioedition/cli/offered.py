"""`audioedition voices list`."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.fetched import size
from audioedition.cli.opened import FOLDER
from audioedition.cli.shown import AS_JSON, clean, put, put_json
from audioedition.commands import command

if TYPE_CHECKING:
    from audioedition.model import Voice
    from audioedition.offers import Listed

_LONGEST = 46  # columns of a model's name


@click.command("list")
@click.argument("language", required=False)
@click.option("--engine", metavar="NAME", help="Only voices of this engine.")
@click.option("--all", "everything", is_flag=True, help="Without a LANGUAGE: also all that could be fetched.")
@FOLDER
@AS_JSON
def list_(language: str | None, engine: str | None, folder: Path, *, everything: bool, as_json: bool) -> None:
    """List the voices that the feeds use, and others that can be had; of one LANGUAGE, if given.

    Nothing is asked of the network.
    """
    from audioedition import config, engines, offers, phrases  # noqa: PLC0415 -- heavy, and not needed for --help

    if language is not None and not (config.is_tag(language) and phrases.is_known(language)):
        what = "no language that is known" if config.is_tag(language) else "no language tag"
        remedy = _meant(language) or "Write a tag such as en, de or pt-BR."
        raise click.UsageError(f"{language!r} is {what}. {remedy}")
    feeds = [
        (tag, voice) for tag, voice in feeds_of(folder, language) if not engine or voice.engine == engine
    ]
    whole = everything or bool(language) or bool(engine)
    rows = [*offers.used(feeds), *offers.available(language, engine, everything=whole)]
    if as_json:
        for each in rows:
            put_json(_facts(each))
    elif rows:
        _show(rows, language)
    if language and not any(each.is_sure for each in rows):
        told = f"{_nothing(language, engine, is_guessed=bool(rows))} {_meant(language)}".rstrip()
        click.secho(clean(told), fg="yellow", err=as_json)
    if as_json:
        return
    if not whole:
        more = {name: len(engines.offers(name)) for name in engines.built_in()}
        told = ", ".join(f"{count} of {name}" for name, count in more.items() if count)
        click.echo(
            f"The catalogue has {told}, and espeak speaks about 100 languages: audioedition voices list LANGUAGE"
        )


def feeds_of(folder: Path, language: str | None) -> list[tuple[str, Voice]]:
    """The voices of the edition, if there is one, by their feeds; for one language, if given.  Raises ConfigError."""
    from audioedition import config  # noqa: PLC0415 -- as above
    from audioedition.languages import base  # noqa: PLC0415

    root = config.find(folder)
    stations = config.load(root).stations if root else {}
    voices = [(tag, station.voice) for tag, station in stations.items()]
    return [(tag, voice) for tag, voice in voices if not language or base(voice.language) == base(language)]


def _meant(language: str) -> str:
    """A sentence with the languages that may be meant by a tag; "" if it is like none."""
    from audioedition import offers, phrases  # noqa: PLC0415 -- as above

    near = [f"{tag} ({phrases.in_english(tag)})" for tag in offers.near(language)]
    return f"Near to it {'is' if len(near) == 1 else 'are'} {', '.join(near)}." if near else ""


def _nothing(language: str, engine: str | None, *, is_guessed: bool) -> str:
    """The sentence for a language of which nobody has said that anything speaks it."""
    from audioedition import phrases  # noqa: PLC0415 -- as above

    name = phrases.in_english(language)
    called = language if name == language else f"{name} ({language})"
    by = f" by {engine}" if engine else ""
    if is_guessed:
        return (
            f"For {called} nothing else is listed{by}, and this model only by a rule: "
            "it is there if fairseq's list of 1,100 languages has it."
        )
    return f"For {called} nothing can be had{by}."


def _facts(each: Listed) -> dict[str, object]:
    from audioedition import engines, offers  # noqa: PLC0415 -- as above

    offer = each.offer
    return {
        "language": each.voice.language,
        "engine": each.voice.engine,
        "model": each.voice.model or None,
        "feed": each.feed or None,
        "installed": each.state is offers.State.INSTALLED,
        "state": each.state.value,
        "remedy": each.remedy or None,
        "quality": each.quality or None,
        "size": each.size or None,
        "speakers": (offer.speakers or None) if offer else None,
        "sample_rate": (offer.sample_rate or None) if offer else None,
        "languages": list(offer.languages) if offer else [each.voice.language],
        "allows": engines.allows(each.attribution.licence),
        "attribution": dataclasses.asdict(each.attribution),
    }


def _show(rows: Sequence[Listed], language: str | None) -> None:
    from audioedition import offers  # noqa: PLC0415 -- as above

    for name, group in itertools.groupby(rows, key=lambda each: "" if each.feed else each.voice.engine):
        some = list(group)
        lacking = Counter(each.remedy for each in some if each.state is offers.State.LACKING)
        common = [remedy for remedy, count in lacking.most_common(1) if count > 1]
        shared = common[0] if common and lacking.total() == len(some) else ""  # else it is no matter of all
        click.secho(clean(name) or "in use", bold=True, nl=not shared)
        if shared:
            put(" ", clean(shared), fg="yellow")
        models = [_name(each) for each in some]
        room = min(_LONGEST, max(map(len, models)))
        remedies = [each.remedy if each.state is offers.State.LACKING else "" for each in some]
        for model, each, remedy, following in zip(models, some, remedies, [*remedies[1:], ""], strict=True):
            put(f"  {each.feed or each.voice.language:6} {model:{room}} {_state(each):13} ", _terms(each))
            if remedy not in {shared, following, ""}:  # once below all that it is for
                put("         ", clean(remedy), fg="yellow")
    tag = language or "LANGUAGE"
    click.echo(
        f"To use one, and fetch it if need be: {command('audioedition', 'voices', 'use', tag, 'ENGINE:MODEL').strip('`')}"
    )


def _name(each: Listed) -> str:
    model = clean(each.voice.model) or "standard"
    return f"{clean(each.voice.engine)}:{model}" if each.feed else model


def _state(each: Listed) -> str:
    from audioedition.offers import State  # noqa: PLC0415 -- as above

    return (
        f"fetch {size(each.size) if each.size else ''}".rstrip()
        if each.state is State.TO_FETCH
        else each.state.value
    )


def _terms(each: Listed) -> str:
    """Quality, and what the licence allows."""
    from audioedition import engines  # noqa: PLC0415 -- as above

    licence = each.attribution.licence
    terms = engines.allows(licence) if not licence else f"{licence}: {engines.allows(licence)}"
    return clean(", ".join(filter(None, (each.quality, terms))))
