"""Who a podcast is, whatever its address: `podcast.json` in its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from audioedition.archive import versions
from audioedition.errors import ArchiveError
from audioedition.files import contents

FILE = "podcast.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """A podcast's guid, and the addresses of its feed, the present one last; empty before its feed is first written."""

    guid: str = ""
    addresses: tuple[str, ...] = ()


def read(folder: Path) -> Identity:
    """The identity of the podcast in `folder`.  Raises ArchiveError if it is damaged or of a newer program."""
    path = folder / FILE
    try:
        said = versions.read(path, json.loads(contents(path)))
        return Identity(str(said["guid"]), tuple(map(str, said.get("addresses", ()))))
    except FileNotFoundError:
        return Identity()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ArchiveError(
            f"{path} is damaged: restore it from a copy, or run `audioedition repair`, which makes it again."
        ) from exc


def keep(folder: Path, guid: str, address: str, kept: Path) -> bool:
    """Decide the `guid`, unless it is decided, and note that the feed stands at `address` now, if it does.

    What was there of an older version is in the folder `kept` then; tell whether it was.  Raises ArchiveError.
    """
    known = read(folder)
    addresses = known.addresses
    if address and addresses[-1:] != (address,):
        addresses = (*addresses, address)
    return write(folder, Identity(known.guid or guid, addresses), kept)


def write(folder: Path, identity: Identity, kept: Path) -> bool:
    """Write who the podcast in `folder` is; as `keep`."""
    said = versions.marked({"guid": identity.guid, "addresses": identity.addresses})
    return versions.replace(folder / FILE, json.dumps(said, indent=1).encode() + b"\n", kept)
