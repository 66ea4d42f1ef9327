"""What authors have heard and released, whatever a machine finds in it: sounds, kept beside the verdicts; disposable, as the shelf is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from audioedition.files import digest, unlink, write_atomically
from audioedition.model import Utterance


class Released:
    """The released sounds in `folder`: one file for each episode, by its guid."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self._folder = folder

    def has(self, utterance: Utterance, sound: str) -> bool:
        """Whether just this sound of an utterance, told by its digest, was released, in whichever episode."""
        return _name(utterance, sound) in self._known

    def keep(self, guid: str, sounds: Iterable[tuple[Utterance, str]]) -> None:
        """Remember what was released in an episode, besides what was before.  Raises ArchiveError if the disk refuses."""
        path = self._path(guid)
        names = {_name(utterance, sound) for utterance, sound in sounds if sound}
        if names:
            write_atomically(path, json.dumps(sorted(names | _read(path)), indent=0).encode())
            self._known.update(names)

    def forget(self, guid: str) -> None:
        """Take back what was released in an episode; what another one has of it stays.  Raises ArchiveError."""
        unlink(self._path(guid))
        vars(self).pop("_known", None)

    def prune(self, guids: Iterable[str]) -> list[Path]:
        """Delete what was released in all but the episodes of these `guids`; return what went.  Raises ArchiveError."""
        kept = set(map(self._path, guids))
        gone = sorted(path for path in self._folder.glob("*.json") if path not in kept)
        for path in gone:
            unlink(path)
        vars(self).pop("_known", None)
        return gone

    def _path(self, guid: str) -> Path:
        return self._folder / f"{digest(guid)[:32]}.json"

    @cached_property
    def _known(self) -> set[str]:
        return {name for path in self._folder.glob("*.json") for name in _read(path)}


def _read(path: Path) -> set[str]:
    try:
        return set(map(str, json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, RecursionError):
        return set()


def _name(utterance: Utterance, sound: str) -> str:
    """What names a sound as that of just these words: silence is the same sound of any."""
    return digest(utterance.language, utterance.spoken, sound)[:32]
