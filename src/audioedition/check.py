"""Is everything there that publishing needs?  Settings, ffmpeg, voices and engines, the archive, and the feeds."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path

from audioedition import addresses, covers, engines, lint, mixdown, phrases, utterances
from audioedition.archive import Archive
from audioedition.config import FILE, Config, Station
from audioedition.errors import ArchiveError, AudioeditionError
from audioedition.files import digest_file
from audioedition.ledger import Ledger
from audioedition.mixdown.jingles import prepare
from audioedition.mixdown.pcm import RATE
from audioedition.model import Disclosure, Edition, Jingle, Voice
from audioedition.sheets import Sheet, sheets

_NAMED = 2  # files that are named where many are missing


class State(StrEnum):
    """How a thing was found; a `NOTE` is worth knowing, but publishing does not need it."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `detail` holds the remedy where it is not `OK`."""

    what: str
    state: State
    detail: str


def check(config: Config, archive: Archive) -> Iterator[Finding]:
    """Look at everything, slow things too: every voice speaks a sentence, every file is read."""
    yield _settings(config)
    yield from _disclosure(config)
    yield _look("ffmpeg", partial(_ffmpeg, config))
    for tag, station in config.stations.items():
        yield _look(f"opening {tag}", partial(_opening, station))
        yield _look(f"voice {tag}", partial(_spoken, station.voice, tag))
        if station.quotation:
            yield _look(f"voice {tag}.quotation", partial(_spoken, station.quotation, tag))
        if station.voice.lexicon:
            yield _look(f"lexicon {tag}", partial(_lexicon, station))
        yield _look(f"cover {tag}", partial(_cover, station, archive.folder(tag)))
    stations = config.stations.values()
    for jingle in dict.fromkeys(jingle for station in stations for jingle in (station.intro, station.outro)):
        if jingle:
            yield _look(f"jingle {jingle.path.name}", partial(_jingle, jingle, config))
    used = {voice.engine for station in stations for voice in (station.voice, station.quotation) if voice}
    for name in engines.built_in():
        yield _look(f"engine {name}", partial(_engine, name), State.FAIL if name in used else State.NOTE)
    yield from _archive(archive)
    if not config.missing:
        yield from feeds(config, archive)


def feeds(config: Config, archive: Archive, only: str = "") -> Iterator[Finding]:
    """Look at the feeds as they would be written now, and as they are on disk: what would directories say?

    What publishing computes and is missing on disk, or is another there, is counted.
    Nothing is written, but for covers that are drawn.  `only` is the language of the one feed to look at.
    """
    if config.missing:
        yield _settings(config)
        return
    try:
        desk = _Desk(config, archive)
        found = [sheet for sheet in desk.feeds if only in ("", desk.language(sheet))]
        for sheet in found:
            yield from desk.findings(sheet)
        if found:
            yield from desk.stale(only)
    except AudioeditionError as exc:
        yield Finding(f"feed {only}".strip(), State.FAIL, str(exc))
        return
    if not found:
        yield Finding(
            f"feed {only}".strip(), State.NOTE, "nothing is recorded yet: `audioedition publish POST`"
        )


class _Desk:
    """All that would be written now: a feed names files that may be written only shortly before it."""

    def __init__(self, config: Config, archive: Archive) -> None:
        self._config = config
        self._languages = {archive.folder(tag).name: tag for tag in config.languages}
        self._sheets = {str(sheet.path): sheet for sheet in sheets(config, archive, config.base_url)}
        self._ledger = Ledger(config.feeds, config.private)
        self._disk = lint.Disk(config.feeds, config.base_url, covers.measure)
        self._document = lru_cache(maxsize=16)(
            lambda path: self._sheets[path].render()
        )  # sisters ask for it, too
        self._changed = [path for path in self._sheets if self._is_stale(path)]

    @property
    def feeds(self) -> list[Sheet]:
        """The feeds' documents, the newest of each first."""
        found = [sheet for sheet in self._sheets.values() if _is_feed(str(sheet.path))]
        return sorted(
            found, key=lambda sheet: (sheet.path.parent, sheet.path.name != addresses.FEED, sheet.path)
        )

    def language(self, sheet: Sheet) -> str:
        """The language of the feed that a document belongs to."""
        return self._languages[sheet.path.parent.name]

    def findings(self, sheet: Sheet) -> Iterator[Finding]:
        """What is wrong with a document as it would be written now, and with the one that is there."""
        name = "" if sheet.path.name == addresses.FEED else f" {sheet.path.name}"
        what = f"feed {self.language(sheet)}{name}"
        old = self._on_disk(str(sheet.path))
        new = old if old and self._ledger.has(str(sheet.path), sheet.key) else self._document(str(sheet.path))
        faults = self._faults(sheet, new, self._look)
        is_refused = any(fault.is_fatal for fault in faults)
        if not is_refused:
            more = f"; {len(faults)} recommendation{'s' * (len(faults) != 1)} below" if faults else ""
            yield Finding(what, State.OK, f"a valid feed{more}")
        for fault in faults:
            yield Finding(what, State.FAIL if fault.is_fatal else State.NOTE, str(fault))
        if old and (old != new or any(not path.endswith(".html") for path in self._changed)):
            found = self._faults(sheet, old, self._disk)
            broken = dict.fromkeys(fault.rule for fault in found if fault.is_fatal)
            if old == new and not broken.keys() - {fault.rule for fault in faults if fault.is_fatal}:
                return
            is_another = "is another" * (old != new)
            breaks = f"breaks {', '.join(broken)}" if broken else ""
            then = "stays until that is mended" if is_refused else "run `audioedition publish`"
            how = " and ".join(filter(None, (is_another, breaks)))
            state = State.FAIL if broken else State.NOTE
            yield Finding(what, state, f"the one on disk {how}: {then}")

    def stale(self, only: str) -> Iterator[Finding]:
        """How many computed files are missing or others than would be written now: for a feed, and for what all share."""
        found: dict[str, list[str]] = {}
        for path in self._changed:
            language = self._languages.get(path.partition("/")[0], "")
            if only in ("", language) and not (
                _is_feed(path) and self._on_disk(path)
            ):  # that has its own finding
                found.setdefault(f"feed {language}" if language else "pages", []).append(path)
        for what, paths in found.items():
            more = f", and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
            lie = "file is" if len(paths) == 1 else "files are"
            yield Finding(
                what,
                State.NOTE,
                f"{len(paths):,} {lie} missing on disk, or not as publishing writes {'it' if len(paths) == 1 else 'them'}: "
                f"{', '.join(paths[:_NAMED])}{more}: run `audioedition publish`",
            )

    def _is_stale(self, path: str) -> bool:
        """Whether a computed file is missing, or is another than would be written now.

        The ledger spares a look at what it knows.  A page that was written with other settings is not held against the
        one that they make now: that is what the feed is looked at for, and pages take the most time.
        """
        if self._ledger.has(path, self._sheets[path].key):
            return False
        if path.endswith(".html") and self._ledger.untouched(path):
            return False
        there = self._on_disk(path)
        return not there or there != (self._document(path) if _is_feed(path) else self._sheets[path].render())

    def _on_disk(self, path: str) -> bytes:
        with contextlib.suppress(OSError):  # not there, or not for us to read
            return (self._config.feeds / path).read_bytes()
        return b""

    def _faults(
        self, sheet: Sheet, data: bytes, look: Callable[[str], lint.Asset | None]
    ) -> list[lint.Fault]:
        address = addresses.url(self._config.base_url, str(sheet.path))
        return list(lint.check(data, look, address, datetime.now(UTC)))

    def _look(self, url: str) -> lint.Asset | None:
        """A file as it will be when the feed is written."""
        path = self._disk.place(url) or ""
        sheet = self._sheets.get(path)
        if sheet is None or self._ledger.has(path, sheet.key):
            return self._disk(url)
        render = partial(self._document, path) if _is_feed(path) else sheet.render
        return lint.Asset(None, partial(_beginning, render), lambda: None)


