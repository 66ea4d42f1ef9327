"""Conductor: one text, said by every voice that is here, with what each takes for it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from audioedition import corrections, engines, offers
from audioedition.errors import AudioeditionError
from audioedition.model import Clip, Voice
from audioedition.offers import Listed, State

_FRAME = 0.02  # seconds
_LEVEL = 0.1  # of full scale: the RMS of the louder half of all frames, -20 dBFS
_LOUDEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class Audition:
    """What became of a voice: its sound, at the loudness of all, or a sentence that says why there is none.

    `load` is how long it took until it could speak, in seconds; `factor` is its real-time factor: seconds that it speaks
    the text in, once it is loaded, for each second of sound.  `effort` is the processor time of this program for that, in
    seconds, of all cores together: other programs do not make it longer.
    """

    listed: Listed
    clip: Clip | None = None
    load: float = 0.0
    factor: float = 0.0
    effort: float = 0.0
    silence: str = ""


def candidates(language: str, feeds: Sequence[tuple[str, Voice]]) -> list[Listed]:
    """Those who can speak `language` here: the voices of `feeds` as they are set up (whether they can or not), then all others that are installed, the robotic ones last."""
    used = list(offers.used(feeds))
    taken = {(each.voice.engine, each.voice.model) for each in used}
    others = sorted(
        offers.available(language, everything=False), key=lambda each: each.voice.engine == "espeak"
    )
    return [
        *used,
        *(
            each
            for each in others
            if each.state is State.INSTALLED
            and each.voice.engine != "tone"
            and "-Shaw" not in each.voice.language  # reads English in Shaw's letters only
            and (each.voice.engine, each.voice.model) not in taken
        ),
    ]


def hear(listed: Sequence[Listed], text: str) -> Iterator[Audition]:
    """Let each of the `listed` say `text`, one after the other: twice, since it loads when it first speaks."""
    for each in listed:
        try:
            yield _heard(each, text)
        except AudioeditionError as exc:
            yield Audition(listed=each, silence=str(exc))


def _heard(listed: Listed, text: str) -> Audition:
    voice = replace(listed.voice, commercial=False)  # what is heard here is not published
    begun = time.perf_counter()
    engine = engines.load(voice)
    said = corrections.spoken(engines.lexicon(voice, engine), voice.language, text)
    engine.synthesize(said)
    loaded, used = time.perf_counter(), time.process_time()
    clip = engine.synthesize(said)
    took, work = time.perf_counter() - loaded, time.process_time() - used
    return Audition(
        listed=listed,
        clip=level(clip),
        load=max(0.0, loaded - begun - took),
        factor=took / clip.seconds,
        effort=work / clip.seconds,
    )


def level(clip: Clip) -> Clip:
    """The clip as loud as all others: by ear, the loudest of two voices seems the better one.  No sample is clipped."""
    sound = np.frombuffer(clip.pcm, "<i2").astype(np.float64) / _LOUDEST
    size = max(1, round(_FRAME * clip.sample_rate))
    frames = sound[: len(sound) // size * size].reshape(-1, size) if len(sound) >= size else sound[None, :]
    loud = np.sort((frames**2).mean(axis=1))[frames.shape[0] // 2 :]
    power, peak = float(np.sqrt(loud.mean())), float(np.abs(sound).max())
    if not power or not peak:
        return clip
    gain = min(_LEVEL / power, 1 / peak)
    return Clip((sound * gain * _LOUDEST).astype("<i2").tobytes(), clip.sample_rate)
