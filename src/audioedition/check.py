"""Is everything there that publishing needs?  Settings, ffmpeg, every voice, and the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audioedition import covers, engines, mixdown, phrases
from audioedition.archive import Archive
from audioedition.config import Config, Station
from audioedition.errors import AudioeditionError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `detail` holds the remedy where it is not `good`."""

    what: str
    good: bool
    detail: str


def check(config: Config, archive: Archive) -> Iterator[Finding]:
    """Look at everything, slow things too: every voice speaks a sentence."""
    missing = "; ".join(config.missing)
    yield Finding("settings", not missing, f"add to audioedition.toml: {missing}" if missing else "complete")
    yield _try("ffmpeg", lambda: str(mixdown.ffmpeg(config.ffmpeg or None)))
    for tag, station in config.stations.items():
        yield _try(f"voice {tag}", lambda station=station: _spoken(station))  # type: ignore[misc]
        yield _try(f"cover {tag}", lambda station=station: _cover(station))  # type: ignore[misc]
        for jingle in (station.intro, station.outro):
            if jingle:
                found = jingle.path.is_file()
                remedy = (
                    "present"
                    if found
                    else f"{jingle.path} is missing: correct its name in audioedition.toml."
                )
                yield Finding(f"jingle {tag}", found, remedy)
    damage = list(archive.damage())
    yield from (Finding("archive", good=False, detail=sentence) for sentence in damage)
    if not damage:
        count = sum(len(archive.episodes(tag)) for tag in archive.languages())
        yield Finding("archive", good=True, detail=f"{count} episodes, each with its audio")


def _try(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, good=True, detail=look())
    except AudioeditionError as exc:
        return Finding(what, good=False, detail=str(exc))


def _spoken(station: Station) -> str:
    sentence = phrases.of(station.podcast.language).synthetic
    clip = engines.load(station.voice).synthesize(sentence)
    return f"{station.voice.engine} spoke {clip.seconds:.1f} s"


def _cover(station: Station) -> str:
    if station.cover is None:
        return "will be drawn"
    covers.read(station.cover)
    return f"{station.cover.name} fits"
