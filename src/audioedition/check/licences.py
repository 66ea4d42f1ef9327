"""What is published under licences that forbid what the edition now says of itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from audioedition import engines
from audioedition.archive import Archive
from audioedition.check.findings import Finding, State
from audioedition.config import Config
from audioedition.errors import ArchiveError


def licences(config: Config, archive: Archive) -> Iterator[Finding]:
    """Name each published episode with a voice for non-commercial use only, where the edition may earn money.

    An episode keeps the licences of the day on which it was spoken.
    """
    if not config.commercial:
        return
    for tag in archive.languages():
        episodes = []
        with contextlib.suppress(ArchiveError):  # a damaged record has its own sentence
            episodes = archive.episodes(tag)
        for episode in episodes:
            barred = {each for each in episode.voices if not engines.may_earn(each.licence)}
            if barred and episode.retracted is None:
                whose = " and ".join(sorted(f"{each.name} ({each.licence})" for each in barred))
                detail = (
                    f"{episode.post!r} in {tag} is spoken by {whose}, for non-commercial use only: choose another voice and "
                    "publish the post again, or retract it (audioedition retract), or, if this edition earns no money, "
                    "write commercial = false under [site]"
                )
                yield Finding("licences", State.FAIL, detail)
