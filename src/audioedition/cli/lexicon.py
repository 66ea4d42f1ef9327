"""`audioedition lexicon`: add, remove, list and test what is said instead of what is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioedition.cli.fetched import loaded
from audioedition.cli.heard import OUTPUT, hear
from audioedition.cli.opened import FOLDER
from audioedition.cli.say import voice_of
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.cli.suggest import suggest
from audioedition.commands import command

if TYPE_CHECKING:
    from audioedition.config import Config
    from audioedition.model import Clip, Row

LANGUAGE = click.option(
    "--language", metavar="TAG", help="The language whose voice it is for.  [default: the only one there is]"
)
EVERYWHERE = click.option(
    "--everywhere",
    is_flag=True,
    help="For the whole edition, in audioedition.toml: every voice, or those of --language.",
)
_BETWEEN = 0.8  # seconds between two ways to say a thing


@click.group()
def lexicon() -> None:
    """Correct how words are said, and hear it."""


lexicon.add_command(suggest)


@lexicon.command("add")
@click.argument("word")
@click.option("--say", metavar="TEXT", help="Said instead: a respelling.")
@click.option(
    "--ipa", metavar="IPA", help="Its sounds, such as 'pjœŋˈjaŋ'; with --say for voices that take none."
)
@click.option("--spell", is_flag=True, help="Letter by letter.")
@click.option("--word", "as_word", is_flag=True, help="As a word, though it looks like letters: NATO.")
@click.option(
    "--ending", "endings", multiple=True, metavar="ENDING", help="It may end so, too; several times."
)
@click.option("--endings", "usual", is_flag=True, help="It may take the usual endings of the language.")
@click.option(
    "--exact/--any-case", "case", default=None, help="Whether capitals matter.  [default: if WORD has any]"
)
@LANGUAGE
@EVERYWHERE
@FOLDER
def add(  # noqa: PLR0913 -- what a row may say
    word: str,
    *,
    say: str | None,
    ipa: str | None,
    endings: tuple[str, ...],
    language: str | None,
    folder: Path,
    spell: bool,
    as_word: bool,
    usual: bool,
    case: bool | None,
    everywhere: bool,
) -> None:
    """Say WORD, a word or phrase, in another way from now on."""
    from audioedition import config, corrections  # noqa: PLC0415 -- heavy, and not needed for --help

    settings = config.load(folder)
    table: dict[str, Any] = {
        "say": say,
        "ipa": ipa,
        "spell": spell or None,
        "word": as_word or None,
        "case": case,
        "endings": True if usual else list(endings) or None,
        "language": language if everywhere else None,
    }
    table = {key: value for key, value in table.items() if value is not None}
    if not {"say", "ipa", "spell", "word"} & set(table):
        raise click.UsageError("How is it said?  Give --say TEXT, --ipa IPA, --spell or --word.")
    value = table["say"] if set(table) == {"say"} else table
    done = corrections.add(settings, word, value, None if everywhere else _language(settings, language))
    for effect in done.effects:
        voice = effect.voice
        click.echo(f"{voice.language}  {clean(effect.before)} → {clean(effect.after)}  ({voice.engine})")
        if effect.before == effect.after:
            click.secho("    nothing changes: another row comes first, or it was said so before", fg="yellow")
    click.echo(f"written into {done.file}")
    if done.effects:
        click.echo(
            f"To hear it: {command('audioedition', 'lexicon', 'test', word, '--language', done.effects[0].voice.language)}"
        )


@lexicon.command("remove")
@click.argument("word")
@LANGUAGE
@EVERYWHERE
@FOLDER
def remove(word: str, language: str | None, folder: Path, *, everywhere: bool) -> None:
    """Say WORD again as it is written."""
    from audioedition import config, corrections  # noqa: PLC0415 -- as above

    settings = config.load(folder)
    file = corrections.remove(settings, word, None if everywhere else _language(settings, language))
    click.echo(f"{clean(word)} is out of {file}")


@lexicon.command("list")
@click.option("--language", metavar="TAG", help="Only what holds for this language.")
@FOLDER
@AS_JSON
def list_(language: str | None, folder: Path, *, as_json: bool) -> None:
    """List all rows: those of each voice, then those of the whole edition."""
    from audioedition import config, corrections  # noqa: PLC0415 -- as above

    rows = [
        (voice, row)
        for voice, row in corrections.listed(config.load(folder))
        if not language or _holds(row.language or voice, language)
    ]
    for voice, row in rows:
        if as_json:
            put_json(_fields(voice, row))
        else:
            click.echo(f"{voice or '*':6} {clean(row.written)}  →  {_said(row)}{_conditions(row)}")
    if not rows and not as_json:
        click.echo(
            f"There are no rows yet: {command('audioedition', 'lexicon', 'add', 'nginx', '--say', 'engine x')}"
        )


@lexicon.command("test")
@click.argument("text")
@LANGUAGE
@OUTPUT
@FOLDER
def test(text: str, language: str | None, output: Path | None, folder: Path) -> None:
    """Speak TEXT, a word or sentence, without the lexicon and then by it; print what the voice is given."""
    from audioedition import config, corrections, engines  # noqa: PLC0415 -- as above

    root = config.find(folder)
    if language is None and root is None:
        raise click.UsageError("In no edition, --language TAG says which voice is meant.")
    voice = voice_of(folder, language or _language(config.load(folder), None))
    engine = loaded(voice)
    bare = corrections.spoken((), voice.language, text)
    given = corrections.spoken(engines.lexicon(voice, engine), voice.language, text)
    click.echo(f"without  {clean(bare)}")
    click.echo(f"with     {clean(given)}")
    if given == bare:
        click.secho("No row of the lexicon holds in it.", fg="yellow")
        hear(engine.synthesize(bare), voice, output)
    else:
        hear(_both(engine.synthesize(bare), engine.synthesize(given)), voice, output)


def _both(one: Clip, other: Clip) -> Clip:
    from audioedition.model import Clip  # noqa: PLC0415 -- as above

    silence = b"\0\0" * round(_BETWEEN * one.sample_rate)
    return Clip(one.pcm + silence + other.pcm, one.sample_rate)


def _language(settings: Config, language: str | None) -> str:
    """The language that is meant: the one that is named, or the only one.  Raises UsageError."""
    if language is None and len(settings.languages) != 1:
        known = " or ".join(f"--language {tag}" for tag in settings.languages)
        raise click.UsageError(f"Which voice is it for?  Add {known}, or --everywhere.")
    return language or settings.languages[0]


def _holds(tag: str, language: str) -> bool:
    from audioedition.languages import base  # noqa: PLC0415 -- as above

    return not tag or base(tag) == base(language)


def _fields(voice: str, row: Row) -> dict[str, object]:
    return {
        "written": row.written,
        "say": row.say or None,
        "ipa": row.ipa or None,
        "spell": row.spell,
        "word": row.word,
        "case": row.is_exact,
        "endings": row.endings if isinstance(row.endings, bool) else list(row.endings),
        "language": row.language or None,
        "voice": voice or None,
        "file": row.file,
    }


def _said(row: Row) -> str:
    """What a row says, in short."""
    ways = [f"/{row.ipa}/"] if row.ipa else []
    ways += [row.say] if row.say else []
    ways += ["letter by letter"] if row.spell else []
    ways += ["as a word"] if row.word else []
    return clean(", or ".join(ways)) or "(silent)"


def _conditions(row: Row) -> str:
    said = []
    if row.case is not None:
        said.append("in this case" if row.case else "in any case")
    if row.endings:
        ends = "the usual" if row.endings is True else ", ".join(f"-{each}" for each in row.endings)  # type: ignore[union-attr]
        said.append(f"endings: {ends}")
    if row.language:
        said.append(f"in {row.language}")
    return f"  ({'; '.join(said)})" if said else ""
