"""What was found in recordings, sentence by sentence, kept by their audio files; disposable.

What is kept with a clip tells of the sound that is on the shelf: since a recording was made, its voice may have said the
same sentence otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from audioedition.files import digest, unlink, write_atomically
from audioedition.listening.verdicts import DAMAGED, converter
from audioedition.model import Verdict


@dataclass(frozen=True, slots=True)
class Recollection:
    """What was found in recordings, in `folder`, one file for each."""

    folder: Path

    def recall(self, file: str, count: int) -> list[Verdict]:
        """What was found in each of the `count` utterances of the audio `file`; where nothing is known, they are taken to be good."""
        found = self._found(file)
        return found if found is not None and len(found) == count else [Verdict()] * count

    def keep(self, file: str, verdicts: Sequence[Verdict]) -> None:
        """Remember what was found in the audio `file`.  Raises ArchiveError if the disk refuses."""
        # By `\u…`: half a character, which some texts have, is none in UTF-8.
        write_atomically(self._path(file), json.dumps([asdict(each) for each in verdicts]).encode("ascii"))

    def restore(self, file: str, verdicts: Sequence[Verdict]) -> None:
        """Keep what is known of the audio `file` from elsewhere, unless it is here.  Raises ArchiveError if the disk refuses."""
        if verdicts and self._found(file) is None:
            self.keep(file, verdicts)

    def prune(self, files: Iterable[str]) -> list[Path]:
        """Delete what was found in all but these audio `files`; return what went.  Raises ArchiveError."""
        kept = set(map(self._path, files))
        gone = sorted(path for path in self.folder.glob("*.json") if path not in kept)
        for path in gone:
            unlink(path)
        return gone

    def _found(self, file: str) -> list[Verdict] | None:
        try:
            return converter().structure(json.loads(self._path(file).read_bytes()), list[Verdict])
        except DAMAGED:
            return None

    def _path(self, file: str) -> Path:
        return self.folder / f"{digest(file)[:32]}.json"
