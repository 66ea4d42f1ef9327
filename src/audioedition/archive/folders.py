"""The folders of podcasts in the web root: named for their language, and if they are private, for a secret too.

The name of the folder is the one place that knows the secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from pathlib import Path

from audioedition import mounts
from audioedition.errors import ArchiveError
from audioedition.files import persist, rename, unlink

_SECRET = 16  # bytes that nobody can guess
_HIDDEN = re.compile(rf"-[0-9a-fA-F]{{{2 * _SECRET}}}$")
"""What makes the name of a private podcast's folder: no language tag has a part so long."""


def language(name: str) -> str:
    """The language of the podcast in the folder called `name`."""
    return _HIDDEN.sub("", name)


def of(root: Path, tag: str, hidden: Collection[str]) -> Path:
    """The folder of the podcast in the language `tag`, whether it is there or not.

    A folder stays what it is, secret or not, until `settle` has changed it.
    """
    plain, secret = root / tag, _secret(root, tag)
    if secret is None or (tag not in hidden and plain.exists()):
        return plain
    return secret


def prepare(root: Path, hidden: Collection[str]) -> None:
    """Give a private podcast that has no folder yet a secret one: nothing of it is ever public.  Raises ArchiveError."""
    for tag in hidden:
        if not of(root, tag, hidden).exists():
            _make(_new(root, tag))


def settle(root: Path, hidden: Collection[str], public: Collection[str]) -> None:
    """Give each of these podcasts the folder that it should have; others stay as they are.

    Raises ArchiveError, also if there is a folder of both kinds.
    """
    prepare(root, hidden)
    for tag in (*hidden, *public):
        plain, secret = root / tag, _secret(root, tag)
        if secret is not None and plain.exists():
            message = (
                f"There are two folders of the podcast in {tag!r}, {plain} and {secret}: move the one that it is not "
                "out of the web root."
            )
            raise ArchiveError(message)
        if tag in hidden and plain.exists():
            _rename(plain, _new(root, tag))
        elif tag in public and secret is not None:
            _rename(secret, plain)


def _secret(root: Path, tag: str) -> Path | None:
    found = sorted(path for path in root.glob(f"{tag}-*") if language(path.name) == tag != path.name)
    return found[0] if found else None


def _new(root: Path, tag: str) -> Path:
    return root / f"{tag}-{secrets.token_hex(_SECRET)}"


def _rename(path: Path, target: Path) -> None:
    """Rename a podcast's folder, without its feed: that says where everything stood, and is written anew.

    Whoever is interrupted in between so leaves none that names what is not there.
    """
    for feed in path.glob("feed*.xml"):
        unlink(feed)
        persist(feed)
    try:
        rename(path, target)
    except OSError as exc:
        message = f"{path} cannot become {target.name} ({exc.strerror}): allow renaming it, or move what is in its way."
        raise ArchiveError(message) from exc


def _make(path: Path) -> None:
    try:
        mounts.stay()
        path.mkdir(parents=True)
        persist(path)
    except OSError as exc:
        message = f"The folder {path} cannot be made ({exc.strerror}): allow writing there."
        raise ArchiveError(message) from exc
