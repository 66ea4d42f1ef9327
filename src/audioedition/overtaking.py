"""What waits to be heard gives way to what is published: it must not come out over something newer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from audioedition.errors import ArchiveError, unforeseen
from audioedition.reports import Report, State
from audioedition.studio import Studio


def overtake(report: Report, studio: Studio) -> Report:
    """Delete what waits to be heard where something newer is published now: it must not come out over that later.

    That is told, and no failure: what is published is published.
    """
    if studio.dry_run:
        return report
    told = (
        dataclasses.replace(each, notes=(*each.notes, *_overtaken(report.post, each.language, studio)))
        if each.state in State.settled()
        else each
        for each in report.outcomes
    )
    return dataclasses.replace(report, outcomes=tuple(told))


def _overtaken(post: str, language: str, studio: Studio) -> Iterator[str]:
    """Discard what waits of `post` in `language`, and say so."""
    waiting = studio.unreleased.find(post, language)
    marks = len(studio.unreleased.marks(waiting)) if waiting else 0
    them = f", with {marks} mark{'s' * (marks > 1)}" if marks else ""
    why = "what the post says now is published already" if studio.review else "what is published is newer"
    gone = f"What waited to be heard was deleted{them}: {why}."
    try:
        if studio.unreleased.discard(post, language):
            yield gone
    except ArchiveError as exc:
        if studio.unreleased.archive.has(language, post):
            yield f"What waits to be heard was not deleted, and must not be released over this: {exc}"
        else:  # its record went first
            prune = studio.config.command("prune")
            yield f"{gone} Files of it are left, which {prune} deletes later: {exc}"
    except Exception as exc:  # noqa: BLE001 -- a fault of ours must not keep back what was published
        yield unforeseen("What waits to be heard of it", exc)
