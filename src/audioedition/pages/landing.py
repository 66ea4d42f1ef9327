"""The page that leads to all podcasts of a site."""

from __future__ import annotations

from collections.abc import Sequence

from audioedition import addresses, templating
from audioedition.markup import printable
from audioedition.model import Feed
from audioedition.pages import linked, structured
from audioedition.pages.shared import asset
from audioedition.phrases import of
from audioedition.text import one_line, permitted

NEWEST = 3
"""How many episodes of each podcast the landing page shows."""


def landing(feeds: Sequence[Feed], title: str = "") -> str:
    """The page that leads to every podcast: `index.html` in the folder above theirs.

    Its heading is the site's `title`, or else whoever is the author of all podcasts.  It speaks the
    language of the first podcast, and each podcast's own where it names that.  `feeds` hold the newest episodes
    only; what is not for everybody must not be among them.
    """
    feeds = [printable(feed) for feed in feeds]
    podcasts = [feed.podcast for feed in feeds]
    authors = {podcast.author for podcast in podcasts}
    author = authors.pop() if len(authors) == 1 else ""
    p = of(podcasts[0].language if podcasts else "en")
    heading = one_line(permitted(title)) or one_line(author)
    return templating.render(
        "landing.html",
        root="",
        asset=asset,
        head=structured.of_landing(podcasts, heading or p.words.podcasts),
        heading=heading,
        author=one_line(author),
        p=p,
        opml=addresses.OPML,
        podcasts=[
            (
                feed.podcast,
                feed.podcast.folder,
                of(feed.podcast.language),
                [
                    (episode, f"{feed.podcast.folder}/{addresses.page(episode.post)}")
                    for episode in feed.episodes
                ],
            )
            for feed in feeds
        ],
        iso=linked.iso_duration,
    )
