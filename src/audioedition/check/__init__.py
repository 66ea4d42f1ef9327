"""Is everything there that publishing needs?  Settings, ffmpeg, voices and engines, the archive, and the feeds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from audioedition import (
    commerce,
    covers,
    engines,
    phrases,
    sizes,
    trimming,
    trust,
    understudies,
    utterances,
)
from audioedition.archive import Archive, losses
from audioedition.check.findings import Finding, State, settings
from audioedition.check.published import feeds
from audioedition.check.whole import whole
from audioedition.config import Config, Station
from audioedition.errors import ArchiveError, AudioeditionError, ConfigError, EngineError
from audioedition.files import digest_file
from audioedition.mixdown.jingles import prepare
from audioedition.mixdown.pcm import RATE
from audioedition.model import Disclosure, Edition, Jingle, Voice
from audioedition.unreleased import Unreleased

__all__ = ["Finding", "State", "check", "feeds", "whole"]


def check(
    config: Config, archive: Archive, load: Callable[[Voice], engines.Phonetic] = engines.load
) -> Iterator[Finding]:
    """Look at everything, slow things too: every voice speaks a sentence, every file is read.

    `load` loads a voice, and may fetch what it lacks.
    """
    yield settings(config)
    yield from _disclosure(config)
    yield _look("ffmpeg", partial(_ffmpeg, config))
    for tag, station in config.stations.items():
        yield _look(f"opening {tag}", partial(_opening, station))
        for who, voice in _voices(station):
            yield _look(f"voice {tag}{who}", partial(_spoken, load, voice, tag))
        for who, voice in _voices(station):
            yield from _idle(f"{tag}{who}.fallback", voice)
        yield from _mumbling(tag, station.voice)
        if station.voice.lexicon:
            yield _look(f"lexicon {tag}", partial(_lexicon, station))
        yield _look(f"cover {tag}", partial(_cover, station, archive.folder(tag)))
    stations = config.stations.values()
    for jingle in dict.fromkeys(jingle for station in stations for jingle in (station.intro, station.outro)):
        if jingle:
            yield _look(f"jingle {jingle.path.name}", partial(_jingle, jingle, config))
    used = {voice.engine for station in stations for _, voice in _voices(station)}
    for name in (*engines.built_in(), *engines.installed()):
        yield _look(f"engine {name}", partial(_engine, name), State.FAIL if name in used else State.NOTE)
    yield from _archive(config, archive)
    yield from (Finding("licences", State.FAIL, each) for each in commerce.published(config, archive))
    yield from _unreleased(Unreleased.beside(archive), config)
    yield _shelf(config)
    if not config.missing:
        yield from feeds(config, archive)


def _voices(station: Station) -> Iterator[tuple[str, Voice]]:
    """All who may speak in a podcast, and how they are called beside its own."""
    for who, voice in (("", station.voice), (".quotation", station.quotation)):
        if voice:
            yield who, voice
            if voice.fallback:
                yield f"{who}.fallback", voice.fallback


def _look(what: str, look: Callable[[], str], otherwise: State = State.FAIL) -> Finding:
    try:
        return Finding(what, State.OK, look())
    except AudioeditionError as exc:
        return Finding(what, otherwise, str(exc))


def _disclosure(config: Config) -> Iterator[Finding]:
    off = [each.name for each in fields(Disclosure) if not getattr(config.disclosure, each.name)]
    mute = _mute(config)
    if off:
        detail = f"not said: {', '.join(off)} in [disclosure]; docs/disclosure.md tells where that is allowed"
        yield Finding("disclosure", State.NOTE, detail)
    if mute:
        detail = (
            f"not said aloud in {', '.join(map(phrases.in_english, mute))}, in which the program has no words: "
            "write the sentence, that the voice is synthetic, into "
            f"{', '.join(f'[feeds.{tag}] opening' for tag in mute)}"
        )
        yield Finding("disclosure", State.NOTE, detail)
    if not (off or mute):
        yield Finding("disclosure", State.OK, "it is said everywhere that the voice is synthetic")


def _mute(config: Config) -> list[str]:
    """The languages in which nothing is said aloud about the voice, though it is wanted.

    What an author wrote into an opening cannot be read here: it is taken to say so.
    """
    if not config.disclosure.spoken:
        return []
    return [
        tag
        for tag, station in config.stations.items()
        if not phrases.of(tag).speaks_itself and station.opening == tuple(phrases.of(tag).opening)
    ]


def _ffmpeg(config: Config) -> str:
    return str(trust.ffmpeg(config, opus=config.opus))


def _opening(station: Station) -> str:
    """The opening of a post of which everything is known; what only a post knows stands as its field."""
    podcast = station.podcast
    edition = Edition(podcast.language, "{title}", (), translator="{translator}")
    said = utterances.script(edition, opening=station.opening, author=podcast.author or "{author}")
    return " ".join(utterance.text for utterance in said) or "none"


def _spoken(load: Callable[[Voice], engines.Phonetic], voice: Voice, language: str) -> str:
    engine = load(voice)
    clip = engine.synthesize(phrases.of(language).synthetic)
    _ = engine.fingerprint  # without one, nothing is published
    return f"{voice.engine} spoke {clip.seconds:.1f} s"


def _idle(who: str, voice: Voice) -> Iterator[Finding]:
    """That the fallback of a voice is that voice under another name."""
    if understudies.is_itself(voice):
        yield Finding(
            f"voice {who}",
            State.FAIL,
            f"{voice.file}, [fallback], is the very voice of the file: name another",
        )


def _mumbling(tag: str, voice: Voice) -> Iterator[Finding]:
    """That a voice is for tests only, if its engine says so."""
    with contextlib.suppress(AudioeditionError):  # which is told already
        if not engines.missing(voice) and not engines.load(voice).is_speech:
            detail = f"{voice.engine} plays tones, which nobody can understand: choose another before you publish, see audioedition voices list {tag}"
            yield Finding(f"speech {tag}", State.NOTE, detail)


def _lexicon(station: Station) -> str:
    rows = engines.checked_lexicon(station.voice, engines.load(station.voice))
    return f"{len(rows)} row{'s' * (len(rows) != 1)}, which {station.voice.engine} can say"


def _cover(station: Station, folder: Path) -> str:
    if station.cover is None:
        drawn = covers.name(station.podcast.title, station.podcast.language, None)
        return f"{drawn} has been drawn" if (folder / drawn).is_file() else "will be drawn"
    covers.read(station.cover)
    return f"{station.cover.name} fits"


def _jingle(jingle: Jingle, config: Config) -> str:
    ffmpeg = trust.ffmpeg(config)
    music = prepare(jingle, ffmpeg, opens=True)
    return f"lasts {music.frames / RATE:.1f} s"


def _engine(name: str) -> str:
    """Loading a voice, without letting it speak, asks an engine for its library and its model.

    One that loads is enough: another may ask for something that nobody here wants of it, such as agreement to its terms.
    """
    here = engines.here(name)
    *others, last = here or (Voice(language="en", engine=name),)
    for voice in others:
        with contextlib.suppress(ConfigError, EngineError):
            engines.load(replace(voice, engine=name, commercial=False))
            break
    else:
        engines.load(replace(last, engine=name, commercial=False))
    return f"installed, {len(here)} voice{'s' * (len(here) != 1)} here"


def _lost(config: Config, archive: Archive) -> Iterator[str]:
    """A sentence for each language in which records are gone."""
    for tag in losses.languages(archive, config.languages):
        found = []
        with contextlib.suppress(ArchiveError):  # what is damaged has its own sentence
            found = [each for each in losses.gone(archive, tag) if not each.is_retracted]
        if found:
            many = f"{len(found):,} records of {tag} are" if len(found) > 1 else f"A record of {tag} is"
            yield f"{many} gone, that of “{found[0].item.title}” for one: run {config.command('repair')}, which makes again what can be."


def _archive(config: Config, archive: Archive) -> Iterator[Finding]:
    damage = [*_lost(config, archive), *archive.damage(), *_changed(archive)]
    yield from (Finding("archive", State.FAIL, sentence) for sentence in damage)
    if not damage:
        count = sum(len(archive.episodes(tag)) for tag in archive.languages())
        episodes = f"{count} episode{'s' * (count != 1)}"
        yield Finding("archive", State.OK, f"{episodes}, each with its audio" if count else episodes)


def _unreleased(unreleased: Unreleased, config: Config) -> Iterator[Finding]:
    """What waits to be heard, if anything does."""
    damage = list(unreleased.damage())
    yield from (Finding("unreleased", State.FAIL, sentence) for sentence in damage)
    if not damage and (waiting := unreleased.episodes()):
        count = f"{len(waiting)} episode{'s' * (len(waiting) != 1)}"
        yield Finding(
            "unreleased", State.NOTE, f"{count} to be heard: {config.command('review')} plays what waits"
        )


def _shelf(config: Config) -> Finding:
    """How much is kept of what was spoken."""
    there, limit = trimming.extent(config.shelf), config.shelf_limit
    bound = "no limit" if limit is None else f"{sizes.shown(limit)} at most"
    detail = f"{there.files:,} file{'s' * (there.files != 1)}, {sizes.shown(there.size)} ({bound})"
    figures = {"files": there.files, "bytes": there.size, "max_bytes": limit}
    return Finding("shelf", State.OK, detail, figures)


def _changed(archive: Archive) -> Iterator[str]:
    """A sentence for each audio file, of the right size, whose contents are not those that its name tells."""
    for tag in archive.languages():
        episodes = []
        with contextlib.suppress(ArchiveError):  # a damaged record has its own sentence
            episodes = archive.episodes(tag)
        for episode in filter(archive.whole, episodes):
            again = "run `audioedition repair`, which makes it again."
            for enclosure in (episode.enclosure, *episode.alternates):
                audio = archive.audio(tag, enclosure.file)
                try:
                    if not digest_file(audio).startswith(audio.stem.rpartition("-")[2]):
                        yield f"{audio} was changed since it was recorded; {again}"
                except OSError as exc:
                    yield f"{audio} cannot be read ({exc.strerror}); allow reading it, or {again}"
