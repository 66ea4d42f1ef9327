"""The voices that can be had for a language: those that are here, and how one comes by the others.  Asks no network."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audioedition import engines
from audioedition.engines import Offer
from audioedition.errors import AudioeditionError, ConfigError, EngineUnavailable
from audioedition.languages import base
from audioedition.model import Attribution, Voice
from audioedition.phrases import in_english

UNASKED = ("espeak", "tone")
"""Engines that are listed for a language only: the one for its hundred languages, the other is no voice."""

_NEAR, _FEW = 0.7, 3
"""How alike words must be to be taken for each other (`deu` and `de` are to 0.8), and how many are offered."""

_QUALITIES = (
    "A",
    "A-",
    "B+",
    "B",
    "B-",
    "C+",
    "C",
    "C-",
    "D+",
    "D",
    "D-",
    "F+",
    "F",
    "high",
    "medium",
    "low",
    "x_low",
    "",
)
"""Makers' words for quality, best first, each engine's own."""


class State(StrEnum):
    """What is between a voice and its first sentence."""

    INSTALLED = "installed"
    TO_FETCH = "to fetch"
    LACKING = "not installed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A voice that can be had, or is used by a `feed`.

    `remedy` says what to do where it is not installed: a command, or a sentence; "" where it is.  `offer` is what the
    catalogue knows of it, if anything.
    """

    voice: Voice
    attribution: Attribution
    state: State
    remedy: str = ""
    feed: str = ""
    offer: Offer | None = None

    @property
    def size(self) -> int:
        """How many bytes are to be fetched; 0 if that is not known."""
        if self.offer and self.offer.size:
            return self.offer.size
        return sum(part.size for part in engines.missing(self.voice)) if self.state is State.TO_FETCH else 0

    @property
    def quality(self) -> str:
        """Its makers' word for it."""
        return self.offer.quality if self.offer else ""

    @property
    def is_sure(self) -> bool:
        """Whether somebody has said that there is such a voice."""
        return self.offer is None or not self.offer.by_rule


def used(feeds: Sequence[tuple[str, Voice]]) -> Iterator[Listed]:
    """The voices of `feeds` (language and voice)."""
    for tag, voice in feeds:
        state, remedy = _state(voice)
        offer = engines.offer(voice)
        try:
            attribution = engines.attribution(voice)
        except AudioeditionError:
            attribution = voice.attribution
        yield Listed(
            voice=_named(voice), attribution=attribution, state=state, remedy=remedy, feed=tag, offer=offer
        )


def available(language: str | None, only: str | None = None, *, everything: bool = True) -> Iterator[Listed]:
    """What can be had for a `language` (None: for any), engine by engine, best first; of one engine, if `only` names it.

    Without `everything` that is what is here.  An engine that has nothing here, and of which nothing is listed, tells what it lacks.
    Raises ConfigError for an engine that does not exist.
    """
    names = [only] if only else [*engines.built_in(), *engines.installed()]
    for name in names:
        if only or language or name not in UNASKED:
            try:
                yield from sorted(_of(name, language, everything=everything), key=_rank)
            except AudioeditionError as exc:  # somebody's that is broken takes nothing from the others
                if only and isinstance(exc, ConfigError):
                    raise
                broken = Voice(language=language or "mul", engine=name)
                yield Listed(voice=broken, attribution=Attribution(), state=State.LACKING, remedy=str(exc))


def near(word: str) -> tuple[str, ...]:
    """The languages for which something is listed whose tags, or English names, are written most like `word`; a few."""
    listed = (tag for name in engines.built_in() for each in engines.offers(name) for tag in each.languages)
    here = (voice.language for name in engines.built_in() if name != "tone" for voice in engines.here(name))
    tags = sorted({base(tag) for tag in (*listed, *here)})
    called = {in_english(tag).lower(): tag for tag in tags} | {tag: tag for tag in tags}
    if word.lower() in called:
        return (called[word.lower()],)
    close = difflib.get_close_matches(word.lower(), called, _FEW, _NEAR)
    return tuple(dict.fromkeys(called[each] for each in close))


