"""Audits of recordings: what was heard, put together, and kept for the author to look at.

They lie in the private folder, `quality/<language>/<post>.json` and `.html`: disposable, and never in the web root.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from urllib.parse import quote

from audioedition import addresses, utterances
from audioedition.errors import ArchiveError, AudioError
from audioedition.ffmpeg import decoded
from audioedition.files import unlink, write_atomically
from audioedition.model import Clip, Episode, Fault, Line, Row, Timing, Utterance, Verdict
from audioedition.quality import RECOGNISED, Audit, Sentence, facts
from audioedition.studio import Studio


def joined(verdicts: Sequence[Verdict], audit: Audit) -> list[Verdict]:
    """What was found in clips before, and what an ear heard of them later."""
    found = (sentence.verdict for sentence in audit.sentences)
    return [
        dataclasses.replace(old, faults=(*_measured(old), *new.faults), heard=new.heard)
        for old, new in zip(verdicts, found, strict=True)
    ]


def _measured(verdict: Verdict) -> tuple[Fault, ...]:
    """The faults that no ear has found: after one has listened, only those that none can find."""
    is_heard = verdict.heard is not None and verdict.heard.words > 0
    return tuple(fault for fault in verdict.faults if not (is_heard and fault.trouble in RECOGNISED))


def listened(episode: Episode, studio: Studio, wordless: Collection[int] = ()) -> Audit:
    """Listen to an episode as it is published, sentence by sentence, but not to those at the places `wordless`: they have no words.

    Raises EngineUnavailable without a recogniser, AudioError or ArchiveError if its sound is not to be had.
    """
    audio = published(episode, studio)
    if not audio.is_file():
        raise ArchiveError(f"{audio} is missing; publish the post {episode.post!r} again to re-make it.")
    station = studio.config.station(episode.language)
    lexicon = station.voice.lexicon if station else ()
    script = [_utterance(line, episode.language, lexicon, studio) for line in episode.lines]
    sound = _sound(audio, episode.seconds, studio)
    before = studio.recollection.recall(episode.enclosure.file, len(script))
    places = zip(itertools.count(), episode.lines, before, strict=False)
    pieces = [None if at in wordless and not old.by else _cut(sound, line) for at, line, old in places]
    heard = _heard(pieces, script, studio, studio.telling(episode))
    verdicts = [
        dataclasses.replace(new, by=old.by, attempts=old.attempts, released=line.released)
        for new, old, line in zip(heard, before, episode.lines, strict=True)
    ]
    timings = [Timing(line.start, line.end) for line in episode.lines]
    return examined(episode, script, timings, verdicts, studio, wordless)


def published(episode: Episode, studio: Studio) -> Path:
    """The audio file of an episode."""
    return studio.archive.audio(episode.language, episode.enclosure.file)


def keep(audit: Audit, audio: Path, studio: Studio) -> Path:
    """Write an audit and its page, on which `audio` is played where it lies; give the page, as a whole path.

    A copy of a recording that was refused before is deleted once another is kept.  Raises ArchiveError.
    """
    from audioedition.quality.page import render  # noqa: PLC0415 -- slow to load, and no sentence waits for it

    page = place(audit.post, audit.language, studio)
    copy = page.with_suffix(".mp3")
    data = json.dumps(facts(audit) | {"recording": audit.recording}, indent=1, ensure_ascii=False)
    write_atomically(page.with_suffix(".json"), data.encode("utf-8", "backslashreplace") + b"\n")
    write_atomically(page, render(audit, _address(audio, page)).encode("utf-8", "backslashreplace"))
    if audio != copy:
        unlink(copy)
    return page


def forget(post: str, language: str, studio: Studio) -> None:
    """Delete what was kept of an earlier recording, when nobody listens to the one that takes its place.  Raises ArchiveError."""
    page = place(post, language, studio)
    for suffix in (".html", ".json", ".mp3"):
        unlink(page.with_suffix(suffix))


def follow(episode: Episode, old: Episode, studio: Studio) -> None:
    """Have the page of a recording play it under its new name, which it has with other tags.  Raises ArchiveError.

    That of one that was refused, with its own copy, stays as it is.
    """
    page = place(episode.post, episode.language, studio)
    was, now = (_address(published(each, studio), page).encode() for each in (old, episode))
    shown = b""
    with contextlib.suppress(OSError):  # there is none, or nobody can look at it
        shown = page.read_bytes() if was != now else b""
    if was in shown:
        write_atomically(page, shown.replace(was, now))


def prune(studio: Studio) -> list[Path]:
    """Delete what was found in recordings that no episode has any more, and what was released in such; return what went.

    Nothing while a record of what waits is damaged: nobody knows which recording is its.  Raises ArchiveError.
    """
    archive, unreleased = studio.archive, studio.unreleased
    if unreleased.lost():
        return []
    records = [episode for tag in archive.languages() for episode in archive.records(tag)]
    every = [*records, *unreleased.episodes()]
    files = {each.enclosure.file for each in every} | {old.file for each in every for old in each.superseded}
    guids = {each.guid for each in every if not each.retracted}
    return [*studio.recollection.prune(files), *studio.released.prune(guids)]


def examined(  # noqa: PLR0913, PLR0917 -- what was recorded, what was found in it, and where
    episode: Episode,
    script: Sequence[Utterance],
    timings: Sequence[Timing],
    verdicts: Sequence[Verdict],
    studio: Studio,
    wordless: Collection[int] = (),
) -> Audit:
    """What was heard in a recording, put together: the `verdicts` are those of its utterances.

    Those at the places `wordless` (from 0) are by voices that say no words.  Raises as `Studio.hearing`.
    """
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
            is_wordless=number - 1 in wordless and not verdict.by,
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


def place(post: str, language: str, studio: Studio) -> Path:
    """The page of an episode, whether it is there or not; beside it lie `.json`, and `.mp3` if it was refused."""
    return studio.config.private.resolve() / "quality" / language / f"{addresses.slug(post)}.html"


def _address(audio: Path, page: Path) -> str:
    """Where an audio file lies, seen from a page."""
    return quote(Path(os.path.relpath(audio, page.parent)).as_posix())


def _utterance(line: Line, language: str, lexicon: Sequence[Row], studio: Studio) -> Utterance:
    """What was to be said of a line, by the rules and the lexicon as they are now."""
    language = line.language or language
    spoken = utterances.said(line.text, language, lexicon=lexicon, settings=studio.config.script)
    return Utterance(line.text, spoken, language, 0.0)


def _sound(audio: Path, seconds: float, studio: Studio) -> Clip:
    """A whole audio file, decoded for a recogniser.  Raises AudioError."""
    import numpy as np  # noqa: PLC0415 -- as above

    from audioedition.recognition import RATE  # noqa: PLC0415 -- as above

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
    pieces: Sequence[Clip | None],
    script: Sequence[Utterance],
    studio: Studio,
    tell: Callable[[str, int, int], None],
) -> list[Verdict]:
    """What is heard in each piece, by all processors; nothing where there is none."""
    ear = studio.hearing

    def verdict(clip: Clip | None, utterance: Utterance) -> Verdict:
        if clip is None:
            return Verdict()
        heard = ear.hear(clip, utterance)
        return Verdict(ear.faults(heard, utterance), heard)

    tell("listening", 0, len(script))
    found = []
    for each in (studio.pool.map if studio.pool else map)(verdict, pieces, script):
        found.append(each)
        tell("listening", len(found), len(script))
    return found
