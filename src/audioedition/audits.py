"""Audits of recordings: what was heard, put together, kept for the author to look at, and whether it may be published.

They lie in the private folder, `quality/<language>/<post>.json` and `.html`: disposable, and never in the web root.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import numpy as np

from audioedition import addresses, quality, utterances
from audioedition.errors import ArchiveError, AudioError
from audioedition.ffmpeg import decoded
from audioedition.files import replacing, write_atomically
from audioedition.model import Clip, Episode, Fault, Line, Mixdown, Row, Timing, Utterance, Verdict
from audioedition.quality import REMEDY, Audit, Sentence, facts
from audioedition.quality.page import render
from audioedition.recognition import RATE
from audioedition.studio import Studio


def approved(
    draft: Episode, script: Sequence[Utterance], mix: Mixdown, verdicts: Sequence[Verdict], studio: Studio
) -> Audit:
    """The audit of a new recording that is good enough to be published: to be kept once it is.

    Raises AudioError, naming what is wrong, for one that is not: it is kept at once, with a copy of its sound.  ArchiveError.
    """
    audit = examined(draft, script, mix.timings, verdicts, studio)
    if audit.is_good:
        return audit
    copy = _place(audit, studio, ".mp3")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with replacing(copy) as part:
            shutil.copyfile(mix.path, part)
    except OSError as exc:
        raise ArchiveError(f"{copy} could not be written ({exc.strerror}): allow writing there.") from exc
    page = keep(audit, copy, studio)
    message = (
        f"It is not published: {'; '.join(audit.reasons)}. Listen to it ({page.as_uri()}), then {REMEDY}."
    )
    raise AudioError(message)


def reapproved(episode: Episode, studio: Studio) -> Audit:
    """The audit of an episode that was published before without one.

    Raises AudioError if it is too bad: it stays as it is, and its author should know, also the next time, when nobody
    listens.  Else as `listened`.
    """
    audit = listened(episode, studio)
    if audit.is_good:
        return audit
    page = keep(audit, published(episode, studio), studio)
    studio.archive.put(dataclasses.replace(episode, quality=audit.quality), studio.now)
    raise _too_bad(audit.reasons, page)


def is_known(episode: Episode, studio: Studio) -> bool:
    """Whether the recogniser that would listen has listened to just this recording, and heard something."""
    known = episode.quality
    return known is not None and known.words > 0 and known.recogniser == studio.recogniser


def is_approved(episode: Episode, studio: Studio) -> bool:
    """Whether it was found good then, by what is allowed now."""
    limit = studio.config.listening.largest_error
    return is_known(episode, studio) and episode.quality is not None and episode.quality.is_good(limit)


def confirm(episode: Episode, studio: Studio) -> None:
    """Raises AudioError if a published episode that `is_known` is too bad, by what is allowed now; nobody listens again."""
    limit = studio.config.listening.largest_error
    why = quality.reasons(episode.quality, limit) if episode.quality else ()
    if why:
        raise _too_bad(why, _page(episode.post, episode.language, studio))


def joined(verdicts: Sequence[Verdict], audit: Audit) -> list[Verdict]:
    """What was found in clips before, and what an ear heard of them later."""
    found = (sentence.verdict for sentence in audit.sentences)
    return [
        dataclasses.replace(old, faults=(*_measured(old), *new.faults), heard=new.heard)
        for old, new in zip(verdicts, found, strict=True)
    ]


def _measured(verdict: Verdict) -> tuple[Fault, ...]:
    """The faults that no ear has found."""
    return () if verdict.heard else verdict.faults


def _too_bad(why: Sequence[str], page: Path) -> AudioError:
    look = f"Listen to it ({page.as_uri()})" if page.is_file() else "Listen to it with `audioedition verify`"
    return AudioError(
        f"It was published before, and stays, but would not be now: {'; '.join(why)}. "
        f"{look}, then {REMEDY}; or take it back with `audioedition retract`."
    )


def listened(episode: Episode, studio: Studio) -> Audit:
    """Listen to an episode as it is published, sentence by sentence.

    Raises EngineUnavailable without a recogniser, AudioError or ArchiveError if its sound is not to be had.
    """
    audio = published(episode, studio)
    if not audio.is_file():
        raise ArchiveError(f"{audio} is missing; publish the post {episode.post!r} again to re-make it.")
    station = studio.config.station(episode.language)
    lexicon = station.voice.lexicon if station else ()
    script = [_utterance(line, episode.language, lexicon, studio) for line in episode.lines]
    sound = _sound(audio, episode.seconds, studio)
    pieces = [_cut(sound, line) for line in episode.lines]
    verdicts = _heard(pieces, script, studio, studio.telling(episode))
    timings = [Timing(line.start, line.end) for line in episode.lines]
    return examined(episode, script, timings, verdicts, studio)


def published(episode: Episode, studio: Studio) -> Path:
    """The audio file of an episode."""
    return studio.archive.audio(episode.language, episode.enclosure.file)


def keep(audit: Audit, audio: Path, studio: Studio) -> Path:
    """Write an audit and its page, on which `audio` is played where it lies; give the page, as a whole path.

    A copy of a recording that was refused before is deleted once another is kept.  Raises ArchiveError.
    """
    page, copy = _place(audit, studio, ".html"), _place(audit, studio, ".mp3")
    address = quote(Path(os.path.relpath(audio, page.parent)).as_posix())
    data = json.dumps(facts(audit), indent=1, ensure_ascii=False)
    write_atomically(page.with_suffix(".json"), data.encode("utf-8", "backslashreplace") + b"\n")
    write_atomically(page, render(audit, address).encode("utf-8", "backslashreplace"))
    if audio != copy:
        copy.unlink(missing_ok=True)
    return page


def examined(
    episode: Episode,
    script: Sequence[Utterance],
    timings: Sequence[Timing],
    verdicts: Sequence[Verdict],
    studio: Studio,
) -> Audit:
    """What was heard in a recording, put together: the `verdicts` are those of its utterances.  Raises as `Studio.hearing`."""
    ear = studio.hearing
    together = zip(script, timings, verdicts, strict=True)
    sentences = (
        Sentence(
            number,
            timing.start,
            timing.end,
            utterance.language,
            utterance.text,
            utterance.spoken,
            verdict,
            ear.pairs(verdict.heard.text, utterance) if verdict.heard and verdict.heard.words else (),
        )
        for number, (utterance, timing, verdict) in enumerate(together, 1)
    )
    return Audit(
        post=episode.post,
        language=episode.language,
        title=episode.title,
        recogniser=ear.name,
        listened=studio.now.isoformat(timespec="seconds"),
        largest_error=studio.config.listening.largest_error,
        sentences=tuple(sentences),
        voice=episode.voice.name if episode.voice else "",
    )


def _place(audit: Audit, studio: Studio, suffix: str) -> Path:
    return _page(audit.post, audit.language, studio).with_suffix(suffix)


def _page(post: str, language: str, studio: Studio) -> Path:
    return studio.config.private.resolve() / "quality" / language / f"{addresses.slug(post)}.html"


def _utterance(line: Line, language: str, lexicon: Sequence[Row], studio: Studio) -> Utterance:
    """What was to be said of a line, by the rules and the lexicon as they are now."""
    language = line.language or language
    spoken = utterances.said(line.text, language, lexicon=lexicon, settings=studio.config.script)
    return Utterance(line.text, spoken, language, 0.0)


def _sound(audio: Path, seconds: float, studio: Studio) -> Clip:
    """A whole audio file, decoded for a recogniser.  Raises AudioError."""
    try:
        samples = np.frombuffer(decoded(studio.ffmpeg, audio, RATE, seconds + 1), "<f4")
    except AudioError as exc:
        raise AudioError(
            f"{audio} cannot be read as audio ({exc}): publish its post again to re-make it."
        ) from exc
    return Clip((samples.clip(-1, 1) * 32767).astype("<i2").tobytes(), RATE)


def _cut(sound: Clip, line: Line) -> Clip:
    start, end = (2 * round(place * sound.sample_rate) for place in (line.start, line.end))
    return Clip(sound.pcm[start:end], sound.sample_rate)


def _heard(
    pieces: Sequence[Clip], script: Sequence[Utterance], studio: Studio, tell: Callable[[str, int, int], None]
) -> list[Verdict]:
    """What is heard in each piece, by all processors."""
    ear = studio.hearing

    def verdict(clip: Clip, utterance: Utterance) -> Verdict:
        heard = ear.hear(clip, utterance)
        return Verdict(ear.faults(heard, utterance), heard)

    tell("listening", 0, len(script))
    found = []
    for each in (studio.pool.map if studio.pool else map)(verdict, pieces, script):
        found.append(each)
        tell("listening", len(found), len(script))
    return found
