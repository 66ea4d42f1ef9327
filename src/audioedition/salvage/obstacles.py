"""Folders and pipes in the places of files, and files in the places of folders: nobody could write there."""

from __future__ import annotations

import errno
from pathlib import Path

from audioedition.archive import Archive, losses
from audioedition.config import Config

_FILES = ("clock", "pace.json", "seal", "written.json", "listed/*.json", "podcasts/*.json")
_FOLDERS = ("listed", "listening", "manuscripts", "podcasts", "shelf", "unreleased")
_PODCAST = ("", "audio", "chapters", "episodes", "transcripts")


def obstacles(config: Config, archive: Archive) -> dict[Path, str]:
    """What lies in the way of the archive, and of what is kept beside it; and whether a "folder" or a "file" belongs there.

    A folder that is a link may be on a disk that is not there just now: it stays as it is.
    """
    podcasts = [archive.folder(tag) for tag in losses.languages(archive, config.languages)]
    folders = [
        config.feeds,
        *(podcast / name for podcast in podcasts for name in _PODCAST),
        *(config.private / name for name in _FOLDERS),
    ]
    files = sorted(path for pattern in _FILES for path in config.private.glob(pattern))
    wrong = [p for p in folders if _is_circle(p) or (p.exists() and not (p.is_symlink() or p.is_dir()))]
    others = [p for p in files if _is_circle(p) or (p.exists() and not p.is_file())]
    return dict.fromkeys(wrong, "folder") | dict.fromkeys(others, "file")


def _is_circle(path: Path) -> bool:
    """Whether a path is a link that leads to itself."""
    try:
        path.stat()
    except OSError as exc:
        return exc.errno == errno.ELOOP and path.is_symlink()
    return False
