"""Where a session of recordings happens: what it needs, opened when first needed and used for every post."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from audioedition import clips, engines, starter, utterances
from audioedition.archive import Archive
from audioedition.config import Config, Station
from audioedition.crew import Crew
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.familiar import Familiar
from audioedition.manuscripts import Manuscripts
from audioedition.memory import Memory
from audioedition.model import QUOTATION, Episode, Voice
from audioedition.unreleased import Unreleased

if (
    TYPE_CHECKING
):  # slow to load, and not needed before sentences are spoken: each is imported where it is first used
    from audioedition import listening, recognition

T = TypeVar("T")


class _Once(Generic[T]):
    """What is made when it is first asked for, whichever performer asks.

    As `functools.cached_property`, which lets two threads make two since Python 3.12.
    """

    def __init__(self, make: Callable[[Studio], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, studio: Studio, owner: type) -> T:
        with studio._lock:  # noqa: SLF001 -- its own
            made = vars(studio)
            if self._name not in made:
                made[self._name] = self._make(studio)
            return cast("T", made[self._name])


def _silent(_title: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Studio:
    """A session: `now` is the one clock that it knows.

    The `pool` works here; of a `crew`, others may speak elsewhere, and several editions are performed at one time.
    `progress` is told a title, how many of its sentences are ready, and of how many.  `load` loads a
    voice, and may fetch what it lacks.  `dry_run`
    leaves everything as it is; `replace` lets a post take the id of another file; `restore` brings
    retracted episodes back; `verify` has a recogniser listen, whatever the settings say; with `review` nothing is
    published, and recordings wait until they have been heard: in a studio of their own, which shares what the one in
    `front` has loaded.  Whoever writes a record, or what is computed from all of them, is `writing` meanwhile: feeds name nothing that
    came while they were made.
    """

    config: Config
    archive: Archive
    now: datetime
    pool: Executor | None = None
    crew: Crew | None = None
    progress: Callable[[str, int, int], None] = _silent
    load: Callable[[Voice], engines.Phonetic] = engines.load
    dry_run: bool = False
    replace: bool = False
    restore: bool = False
    review: bool = False
    verify: bool = False
    front: Studio | None = None
    writing: AbstractContextManager[object] = field(default_factory=Lock, repr=False)
    _cast: dict[str, engines.Phonetic] = field(default_factory=dict, repr=False)
    _recognisers: dict[tuple[str, str], recognition.Recogniser] = field(default_factory=dict, repr=False)
    _guests: dict[str, tuple[Voice, engines.Phonetic]] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def aside(self) -> Studio:
        """The same studio, with the same voices, but that its recordings go to the `unreleased` ones."""
        return dataclasses.replace(self, archive=self.unreleased.archive, front=self.front or self)

    def speakers(self) -> Executor | None:
        """Who speaks the sentences of one edition; they may be elsewhere.  None if there is nobody but oneself."""
        return self.crew.turns.queue() if self.crew else self.pool

    def prepare(self, speaking: Iterable[engines.Engine]) -> None:
        """Have who is about to speak, each once for a sentence, load their models, while the rest is planned; nobody else does."""
        if self.crew and not self.dry_run:
            those = list(speaking)
            count = Counter(map(id, those))
            for engine in {id(each): each for each in those}.values():
                self.crew.prepare(engine, count[id(engine)])

    @property
    def is_aside(self) -> bool:
        """Whether its recordings are to be heard first."""
        return self.front is not None

    def engine(self, station: Station) -> engines.Phonetic:
        """The engine that speaks for a station.  Raises ConfigError or EngineUnavailable."""
        return self._engine(station.podcast.language, station.voice)

    def quoting(self, station: Station) -> engines.Phonetic:
        """The engine that speaks the block quotations of a station.  Raises ConfigError or EngineUnavailable."""
        speaker = f"{station.podcast.language}.{QUOTATION}"
        return self._engine(speaker, station.quotation or station.voice)

    def guest(self, language: str) -> tuple[Voice, engines.Phonetic]:
        """The voice that speaks phrases in `language` within an edition in another, and its engine.

        It is that of the podcast in this language, if there is one; else by its voice file, a starter
        voice, or espeak.  Raises ConfigError for a voice file that is wrong, EngineUnavailable if
        nobody can speak it here.
        """
        with self._lock:
            if language not in self._guests:
                station = self.config.station(language)
                if station:
                    self._guests[language] = station.voice, self.engine(station)
                else:
                    self._guests[language] = self._loaded(self.config.voice(language))
            return self._guests[language]

    def fallback(self, voice: Voice) -> engines.Phonetic:
        """The engine of a fallback voice.  Raises ConfigError or EngineUnavailable.

        Editions of several languages may have one voice file, as en-US and en-GB do: each has its own accent.
        """
        return self._engine(f"{voice.language}, {voice.file}", voice)

    def _engine(self, who: str, voice: Voice) -> engines.Phonetic:
        with self._lock:
            if who not in self._cast:
                self._cast[who] = self.load(voice)
            return self._cast[who]

    def _loaded(self, voice: Voice) -> tuple[Voice, engines.Phonetic]:
        """The voice with its engine; espeak in place of a starter voice that cannot be used on this machine."""
        try:
            return voice, self.load(voice)
        except EngineUnavailable:
            if voice.folder != starter.folder():
                raise
        except ConfigError as exc:
            if voice.file:
                raise
            remedy = f"Add voices/{voice.language}.toml with a voice that does."
            raise EngineUnavailable(voice.engine, f"it speaks no {voice.language!r}", remedy) from exc
        return self._loaded(
            Voice(language=voice.language, engine="espeak", lexicon=voice.lexicon, folder=voice.folder.parent)
        )

    def telling(self, episode: Episode) -> Callable[[str, int, int], None]:
        """A listener for what is done to the sentences of one episode."""
        title = f"{episode.language}  {episode.title}"
        return lambda doing, done, total: self.progress(f"{doing}: {title}", done, total)

    @property
    def familiar(self) -> Familiar:
        """Which posts were published just as they are."""
        return Familiar(
            self.config, self.archive, verifies=self.verifies, asks=self.verifies and not self.review
        )

    @property
    def memory(self) -> Memory:
        """What is remembered of posts that were published."""
        return Memory(self.config.private / "seen")

    @property
    def unreleased(self) -> Unreleased:
        """The episodes that wait until they have been heard."""
        return Unreleased.beside(self.archive)

    @property
    def manuscripts(self) -> Manuscripts:
        """What the episodes were recorded from."""
        return self.unreleased.manuscripts if self.is_aside else Manuscripts(self.config.manuscripts)

    @_Once
    def shelf(self) -> clips.Shelf:
        """Where clips are kept."""
        if self.front:
            return self.front.shelf
        return clips.Shelf(self.config.shelf, self.config.shelf_limit)

    @_Once
    def judge(self) -> listening.Judge:
        """Who listens to what is spoken."""
        from audioedition import listening  # noqa: PLC0415 -- see above

        if self.front:
            return self.front.judge
        return listening.Judge(self.config.private / "listening", self.ear, self.shelf.of)

    @_Once
    def released(self) -> listening.Released:
        """What authors have heard and released."""
        from audioedition import listening  # noqa: PLC0415 -- see above

        if self.front:
            return self.front.released
        return listening.Released(self.config.private / "listening" / "released")

    @property
    def recollection(self) -> listening.Recollection:
        """What was found in recordings when somebody listened; who that was need not be here any more."""
        from audioedition import listening  # noqa: PLC0415 -- see above

        return listening.Recollection(self.config.private / "listening" / "recordings")

    @property
    def recogniser(self) -> str:
        """What people call the recogniser that would listen; it is not loaded for this."""
        from audioedition import recognition  # noqa: PLC0415 -- see above

        return recognition.called(self.config.listening.model)

    @property
    def verifies(self) -> bool:
        """Whether the words of what is spoken are recognised, too."""
        return self.verify or self.config.listening.verify

    @property
    def ear(self) -> listening.Ear | None:
        """Who recognises the words in it, if anybody does.  Raises as `hearing`."""
        return self.hearing if self.verifies else None

    @_Once
    def hearing(self) -> recognition.Ear:
        """The ear, loaded when it is first needed; its model may have to be fetched.  Raises ConfigError or EngineUnavailable."""
        from audioedition import recognition  # noqa: PLC0415 -- see above

        if self.front:
            return self.front.hearing
        wanted = self.config.listening.model, self.config.listening.device
        if wanted not in self._recognisers:
            self._recognisers[wanted] = recognition.load(
                self.config.listening, self.config.root, self.progress
            )
        return recognition.Ear(self._recognisers[wanted], utterances.said, self.config.languages)

    @_Once
    def ffmpeg(self) -> Path:
        """The ffmpeg to use.  Raises AudioError."""
        from audioedition import trust  # noqa: PLC0415 -- see above

        if self.front:
            return self.front.ffmpeg
        return trust.ffmpeg(self.config, opus=self.config.opus)
