"""Feed → HTML: one page per podcast and per episode, and one that leads to them all.  Pure.

The pages ask nothing of any other site, and link relatively wherever they can: they work from any static host and
from `file:`.  What they share, styles and scripts, lies beside them in `assets/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from audioedition import templating
from audioedition.markup import printable, web_address
from audioedition.model import Feed
from audioedition.pages.reading import beside, episode
from audioedition.pages.shared import asset, assets, relative
from audioedition.phrases import of

__all__ = ["EPISODES", "NEWEST", "assets", "beside", "episode", "landing", "podcast"]

NEWEST = 3
"""How many episodes of each podcast the landing page shows."""
EPISODES = 30
"""How many episodes the page of a podcast shows at most; older ones are on further pages."""


def podcast(feed: Feed) -> str:
    """The page of one podcast, or a part of it: `index.html` in its folder."""
    feed = printable(feed)
    own = feed.podcast
    address = web_address(own.address) or own.address
    return templating.render(
        "podcast.html",
        root="../",
        asset=asset,
        podcast=own,
        address=address,
        episodes=feed.episodes,
        sisters=[
            (sister, relative(sister.address, own.address), of(sister.language)) for sister in feed.sisters
        ],
        p=of(own.language),
        subscribe=f"podcast://{address.split('://', 1)[-1]}/feed.xml",
    )


def landing(feeds: Sequence[Feed], title: str = "") -> str:
    """The page that leads to every podcast: `index.html` in the folder above theirs.

    Its heading is the site's `title`, or else whoever is the author of all podcasts.  It speaks the
    language of the first podcast, and each podcast's own where it names that.  `feeds` hold the newest episodes only.
    """
    podcasts = [printable(feed).podcast for feed in feeds]
    authors = {podcast.author for podcast in podcasts}
    return templating.render(
        "landing.html",
        root="",
        asset=asset,
        podcasts=[(podcast, podcast.folder, of(podcast.language)) for podcast in podcasts],
        author=authors.pop() if len(authors) == 1 else "",
        title=title,
        p=of(podcasts[0].language if podcasts else "en"),
    )