def _rank(each: Listed) -> tuple[int, bool, bool, int]:
    """Sorted by it, what is here comes first, then what any edition may use, what is made for the language, and what is good."""
    states = (State.INSTALLED, State.TO_FETCH, State.LACKING)
    forbidden = engines.allows(each.attribution.licence) == "non-commercial only"
    several = each.offer is not None and len(each.offer.languages) > 1
    quality = _QUALITIES.index(each.quality) if each.quality in _QUALITIES else 0
    if each.voice.engine == "coqui":  # whose standards are those models
        quality = int(not each.voice.model.endswith("/vits"))
    return states.index(each.state), forbidden, several, quality


def _of(name: str, language: str | None, *, everything: bool) -> Iterator[Listed]:
    found = [
        voice for voice in engines.here(name) if language is None or base(voice.language) == base(language)
    ]
    for voice in found:
        credit = voice.attribution if voice.attribution.name else Attribution(f"{name} {voice.model}".strip())
        yield Listed(voice=voice, attribution=credit, state=State.INSTALLED, offer=engines.offer(voice))
    known = {voice.model for voice in found}
    listed = [each for each in engines.offers(name, language) if each.model not in known and each.loads]
    for each in listed if everything else ():
        voice = Voice(language=language or each.languages[0], engine=name, model=each.model, commercial=False)
        state, remedy = (
            _state(voice, listed=True) if "…" not in each.model else (State.LACKING, each.attribution.note)
        )
        yield Listed(voice=voice, attribution=each.attribution, state=state, remedy=remedy, offer=each)
    if not found and not listed and name not in UNASKED:
        yield from _bare(name, language)


def _bare(name: str, language: str | None) -> Iterator[Listed]:
    """An engine of which no voice is known: what it says when it is asked for one."""
    voice = Voice(language=language or "en", engine=name)
    try:
        engines.load(voice)
    except ConfigError:
        return  # it does not speak that language
    except EngineUnavailable as exc:
        shown = voice if language else dataclasses.replace(voice, language="mul")
        yield Listed(voice=shown, attribution=Attribution(), state=State.LACKING, remedy=str(exc))
    else:
        yield Listed(voice=voice, attribution=engines.attribution(voice), state=State.INSTALLED)


def _state(voice: Voice, *, listed: bool = False) -> tuple[State, str]:
    """Whether a voice can speak here, and what to do if not; one that is `listed` is not known to be here."""
    fetch = State.TO_FETCH, f"audioedition voices use {base(voice.language)} {name_of(voice)}"
    try:
        engines.check_installed(voice.engine)
        if engines.missing(voice):
            return fetch
        engine = engines.load(voice)
        if listed and not engines.fetches(voice.engine):
            return fetch
        if listed:
            _ = engine.fingerprint  # for that, its model must be here
    except EngineUnavailable as exc:
        return State.LACKING, f"{exc.problem[:1].upper()}{exc.problem[1:]}. {exc.remedy}"
    except ConfigError as exc:
        return State.LACKING, str(exc)
    return State.INSTALLED, ""


def name_of(voice: Voice) -> str:
    """A voice as commands take it: `piper:en_US-joe-medium`, or the engine's name alone."""
    return f"{voice.engine}:{voice.model}" if voice.model else voice.engine


def _named(voice: Voice) -> Voice:
    """The voice with the model that speaks where its file names none, if that is easily known."""
    if voice.model:
        return voice
    if voice.engine == "espeak":
        return dataclasses.replace(voice, model=voice.language)
    if voice.engine not in {"pico", "piper"}:
        return voice
    models = {
        v.language: v.model for v in engines.here(voice.engine) if base(v.language) == base(voice.language)
    }
    return dataclasses.replace(voice, model=models.get(voice.language) or next(iter(models.values()), ""))
