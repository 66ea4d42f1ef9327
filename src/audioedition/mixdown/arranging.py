"""The arrangement: speech and music in their places, and how loud each of them becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from audioedition.kept import Kept
from audioedition.mixdown import layout, levels
from audioedition.mixdown.jingles import Music
from audioedition.mixdown.layout import Span
from audioedition.mixdown.levels import Heard
from audioedition.mixdown.loudness import SILENCE
from audioedition.mixdown.pressing import Press
from audioedition.mixdown.stem import Sound, Stem


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Sounds and where they lie, music and where that lies, and the frames of the whole recording."""

    sounds: Sequence[Sound]
    speech: Sequence[Span]
    music: Sequence[tuple[Music, int]]
    frames: int


def arrange(
    sounds: Sequence[Sound],
    pauses: Sequence[int],
    before: Music | None,
    after: Music | None,
    *,
    aligned: bool,
) -> Arrangement:
    """Lay out the `sounds`, each with its pause in frames, and the jingles; see `layout.spoken` for `aligned`."""
    start, busy = (before.frames - before.overlap, before.frames) if before else (0, 0)
    lengths = [(sound.frames, pause) for sound, pause in zip(sounds, pauses, strict=True)]
    speech = layout.spoken(lengths, start, busy, aligned=aligned)
    end = speech[-1].end + pauses[-1] if speech else 0
    music = [(before, 0)] if before else []
    if after:
        place = max(start, end - after.overlap)
        spans = [*speech, *(Span(at, at + piece.frames) for piece, at in music)]
        music.append((after, layout.aligned_after(spans, place) if aligned else place))
    return Arrangement(sounds, speech, music, max([end, *(at + piece.frames for piece, at in music)]))


def levelled(arranged: Arrangement, guests: Mapping[int, str], stem: Stem, kept: Kept) -> Press:
    """Everything at its level; `guests` says which sounds another voice speaks, and which one."""
    speech = [
        Heard(partial(stem.outline, sound), span.start, sound.peak)
        for sound, span in zip(arranged.sounds, arranged.speech, strict=True)
    ]
    readers = [part for place, part in enumerate(speech) if place not in guests]
    found = levels.level(readers or speech) if arranged.music else None
    beside = SILENCE if found is None else levels.grained(found)
    music = [(piece.at_level_of(beside), at) for piece, at in arranged.music]
    over = [piece.heard(at) for piece, at in music]
    gains = levels.balanced(speech, over, guests) if guests else [0.0] * len(speech)
    parts = [
        Heard(part.outline, part.start, part.peak, gain) for part, gain in zip(speech, gains, strict=True)
    ]
    return Press(
        stem=stem,
        spans=[*arranged.speech, *(Span(at, at + piece.frames) for piece, at in music)],
        sounds=arranged.sounds,
        gains=gains,
        music=[piece for piece, _ in music],
        gain=levels.overall([*parts, *over]),
        kept=kept,
    )
