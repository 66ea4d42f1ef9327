"""One edition's recording, planned in silence: all but the sound is decided.

What is there already decides what has to be done: a recording that sounds the same is kept, and at
most gets new tags.  `performance` does it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from audioedition import (
    casting,
    clips,
    covers,
    engines,
    episodes,
    phrases,
    utterances,
)
from audioedition.archive import Archive
from audioedition.config import Station
from audioedition.engines import Engine
from audioedition.manuscripts import Manuscript, manuscript
from audioedition.model import (
    Edition,
    Episode,
    Pauses,
    Post,
    Script,
    Tags,
    Utterance,
    Voice,
)
from audioedition.reports import Outcome, State
from audioedition.studio import Studio


@dataclass(frozen=True, slots=True)
class Take:
    """One edition, ready to be recorded: all but the sound is decided.

    `reusable` is the recording that is there, if it sounds just as this one would, and `is_whole` says whether its
    other encodings are there, too; `missing` is who speaks each of the sentences that have to be synthesized; `manuscript` is what it is recorded from; `guests` says which
    utterances another voice speaks, `seats` the places of speakers among the episode's voices, `fallbacks` who speaks what they fail on;
    `notes` are sentences about who speaks in place of whom.
    """

    station: Station
    script: tuple[Utterance, ...]
    cast: dict[str, Engine]
    draft: Episode
    tags: Tags
    reusable: Episode | None
    is_whole: bool
    missing: tuple[Engine, ...]
    manuscript: Manuscript
    guests: Mapping[int, str] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    fallbacks: Mapping[str, Voice] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def sentences(self) -> int:
        """How many have to be synthesized."""
        return len(self.missing)

    @property
    def state(self) -> State:
        """What has to be done."""
        if self.reusable is None:
            return State.RECORDED
        is_same = self.is_whole and self.reusable.packaging == self.draft.packaging
        return State.UNCHANGED if is_same else State.RETAGGED


def read(
    post: Post, edition: Edition, station: Station, pauses: Pauses, settings: Script
) -> tuple[Utterance, ...]:
    """What will be said of `edition`, word for word.  Raises ConfigError."""
    return utterances.script(
        edition,
        opening=station.opening,
        author=post.author or station.podcast.author or None,
        pauses=pauses,
        lexicon=station.voice.lexicon,
        settings=settings,
    )


def plan(post: Post, edition: Edition, station: Station, old: Episode | None, studio: Studio) -> Take:
    """Decide what the recording of `edition` will be; `old` is the episode that it replaces.

    Nothing is spoken and nothing written.  Raises AudioeditionError.
    """
    podcast, config = station.podcast, studio.config
    players = casting.cast(edition, station, studio)
    station = dataclasses.replace(station, voice=dataclasses.replace(station.voice, lexicon=players.lexicon))
    script = read(post, players.edition, station, config.pauses, config.script)
    cast = players.engines(script)
    jingles = [station.intro, station.outro]
    draft = episodes.draft(
        post,
        players.edition,
        podcast,
        guid=old.guid if old else _guid(post, podcast.language, studio),
        published=old.published if old else date(post, podcast.language, studio),
        settings=config.script,
    )
    comment = phrases.of(podcast.language).synthetic if podcast.disclosure.metadata else ""
    tags = episodes.tags(draft, podcast, comment, script, config.pauses)
    cover = covers.name(podcast.title, podcast.language, station.cover)
    draft = dataclasses.replace(
        draft,
        sound=episodes.sound(script, players.own.fingerprint, jingles, players.fingerprints(script)),
        packaging=episodes.packaging(tags, cover, opus=config.opus),
        voice=engines.attribution(station.voice),
        guests=players.credits(script),
    )
    reusable = old if old and _is_there(old, draft.sound, studio) else None
    missing = () if reusable else clips.missing(script, cast, studio.shelf)
    return Take(
        station=station,
        script=script,
        cast=cast,
        draft=draft,
        tags=tags,
        reusable=reusable,
        is_whole=reusable is not None and studio.archive.whole(reusable),
        missing=missing,
        manuscript=manuscript(post, edition),
        guests=players.places(script),
        seats=players.seats(script),
        fallbacks=players.fallbacks(script),
        notes=(*players.notes, *players.wordless(script)),
    )


def outcome(
    episode: Episode, state: State, studio: Studio, sentences: int = 0, notes: tuple[str, ...] = ()
) -> Outcome:
    """What became of an episode, for which so many `sentences` were synthesized."""
    file = studio.archive.audio(episode.language, episode.enclosure.file) if episode.enclosure.file else None
    return Outcome(
        language=episode.language,
        title=episode.title,
        state=state,
        seconds=episode.seconds,
        sentences=sentences,
        file=file,
        guid=episode.guid,
        notes=notes,
    )


def _guid(post: Post, language: str, studio: Studio) -> str:
    """The guid of an edition of which there is no record: that which it had, whatever the settings say now, if that is known.

    Raises ArchiveError.
    """
    archive = (studio.front or studio).archive
    known = (each.guid for each in archive.before(language) if each.post == post.id)
    return next(known, "") or archive.guid(post.id, language)


def date(post: Post, language: str, studio: Studio) -> datetime:
    """When an edition of which there is no record counts as published: as it did, if it is known that there was one.

    Else with its post, or with the other editions of that, if it comes right behind them.

    Raises PostError as `episodes.published`, ArchiveError.
    """
    archive = (studio.front or studio).archive  # whatever else waits to be heard
    newest = next((each.published for each in archive.listed(language)), None)
    known = archive.before(language)
    before = next((each.published for each in known if each.post == post.id and each.published), None)
    if before is None and any(each.published is None for each in known):
        from audioedition import salvage  # noqa: PLC0415 -- reads the tags of audio, which is seldom asked for

        before = salvage.dated(archive, post.id, language)
    return before or episodes.published(post, studio.now, newest, _sister(post, archive))


def _sister(post: Post, archive: Archive) -> datetime | None:
    """When another edition of a post that has no date was first published; it need not be asked of one that has."""
    return (
        None if post.published else min((each.published for each in archive.of_post(post.id)), default=None)
    )


def _is_there(old: Episode, sound: str, studio: Studio) -> bool:
    """Whether there is a recording that sounds just so."""
    return not old.retracted and old.sound == sound and studio.archive.holds(old.language, old.enclosure)
