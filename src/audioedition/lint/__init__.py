"""The rules of directories and apps, and which of them a feed breaks: checked before it is written.

Each rule has a name, and one small function that yields the places where a feed breaks it; `RULES` is all of
them.  docs/feed-rules.md tells what each asks, who asks it, and what to do.  Pure: files are found by a callable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from audioedition.lint import channel, dates, disclosure, episodes, form, named, offers, relations, timed
from audioedition.lint.disk import Asset, Disk
from audioedition.lint.document import REPORT, Document, Flaw, Unreadable, read, titled
from audioedition.markup import web_address

__all__ = ["REPORT", "RULES", "Asset", "Disk", "Fault", "Rule", "check"]

_APPLE = "Apple Podcasts"
_PSP = "Apple Podcasts, Podcast Standards Project (PSP-1)"
_SPACE = "podcast namespace"
_NAMES = 3  # episodes that are named where many have one fault


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the function that finds what breaks it, and who asks for it."""

    name: str
    flaws: Callable[[Document], Iterator[Flaw]]
    source: str


RULES: Sequence[Rule] = (
    Rule("A1", form.form, _APPLE),
    Rule("A1", form.misspelt, _APPLE),
    Rule("A1", form.public, _APPLE),
    Rule("A2", channel.needed, _PSP),
    Rule("A2", channel.described, _APPLE),
    Rule("A2", channel.chosen, _APPLE),
    Rule("A2", channel.reachable, "W3C feed validator, Spotify"),
    Rule("A2", form.lies_where_it_says, "Podcast Standards Project (PSP-1)"),
    Rule("A2", form.moved, _APPLE),
    Rule("A3", episodes.needed, _PSP),
    Rule("A3", episodes.told, _APPLE),
    Rule("A4", episodes.guids, _PSP),
    Rule("A4", episodes.unique, _APPLE),
    Rule("A5", episodes.enclosures, _APPLE),
    Rule("A5", named.contents, _APPLE),
    Rule("A6", named.artwork, _APPLE),
    Rule("A7", form.addresses, _APPLE),
    Rule("A8", channel.language, _APPLE),
    Rule("A9", channel.explicit, _APPLE),
    Rule("A10", channel.category, _APPLE),
    Rule("A11", dates.dates, _APPLE),
    Rule("A11", dates.order, _APPLE),
    Rule("A12", timed.transcripts, _APPLE),
    Rule("A13", timed.chapters, _APPLE),
    Rule("A13", timed.times, _APPLE),
    Rule("P1", relations.guid, _SPACE),
    Rule("P2", relations.locked, _SPACE),
    Rule("P3", relations.medium, _SPACE),
    Rule("P4", offers.transcripts, _SPACE),
    Rule("P4", timed.segments, _SPACE),
    Rule("P5", offers.chapters, _SPACE),
    Rule("P5", timed.chapter_files, _SPACE),
    Rule("P6", offers.persons, _SPACE),
    Rule("P7", relations.podroll, _SPACE),
    Rule("P8", relations.publisher, _SPACE),
    Rule("P9", disclosure.disclosed, _SPACE),
    Rule("P9", disclosure.narrated, _SPACE),
    Rule("P10", offers.alternatives, _SPACE),
    Rule("P11", offers.addressed, _SPACE),
    Rule("P11", offers.stated, _SPACE),
    Rule("S1", relations.sisters, "AntennaPod, Podlove"),
    Rule("S3", relations.linked, "AntennaPod"),
    Rule("D1", named.pages, "RFC 5005"),
    Rule("D2", relations.hubs, "WebSub"),
    Rule("D4", offers.types, "Apple Podcasts, hosts"),
    Rule("D4", form.secure, "Apple Podcasts, browsers"),
    Rule("D5", named.there, "all who download"),
    Rule("D5", named.whole, "all who download"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a feed breaks: its name, what is wrong and where, and what to do about it.

    One that `is_fatal` has a feed rejected; any other is only a recommendation.
    """

    rule: str
    problem: str
    remedy: str
    is_fatal: bool = True

    def __str__(self) -> str:
        return f"{self.problem} (rule {self.rule}): {self.remedy}."


def check(
    data: bytes, look: Callable[[str], Asset | None], address: str = "", now: datetime | None = None
) -> Iterator[Fault]:
    """The faults of the feed in `data`, each told once, in the order of the rules.

    `look` finds the files that it names, `address` is the URL at which it is to lie, if that is known; only if `now`
    is given are dates told that have not come yet.  Whatever the bytes are, they are a feed or have a fault.
    """
    try:
        root, head = read(data)
    except Unreadable as exc:
        yield from _faults("A1", [exc.flaw])
        return
    own = web_address(address) or address
    feed = Document(data, root, head, tuple(head.findall("item")), cache(look), own, now)
    for rule in RULES:
        found = list(_faults(rule.name, rule.flaws(feed)))
        yield from found
        if found and rule.flaws is form.misspelt:
            return  # whatever is in that namespace would be missed, and told by rule after rule


def _faults(rule: str, flaws: Iterable[Flaw]) -> Iterator[Fault]:
    """One fault for all flaws that are alike, with the first places where they are."""
    alike: dict[tuple[str, str, bool], list[Flaw]] = {}
    for flaw in flaws:
        alike.setdefault((flaw.what, flaw.remedy, flaw.is_fatal), []).append(flaw)
    for (what, remedy, is_fatal), found in alike.items():
        told = list(dict.fromkeys(filter(None, map(_place, found))))
        shown = "; ".join(told[:_NAMES])
        more = f"; and {len(told) - _NAMES:,} more" if len(told) > _NAMES else ""
        yield Fault(rule, f"{what}: {shown}{more}" if shown else what, remedy, is_fatal)


def _place(flaw: Flaw) -> str:
    """Where a flaw is, and what it is there."""
    if flaw.item is None:
        return flaw.detail
    return f"{titled(flaw.item)} ({flaw.detail})" if flaw.detail else titled(flaw.item)
