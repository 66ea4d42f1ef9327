"""What a saved post is recognised by before it is read: where it stands, and all that reading it would look at."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from audioedition.files import digest
from audioedition.posts import beside, limits


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two digests of a post: of its `place`, which stays when it is edited, and of all that it is read from.

    Equal `looks`, and an equal program, make an equal Post.
    """

    place: str
    looks: str


def likeness(source: str, *, id: str | None, root: Path | None) -> Likeness | None:  # noqa: A002 -- the field's own name
    """What the post at the path `source` looks like, to be read as by `saved.read`; None for what is no file, or too large.

    The names of files count beside their bytes: an id, a date, a language and a format may stand in them.
    """
    try:
        files = beside.versions(Path(source))
        read = [(file, _bytes(file)) for file in files]
        seen = [(file.name, beside.origin(file, root), data) for file, data in read if data is not None]
    except (OSError, ValueError):  # whoever reads it says what is wrong
        return None
    if len(seen) < len(files):
        return None
    place = digest(seen[0][1], id or "")
    return Likeness(place, digest(id or "", *(part for each in seen for part in each)))


def _bytes(path: Path) -> bytes | None:
    """What stands in a file; None if that is more than a post may hold, or it is a pipe, of which nobody could read it again."""
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as file:
        data = file.read(limits.MOST_BYTES + 1)
    return data if len(data) <= limits.MOST_BYTES else None
