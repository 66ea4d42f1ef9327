"""Computed files that nothing leads to any more: of episodes that were retracted, renamed or spoken again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath

from audioedition.archive import Archive
from audioedition.files import unlink

_COMPUTED = (
    "feed-*.xml",
    "page-*.html",
    "episodes/*.html",
    "transcripts/*.vtt",
    "transcripts/*.srt",
    "transcripts/*.json",
    "chapters/*.json",
)


def clear(archive: Archive, languages: Sequence[str], written: Collection[str]) -> list[Path]:
    """Delete computed files of the podcasts in `languages` that are not among those `written`; return what went.

    Transcripts and chapters of a recording stay as long as its audio is kept, for who still has an older feed.
    Raises ArchiveError.
    """
    kept = set(written)
    gone: list[Path] = []
    for language in languages:
        folder = archive.folder(language)
        late = {
            PurePosixPath(old.file).stem
            for each in archive.listed(language)
            for old in each.episode.superseded
        }
        for pattern in _COMPUTED:
            for path in sorted(folder.glob(pattern)):
                is_late = path.parent.name in {"transcripts", "chapters"} and path.stem in late
                if not is_late and path.relative_to(archive.root).as_posix() not in kept:
                    unlink(path)
                    gone.append(path)
    return gone
