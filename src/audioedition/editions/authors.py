"""Who wrote a post, where only a line beside its text says so: `By Ann Lee, March 3, 2026`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from audioedition.editions import bylines
from audioedition.editions.dating import TOP
from audioedition.editions.draft import Draft
from audioedition.model import Dropped


def credited(draft: Draft, dropped: Mapping[int, Dropped]) -> tuple[str | None, dict[Dropped, Dropped]]:
    """Who wrote the post, if nothing else says so and its bylines name but one person; and how these are told then.

    The bylines are among the post's furniture and what is `dropped`, by its place.
    """
    if draft.post.author:
        return None, {}
    top = [*draft.post.furniture, *(entry for place, entry in dropped.items() if place < TOP)]
    names = {entry: name for entry in top if entry.code == "byline" and (name := bylines.author(entry.text))}
    if len(set(names.values())) != 1:
        return None, {}
    name = next(iter(names.values()))
    detail = (
        f"It says who wrote the post, and so will the feed: {name}; "
        "to have it say something else, write `author:` and `date:` in the front matter."
    )
    return name, {entry: replace(entry, detail=detail) for entry in names}
