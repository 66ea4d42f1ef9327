"""Conductor: a post → rows for the lexicon that its listeners may need, each with how it is said now and as proposed.

read ─► split ─► script of each edition ─► words ─► those of two editions together ─► sounds, by espeak
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audioedition import compare, corrections, editions, engines, suggestions, utterances
from audioedition.engines import Phonetic
from audioedition.errors import ConfigError, EngineUnavailable, PostError
from audioedition.languages import base
from audioedition.model import Clip, Edition, Post, Row, Script, Voice
from audioedition.suggestions import Why, Word
from audioedition.utterances import verbal

_SETTINGS = Script()

# The languages whose spelling tells more of its sounds than that of those behind them: of two spellings
# of a name, the first of these is the one to believe.
_TELLING = (
    "es",
    "it",
    "pl",
    "cs",
    "fi",
    "tr",
    "hu",
    "de",
    "nl",
    "sv",
    "da",
    "no",
    "pt",
    "ro",
    "ru",
    "fr",
    "en",
)
_LOOKED_UP = ("en", "de", "fr", "it", "es")  # dictionaries in which the origin of a word is sought


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks a language: the `voice`, its `engine` if that can be had here, and the rows that hold for it."""

    voice: Voice
    engine: Phonetic | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A `word` to be stumbled over, what its voice is given for it `now`, and the row that is `proposed`, if any."""

    word: Word
    speaker: Speaker
    proposed: Row | None

    @property
    def now(self) -> str:
        """What the voice is given."""
        return corrections.spoken(self.speaker.rows, self.word.language, self.word.text)

    @property
    def then(self) -> str:
        """What it would be given."""
        return (
            corrections.spoken([self.proposed], self.word.language, self.word.text) if self.proposed else ""
        )

    def clips(self) -> Iterator[Clip]:
        """The word as it is, and as proposed.  Raises ConfigError, EngineUnavailable, EngineError."""
        engine = self.speaker.engine or engines.load(self.speaker.voice)
        yield engine.synthesize(self.now)
        if self.proposed:
            yield engine.synthesize(self.then)


def suggest(post: Post, voices: Mapping[str, Voice], settings: Script = _SETTINGS) -> tuple[Suggestion, ...]:
    """What the lexicons of `voices` (by language) lack for `post`, the worst first; a pair stands together.

    An edition whose language has no voice there is left out; so is what another voice says by the `settings`.
    Raises PostError, also if there is no other edition.
    """
    split = editions.split(post, tuple(voices)).editions
    cast = {each.language: _speaker(voice) for each in split if (voice := _voice(voices, each.language))}
    found = [each for each in split if each.language in cast]
    if not found:
        there = ", ".join(each.language for each in split)
        message = f"{post.source} has no edition for a voice of yours, but in {there}: yours speak {', '.join(voices)}."
        raise PostError(message)
    words = {
        each.language: _words(each, cast[each.language], [other.language for other in found], settings)
        for each in found
    }
    for one, two in ((found[0], other) for other in found[1:]):
        pairs = list(suggestions.paired(words[one.language], words[two.language], compare.aligned(one, two)))
        for edition, side in ((one, 0), (two, 1)):
            known = {row.written.casefold() for row in cast[edition.language].rows}
            found_here = {word.text for word in words[edition.language]}
            mine = {
                pair[side].text: pair[side]
                for pair in pairs
                if pair[side].text.casefold() not in known
                and (pair[side].why is Why.PAIR or pair[side].text in found_here)
            }
            rest = [word for word in words[edition.language] if word.text not in mine]
            words[edition.language] = [*mine.values(), *rest]
    made = [_suggestion(word, cast[tag]) for tag, each in words.items() for word in each]
    kept = [each for each in made if each.proposed or each.word.why not in {Why.PAIR, Why.ACRONYM}]
    ranks: dict[frozenset[tuple[str, str]], float] = {}
    for each in kept:
        ranks[_key(each)] = max(each.word.rank, ranks.get(_key(each), 0.0))
    return tuple(sorted(kept, key=lambda each: (-ranks[_key(each)], sorted(_key(each)))))


def _speaker(voice: Voice) -> Speaker:
    try:
        engine = engines.load(voice)
    except (ConfigError, EngineUnavailable):
        engine = None  # whoever wants to hear it is told
    return Speaker(voice, engine, engines.lexicon_shown(voice))


def _key(each: Suggestion) -> frozenset[tuple[str, str]]:
    return frozenset({(each.word.language, each.word.text), *each.word.sister})


def _words(edition: Edition, speaker: Speaker, others: Sequence[str], settings: Script) -> list[Word]:
    if settings.foreign == "voice":
        edition = editions.foreign(edition)
    script = utterances.script(edition, opening=("{title}.",), author=None, settings=settings)
    table = verbal.words(edition.language)
    short = (key.rstrip(".") for key in (*table.open, *table.closed))
    known = [*(row.written for row in speaker.rows), *table.read, *table.spelled, *short]
    return suggestions.words(edition.language, script, known, list(dict.fromkeys([*others, *_LOOKED_UP])))


def _voice(voices: Mapping[str, Voice], language: str) -> Voice | None:
    return next((voice for tag, voice in voices.items() if base(tag) == base(language)), None)


def _suggestion(word: Word, speaker: Speaker) -> Suggestion:
    bare = Suggestion(word, speaker, None)
    row = _letters(word, bare.now) if word.why is Why.ACRONYM else _sounds(word, speaker)
    made = Suggestion(word, speaker, row)
    return made if row and made.then != made.now else bare


def _letters(word: Word, now: str) -> Row | None:
    """An acronym in the other way: as a word if it is spelled and has a vowel, and spelled if it is read."""
    if now == " ".join(word.text):
        return Row(word.text, word=True) if suggestions.has_vowel(word.text) else None
    return Row(word.text, spell=True) if now.casefold() == word.text.casefold() else None


def _sounds(word: Word, speaker: Speaker) -> Row | None:
    """A word with the sounds that it has where it comes from; or its spelling there, for a voice that takes no sounds."""
    source, text = _source(word)
    if not source:
        return None
    engine = speaker.engine
    try:
        ipa = engines.sounds(text, source)
        if ipa == engines.sounds(word.text, word.language):
            return None
        if engine and engine.phonemes and not engine.unknown_sound(ipa):
            return Row(word.text, ipa=ipa)
    except EngineUnavailable:
        return None
    return Row(word.text, say=text) if text != word.text else None


def _source(word: Word) -> tuple[str, str]:
    """The language in which a word is to be read, and its spelling there; empty if nothing tells."""
    ways = [(word.language, word.text), *word.sister]
    if word.why is Why.PAIR:
        return min(
            ways, key=lambda way: _TELLING.index(base(way[0])) if base(way[0]) in _TELLING else len(_TELLING)
        )
    if word.origin:
        return word.origin, word.text
    return next(((tag, text) for tag, text in word.sister if tag != word.language), ("", ""))


def facts(each: Suggestion) -> dict[str, object]:
    """A suggestion for scripts."""
    row = each.proposed
    proposal = {name: value for name, value in dataclasses.asdict(row).items() if value and name in {"say", "ipa", "spell", "word"}} if row else None  # fmt: skip
    return {
        "word": each.word.text,
        "language": each.word.language,
        "why": each.word.why.value,
        "count": each.word.count,
        "sentence": each.word.sentence,
        "origin": each.word.origin or None,
        "sister": dict(each.word.sister),
        "now": each.now,
        "then": each.then or None,
        "row": proposal,
    }
