"""The folders of podcasts in the web root: named for their language, and if they are private, for a secret too.

The name of the folder knows the secret, and a copy of it that is asked where the folder is gone (`known`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from pathlib import Path

from audioedition import mounts
from audioedition.errors import ArchiveError
from audioedition.files import persist, rename, unlink

_SECRET = 16  # bytes that nobody can guess
_HIDDEN = re.compile(rf"-[0-9a-fA-F]{{{2 * _SECRET}}}$")
"""What makes the name of a private podcast's folder: no language tag has a part so long."""

Recall = Callable[[str], str]
"""What the folder of the podcast in a language was called; empty if nobody knows."""


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


def prepare(root: Path, hidden: Collection[str], recall: Recall) -> None:
    """Give a private podcast that has no folder a secret one, the one that it had: nothing of it is ever public.

    `recall` tells what the folder of a language was called, as far as that is known.  Raises ArchiveError, also if there are two.
    """
    for tag in hidden:
        if others := _secrets(root, tag)[1:]:
            raise _ambiguous(tag, _secrets(root, tag)[0], others[0])
        if not of(root, tag, hidden).exists():
            _make(_new(root, tag, recall))


def settle(root: Path, hidden: Collection[str], public: Collection[str], recall: Recall) -> None:
    """Give each of these podcasts the folder that it should have; others stay as they are.

    Raises ArchiveError, also if there is a folder of both kinds.
    """
    prepare(root, hidden, recall)
    for tag in (*hidden, *public):
        plain, secret = root / tag, _secret(root, tag)
        if secret is not None and plain.exists():
            raise _ambiguous(tag, plain, secret)
        if tag in hidden and plain.exists():
            _rename(plain, _new(root, tag, recall))
        elif tag in public and secret is not None:
            _rename(secret, plain)


def _secret(root: Path, tag: str) -> Path | None:
    return next(iter(_secrets(root, tag)), None)


def _secrets(root: Path, tag: str) -> list[Path]:
    return sorted(path for path in root.glob(f"{tag}-*") if language(path.name) == tag != path.name)


def _ambiguous(tag: str, one: Path, other: Path) -> ArchiveError:
    """What is said where nobody knows which of two folders a podcast has: listeners have the address of one."""
    return ArchiveError(
        f"There are two folders of the podcast in {tag!r}, {one} and {other}: move the one that it is not out of the web root."
    )


def _new(root: Path, tag: str, recall: Recall) -> Path:
    known = recall(tag)
    is_ours = known != tag == language(known)  # whatever else it says leads nowhere
    return root / (known if is_ours else f"{tag}-{secrets.token_hex(_SECRET)}")


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
