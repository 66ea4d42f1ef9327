"""Files that nothing leads to any more: of episodes that were retracted, renamed or spoken again; and what killed programs left."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath

from audioedition import addresses, stamps
from audioedition.archive import Archive
from audioedition.files import PART, unlink

_LATE = 3600.0  # seconds: writing takes a moment

_COMPUTED = {
    "": re.compile(r"feed-.*\.xml|page-.*\.html", re.DOTALL),
    "episodes": re.compile(r".*\.html", re.DOTALL),
    "transcripts": re.compile(r".*\.(?:vtt|srt|json)", re.DOTALL),
    "chapters": re.compile(r".*\.json", re.DOTALL),
}
"""The names of computed files, by the folder below that of their podcast."""


def clear(archive: Archive, languages: Sequence[str], written: Collection[str]) -> list[Path]:
    """Delete computed files of the podcasts in `languages` that are not among those `written`; return what went.

    Transcripts and chapters of a recording stay as long as its audio is kept, for who still has an older feed.
    Raises ArchiveError.
    """
    kept = set(written)
    gone: list[Path] = []
    for language in languages:
        folder = archive.folder(language)
        late = {PurePosixPath(file).stem for each in archive.listed(language) for file in each.superseded}
        for below, pattern in _COMPUTED.items():
            is_kept = late if below in {"transcripts", "chapters"} else set()
            prefix = f"{folder.name}/{below}/" if below else f"{folder.name}/"
            left = [name for name in stamps.names(folder / below) if f"{prefix}{name}" not in kept]
            for name in sorted(left):
                if pattern.fullmatch(name) and PurePosixPath(name).stem not in is_kept:
                    unlink(folder / below / name)
                    gone.append(folder / below / name)
    return gone


def sweep(archive: Archive) -> None:
    """Delete what programs that were killed left half-written in the web root: nobody else writes there now.

    Raises ArchiveError.
    """
    podcasts = [archive.folder(language) for language in archive.languages()]
    below = (*_COMPUTED, "audio")
    for folder in (
        archive.root,
        archive.root / addresses.ASSETS,
        *(p / name for p in podcasts for name in below),
    ):
        for name in [name for name in stamps.names(folder) if name.startswith(PART)]:
            unlink(folder / name)


def sweep_private(private: Path) -> None:
    """The same in the private folder, but for the shelf, which is trimmed: of what is older than an hour, since others may write there.

    Raises ArchiveError.
    """
    late = time.time() - _LATE
    below = [each for each in private.glob("[!.]*/") if each.name != "shelf"]
    for path in (*private.glob(f"{PART}*"), *(found for each in below for found in each.rglob(f"{PART}*"))):
        if path.is_file() and path.stat().st_mtime < late:
            unlink(path)
