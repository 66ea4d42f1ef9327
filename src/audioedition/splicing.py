"""A feed of which little has changed: only that is written anew, and all other entries come from the document on the disk.

    sheet, document on the disk ─► Spliced: the whole document, and what of it is new

So that one more episode costs the same whether the feed has ten others or a thousand.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audioedition.feeds import Pieces, pieces
from audioedition.ledger import Ledger
from audioedition.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Spliced:
    """A document, and the `new` of it: the same with those entries only that were written anew, which are to be checked."""

    data: bytes
    new: bytes


def rendered(sheet: Sheet, ledger: Ledger, root: Path) -> Spliced:
    """The document of a `sheet`, below the web root `root`; nothing of it is old unless it is a feed that was written here.

    Raises ArchiveError.
    """
    keys = list(ledger.entries(sheet.path)) if sheet.entries else []
    if sheet.made_of and keys:
        with contextlib.suppress(OSError):  # gone since it was looked at
            if found := _spliced(sheet, keys, pieces((root / sheet.path).read_bytes()).entries):
                return found
    data = sheet.render()
    return Spliced(data, data)


def _spliced(sheet: Sheet, keys: Sequence[str], old: Sequence[bytes]) -> Spliced | None:
    """The document with the `old` entries that have these `keys`; None if nothing is won by that."""
    known = dict(zip(keys, old, strict=True)) if len(keys) == len(old) else {}
    # The newest is always new: what is said before the entries depends on whether there are any.
    places = [at for at, key in enumerate(sheet.entries) if at == 0 or key not in known]
    if sheet.made_of is None or len(places) == len(sheet.entries):
        return None
    new = sheet.made_of(places)
    found = pieces(new)
    if len(found.entries) != len(places):
        return None
    fresh = dict(zip(places, found.entries, strict=True))
    entries = tuple(fresh[at] if at in fresh else known[key] for at, key in enumerate(sheet.entries))
    return Spliced(bytes(Pieces(found.head, entries, found.tail)), new)
