"""What is remembered of posts that were published, so that an unchanged one is recognised at once.

Private and disposable: what is forgotten is worked out again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from audioedition.files import digest, unlink, write_atomically


@dataclass(frozen=True, slots=True)
class Memory:
    """The memories in `folder`, one file per post."""

    folder: Path

    def recall(self, post: str, inputs: str) -> dict[str, str] | None:
        """The audio file of each language to which `post` led with just these `inputs`, if it did.

        `inputs` is a digest of everything that the recordings depended on.
        """
        try:
            remembered = json.loads(self._path(post).read_bytes())
            return dict(remembered["files"]) if remembered["inputs"] == inputs else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, post: str, inputs: str, files: dict[str, str]) -> None:
        """Remember where `inputs` have led.  Raises ArchiveError if the disk refuses."""
        remembered = {"inputs": inputs, "files": files}
        write_atomically(self._path(post), json.dumps(remembered, sort_keys=True).encode())

    def forget(self, post: str) -> None:
        """Forget a post, of which there is something to tell.  Raises ArchiveError if the disk refuses."""
        unlink(self._path(post))

    def _path(self, post: str) -> Path:
        return self.folder / f"{digest(post)[:32]}.json"
