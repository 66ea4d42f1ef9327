"""Episodes with a voice for non-commercial use only, in an edition that says that it may earn money.

An episode keeps the licences of the day on which it was spoken; what the edition says of itself may change.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache

from audioedition import engines
from audioedition.archive import Archive
from audioedition.config import Config
from audioedition.errors import ArchiveError, ConfigError
from audioedition.model import Episode

_OR = "or, if this edition earns no money, write commercial = false under [site] in audioedition.toml"


def check(waiting: Episode, again: str, config: Config) -> None:
    """Raises ConfigError for an episode that must not be published in this edition, and has not been yet.

    `again` says how it is recorded again.
    """
    if config.commercial and (whose := _barred(waiting)):
        remedy = f"choose another voice and {again}"
        raise ConfigError(f"It is spoken by {whose}, for non-commercial use only: {remedy}, {_OR}.")


def published(config: Config, archive: Archive) -> Iterator[str]:
    """A sentence, without its full stop, for each published episode that this edition must not offer any more."""
    if not config.commercial:
        return
    may_earn = cache(engines.may_earn)  # there are few licences
    for tag in archive.languages():
        episodes = []
        with contextlib.suppress(ArchiveError):  # a damaged record has its own sentence
            listed = [each for each in archive.listed(tag) if not all(map(may_earn, each.licences))]
            episodes = [each.episode for each in listed]
        for episode in episodes:
            if whose := _barred(episode):
                retract = config.command("retract", episode.guid)
                remedy = f"choose another voice and publish the post again, or retract it ({retract})"
                yield f"{episode.post!r} in {tag} is spoken by {whose}, for non-commercial use only: {remedy}, {_OR}"


def _barred(episode: Episode) -> str:
    """Whose voices in it may earn no money, with their licences; "" if all may."""
    barred = {each for each in episode.voices if not engines.may_earn(each.licence)}
    return " and ".join(sorted(f"{each.name} ({each.licence})" for each in barred))
