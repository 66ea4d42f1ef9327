"""Who a podcast is, whatever its address: `podcast.json` in its folder."""

from __future__ import annotations

import dataclasses
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

    def at(self, *address: str) -> Identity:
        """The same podcast, whose feed stands at that `address` now, if any is given."""
        stays = not address or self.addresses[-1:] == address
        return self if stays else dataclasses.replace(self, addresses=(*self.addresses, *address))


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


def write(folder: Path, identity: Identity, kept: Path) -> bool:
    """Write who the podcast in `folder` is.

    What was there of an older version is in the folder `kept` then; tell whether it was.  Raises ArchiveError.
    """
    said = versions.marked({"guid": identity.guid, "addresses": identity.addresses})
    return versions.replace(folder / FILE, json.dumps(said, indent=1).encode() + b"\n", kept)
