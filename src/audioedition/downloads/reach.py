"""Whether a server can be reached at all: asked in a few seconds, where who only looks must not wait for minutes.

A name is looked up by the system, which knows no time limit: so a thread waits for it, and is left to itself.
"""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

from audioedition.downloads import proxies

SECONDS = 5.0
"""How long a server may take to be found and to answer a call."""


def unreached(address: str, seconds: float = SECONDS) -> str:
    """The host of an address, or its proxy, if it does not answer in so many seconds; "" if it does."""
    through = proxies.place(address) or address
    try:
        parts = urlsplit(through)
        place = parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError:  # somebody mistyped the proxy: there is no such port
        return through.rpartition("//")[2]
    answered = threading.Event()
    call = threading.Thread(target=_call, args=(place, seconds, answered), daemon=True)
    call.start()
    call.join(seconds)
    return "" if answered.is_set() else place[0]


def _call(place: tuple[str, int], seconds: float, answered: threading.Event) -> None:
    try:
        socket.create_connection(place, timeout=seconds).close()
    except (OSError, UnicodeError, OverflowError):
        return
    answered.set()
