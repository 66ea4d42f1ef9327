"""What makes two versions the same post: its id, from its address, the author's word, or its file's name."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, urlencode, urlsplit

from audioedition.languages import CODES, TAG, canonical
from audioedition.passwords import without_passwords
from audioedition.text import one_line

_NAMING = {"p", "page_id", "post", "id"}  # parameters by which blog systems tell posts apart
_SPEAKING = {"lang", "language"}  # and those by which they tell the languages of one post apart
_VERSION = re.compile(r"(?P<name>.+)\.(?P<language>(?P<code>[A-Za-z]{2})(?:[-_][A-Za-z]{2,4})*)")
_TRACKING = ("utm_", "fbclid", "gclid", "ref")


def clean_id(name: str | None) -> str:
    """An id that an author gave, on one line and without slashes around it; empty if it is none."""
    if not name:
        return ""
    from audioedition.posts.decoding import clean  # noqa: PLC0415 -- slow to load: what is recognised has its id

    return one_line(clean(name)).strip("/")


def id_of(address: str | None) -> str:
    """Host and path of an address: what stays when the scheme changes, with a query only if it names the post.

    A name and a password in it are left out: an id stands in the addresses of pages.
    """
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return ""
    place = f"{parts.netloc.rpartition('@')[2].lower()}{parts.path}".rstrip("/")
    query = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith(_TRACKING)]
    named = [(key, value) for key, value in query if key in _NAMING]
    if not named and not parts.path.strip("/"):
        named = query
    return clean_id(f"{place}?{urlencode(named)}" if named else place)


def host_of(address: str | None) -> str:
    """Whose server an address is at, with its port if it names one; empty for none.  `www.` is nobody else."""
    return id_of(address).partition("/")[0].partition("?")[0].removeprefix("www.")


def public(address: str) -> str:
    """`address` without a name and a password: what a post holds is published."""
    return without_passwords(address)


def page_of(address: str | None) -> str:
    """The same with the language, if the address has it as a parameter: what tells pages apart, and not posts."""
    try:
        query = parse_qsl(urlsplit((address or "").strip()).query)
    except ValueError:
        return ""
    speaking = [(key, value) for key, value in query if key in _SPEAKING]
    return f"{id_of(address)} {urlencode(speaking)}".strip()


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


def in_any_locale(name: str) -> str:
    """A file's name as it is where names are UTF-8: a server often knows no locale but `C`."""
    try:
        return os.fsencode(name).decode("utf-8", "surrogateescape")
    except UnicodeError:
        return name


def language_apart(stem: str) -> tuple[str, str | None]:
    """The name of a file without the language that it names, and that: `fog.de` is `fog` and `de`."""
    found = _VERSION.fullmatch(stem)
    if found is None or found["code"].lower() not in CODES:
        return stem, None
    return found["name"], canonical(found["language"])


def name_of(source: str, origin: str) -> str:
    """The name of the file without its language, or of the folder that an `index` stands in, below the root."""
    stem, _ = language_apart(Path(source).stem)
    if stem.lower() == "index":
        stem = PurePosixPath(origin).parent.name or stem
    return clean_id(in_any_locale(stem)) or "post"
