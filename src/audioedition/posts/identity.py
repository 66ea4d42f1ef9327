"""What makes a post the same post next time: a name that survives edits, and a new scheme of its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from audioedition.languages import TAG, canonical
from audioedition.posts.decoding import clean
from audioedition.text import one_line

_NAMING = {"p", "page_id", "post", "id"}  # parameters by which blog systems tell posts apart
_TRACKING = ("utm_", "fbclid", "gclid", "ref")


def clean_id(name: str | None) -> str:
    """`name` on one line, without slashes at its ends; empty if there is none."""
    return one_line(clean(name)).strip("/") if name else ""


def id_of(address: str | None) -> str:
    """Host and path of an address: what stays when the scheme changes, with a query only if it names the post."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return ""
    place = f"{parts.netloc.lower()}{parts.path}".rstrip("/")
    query = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith(_TRACKING)]
    named = [(key, value) for key, value in query if key in _NAMING]
    if not named and not parts.path.strip("/"):
        named = query
    return clean_id(f"{place}?{urlencode(named)}" if named else place)


def identity(address: str, guid: str) -> str:
    """The id of an entry: its address, unless that is of the whole blog or of a place in a longer page, or its guid."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return clean_id(guid)
    is_own = (parts.path.strip("/") or parts.query) and not parts.fragment
    return (id_of(address) if is_own else "") or clean_id(guid) or id_of(address)


def language_of(address: str) -> str | None:
    """The language that an address names by the parameter of WPML and Polylang, `?lang=de`."""
    try:
        found = dict(parse_qsl(urlsplit(address).query)).get("lang", "")
    except ValueError:
        return None
    return canonical(found) if re.fullmatch(TAG, found) else None
