"""Trust on first use: what a model's files were when they first came is written down beside it, and must stay so.

For models of which nobody has told us check sums.  Whoever publishes another file under the same name, or exchanges one on
this disk, is found out, though not who was there first.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

from audioedition.errors import ArchiveError, EngineUnavailable
from audioedition.files import write_atomically

_FOLDER = ".first-seen"


def note_of(place: Path) -> Path:
    """Where is written down what the model at `place`, a file or a folder, was: outside of it, so that it outlives a new fetching."""
    return place.parent / _FOLDER / f"{place.name}.json"


def check(engine: str, model: str, note: Path, found: Mapping[str, str]) -> None:
    """Compare the digests that were `found` of a model's files, by their names, with those in the `note`, and add new ones.

    Raises EngineUnavailable if one is another.  Where nothing can be written, nothing is known the next time either.
    """
    known = _read(note)
    changed = sorted(name for name, told in found.items() if known.get(name, told) != told)
    if changed:
        raise EngineUnavailable(
            engine,
            f"{', '.join(changed)} of the model {model} {'is' if len(changed) == 1 else 'are'} not what first came here",
            f"If you have not changed that yourself, ask its makers whether they have published it anew; if you trust it, delete {note} "
            "and run this again",
        )
    if known != (both := {**known, **found}):
        data = json.dumps(both, ensure_ascii=False, indent=1, sort_keys=True)
        with contextlib.suppress(ArchiveError):  # a disk that is only read from
            write_atomically(note, data.encode())


def _read(note: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        told = json.loads(note.read_text("utf-8"))
        if isinstance(told, dict):
            return {str(name): str(value) for name, value in told.items()}
    return {}
