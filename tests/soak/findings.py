"""What was found: each fault once, with the input that shows it."""

from __future__ import annotations

import json
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

from audioedition.files import digest


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a `target`: what it is, where, and the file that shows it."""

    target: str
    kind: str
    said: str
    place: str
    file: str = ""


def found(target: str, exc: BaseException) -> Finding:
    """The fault that `exc` is: the same if it is of the same kind, from the same line of ours."""
    frames = traceback.extract_tb(exc.__traceback__)
    ours = [frame for frame in frames if "/audioedition/" in frame.filename] or frames
    last = ours[-1]
    said = " ".join(str(exc).split())[:300]
    return Finding(target, type(exc).__name__, said, f"{Path(last.filename).name}:{last.lineno} {last.name}")


class Findings:
    """Findings, kept in a folder: the input itself, and beside it what it did."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`."""
        self._folder = folder
        self._known: set[tuple[str, str, str]] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def is_new(self, finding: Finding) -> bool:
        """Whether it was not closed yet."""
        return _key(finding) not in self._known

    def close(self, finding: Finding) -> None:
        """Tell it no more."""
        self._known.add(_key(finding))

    def keep(self, finding: Finding, data: bytes) -> None:
        """Keep what shows a finding, in place of what did before."""
        path = self._folder / f"{finding.target}-{digest(*_key(finding))[:12]}"
        path.write_bytes(data)
        said = json.dumps(asdict(finding) | {"file": path.name}, ensure_ascii=False)
        path.with_name(f"{path.name}.json").write_text(said + "\n", "utf-8", "backslashreplace")


def every(folder: Path) -> list[Finding]:
    """All that lie in `folder`."""
    return [Finding(**json.loads(path.read_bytes())) for path in sorted(folder.glob("*.json"))]


def is_same(one: Finding, other: Finding) -> bool:
    """Whether both are one fault."""
    return _key(one) == _key(other)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.target, finding.kind, finding.place
