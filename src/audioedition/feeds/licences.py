"""Under which licence something may be used: its name as the podcast namespace wants it, and where it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.markup import web_address
from audioedition.text import one_line

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)", re.IGNORECASE)
_ZERO = re.compile(r"CC0(?:-1\.0)?", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\bCC[ -]?(?P<zero>0)(?![.\d])(?:[ -]1\.0)?"
    r"|\bCC[ -](?P<terms>BY(?:[ -]NC)?(?:[ -](?:ND|SA))?)[ -](?P<version>\d\.\d)\b"
    r"|\bcreativecommons\.org/licenses/(?P<path>by(?:-nc)?(?:-nd|-sa)?)/(?P<number>\d\.\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its `name`, as people write it, its `slug` for programs, and the `url` of its text."""

    name: str
    slug: str
    url: str


def named(name: str, address: str = "") -> Licence | None:
    """The licence of that name (an SPDX identifier, or any name with an address); None without one."""
    name = one_line(name)
    if not name:
        return None
    own = web_address(address)
    creative = _CREATIVE_COMMONS.fullmatch(name)
    if creative:
        text = f"https://creativecommons.org/licenses/{creative[1].lower()}/{creative[2]}/"
        return Licence(name, name.lower(), own or text)
    if _ZERO.fullmatch(name):
        return Licence(name, "cc0-1.0", own or "https://creativecommons.org/publicdomain/zero/1.0/")
    if own:
        return Licence(name, name, own)  # one of the owner's own: as they write it in public
    return Licence(name, name.lower(), web_address(f"https://spdx.org/licenses/{name}.html") or "")


def of_rights(rights: str | None) -> Licence | None:
    """The licence of Creative Commons that a line about rights names, such as `© Jane Roe, CC BY-SA 4.0`."""
    found = _IN_WORDS.search(rights or "")
    if not found:
        return None
    if found["zero"]:
        return named("CC0-1.0")
    terms = (found["terms"] or found["path"]).replace(" ", "-").upper()
    return named(f"CC-{terms}-{found['version'] or found['number']}")
