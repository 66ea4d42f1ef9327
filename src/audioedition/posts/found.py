"""Which files are posts, of those that are named and of those in folders; none is read for it, but for the beginning of a page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from audioedition import markup
from audioedition.posts import beside
from audioedition.posts.sources import STDIN
from audioedition.posts.suffixes import HTML, SUFFIXES
from audioedition.posts.web.addresses import is_address

_SETTINGS, _OURS = "audioedition.toml", ("feeds", "voices")


def find(sources: Sequence[str]) -> list[str]:
    """`sources` with every folder replaced by the posts in it and below it, sorted by path.

    Hidden files and folders hold no posts, nor do the `feeds/` and `voices/` of an edition, a folder
    with settings.  A folder without a post stays in the list, so that `read` refuses it.  Of files that
    are one post in several languages, only the first is in it.
    """
    found: list[str] = []
    for source in sources:
        # `Path.is_dir` raises an error for a name that no disk can have.
        is_folder = source != STDIN and os.path.isdir(source)  # noqa: PTH112 -- see above
        found += (sorted(map(str, _inside(source))) if is_folder else ()) or (source,)
    known: set[str] = set()
    return [source for source in dict.fromkeys(found) if not _is_known(source, known)]


def _is_known(source: str, known: set[str]) -> bool:
    """Whether a file is one of a post that is `known` by another, or by now."""
    if source == STDIN or is_address(source) or source in known:
        return source in known
    known.update(map(str, beside.versions(Path(source))))
    return False


def _inside(top: str) -> Iterator[Path]:
    for folder, below, names in os.walk(top):
        ours = _OURS if _SETTINGS in names else ()
        below[:] = [name for name in below if not name.startswith(".") and name not in ours]
        posts = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (post for post in posts if post.suffix.lower() in SUFFIXES and _is_post(post))


def _is_post(path: Path) -> bool:
    """Whether a file may be a post; a link that leads nowhere or a page that cannot be read may be one, so that somebody hears of it."""
    if path.is_symlink() and not path.exists():
        return True
    if not path.is_file() or path.suffix.lower() not in HTML:
        return path.is_file()
    try:
        with path.open("rb") as file:
            return not markup.is_ours(file.read(markup.PROOF_BEGINS))
    except OSError:
        return True
