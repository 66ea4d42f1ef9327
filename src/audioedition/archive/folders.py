"""The folders of podcasts in the web root: named for their language, and if they are private, for a secret too.

The name of the folder is the one place that knows the secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from pathlib import Path

from audioedition.errors import ArchiveError

_SECRET = 16  # bytes that nobody can guess
_HIDDEN = re.compile(rf"-[0-9a-f]{{{2 * _SECRET}}}$")
"""What makes the name of a private podcast's folder: no language tag has a part so long."""


def language(name: str) -> str:
    """The language of the podcast in the folder called `name`."""
    return _HIDDEN.sub("", name)


def of(root: Path, tag: str, hidden: Collection[str]) -> Path:
    """The folder of the podcast in the language `tag`, whether it is there or not."""
    found = sorted(root.glob(f"{tag}-*")) if tag in hidden else []
    secret = (path for path in found if language(path.name) == tag != path.name)
    return next(secret, root / tag)


def settle(root: Path, hidden: Collection[str]) -> None:
    """Give each podcast the folder that it should have, as private or public.  Raises ArchiveError."""
    for path in sorted(root.glob("*-*")):
        tag = language(path.name)
        if tag != path.name and tag not in hidden:
            _rename(path, root / tag)
    for tag in hidden:
        folder = of(root, tag, hidden)
        if folder == root / tag:
            target = root / f"{tag}-{secrets.token_hex(_SECRET)}"
            if folder.exists():
                _rename(folder, target)
            else:
                _make(target)


def _rename(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except OSError as exc:
        message = f"{path} cannot become {target.name} ({exc.strerror}): allow renaming it, or move what is in its way."
        raise ArchiveError(message) from exc


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True)
    except OSError as exc:
        message = f"The folder {path} cannot be made ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
