"""`audioedition script`."""

from __future__ import annotations

import contextlib
import functools
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.opened import FOLDER
from audioedition.cli.paged import check_page, named_page
from audioedition.cli.shown import AS_JSON, clean, put_json
from audioedition.cli.sourced import ALLOW_PRIVATE, at, connected
from audioedition.errors import AudioeditionError, PostError, unforeseen
from audioedition.languages import TAG, base

if TYPE_CHECKING:
    from audioedition.config import Config, Station
    from audioedition.model import Edition, Utterance
    from audioedition.posts import Source
    from audioedition.proof.script import Spoken

PAGE = "script.html"
"""The page that `--html` writes if no other is named."""

_PARAGRAPH = 0.5  # seconds: after a longer pause a line is left free


@click.command()
@click.argument("sources", nargs=-1, metavar="POST|DIR...")
@click.option(
    "--language", metavar="TAG", help="Only the edition in this language; with --lines, that of the lines."
)
@click.option(
    "--html",
    "page",
    is_flag=False,
    flag_value=PAGE,
    metavar="[FILE.html]",
    help=f"Write a page with the written text beside the spoken one.  [default: {PAGE}]",
)
@click.option("--lines", is_flag=True, help="Take each line of a FILE (or of -) for a text of its own.")
@ALLOW_PRIVATE
@AS_JSON
@FOLDER
def script(  # noqa: PLR0913 -- one parameter per option
    sources: tuple[str, ...],
    language: str | None,
    page: str | None,
    *,
    lines: bool,
    allow_private: bool,
    as_json: bool,
    folder: Path,
) -> None:
    """Show what will be said of each POST, word for word, without speaking.

    Numbers, dates, abbreviations and names are in the words that the voice is given; the lexicon holds.
    """
    if language is not None:
        _check(language)
    sources, page = named_page(page, sources, PAGE)
    if not sources:
        raise click.UsageError("Name a POST: a text, Markdown or HTML file, a folder of them, or '-'.")
    check_page(page)
    if lines:
        if language is None or page:
            raise click.UsageError("--lines needs --language, and writes no page.")
        _put_lines(sources, language, folder, as_json=as_json)
        return
    failed = False
    shown: list[Spoken] = []
    for spoken in _spoken(sources, language, folder, allow_private=allow_private):
        failed = failed or bool(spoken.error)
        if as_json:
            _put_facts(spoken)
        elif page:
            shown.append(spoken)
        else:
            _put(spoken)
    if page:
        _write(shown, Path(page), quiet=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _check(language: str) -> None:
    if not re.fullmatch(TAG, language):
        raise click.UsageError(
            f"--language: {language!r} is no language tag. Write a tag such as de or pt-BR."
        )


def _put_lines(files: Sequence[str], language: str, folder: Path, *, as_json: bool) -> None:
    """Each line of `files` and what is said of it, by the rules and the lexicon of `language`, as it is read."""
    from audioedition.utterances.reader import Readers  # noqa: PLC0415 -- heavy, and not needed for --help
    from audioedition.utterances.wording import Lexicon  # noqa: PLC0415
    from audioedition.utterances.written import written  # noqa: PLC0415

    settings = _settings(folder)
    voice = _station(settings, language, folder).voice
    readers = (
        Readers(Lexicon(voice.lexicon), settings.script) if settings else Readers(Lexicon(voice.lexicon))
    )
    for name in files:
        for line in _lines(name):
            spoken = readers.read(written(line).text, language).spoken()
            if as_json:
                put_json({"text": line, "spoken": spoken})
            else:
                click.echo(clean(spoken))


def _lines(name: str) -> Iterator[str]:
    """The lines of a text in UTF-8, as they are, one by one.  Raises PostError."""
    try:
        with click.open_file(name, "rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError as exc:
                    message = f"{name}, line {number}, is no text in UTF-8: save the file as UTF-8."
                    raise PostError(message) from exc
    except OSError as exc:
        raise PostError(f"{name} could not be read ({exc.strerror}): correct its name.") from exc


def _settings(folder: Path) -> Config | None:
    """The edition's settings, if there is an edition: whoever has none yet can look at posts all the same."""
    from audioedition import config  # noqa: PLC0415 -- heavy, and not needed for --help

    root = config.find(folder)
    return config.load(root) if root else None


def _station(settings: Config | None, language: str, folder: Path) -> Station:
    from audioedition import config, engines  # noqa: PLC0415 -- as above

    station = settings.station(language) if settings else None
    station = station or config.stand_in(settings.root if settings else folder, language)
    voice = replace(station.voice, lexicon=engines.lexicon_shown(station.voice))
    return replace(station, voice=voice)


def _spoken(
    sources: Sequence[str], language: str | None, folder: Path, *, allow_private: bool
) -> Iterator[Spoken]:
    from audioedition import posts  # noqa: PLC0415 -- as above

    settings = _settings(folder)
    named = posts.find(sources)
    hint = settings.languages if settings else ()
    station = functools.cache(functools.partial(_station, settings, folder=folder))
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(connected(named, allow_private=allow_private))
        for source in at(named, hint, web):
            if not source.is_read():
                yield _read(source, language, settings, station)


def _read(
    source: Source, language: str | None, settings: Config | None, station_of: Callable[[str], Station]
) -> Spoken:
    from audioedition import casting, editions, takes  # noqa: PLC0415 -- as above
    from audioedition.model import Pauses, Script  # noqa: PLC0415
    from audioedition.proof.script import Spoken  # noqa: PLC0415

    pauses, how = (settings.pauses, settings.script) if settings else (Pauses(), Script())
    try:
        post = source.read()
        split = editions.split(post, settings.languages if settings else ())
        post = split.completing(post)
        wanted = [
            each for each in split.editions if language is None or base(each.language) == base(language)
        ]
        if not wanted:
            there = ", ".join(each.language for each in split.editions)
            return Spoken(source.name, error=f"{source.name} has no edition in {language!r}: it has {there}.")
        scripts: list[tuple[Edition, Sequence[Utterance]]] = []
        for edition in wanted:
            station = station_of(edition.language)
            if how.foreign == "voice":
                edition = editions.foreign(edition)  # noqa: PLW2901 -- the same, in more detail
                guests = (station_of(tag).voice.lexicon for tag in casting.languages(edition))
                rows = (*station.voice.lexicon, *(row for lexicon in guests for row in lexicon))
                station = replace(station, voice=replace(station.voice, lexicon=rows))
            scripts.append((edition, takes.read(post, edition, station, pauses, how)))
        return Spoken(source.name, tuple(scripts))
    except AudioeditionError as exc:
        return Spoken(source.name, error=str(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one post stops no other
        return Spoken(source.name, error=unforeseen(source.name, exc))


def _put_facts(spoken: Spoken) -> None:
    if spoken.error:
        put_json({"source": spoken.source, "error": spoken.error})
    for edition, said in spoken.scripts:
        for utterance in said:
            put_json(
                {
                    "source": spoken.source,
                    "edition": edition.language,
                    "language": utterance.language,
                    "voice": utterance.voice,
                    "text": utterance.text,
                    "spoken": utterance.spoken,
                    "pause_after": utterance.pause_after,
                    "chapter": utterance.chapter,
                    "block": utterance.block,
                    "span": utterance.span,
                    "line": edition.blocks[utterance.block].line if utterance.block >= 0 else 0,
                }
            )


def _put(spoken: Spoken) -> None:
    if spoken.error:
        click.secho(f"{clean(spoken.source)}\n  {clean(spoken.error)}", fg="red", err=True)
    for edition, said in spoken.scripts:
        click.secho(f"{clean(spoken.source)}  [{edition.language}]", bold=True)
        for utterance in said:
            voice = f"[{utterance.speaker}] " if utterance.speaker != edition.language else ""
            click.echo(f"{click.style(voice, dim=True)}{clean(utterance.spoken)}")
            if utterance.pause_after > _PARAGRAPH:
                click.echo()


def _write(spoken: Sequence[Spoken], page: Path, *, quiet: bool) -> None:
    from audioedition.files import write_atomically  # noqa: PLC0415 -- as above
    from audioedition.proof.script import render  # noqa: PLC0415

    write_atomically(page, render(spoken).encode())
    for each in spoken:
        if each.error:
            click.secho(f"{clean(each.source)}\n  {clean(each.error)}", fg="red", err=True)
    if not quiet:
        click.echo(f"Look: {page.resolve().as_uri()}", err=not sys.stdout.isatty())
