"""Clips and jingles ─► Mixdown: one mono MP3 at the loudness that podcasts have, its tags, and the same as Opus."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from audioedition.errors import AudioError
from audioedition.files import replacing
from audioedition.mixdown.command import ffmpeg
from audioedition.mixdown.decoding import decoded
from audioedition.mixdown.id3 import tag
from audioedition.mixdown.jingles import prepare
from audioedition.mixdown.levels import Balance
from audioedition.mixdown.loudness import encode, measure, told_exactly
from audioedition.mixdown.opus import BITRATE, TYPE, opus
from audioedition.mixdown.pcm import RATE
from audioedition.mixdown.stem import Stem
from audioedition.model import Clip, Jingle, Mixdown, Timing

__all__ = ["BITRATE", "TYPE", "decoded", "ffmpeg", "mix", "opus", "tag"]


def mix(  # noqa: PLR0913 -- what is heard, where it goes, and with what: none can be left out
    sounds: Iterable[tuple[Clip, float]],
    target: Path,
    *,
    intro: Jingle | None,
    outro: Jingle | None,
    ffmpeg: Path,
    guests: Mapping[int, str] = MappingProxyType({}),
    report: Callable[[str], None] | None = None,
) -> Mixdown:
    """Join `sounds` (each followed by so many seconds of silence) and the jingles in `target`.

    `guests` says which of the sounds, counted from 0, another voice speaks, and which one: it is made
    as loud as the voice that reads.  The speech begins `intro.overlap` seconds before the intro ends,
    and the outro as long before the speech ends: at most the jingle's or the speech's whole length.
    The result is an MP3 (mono, 44.1 kHz, 96 kbit/s) of -16 LUFS whose true peaks stay below -1 dBTP,
    without tags.  Clips are taken one by one; what is joined lies in a temporary folder.  `report` is
    told what is being done.  Raises AudioError for a jingle that cannot be read, when ffmpeg fails, or if there is
    nothing to hear; ArchiveError if `target` cannot be written.
    """
    tell = report or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="audioedition-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        before = None if intro is None else prepare(intro, folder / "intro.pcm", ffmpeg, opens=True)
        after = None if outro is None else prepare(outro, folder / "outro.pcm", ffmpeg, opens=False)
        with Stem(folder / "stem.pcm") as stem:
            start = 0 if before is None else before.frames - before.overlap
            spans = stem.speak(sounds, start)
            tell("levelling")
            end = stem.frames
            balance = Balance.of(stem, spans, guests) if guests else None
            if balance:
                balance.roughly()
            speech = measure(stem.path, ffmpeg).loudness if before or after else 0.0
            music = [(before.at_level_of(speech), 0)] if before else []
            music += [(after.at_level_of(speech), max(start, end - after.overlap))] if after else []
            if balance:
                balance.as_heard(music, ffmpeg, folder / "scratch.pcm")
            for piece, place in music:
                stem.lay(piece, place)
            if not stem.frames:
                message = f"There is nothing to record in {target.name}: no sentence and no jingle."
                raise AudioError(message)
            stem.lengthen(told_exactly(stem.frames))
            tell("encoding")
            with replacing(target) as part:
                encode(stem.path, part, ffmpeg)
            timings = tuple(Timing(first / RATE, last / RATE) for first, last in spans)
            return Mixdown(target, stem.frames / RATE, timings)
