"""The page of a podcast: what it is, how to subscribe, and its episodes; a long list comes in parts."""

from __future__ import annotations

from audioedition import addresses, templating
from audioedition.markup import printable, web_address
from audioedition.model import Episode, Feed, Sister
from audioedition.pages import linked, structured, subscribing
from audioedition.pages.shared import asset, relative
from audioedition.phrases import Phrases, of

EPISODES = 20
"""How many episodes the page of a podcast shows at most; older ones are on further pages."""


def podcast(feed: Feed) -> str:
    """The page of one podcast, or a part of it: `feed.file` in its folder, `index.html` if that is empty."""
    feed = printable(feed)
    own = feed.podcast
    address = linked.base(own)
    document = addresses.url(address, addresses.FEED)
    is_newest = feed.file in {"", addresses.PAGE}
    return templating.render(
        "podcast.html",
        root="../",
        asset=asset,
        head=structured.of_podcast(feed),
        podcast=own,
        p=of(own.language),
        feed=feed,
        is_newest=is_newest,
        document=document,
        apps=subscribing.apps(document, is_private=own.is_private),
        places=[(name, found) for name, at in own.listen.items() if (found := web_address(at))],
        code=subscribing.code(addresses.url(address, addresses.PAGE)) if is_newest else "",
        licence=linked.licence_address(own),
        sisters=[
            (sister, relative(sister.address, own.address), of(sister.language)) for sister in feed.sisters
        ],
        episodes=[
            (episode, addresses.page(episode.post), _beside(feed, episode)) for episode in feed.episodes
        ],
        iso=linked.iso_duration,
    )


def _beside(feed: Feed, episode: Episode) -> list[tuple[Sister, Phrases, str]]:
    """The translations of an episode, each with where it stands beside it."""
    return [
        (sister, of(sister.language), addresses.beside(episode.post, sister.language))
        for sister in feed.sisters
        if episode.post in sister.titles
    ]
