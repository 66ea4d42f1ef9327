"""Feed → HTML: one page per podcast, and one that leads to them all.  Pure.

The pages hold their own style, ask nothing of any other site, and link relatively wherever they can:
they work from any static host and from `file:`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from urllib.parse import urlsplit

from audioedition import templating
from audioedition.markup import printable, web_address
from audioedition.model import Feed
from audioedition.phrases import of


def render(feed: Feed) -> str:
    """The page of one podcast: `index.html` in its folder."""
    feed = printable(feed)
    podcast = feed.podcast
    address = web_address(podcast.address) or podcast.address
    return templating.render(
        "podcast.html",
        podcast=podcast,
        address=address,
        episodes=feed.episodes,
        sisters=[
            (sister, _relative(sister.address, podcast.address), of(sister.language))
            for sister in feed.sisters
        ],
        p=of(podcast.language),
        subscribe=f"podcast://{address.split('://', 1)[-1]}/feed.xml",
    )


def landing(feeds: Sequence[Feed], title: str = "") -> str:
    """The page that leads to every podcast: `index.html` in the folder above theirs.

    Its heading is the site's `title`, or else whoever is the author of all podcasts.  It speaks the
    language of the first podcast, and each podcast's own where it names that.
    """
    podcasts = [printable(feed).podcast for feed in feeds]
    authors = {podcast.author for podcast in podcasts}
    return templating.render(
        "landing.html",
        podcasts=[
            (podcast, posixpath.basename(podcast.address), of(podcast.language)) for podcast in podcasts
        ],
        author=authors.pop() if len(authors) == 1 else "",
        title=title,
        p=of(podcasts[0].language if podcasts else "en"),
    )


def _relative(target: str, start: str) -> str:
    """The URL of the folder `target` as seen from the folder `start`: relative on the same site."""
    there, here = urlsplit(target), urlsplit(start)
    if there[:2] != here[:2]:
        return target
    return posixpath.relpath(there.path or "/", here.path or "/")
