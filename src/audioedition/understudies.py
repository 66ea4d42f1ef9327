"""What became of sentences that a voice failed on: who stood in for it, and what their author is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audioedition import engines
from audioedition.model import Attribution, Episode, Fault, Utterance, Verdict, Voice
from audioedition.text import one_line

_QUOTED = 60  # characters of a sentence by which it is named


@dataclass(frozen=True, slots=True)
class StandIns:
    """Fallback voices in a recording: `voices` are all its voices but the one that reads, the planned ones first.

    `seats` says of each sentence that one of them spoke, counted from 0, whose it is: a place among all voices.
    """

    voices: tuple[Attribution, ...]
    seats: Mapping[int, int] = field(default_factory=dict)


def named(voice: Voice) -> str:
    """How a fallback voice is called: as in its file."""
    return f"{voice.engine} {voice.model}".strip()


def heard(
    guests: Sequence[Attribution],
    script: Sequence[Utterance],
    verdicts: Sequence[Verdict],
    fallbacks: Mapping[str, Voice],
) -> StandIns:
    """Who stood in, beside the `guests` that were planned; `fallbacks` are the voices by speaker."""
    spoke = {
        place: engines.attribution(fallbacks[u.speaker])
        for place, (u, verdict) in enumerate(zip(script, verdicts, strict=True))
        if verdict.by
    }
    voices = tuple(dict.fromkeys((*guests, *spoke.values())))
    return StandIns(voices, {place: 1 + voices.index(whose) for place, whose in spoke.items()})


def kept(
    old: Episode, guests: Sequence[Attribution], script: Sequence[Utterance], seats: Mapping[str, int]
) -> StandIns:
    """Who stood in when `old` was recorded, which stays; `seats` are those of the planned speakers."""
    voices = (*guests, *old.guests[len(guests) :])
    lines = enumerate(zip(script, old.lines, strict=False))
    stood_in = {place: line.voice for place, (u, line) in lines if line.voice != seats.get(u.speaker, 0)}
    return StandIns(voices, {place: seat for place, seat in stood_in.items() if 0 < seat <= len(voices)})


def notes(script: Sequence[Utterance], verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """What the author is told: the sentences that a fallback voice spoke, and those that sound wrong after all."""
    said = (_note(u, verdict) for u, verdict in zip(script, verdicts, strict=True))
    return tuple(dict.fromkeys(note for notes in said for note in notes))


def _note(utterance: Utterance, verdict: Verdict) -> Iterator[str]:
    text = one_line(utterance.text)
    text = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
    if verdict.by:
        tries = _tries(verdict) if verdict.spurned else ""
        why = (
            f"sounds wrong{tries} ({_details(verdict.spurned)})" if verdict.spurned else "could not speak it"
        )
        yield f"“{text}” is spoken by the fallback voice ({verdict.by}): the usual one {why}."
    if not verdict.is_good:
        tries = "" if verdict.by else _tries(verdict)
        released = "is released by you although it " if verdict.released else ""
        yield f"“{text}” {released}sounds wrong{tries}: {_details(verdict.faults)}."
    if verdict.unaided:
        yield f"The fallback voice could not help: {verdict.unaided}"


def _tries(verdict: Verdict) -> str:
    return f" after {verdict.attempts} tries" if verdict.attempts > 1 else ""


def _details(faults: Sequence[Fault]) -> str:
    return "; ".join(fault.detail.removesuffix(".") for fault in faults)
