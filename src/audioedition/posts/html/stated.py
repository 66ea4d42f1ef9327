"""What a page states, for machines, to be the title of its post, and how well a heading says the same.

That is in `og:title`, in linked data and in `<title>`, often with the name of the site glued to it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from audioedition.text import one_line

SAME, NEARLY, GLUED, PART = 4.0, 3.5, 3.0, 1.0
"""How well a heading fits; to `PART` is added how much of what is stated it says."""

_EAST = "[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]"  # characters beside which nobody writes spaces
_GLUE = re.compile(
    rf"\s+[|·•–—:»«›‹/~⋆-]{{1,3}}\s+|\s*[|｜·•»]\s*|(?<=\w):\s+|(?<={_EAST})\s*[-–—_]+\s*(?={_EAST})|_(?={_EAST})"
)
_SITE_GLUE = re.compile(r"\s*(?:[|｜»«]|::)\s*")  # what hardly stands in a title itself
_MOST_SEGMENTS = 8
_LONGEST_SAID = 1_000  # characters
_LONGEST = 300  # characters of a title
_LIKE = 0.7  # of two titles that are the same but for a few words
_LEAST_PART = 0.3  # of what a page states: what is less is the name of a section
_SHORTEST_HOST = 4  # characters of a name that a site's address may share by more than chance
_SHORT_SITE = 4  # words


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page calls its post: the likeliest `title`, and all that it `said`, as it says so.

    `sites` are names of the site, squashed; `is_sure` tells that more than `<title>` says it, which many a page leaves as it was.
    """

    title: str = ""
    said: tuple[str, ...] = ()
    sites: frozenset[str] = frozenset()
    is_sure: bool = False

    def fit(self, text: str) -> float:
        """How well a heading says the title: 0 if not at all."""
        whole = squashed(text)
        if not whole or len(text) > _LONGEST or whole in self.sites:
            return 0.0
        wanted = squashed(self.title)
        if wanted and whole == wanted:
            return SAME
        return max((self._fit_to(whole, said) for said in self.said), default=0.0)

    def is_twin(self, text: str) -> bool:
        """Whether `text` is one of the titles in several languages that the page states with slashes between them."""
        stated = (list(map(squashed, said.split("/"))) for said in self.said)
        return any(len(parts) > 1 and squashed(text) in parts for parts in stated)

    def _fit_to(self, whole: str, said: str) -> float:
        stated = squashed(said)
        if whole == stated or (said.endswith(("…", "...")) and whole.startswith(stated)):
            return NEARLY
        shares = [len(whole) / len(stated) for run in runs(said) if squashed(run) == whole]
        if shares and shares[0] >= _LEAST_PART:
            return PART + shares[0]
        wanted = squashed(self.title)
        if len(whole) <= 2 * len(wanted) and wanted and (whole.endswith(wanted) or whole.startswith(wanted)):
            return GLUED
        matcher = SequenceMatcher(None, whole, wanted or stated, autojunk=False)
        if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
            return 0.0
        ratio = matcher.ratio()
        return PART + ratio if ratio >= _LIKE else 0.0


def stated(said: Sequence[str], sites: Iterable[str], address: str) -> Stated:
    """What a page that has all these titles in its head, the most reliable first, and the `<title>` last, calls its post.

    `sites` are what it calls the site, `address` is where it says to stand.
    """
    all_said = [
        text for text in dict.fromkeys(one_line(text)[:_LONGEST_SAID] for text in said) if squashed(text)
    ]
    names = {squashed(site) for site in sites} | _hosts(address)
    names.discard("")
    bare = [without for text in all_said if (without := _without_site(text, names))]
    title = bare[0] if bare else ""
    for other in bare[1:]:  # what another place says without what is glued to it
        if squashed(other) in {squashed(run) for run in runs(title)} and len(other) < len(title):
            title = other
            break
    if title in all_said and len(bare) == 1:
        title = _cut(title)
    return Stated(title, tuple(all_said), frozenset(names), any(map(squashed, said[:-1])))


def _without_site(text: str, names: set[str]) -> str:
    """`text` without the names of the site at its ends; empty if nothing else is left."""
    others = any(squashed(run) not in names for run in runs(text))
    segments = list(_segments(text))
    first, last = 0, len(segments)
    while first < last and squashed(text[slice(*segments[first])]) in names:
        first += 1
    while first < last and squashed(text[slice(*segments[last - 1])]) in names:
        last -= 1
    if not others or first == last:
        return ""
    return text[segments[first][0] : segments[last - 1][1]]


def _cut(title: str) -> str:
    """A title that only `<title>` says, without what stands behind a sign that titles themselves hardly have."""
    before, *rest = _SITE_GLUE.split(title)
    glued = len(rest) == 1 and len(rest[0].split()) <= _SHORT_SITE
    return before if glued and len(before.split()) > len(rest[0].split()) else title


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a title begin and end, between what may glue the site's name to it."""
    start = 0
    for glue in itertools.islice(_GLUE.finditer(text), _MOST_SEGMENTS):
        if text[start : glue.start()].strip():
            yield start, glue.start()
        start = glue.end()
    if text[start:].strip():
        yield start, len(text)


def runs(text: str) -> list[str]:
    """All that one or more neighbouring pieces of a title say, the longest first."""
    segments = list(_segments(text))
    found = [text[one[0] : two[1]] for at, one in enumerate(segments) for two in segments[at:]]
    return sorted(found, key=len, reverse=True)


def _hosts(address: str) -> set[str]:
    """The names in the host of an address, squashed: `blog.mill.example` may be called "The Mill" or "Mill Blog"."""
    try:
        host = urlsplit(address).netloc.lower().partition(":")[0].removeprefix("www.")
    except ValueError:
        return set()
    labels = host.split(".")
    names = {host, *labels[:-1], *(".".join(labels[at:]) for at in range(len(labels) - 1))}
    return {name for name in map(squashed, names) if len(name) >= _SHORTEST_HOST}


def squashed(text: str) -> str:
    """The letters and digits of `text`, in one case: what two spellings of a title have in common."""
    return "".join(filter(str.isalnum, text.casefold()))
