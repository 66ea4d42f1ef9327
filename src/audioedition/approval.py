"""Whether a recording may be published, by what a recogniser has heard in it, or its author.

What its author has heard and released is approved, whatever is found in it; that is told, and never passed over.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from audioedition import audits
from audioedition.errors import ArchiveError, AudioError
from audioedition.files import digest, replacing
from audioedition.model import Episode, Mixdown, Quality, Utterance, Verdict
from audioedition.quality import Audit, unheard
from audioedition.quality.threshold import although, despite, reasons, remedy
from audioedition.studio import Studio


def approved(  # noqa: PLR0913, PLR0917 -- what was recorded, what was found in it, and where
    draft: Episode,
    script: Sequence[Utterance],
    mix: Mixdown,
    verdicts: Sequence[Verdict],
    studio: Studio,
    wordless: Collection[int] = (),
) -> Audit:
    """The audit of a new recording that is good enough to be published: to be kept once it is.

    Raises AudioError, naming what is wrong, for one that is not: it is kept at once, with a copy of its sound.  ArchiveError.
    """
    audit = audits.examined(draft, script, mix.timings, verdicts, studio, wordless)
    if audit.is_good:
        return audit
    copy = audits.place(draft.post, draft.language, studio).with_suffix(".mp3")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with replacing(copy) as part:
            shutil.copyfile(mix.path, part)
    except OSError as exc:
        raise ArchiveError(f"{copy} could not be written ({exc.strerror}): allow writing there.") from exc
    recording = _recording(draft, verdicts, studio)
    page = audits.keep(dataclasses.replace(audit, recording=recording), copy, studio)
    raise _refused(audit.reasons, audit.remedy, page)


def refuse_again(draft: Episode, verdicts: Sequence[Verdict], studio: Studio) -> None:
    """Raises AudioError as `approved` did for just this recording, the same clips with the same verdicts: it need not be mixed.

    Only if what is to be looked at and listened to is still there.
    """
    page = audits.place(draft.post, draft.language, studio)
    try:
        known = json.loads(page.with_suffix(".json").read_bytes())
        is_same = known["recording"] == _recording(draft, verdicts, studio)
        why = [str(reason) for reason in known["reasons"]]
        remedy = str(known["remedy"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return
    if is_same and why and page.is_file() and page.with_suffix(".mp3").is_file():
        raise _refused(why, remedy, page)


def reapproved(episode: Episode, studio: Studio, wordless: Collection[int] = ()) -> Audit:
    """The audit of an episode that was published before without one; the sentences at the places `wordless` have no words.

    Raises AudioError if it is too bad: it stays as it is, and its author should know, also the next time, when nobody
    listens.  Else as `audits.listened`.
    """
    audit = audits.listened(episode, studio, wordless)
    if audit.is_good:
        return audit
    page = audits.keep(audit, audits.published(episode, studio), studio)
    studio.archive.put(dataclasses.replace(episode, quality=audit.quality), studio.now)
    raise _too_bad(episode, audit.reasons, audit.remedy, page, studio)


def is_known(episode: Episode, studio: Studio, wordless: Collection[int] = ()) -> bool:
    """Whether the recogniser that would listen has listened to just this recording, and heard something.

    Not if it has listened to the sentences at the places `wordless`, too, as it does to a mere file: they have no words.
    """
    known = episode.quality
    if known is None or known.recogniser != studio.recogniser:
        return False
    return known.words > 0 and known.unheard >= len(_silent(episode, studio, wordless))


def is_approved(episode: Episode, studio: Studio) -> bool:
    """Whether it was found good then, by what is allowed now."""
    found = _released(episode)
    return is_known(episode, studio) and found is not None and found.is_good(_limit(studio))


def confirmed(episode: Episode, studio: Studio, wordless: Collection[int] = ()) -> list[str]:
    """What is told of a published episode that `is_known`; nobody listens again.

    Raises AudioError if it is too bad, by what is allowed now.
    """
    found = _released(episode)
    if found is None:
        return []
    if why := reasons(found, _limit(studio)):
        page = audits.place(episode.post, episode.language, studio)
        raise _too_bad(episode, why, remedy(found, _limit(studio)), page, studio)
    return [
        told
        for told in (_unheard(episode, found, studio, wordless), released_although(found, studio))
        if told
    ]


def released_although(quality: Quality, studio: Studio) -> str:
    """A sentence that tells what its author has released, whatever a machine thinks of it, in numbers; "" if nothing."""
    return although(despite(quality, _limit(studio)))


def _unheard(episode: Episode, found: Quality, studio: Studio, wordless: Collection[int]) -> str:
    """What was not listened to then, as far as that is still known, in the words of its audit."""
    silent = _silent(episode, studio, wordless)
    missed = found.unheard - len(silent)
    then = studio.recollection.recall(episode.enclosure.file, len(episode.lines))
    languages = [
        line.language or episode.language
        for at, (line, verdict) in enumerate(zip(episode.lines, then, strict=True))
        if at not in silent and not (verdict.heard and verdict.heard.words)
    ]
    return unheard(missed, len(silent), found.recogniser, languages if len(languages) == missed else ())


def _silent(episode: Episode, studio: Studio, wordless: Collection[int]) -> set[int]:
    """The places `wordless` at which no fallback voice speaks, which says words."""
    then = studio.recollection.recall(episode.enclosure.file, len(episode.lines))
    return {at for at in wordless if not then[at].by}


def _released(episode: Episode) -> Quality | None:
    """What is known of an episode, all of it released if its author has heard all of it, whoever has listened since."""
    found = episode.quality
    if found is None or not episode.is_released:
        return found
    return dataclasses.replace(found, released_errors=found.errors, released_grave=found.grave)


def _recording(draft: Episode, verdicts: Sequence[Verdict], studio: Studio) -> str:
    """What names a recording before it is mixed: its script, voices and jingles, each clip, and what was found in that."""
    found = [(v.sound, v.released, v.faults, v.heard) for v in verdicts]
    return digest(draft.sound, studio.recogniser, str(_limit(studio)), json.dumps(found, default=asdict))


def _limit(studio: Studio) -> float:
    return studio.config.listening.largest_error


def _refused(why: Sequence[str], remedy: str, page: Path) -> AudioError:
    return AudioError(
        f"It is not published: {'; '.join(why)}. Listen to it ({page.as_uri()}), then {remedy}; "
        "or, if it sounds right to you, publish it with --review and release it."
    )


def _too_bad(episode: Episode, why: Sequence[str], remedy: str, page: Path, studio: Studio) -> AudioError:
    verify, retract = (studio.config.command(name, episode.guid) for name in ("verify", "retract"))
    look = f"Listen to it ({page.as_uri()})" if _is_bad(page) else f"Listen to it with {verify}"
    return AudioError(
        f"It was published before, and stays, but would not be now: {'; '.join(why)}. "
        f"{look}, then {remedy}; or take it back with {retract}."
    )


def _is_bad(page: Path) -> bool:
    """Whether a page is there, and says that the recording is too bad: by the limit of another day it was not."""
    try:
        known = json.loads(page.with_suffix(".json").read_bytes())
        return page.is_file() and known["good"] is False
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return False
