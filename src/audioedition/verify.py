"""Conductor: episodes ─► what is heard in them, sentence by sentence, as their listeners hear them.

episode ─► its audio file, cut at its lines ─► ear ─► audit ─► quality.json, a page, and the sum of it in the record
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from audioedition import audits
from audioedition.errors import ArchiveError, AudioeditionError, unforeseen
from audioedition.model import Episode
from audioedition.quality import Audit
from audioedition.studio import Studio


@dataclasses.dataclass(frozen=True, slots=True)
class Verified:
    """An episode that was listened to: its `audit`, and the `page` that shows it; or the `error` for which there is none.

    It `is_news` if the record of the episode tells something else now.
    """

    episode: Episode
    audit: Audit | None = None
    page: Path | None = None
    error: str = ""
    is_news: bool = False

    @property
    def failed(self) -> bool:
        """Whether it could not be listened to, or should not be published as it is."""
        return self.audit is None or not self.audit.is_good


def find(studio: Studio, language: str | None = None) -> list[Episode]:
    """All published episodes, newest first; of one `language` only, if given.

    Raises ArchiveError, also for a language without episodes.
    """
    languages = studio.archive.languages()
    if language is not None and language not in languages:
        there = f"there are some in {', '.join(languages)}" if languages else "there are none yet"
        raise ArchiveError(f"There are no episodes in the language {language!r}: {there}.")
    return [e for tag in ([language] if language else languages) for e in studio.archive.episodes(tag)]


def verify(episode: Episode, studio: Studio) -> Verified:
    """Listen to an episode, and keep what was heard.

    Never raises an AudioeditionError: one bad episode stops no other, and what went wrong stands in the answer.
    """
    try:
        audit = audits.listened(episode, studio)
        page = audits.keep(audit, audits.published(episode, studio), studio)
        _remember(episode, audit, studio)
        is_news = episode.quality != audit.quality
        if is_news:
            studio.archive.put(dataclasses.replace(episode, quality=audit.quality), studio.now)
        return Verified(episode, audit, page, is_news=is_news)
    except AudioeditionError as exc:
        return Verified(episode, error=str(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault of ours in one episode stops no other
        return Verified(episode, error=unforeseen(f"the episode {episode.guid}", exc))


def _remember(episode: Episode, audit: Audit, studio: Studio) -> None:
    """See to it that `publish` tells what was heard, too.  Raises ArchiveError."""
    file = episode.enclosure.file
    before = studio.recollection.recall(file, len(audit.sentences))
    studio.recollection.keep(file, audits.joined(before, audit))
    studio.memory.forget(episode.post)
