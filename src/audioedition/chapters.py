"""The chapters of an episode, as apps read them.  Pure."""

from __future__ import annotations

import json

from audioedition.model import Episode, Podcast
from audioedition.text import one_line, permitted


def as_json(episode: Episode, podcast: Podcast) -> str:
    """JSON chapters 1.2 of the podcast namespace, in the order of time."""
    said = {
        "version": "1.2.0",
        "title": one_line(permitted(episode.title)),
        "podcastName": one_line(permitted(podcast.title)),
        "chapters": [
            {"startTime": chapter.start, "title": one_line(permitted(chapter.title))}
            for chapter in episode.chapters
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
