"""What must stay known of a podcast whose folder is lost: its copy in `.audioedition/podcasts/`.

Who it is, what its folder is called, which may be a secret, and what was taken back.  What stands in the web root itself goes
before it.  There is a copy from the moment the first audio is put there; it tells who the podcast is only once a feed was written:
until then, audio without a record is what a first `publish` was in the middle of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audioedition.archive import versions
from audioedition.archive.identities import Identity
from audioedition.archive.published import Item
from audioedition.errors import ArchiveError
from audioedition.files import contents, sealed, unsealed, write_atomically


@dataclass(frozen=True, slots=True)
class Known:
    """A podcast: the name of its folder, who it is (nobody yet, before its feed was first written), and the episodes that were taken back."""

    folder: str
    identity: Identity
    retracted: tuple[Item, ...] = ()


def read(file: Path) -> Known | None:
    """What the copy in `file` says; None if there is none.  Raises ArchiveError if it is damaged, or of a newer program."""
    try:
        said = versions.read(file, json.loads(unsealed(contents(file))))
        return Known(
            str(said["folder"]),
            Identity(str(said["guid"]), tuple(map(str, said["addresses"]))),
            tuple(_item(*each) for each in said["retracted"]),
        )
    except FileNotFoundError:
        return None
    except PermissionError as exc:
        raise ArchiveError(f"{file} could not be read ({exc.strerror}): allow reading it.") from exc
    except (
        OSError,  # it is a folder, or its own is none
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as exc:
        message = (
            f"{file} is damaged, and nothing else tells any more who this podcast is: restore it, or the podcast's folder in the web root, "
            "from a copy; or delete it: then the podcast becomes a new one, with another address if it is private."
        )
        raise ArchiveError(message) from exc


def keep(file: Path, folder: str, identity: Identity, retracted: Iterable[Item]) -> None:
    """Write down what is known of a podcast, unless that stands there.  Raises ArchiveError."""
    rows = [
        [each.guid, each.post, each.published and each.published.isoformat(), each.title]
        for each in retracted
    ]
    said = versions.marked(
        {"folder": folder, "guid": identity.guid, "addresses": identity.addresses, "retracted": sorted(rows)}
    )
    write_atomically(file, sealed(json.dumps(said, indent=1).encode() + b"\n"))


def _item(guid: str, post: str, published: str | None, title: str) -> Item:
    return Item(
        str(guid),
        str(post),
        datetime.fromisoformat(published) if published else None,
        str(title),
        is_retracted=True,
    )
