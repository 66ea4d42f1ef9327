"""`audioedition embed`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioedition.cli.named import named
from audioedition.cli.opened import FOLDER, opened
from audioedition.cli.shown import AS_JSON, put_json, short
from audioedition.errors import ArchiveError, ConfigError

if TYPE_CHECKING:
    from audioedition.archive import Archive
    from audioedition.config import Config
    from audioedition.model import Episode, Podcast


@click.command()
@click.argument("post", metavar="POST|GUID")
@click.option("--language", help="Only the episode in this language.")
@click.option("--frame", is_flag=True, help="The episode's page in a frame, instead of a player.")
@FOLDER
@AS_JSON
def embed(post: str, language: str | None, folder: Path, *, frame: bool, as_json: bool) -> None:
    """Print HTML for the blog: a player of the episodes of a POST (its id or file), or of the one with a GUID.

    Paste it into the post.  The episode of a private podcast is printed only if `--language` asks for it:
    a public page with its player would tell everybody its address.
    """
    from audioedition.model import Reading, Translation  # noqa: PLC0415 -- not needed for --help
    from audioedition.pages import snippet  # noqa: PLC0415 -- renders: not needed for --help

    config, archive = opened(folder)
    if not config.base_url:
        message = (
            "audioedition.toml says no base_url, and a player in a blog needs full addresses: "
            'add where feeds/ is served, such as base_url = "https://example.org/podcast".'
        )
        raise ConfigError(message)
    for episode in _chosen(post, named(post, archive, config), language, config):
        tag = episode.language
        podcast = _podcast(config, archive, tag)
        others = [
            Translation(_podcast(config, archive, other), there)
            for other in config.languages
            if other not in {tag, *config.hidden}
            and (there := archive.find(episode.post, other))
            and not there.retracted
        ]
        reading = Reading(podcast, episode, tuple(others))
        html = snippet.frame(reading) if frame else snippet.figure(reading)
        if as_json:
            put_json(
                {
                    "language": tag,
                    "post": episode.post,
                    "guid": episode.guid,
                    "title": episode.title,
                    "page": snippet.page(podcast, episode.post),
                    "audio": snippet.audio(podcast, episode),
                    "html": html,
                }
            )
        else:
            click.echo(f"{tag}  {short(episode.title)}", err=True)
            click.echo(html)
        if not archive.in_feed(tag, {episode.enclosure.file}):
            click.echo(f"  not published yet: run {config.command('publish')}, and copy feeds/", err=True)
        if tag in config.hidden:
            click.echo(
                "  private: whoever sees the page that you put this into can find the podcast", err=True
            )


def _chosen(post: str, found: list[Episode], language: str | None, config: Config) -> list[Episode]:
    """Those of `found` to be printed, in the order of the settings.  Raises ArchiveError if there is none."""
    order = config.languages
    heard = [e for e in found if e.language in order and language in {None, e.language}]
    if not heard:
        kind = f" in {language}" if language and found else ""
        message = f"There is no episode of {post!r}{kind}: {config.command('episodes')} lists what there is."
        raise ArchiveError(message)
    there = sorted((e for e in heard if not e.retracted), key=lambda e: order.index(e.language))
    if not there:
        restore = config.command("publish", "--restore", "POST")
        message = f"The episode of {post!r} was taken back: {restore} brings it back."
        raise ArchiveError(message)
    public = [e for e in there if language or e.language not in config.hidden]
    if not public:
        message = (
            f"The podcast of {post!r} is private, and a player on a public page would tell everybody its address: "
            f"if that is meant, add --language {there[0].language}."
        )
        raise ArchiveError(message)
    return public


def _podcast(config: Config, archive: Archive, language: str) -> Podcast:
    address = f"{config.base_url}/{archive.folder(language).name}"
    return dataclasses.replace(config.stations[language].podcast, address=address)
