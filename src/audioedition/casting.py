"""Who speaks what of an edition: its own voice, that of each other language in it, and perhaps one that quotes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audioedition import editions, engines, utterances
from audioedition.config import Station
from audioedition.engines import Engine, Phonetic
from audioedition.errors import EngineUnavailable
from audioedition.languages import base
from audioedition.model import QUOTATION, Attribution, Block, Edition, Row, Utterance, Voice
from audioedition.phrases import in_english
from audioedition.reports import Lasting
from audioedition.studio import Studio


@dataclass(frozen=True, slots=True)
class Cast:
    """An `edition` with all phrases in other languages that somebody here can speak, and who speaks what.

    `own` is the engine of the edition's voice, which is `reader`; `guests` are all others by speaker; `notes` are sentences about
    languages that nobody speaks here, so that the edition's voice does.  `lexicon` has the rows by which all of
    it is read: each voice's for its own language.
    """

    edition: Edition
    reader: Voice
    own: Engine
    guests: Mapping[str, tuple[Voice, Engine]]
    lexicon: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    def engines(self, script: Sequence[Utterance]) -> dict[str, Engine]:
        """The engine of each speaker in `script`."""
        return {u.speaker: self.guests[u.speaker][1] if self._is_guest(u) else self.own for u in script}

    def places(self, script: Sequence[Utterance]) -> dict[int, str]:
        """Which utterances of `script` guests speak, and who."""
        return {place: u.speaker for place, u in enumerate(script) if self._is_guest(u)}

    def fingerprints(self, script: Sequence[Utterance]) -> dict[str, str]:
        """What the guests who speak in `script` sound like, by speaker."""
        return {u.speaker: self.guests[u.speaker][1].fingerprint for u in script if self._is_guest(u)}

    def credits(self, script: Sequence[Utterance]) -> tuple[Attribution, ...]:
        """Whose voices the guests in `script` are, in the order in which they speak."""
        heard = {u.speaker: self.guests[u.speaker][0] for u in script if self._is_guest(u)}
        return tuple(dict.fromkeys(map(engines.attribution, heard.values())))

    def seats(self, script: Sequence[Utterance]) -> dict[str, int]:
        """The place of each guest who speaks in `script` among all voices: the edition's own first, then `credits`."""
        named = self.credits(script)
        heard = {u.speaker for u in script if self._is_guest(u)}
        return {who: 1 + named.index(engines.attribution(self.guests[who][0])) for who in heard}

    def fallbacks(self, script: Sequence[Utterance]) -> dict[str, Voice]:
        """Who speaks what the speakers in `script` fail on, by speaker, as far as their voice files name somebody."""
        return {who: voice.fallback for who, voice in self._voices(script).items() if voice.fallback}

    def wordless(self, script: Sequence[Utterance]) -> tuple[str, ...]:
        """A sentence about those who speak in `script` and only play tones, if there are any."""
        voices = self._voices(script).values()
        playing = {voice.file or voice.engine: voice for voice in voices if engines.is_for_tests(voice)}
        if not playing:
            return ()
        what = "All" if all(map(engines.is_for_tests, voices)) else "Some"
        tag = base(next(iter(playing.values())).language)
        note = (
            f"{what} of it is tones and no speech, by {' and '.join(playing)}: that engine is for tests. Choose another "
            f"before anybody listens, see audioedition voices list {tag}."
        )
        return (Lasting(note),)

    def _voices(self, script: Sequence[Utterance]) -> dict[str, Voice]:
        """The voice of each speaker in `script`."""
        return {u.speaker: self.guests[u.speaker][0] if self._is_guest(u) else self.reader for u in script}

    def _is_guest(self, utterance: Utterance) -> bool:
        return utterance.speaker in self.guests


def cast(edition: Edition, station: Station, studio: Studio) -> Cast:
    """Find a voice for everything in `edition` that is in another language, unless the settings want none.

    If they want a second one for block quotations, it is found, too.  What nobody here can speak is left to the edition's own voice.  Raises ConfigError for a voice file
    that is wrong, and EngineUnavailable if the edition itself, or its quotations, have none.
    """
    own = studio.engine(station)
    guests: dict[str, tuple[Voice, Phonetic]] = {}
    lexicon = engines.lexicon(station.voice, own)
    if station.quotation and utterances.quotes(edition):
        guests[f"{edition.language}.{QUOTATION}"] = station.quotation, studio.quoting(station)
        lexicon = engines.lexicon(
            dataclasses.replace(station.voice, lexicon=lexicon), studio.quoting(station)
        )
    if studio.config.script.foreign == "own":
        return Cast(edition, station.voice, own, guests, lexicon)
    edition = editions.foreign(edition)
    notes: dict[str, str] = {}
    heard = languages(edition)
    for language in heard:
        try:
            guests[language] = studio.guest(language)
        except EngineUnavailable as exc:
            notes[language] = (
                f"What is in {in_english(language)} is spoken by the voice of the edition, for want of one: {exc}"
            )
    blocks = tuple(_without(block, notes) for block in edition.blocks)
    others = (engines.lexicon(*guests[language]) for language in guests if language in heard)
    lexicon = (*lexicon, *(row for rows in others for row in rows))
    edition = dataclasses.replace(edition, blocks=blocks)
    return Cast(edition, station.voice, own, guests, lexicon, tuple(notes.values()))


def speaking(utterance: Utterance, station: Station, studio: Studio) -> Phonetic:
    """The engine that speaks an utterance of an edition of this station.  Raises as `cast`, of a language that nobody speaks, too."""
    if utterance.voice == QUOTATION:
        return studio.quoting(station)
    if base(utterance.language) != base(station.podcast.language):
        return studio.guest(utterance.language)[1]
    return studio.engine(station)


def languages(edition: Edition) -> tuple[str, ...]:
    """The other languages in an edition, in the order in which they are heard."""
    tags = (tag for block in edition.blocks for tag in (block.language, *(s.language for s in block.spans)))
    return tuple(dict.fromkeys(tag for tag in tags if tag and base(tag) != base(edition.language)))


def _without(block: Block, unspoken: Mapping[str, str]) -> Block:
    """`block`, in which nothing is marked as being in a language that is `unspoken`."""
    if not unspoken:
        return block
    return dataclasses.replace(
        block,
        language=None if block.language in unspoken else block.language,
        spans=tuple(span for span in block.spans if span.language not in unspoken),
    )
