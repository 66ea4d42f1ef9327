"""Big files from the web, such as the models of voices: fetched once, whole or not at all.

A file that is there is never asked for: a folder filled beforehand needs no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.downloads.part import Part, Telling, silent
from audioedition.downloads.places import shared_folder

__all__ = ["Part", "Telling", "fetch", "shared_folder"]


def fetch(parts: Sequence[Part], tell: Telling | None = None) -> None:
    """Fetch those of `parts` that are not here; what was broken off goes on where it was.

    Each appears whole or not at all, also if several programs fetch it at once: then one does, and the others wait.
    Raises FetchError.
    """
    for part in parts:
        if not part.path.exists():
            from audioedition.downloads import whole  # noqa: PLC0415 -- brings a web client, which is seldom needed

            whole.fetch(part, tell or silent)
