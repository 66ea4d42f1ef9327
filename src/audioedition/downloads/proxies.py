"""Which proxy of the environment stands between us and an address, for messages: the web client finds it by itself."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def through(address: str) -> str:
    """“ through the proxy proxy.example:8080”, to follow other words; "" if none is used."""
    proxy = _proxy(address)
    return f" through the proxy {proxy}" if proxy else ""


def remedy(address: str) -> str:
    """What to do if nothing comes by it, as the beginning of a sentence; "" if none is used."""
    proxy = _proxy(address)
    return f"Name a proxy that works instead of {proxy} (HTTPS_PROXY, ALL_PROXY), or none," if proxy else ""


def place(address: str) -> str:
    """Where the proxy for an `address` is, without anybody's password; "" if none is used."""
    proxy = _proxy(address)
    return f"http://{proxy}" if proxy else ""


def _proxy(address: str) -> str:
    """Host and port of the proxy for `address`, without anybody's password."""
    parts = urlsplit(address)
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all") or ""
    if not proxy or proxy_bypass(parts.hostname or ""):
        return ""
    return proxy.rpartition("@")[2].rpartition("://")[2].rstrip("/")