def _is_feed(path: str) -> bool:
    return path.endswith(".xml")


def _beginning(render: Callable[[], bytes], most: int) -> bytes:
    return render()[: most if most >= 0 else None]


def _look(what: str, look: Callable[[], str], otherwise: State = State.FAIL) -> Finding:
    try:
        return Finding(what, State.OK, look())
    except AudioeditionError as exc:
        return Finding(what, otherwise, str(exc))


def _settings(config: Config) -> Finding:
    if config.missing:
        return Finding("settings", State.FAIL, f"add to {FILE}: {'; '.join(config.missing)}")
    return Finding("settings", State.OK, "complete")


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
    return str(mixdown.ffmpeg(config.ffmpeg or None, opus=config.opus))


def _opening(station: Station) -> str:
    """The opening of a post of which everything is known; what only a post knows stands as its field."""
    podcast = station.podcast
    edition = Edition(podcast.language, "{title}", (), translator="{translator}")
    said = utterances.script(edition, opening=station.opening, author=podcast.author or "{author}")
    return " ".join(utterance.text for utterance in said) or "none"


def _spoken(voice: Voice, language: str) -> str:
    clip = engines.load(voice).synthesize(phrases.of(language).synthetic)
    return f"{voice.engine} spoke {clip.seconds:.1f} s"


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
    ffmpeg = mixdown.ffmpeg(config.ffmpeg or None)
    with tempfile.TemporaryDirectory(prefix="audioedition-") as folder:
        music = prepare(jingle, Path(folder) / "jingle.pcm", ffmpeg, opens=True)
    return f"lasts {music.frames / RATE:.1f} s"


def _engine(name: str) -> str:
    """Loading a voice, without letting it speak, asks an engine for its library and its model."""
    module = engines.module(name)
    here = module.voices()
    module.load(here[0] if here else Voice(language="en", engine=name))
    return f"installed, {len(here)} voice{'s' * (len(here) != 1)} here"


def _archive(archive: Archive) -> Iterator[Finding]:
    damage = [*archive.damage(), *_changed(archive)]
    yield from (Finding("archive", State.FAIL, sentence) for sentence in damage)
    if not damage:
        count = sum(len(archive.episodes(tag)) for tag in archive.languages())
        episodes = f"{count} episode{'s' * (count != 1)}"
        yield Finding("archive", State.OK, f"{episodes}, each with its audio" if count else episodes)


def _changed(archive: Archive) -> Iterator[str]:
    """A sentence for each audio file, of the right size, whose contents are not those that its name tells."""
    for tag in archive.languages():
        episodes = []
        with contextlib.suppress(ArchiveError):  # a damaged record has its own sentence
            episodes = archive.episodes(tag)
        for episode in filter(archive.whole, episodes):
            again = f"delete it and publish the post {episode.post!r} again."
            for enclosure in (episode.enclosure, *episode.alternates):
                audio = archive.audio(tag, enclosure.file)
                try:
                    if not digest_file(audio).startswith(audio.stem.rpartition("-")[2]):
                        yield f"{audio} was changed since it was recorded; {again}"
                except OSError as exc:
                    yield f"{audio} cannot be read ({exc.strerror}); allow reading it, or {again}"
