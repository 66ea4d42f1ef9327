"""Who a podcast is, whatever its address: `podcast.json` in its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from audioedition.errors import ArchiveError
from audioedition.files import write_atomically

_FILE = "podcast.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """A podcast's guid, and the addresses of its feed, the present one last; empty before its feed is first written."""

    guid: str = ""
    addresses: tuple[str, ...] = ()


def read(folder: Path) -> Identity:
    """The identity of the podcast in `folder`.  Raises ArchiveError if it is damaged."""
    path = folder / _FILE
    try:
        said = json.loads(path.read_bytes())
        return Identity(str(said["guid"]), tuple(map(str, said.get("addresses", ()))))
    except FileNotFoundError:
        return Identity()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ArchiveError(f"{path} is damaged: restore it from a copy, or delete it.") from exc


def keep(folder: Path, guid: str, address: str = "") -> None:
    """Decide the `guid`, unless it is decided, and note that the feed stands at `address` now.  Raises ArchiveError."""
    known = read(folder)
    addresses = known.addresses
    if address and addresses[-1:] != (address,):
        addresses = (*addresses, address)
    said = {"guid": known.guid or guid, "addresses": addresses}
    write_atomically(folder / _FILE, json.dumps(said, indent=1).encode() + b"\n")
