"""What has come of a file that is not whole yet, and what its server said of it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that was begun, at `path`, from an `address`; what its server said of it lies in a note beside it."""

    path: Path
    address: str

    @property
    def have(self) -> int:
        """How many bytes of this very address are here."""
        return self.path.stat().st_size if self._note() and self.path.exists() else 0

    @property
    def size(self) -> int:
        """How many bytes it will have; 0 if that is not known."""
        size = self._note().get("size", 0)
        return size if isinstance(size, int) else 0

    @property
    def validator(self) -> str:
        """What the server called this version of the file (RFC 9110, If-Range): a strong ETag or a date; "" for nothing."""
        return str(self._note().get("validator", ""))

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come, and only waits to be checked."""
        return self.size > 0 and self.have == self.size

    def write_down(self, validator: str, size: int) -> None:
        """Remember what the server says."""
        self._notes.write_text(
            json.dumps({"address": self.address, "validator": validator, "size": size}), "utf-8"
        )

    def drop(self) -> None:
        """Throw it away."""
        self.path.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    @property
    def _notes(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def _note(self) -> dict[str, object]:
        """What was written down; nothing if it is for another address, or cannot be read."""
        with contextlib.suppress(OSError, ValueError, RecursionError):
            note = json.loads(self._notes.read_text("utf-8"))
            if isinstance(note, dict) and note.get("address") == self.address:
                return note
        return {}
