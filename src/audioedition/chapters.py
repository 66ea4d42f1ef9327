"""The chapters of an episode, as apps read them.  Pure."""

from __future__ import annotations

import json
from typing import Any

from audioedition import addresses
from audioedition.markup import web_address
from audioedition.model import Episode, Podcast
from audioedition.text import one_line, permitted


def as_json(episode: Episode, podcast: Podcast) -> str:
    """JSON chapters 1.2 of the podcast namespace, in the order of time.

    Each chapter leads to its moment on the episode's page, if that has an address on the web.
    """
    page = web_address(addresses.url(podcast.address, addresses.page(episode.post)))
    chapters = sorted(episode.chapters, key=lambda chapter: chapter.start)
    ends = [*(chapter.start for chapter in chapters[1:]), episode.seconds]
    found = []
    for chapter, end in zip(chapters, ends, strict=True):
        said: dict[str, Any] = {"startTime": chapter.start}
        if end > chapter.start:
            said["endTime"] = end
        if title := one_line(permitted(chapter.title)):
            said["title"] = title
        if page:
            said["url"] = f"{page}#t={_seconds(chapter.start)}"
        found.append(said)
    head = {
        "version": "1.2.0",
        "title": one_line(permitted(episode.title)),
        "author": one_line(permitted(episode.author or "")),
        "podcastName": one_line(permitted(podcast.title)),
        "fileName": episode.enclosure.file,
    }
    said = {key: value for key, value in head.items() if value} | {"chapters": found}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _seconds(start: float) -> str:
    """Seconds as a link to a moment has them: `83`, `83.25`."""
    return f"{start:.3f}".rstrip("0").rstrip(".")
