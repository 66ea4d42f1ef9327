"""How a listener subscribes from a page: links that open an app with the feed, and a picture for a phone's camera.

No site stands in between: an app is called by its own scheme, and whoever has none of them copies the address.
"""

from __future__ import annotations

from urllib.parse import quote

import segno

_APPS = (
    ("Apple Podcasts", "podcast://{bare}", True),
    ("AntennaPod", "antennapod-subscribe://{bare}", False),
    ("Overcast", "overcast://x-callback-url/add?url={quoted}", True),
    ("Pocket Casts", "pktc://subscribe/{bare}", False),
    ("Castro", "{castro}://subscribe/{bare}", True),
    ("Podcast Addict", "podcastaddict://{bare}", False),
    ("gPodder", "gpodder:{feed}", True),
)
"""Name, link, and whether it takes a feed that is not for everybody.

`bare` is the feed's address without its scheme.  AntennaPod and Podcast Addict ask for it without encryption first,
which would tell a private address to the whole network; Pocket Casts looks feeds up in its public directory.
"""


def apps(feed: str, *, is_private: bool = False) -> list[tuple[str, str]]:
    """Podcast apps by name, each with the link that makes it subscribe to the `feed`, an http(s) URL."""
    scheme, _, bare = feed.partition("://")
    values = {
        "feed": feed,
        "bare": bare,
        "quoted": quote(feed, safe=""),
        "castro": "castros" if scheme == "https" else "castro",
    }
    return [(name, link.format_map(values)) for name, link, private in _APPS if private or not is_private]


def code(address: str) -> str:
    """The QR code of an address, as the URL of a picture that holds itself; nothing if no code can hold it."""
    try:
        made = segno.make(address, micro=False, error="m")
    except segno.DataOverflowError:
        return ""
    return made.svg_data_uri(border=_QUIET, light="#fff", omitsize=True, svgclass=None, lineclass=None)


_QUIET = 4
"""Squares of white around the code, without which cameras do not find it."""
