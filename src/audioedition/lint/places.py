"""Where an address of the web leads: to the same place as another one, to this machine only, or elsewhere."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

_WHOLE = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^/?#@\[\]]*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#@\[\]:]+)"
    r"(?::(?P<port>(?a:\d{0,5})))?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_PORTS = {"http": "80", "https": "443"}
_NEAR = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Place:
    """An address in its parts: `site` is host and port, alike for all spellings; `rest` begins with the path."""

    scheme: str
    host: str
    site: str
    rest: str
    has_user: bool

    @property
    def spelt(self) -> str:
        """The address as it is spelt where nothing is needless."""
        return f"{self.scheme}://{self.site}{self.rest}"


def place(url: str) -> Place | None:
    """The parts of an address of the web; None for what is none, such as one with a port that is no number."""
    found = _WHOLE.fullmatch(url)
    if not found:
        return None
    scheme, host, port = found["scheme"].lower(), found["host"].lower(), found["port"] or ""
    # A server answers for both schemes, and so the port that belongs to either is none.
    site = host if port in ("", _PORTS[scheme]) else f"{host}:{port}"
    return Place(scheme, host, site, found["rest"] or "", found["user"] is not None)


def same_file(url: str) -> str:
    """What is alike for all addresses of one file: whatever the scheme, the case of the host and the escapes."""
    found = place(url)
    return f"{found.site}{unquote(found.rest.partition('#')[0])}" if found else url


@lru_cache(maxsize=256)  # a document of strangers may name any number of them
def is_near(host: str) -> bool:
    """Whether only this machine or this network knows a host: loopback, private, one word, or `.local`."""
    bare = host.strip("[]").rstrip(".").lower()
    try:
        return not ipaddress.ip_address(bare).is_global
    except ValueError:
        return "." not in bare or bare.endswith(_NEAR)
