"""Feed → RSS 2.0, as bytes: pure, without a clock.

    Feed ─► document   what feedgen writes rightly, and the file as a whole
            ├─ tags    the table from our words to all other tags: itunes:, podcast:, atom:
            └─ notes   the show notes, as HTML and as plain text

docs/feeds.md tells owners what they find in it.
"""

from __future__ import annotations

from audioedition import addresses
from audioedition.feeds.document import render
from audioedition.feeds.notes import DESCRIPTION_LIMIT, NOTES_LIMIT, SHOWN_LIMIT
from audioedition.feeds.pieces import Pieces, pieces
from audioedition.feeds.places import RSS, podcast_guid
from audioedition.feeds.tags import NAME_LIMIT, NAMESPACES
from audioedition.model import Episode

__all__ = [
    "DESCRIPTION_LIMIT",
    "NAMESPACES",
    "NAME_LIMIT",
    "NOTES_LIMIT",
    "RSS",
    "SHOWN_LIMIT",
    "Pieces",
    "pieces",
    "podcast_guid",
    "render",
    "size",
]


_ITEM = 2_400  # bytes of an episode without its own words, at an address of some forty letters
_NAMES = 11  # times that the name of its post is in it, as a part of addresses
_TAG = 40  # bytes of a category besides its word
_REFERENCE = 20  # bytes of a link besides its words and address
_SISTER = 290  # bytes for another language besides two times the name of the post


def size(episode: Episode, sisters: int = 1) -> int:
    """About how many bytes an episode takes in a feed with `sisters`: enough to cut a long one, without rendering it."""
    text = 2 * len(episode.summary.encode()) + len(episode.title.encode()) + 2 * len(episode.rights or "")
    said = (
        episode.author,
        episode.translator,
        *(part for v in episode.voices for part in (v.name, v.note, v.url)),
    )
    text += 4 * sum(len((each or "").encode()) for each in said) + 5 * len(episode.address or "")
    text += sum(_TAG + len(tag.encode()) for tag in episode.tags)
    names = (_NAMES + 3 * sisters) * len(addresses.slug(episode.post))
    chapters = sum(30 + 2 * len(chapter.title.encode()) for chapter in episode.chapters)
    shown = min(SHOWN_LIMIT, sum(30 + len(each.text.encode()) for each in episode.shown))
    references = sum(
        _REFERENCE + 2 * len(each.text.encode() + each.address.encode()) for each in episode.references
    )
    return sum(
        (_ITEM, text, names, _SISTER * sisters, chapters, shown, references, 450 * len(episode.alternates))
    )
