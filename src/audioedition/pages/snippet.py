"""What an author puts into the post on the blog, so that it can be heard there: a player, or the page in a frame.

It names everything by its full address, needs no script and no style of ours, and is made of elements that the
editors of blogs let through.
"""

from __future__ import annotations

from dataclasses import replace

from audioedition import addresses, templating
from audioedition.markup import clean
from audioedition.model import Episode, Podcast, Reading
from audioedition.pages import linked
from audioedition.phrases import of

FRAME_HEIGHT = 480
"""Pixels: room for the player and some lines of the text."""


def figure(reading: Reading) -> str:
    """A player of the episode as an HTML fragment; names the `translations`, too."""
    return _rendered("snippet.html", reading)


def frame(reading: Reading) -> str:
    """The page of the episode in an inline frame, as an HTML fragment."""
    return _rendered("frame.html", reading)


def page(podcast: Podcast, post: str) -> str:
    """The full address of an episode's page."""
    return addresses.url(linked.base(podcast), addresses.page(post))


def audio(podcast: Podcast, episode: Episode) -> str:
    """The full address of what is heard."""
    return addresses.url(linked.base(podcast), addresses.audio(episode.enclosure.file))


def _rendered(template: str, reading: Reading) -> str:
    own = reading.podcast
    episode = clean(replace(reading.episode, lines=(), blocks=()))
    others = [
        (of(each.podcast.language), page(each.podcast, each.episode.post)) for each in reading.translations
    ]
    html = templating.render(
        template,
        p=of(own.language),
        podcast=own,
        episode=episode,
        page=page(own, episode.post),
        audio=audio(own, episode),
        home=addresses.url(linked.base(own), addresses.PAGE),
        others=others,
        height=FRAME_HEIGHT,
    )
    return html.rstrip("\n")
