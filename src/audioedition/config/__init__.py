"""`audioedition.toml` and `voices/*.toml` → Config; strict, and silent: no engine is loaded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from audioedition import phrases
from audioedition.commands import command
from audioedition.config.lexicon import rows
from audioedition.config.podcasting import frequency
from audioedition.config.reading import text
from audioedition.config.tables import FILE, Feed, File, Sound, is_tag, parse
from audioedition.config.voices import second, stamps, voice
from audioedition.errors import ConfigError
from audioedition.files import digest, digest_file
from audioedition.languages import base
from audioedition.markup import web_address
from audioedition.model import QUOTATION, Disclosure, Jingle, Listening, Pauses, Podcast, Row, Script, Voice

__all__ = ["FILE", "Config", "Station", "find", "is_tag", "load", "parse", "stand_in", "voice"]


@dataclass(frozen=True, slots=True)
class Station:
    """Everything that makes one language's podcast: what it says of itself, and how it sounds.

    `quotation` is the voice that speaks block quotations, if it is another one.
    """

    podcast: Podcast
    voice: Voice
    intro: Jingle | None
    outro: Jingle | None
    opening: tuple[str, ...]
    cover: Path | None
    quotation: Voice | None = None


@dataclass(frozen=True)
class Config:
    """A whole edition's settings; `root` is the folder of its `audioedition.toml`."""

    root: Path
    authority: str
    since: str
    base_url: str
    title: str
    stations: Mapping[str, Station]
    pauses: Pauses
    script: Script
    ffmpeg: str
    lexicon: tuple[Row, ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    listening: Listening = field(default_factory=Listening)
    largest_feed: int = 5_000_000
    opus: bool = False
    commercial: bool = True
    shelf_limit: int | None = None

    def command(self, name: str, *arguments: str) -> str:
        """A command for this edition, to be copied into a shell where this program runs, in backticks."""
        here = [] if find(Path()) == self.root else ["--edition", str(self.root)]
        return command("audioedition", name, *arguments, *here)

    @property
    def feeds(self) -> Path:
        """The web root: the archive, and what is computed from it."""
        return self.root / "feeds"

    @property
    def private(self) -> Path:
        """Shelf, locks, memories and manuscripts: disposable, and never in the web root."""
        return self.root / ".audioedition"

    @property
    def shelf(self) -> Path:
        """Where clips are kept, as many as `shelf_limit` (bytes) lets."""
        return self.private / "shelf"

    @property
    def manuscripts(self) -> Path:
        """Where is kept what the episodes were recorded from."""
        return self.private / "manuscripts"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a feed."""
        return tuple(self.stations)

    @property
    def public(self) -> frozenset[str]:
        """The languages whose podcast is for everybody."""
        return frozenset(self.stations) - self.hidden

    @property
    def hidden(self) -> frozenset[str]:
        """The languages whose podcast is private."""
        return frozenset(tag for tag, station in self.stations.items() if station.podcast.is_private)

    def station(self, language: str) -> Station | None:
        """The podcast for a text in `language`: of the same tag, or else of the same base language."""
        for tag, station in self.stations.items():
            if tag.lower() == language.lower():
                return station
        return next((s for tag, s in self.stations.items() if base(tag) == base(language)), None)

    def voice(self, language: str) -> Voice:
        """How `language` sounds here, whether it has a podcast or is only met in others.  Raises ConfigError."""
        station = self.station(language)
        if station:
            return station.voice
        own = voice(self.root / "voices", language)
        return _of_edition(own, self.lexicon, commercial=self.commercial)

    def voice_path(self, language: str) -> Path:
        """The voice file of `language` in the edition, which need not be there yet.  Raises ConfigError."""
        folder = self.root / "voices"
        own = self.voice(language)
        if own.file and own.folder == folder:
            return folder / Path(own.file).name
        station = self.station(language)
        return folder / f"{station.podcast.language if station else language}.toml"

    def shared_out(self, languages: Sequence[str]) -> list[Station | None]:
        """The podcast of each of one post's `languages`; none is given to two of them.

        A tag's own podcast goes to it; what is left goes to the first of the same base language.
        """
        own = {tag.lower(): tag for tag in self.stations}
        found = [own.pop(language.lower(), None) for language in languages]
        for place, language in enumerate(languages):
            if found[place] is None:
                alike = next((tag for tag in own.values() if base(tag) == base(language)), None)
                found[place] = own.pop(alike.lower()) if alike else None
        return [self.stations[tag] if tag else None for tag in found]

    @property
    def missing(self) -> list[str]:
        """The lines that must be added to the file before feeds can be written."""
        podcasts = [station.podcast for station in self.stations.values()]
        lines = {
            'base_url = "https://example.org/podcast"': bool(self.base_url),
            'author = "Your Name"': all(podcast.author for podcast in podcasts),
            'email = "you@example.org"': all(podcast.email for podcast in podcasts),
        }
        return [f"[site] {line}" for line, is_there in lines.items() if not is_there]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file that shapes a recording: settings, voices, jingles, covers, models.

        Models count by size and time of change: they are large, and this is asked at every start.
        """
        files = {self.root / FILE, *(self.root / "voices").glob("*.toml")}
        models: list[str] = []
        for station in self.stations.values():
            files |= {jingle.path for jingle in (station.intro, station.outro) if jingle}
            files |= {station.cover} if station.cover else set()
            models += stamps(station.voice)
            models += stamps(station.quotation) if station.quotation else []
        for path in sorted((self.root / "voices").glob("*.toml")):
            if path.stem not in self.stations:  # it may speak phrases
                models += _stamps(self.root / "voices", path.stem)
        return digest(*(f"{path} {_contents(path)}" for path in sorted(files)), *models)


def _stamps(folder: Path, language: str) -> list[str]:
    try:
        return stamps(voice(folder, language))
    except ConfigError:
        return []  # whoever needs it says so


def _contents(path: Path) -> str:
    try:
        return digest_file(path)
    except (FileNotFoundError, IsADirectoryError):
        return ""  # whoever needs it says so
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ConfigError(message) from exc


def find(folder: Path) -> Path | None:
    """The folder of the edition that `folder` belongs to: itself, or the nearest above; None if none."""
    folder = folder.resolve()
    return next((place for place in (folder, *folder.parents) if (place / FILE).is_file()), None)


def load(folder: Path) -> Config:
    """The settings of the edition in `folder`, or in the nearest folder above that has some.

    Raises ConfigError that names the file, the key and the remedy.
    """
    root = find(folder)
    if root is None:
        message = f"There is no {FILE} in {folder} or above it: `audioedition init` writes one."
        raise ConfigError(message)
    file = parse(text(root / FILE))
    return Config(
        root=root,
        authority=file.site.authority,
        since=file.site.since,
        base_url=_base_url(file),
        title=file.site.title,
        stations={tag: _station(root, tag, table, file) for tag, table in file.feeds.items()},
        pauses=file.sound.pauses,
        script=file.script,
        ffmpeg=file.sound.ffmpeg,
        lexicon=rows(file.lexicon, FILE),
        disclosure=file.disclosure,
        listening=file.listening,
        commercial=file.site.commercial,
        largest_feed=round(file.site.largest_feed * 1_000_000),
        opus=file.sound.opus,
        shelf_limit=file.shelf.limit,
    )


def _base_url(file: File) -> str:
    """Where the web root is served, as it stands in feeds: in ASCII, without a slash at its end."""
    said = file.site.base_url
    return (web_address(said) or said).rstrip("/")


def _station(root: Path, tag: str, feed: Feed, file: File) -> Station:
    site = file.site
    own = voice(root / "voices", tag)
    title = feed.title or site.title
    podcast = Podcast(
        language=tag,
        title=title,
        description=feed.description or phrases.of(tag).words.about.format(title=title),
        author=feed.author or site.author,
        email=feed.email or site.email,
        address=f"{_base_url(file)}/{tag}",
        link=feed.link or site.link,
        category=tuple(feed.category or site.category),
        explicit=site.explicit if feed.explicit is None else feed.explicit,
        copyright=feed.copyright or site.copyright,
        licence=feed.licence or site.licence,
        licence_url=feed.licence_url if feed.licence else site.licence_url,
        frequency=frequency(feed.frequency or site.frequency),
        listen=feed.listen,
        txt=feed.txt,
        is_private=feed.private,
        disclosure=file.disclosure,
        certifies=file.listening.largest_error if file.listening.certificate else None,
    )
    return Station(
        podcast=podcast,
        voice=_of_edition(own, rows(file.lexicon, FILE), commercial=site.commercial),
        intro=_jingle(root, file.sound, file.sound.intro if feed.intro is None else feed.intro),
        outro=_jingle(root, file.sound, file.sound.outro if feed.outro is None else feed.outro),
        opening=_opening(tag, feed.opening, file.disclosure),
        cover=root / feed.cover if feed.cover else None,
        quotation=_quotation(root, tag, commercial=site.commercial)
        if file.script.quotations == "voice"
        else None,
    )


def _opening(tag: str, own: list[str] | None, disclosure: Disclosure) -> tuple[str, ...]:
    """The lines of the spoken opening: the author's `own`, or the usual ones; then what discloses the voice.

    It is not added to lines of the author's that have it already, word for word, nor said in English by a voice
    of another language, for which the program has no words.
    """
    words = phrases.of(tag)
    lines = tuple(line for line in words.opening if line != words.synthetic) if own is None else tuple(own)
    says_it = disclosure.spoken and words.speaks_itself and words.synthetic not in lines
    return (*lines, words.synthetic) if says_it else lines


def _of_edition(own: Voice, lexicon: tuple[Row, ...], *, commercial: bool) -> Voice:
    """A voice with what the whole edition says of all: its `lexicon`, and whether it is `commercial`."""
    rows = own.lexicon + lexicon
    fallback = replace(own.fallback, lexicon=rows, commercial=commercial) if own.fallback else None
    return replace(own, lexicon=rows, commercial=commercial, fallback=fallback)


def _quotation(root: Path, tag: str, *, commercial: bool) -> Voice:
    found = second(root / "voices", tag, QUOTATION)
    if found is None:
        message = (
            f'{FILE}: [script] quotations = "voice" wants a second voice for each podcast: write '
            f'voices/{tag}.quotation.toml, with another voice than voices/{tag}.toml has, or choose "cue" or "pause".'
        )
        raise ConfigError(message)
    return _of_edition(found, (), commercial=commercial)


def stand_in(folder: Path, language: str) -> Station:
    """A podcast for texts in a `language` that has none: its voice in `folder`, and the usual opening."""
    podcast = Podcast(
        language=language, title="", description="", author="", email="", address="", link="", category=()
    )
    opening = tuple(phrases.of(language).opening)
    return Station(podcast, voice(folder / "voices", language), None, None, opening, None)


def _jingle(root: Path, sound: Sound, name: str) -> Jingle | None:
    return Jingle(root / name, overlap=sound.overlap, level=sound.level) if name else None
