"""Big files from the web, such as the models of voices: fetched once, whole or not at all.

A file that is there is never asked for: a folder filled beforehand needs no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from audioedition.downloads.part import Part, Telling, silent
from audioedition.downloads.places import cache_folder, shared_folder
from audioedition.errors import FetchError

__all__ = ["Part", "Telling", "cache_folder", "fetch", "shared_folder"]


def fetch(parts: Sequence[Part], tell: Telling | None = None) -> None:
    """Fetch those of `parts` that are not here; what was broken off goes on where it was.

    Each appears whole or not at all, also if several programs fetch it at once: then one does, and the others wait.
    Raises FetchError; where that names a file to be put there by hand, it names all that are missing.
    """
    for part in parts:
        if not part.path.exists():
            from audioedition.downloads import whole  # noqa: PLC0415 -- brings a web client, which is seldom needed

            try:
                whole.fetch(part, tell or silent)
            except FetchError as exc:
                raise FetchError(exc.problem, _whole(exc.remedy, part, parts)) from exc


def _whole(remedy: str, failed: Part, parts: Sequence[Part]) -> str:
    """The `remedy` for the part that `failed`; where a person is to put that there, with all others that are missing."""
    others = [part.by_hand for part in parts if part != failed and not part.path.exists()]
    return (
        f"{remedy} By hand it takes more: {'; '.join(others)}."
        if others and failed.by_hand in remedy
        else remedy
    )
