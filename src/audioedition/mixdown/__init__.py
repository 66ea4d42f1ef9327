"""Clips and jingles ─► Mixdown: one mono MP3 at the loudness that podcasts have, its tags, and the same as Opus.

take ─► lay out ─► find the gains ─► press each piece ─► join

What is taken is measured while the next clip is spoken, and pieces are pressed by all cores.  With a folder to keep
them in, only pieces that have changed are pressed again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import MappingProxyType

from audioedition.errors import AudioError
from audioedition.ffmpeg import ffmpeg
from audioedition.kept import Kept
from audioedition.mixdown import layout
from audioedition.mixdown.arranging import arrange, levelled
from audioedition.mixdown.id3 import tag
from audioedition.mixdown.jingles import prepare
from audioedition.mixdown.joining import join
from audioedition.mixdown.opus import BITRATE, TYPE, opus
from audioedition.mixdown.pcm import RATE
from audioedition.mixdown.stem import Stem
from audioedition.mixdown.taking import in_order, take
from audioedition.model import Clip, Jingle, Mixdown, Timing

__all__ = ["BITRATE", "TYPE", "ffmpeg", "mix", "opus", "tag"]


def mix(  # noqa: PLR0913 -- what is heard, where it goes, and with what: none can be left out
    sounds: Iterable[tuple[Clip, float]],
    target: Path,
    *,
    intro: Jingle | None,
    outro: Jingle | None,
    ffmpeg: Path,
    guests: Mapping[int, str] = MappingProxyType({}),
    report: Callable[[str], None] | None = None,
    keep: Path | None = None,
    cores: int | None = None,
) -> Mixdown:
    """Join `sounds` (each followed by so many seconds of silence) and the jingles in `target`.

    `guests` says which of the sounds, counted from 0, another voice speaks, and which one: it is made
    as loud as the voice that reads.  The speech begins `intro.overlap` seconds before the intro ends,
    and the outro as long before the speech ends: at most the jingle's or the speech's whole length.
    The result is an MP3 (mono, 44.1 kHz, 96 kbit/s) of -16 LUFS whose true peaks stay below -1 dBTP,
    without tags.  Clips are taken one by one; what is joined lies in a temporary folder.  `report` is
    told what is being done.

    With a folder to `keep` what it makes in, what was made before of the same sounds is not made again.  Then a sound
    that follows a pause begins up to 13 milliseconds earlier or later, with a frame of the MP3; such differences do not
    add up.  What lies there is disposable.

    It is done by so many `cores`; by all that there are, if nothing is said.

    Raises AudioError for a jingle that cannot be read, when ffmpeg fails, or if there is nothing to hear; ArchiveError if
    `target`, or what is to be kept, cannot be written.
    """
    tell = report or (lambda _: None)
    kept = Kept(keep)
    before = None if intro is None else prepare(intro, ffmpeg, opens=True, kept=kept)
    after = None if outro is None else prepare(outro, ffmpeg, opens=False, kept=kept)
    with (
        tempfile.TemporaryDirectory(prefix="audioedition-", ignore_cleanup_errors=True) as folder,
        Stem(Path(folder) / "stem") as stem,
        ThreadPoolExecutor(cores or os.cpu_count()) as pool,
    ):
        taken, pauses = take(sounds, stem, kept, pool)
        tell("levelling")
        arranged = arrange(taken, pauses, before, after, aligned=keep is not None)
        if not arranged.frames:
            message = f"There is nothing to record in {target.name}: no sentence and no jingle."
            raise AudioError(message)
        press = levelled(arranged, guests, stem, kept)
        tell("encoding")
        pieces = layout.pieces(press.spans)
        made = in_order(pool, (partial(press.piece, piece) for piece in pieces))
        join(zip(pieces, made, strict=True), arranged.frames, target)
    timings = tuple(Timing(span.start / RATE, span.end / RATE) for span in arranged.speech)
    return Mixdown(target, arranged.frames / RATE, timings)
