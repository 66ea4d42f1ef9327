"""Build a commit twice, in surroundings as different as two machines; what is not the same to the byte is no release.

    python release/twice.py [COMMIT] [FOLDER]

Writes the source distribution and the wheel of COMMIT (the last one) into FOLDER (`dist`).  They are made of what is in
git and of nothing else that lies here, their times are the commit's (SOURCE_DATE_EPOCH), and they are built by the
hatchling that is installed beside this Python: `make release` sees to it that it is the locked one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What must make no difference: the `name` of the folder, the `umask`, the files' `age` in seconds, the environment."""

    name: str
    umask: str
    age: float
    environment: Mapping[str, str]


USUAL = Surroundings("here", "0022", 0, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
OTHER = Surroundings(
    "there and as far as can be",
    "0077",
    40_000_000,
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)


def main(commit: str = "HEAD", folder: str = "dist") -> int:
    """Build; 0 if it was the same both times."""
    target = ROOT / folder
    epoch = _git("show", "--no-patch", "--format=%ct", f"{commit}^{{commit}}").decode().split()[-1]
    with tempfile.TemporaryDirectory(prefix="audioedition-release-") as scratch:
        once, again = (build(commit, epoch, each, Path(scratch)) for each in (USUAL, OTHER))
        if found := differences(once, again):
            print(f"Two builds of {commit} are not the same: {', '.join(found)}.", file=sys.stderr)
            return 1
        target.mkdir(parents=True, exist_ok=True)
        for path in once:
            shutil.copyfile(path, target / path.name)
            print(target / path.name)
    return 0


def build(commit: str, epoch: str, around: Surroundings, scratch: Path) -> list[Path]:
    """What a build of `commit` gives in these surroundings, below `scratch`; `epoch` is the time that all of it bears."""
    source = scratch / around.name / "source"
    with tarfile.open(fileobj=BytesIO(_git("-c", f"tar.umask={around.umask}", "archive", commit))) as packed:
        packed.extractall(source, filter="tar")
    when = float(epoch) + around.age
    for path in source.rglob("*"):
        os.utime(path, (when, when))
    made = scratch / around.name / "made"
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", made, source],
        check=False,
        capture_output=True,
        env={**os.environ, **around.environment, "SOURCE_DATE_EPOCH": epoch},
        umask=int(around.umask, 8),
    )
    if done.returncode:
        sys.stderr.buffer.write(done.stdout + done.stderr)
        sys.exit(1)
    return sorted(made.iterdir())


def differences(once: list[Path], again: list[Path]) -> list[str]:
    """The files of two builds that are not the same, and what in them is not; none for the same builds."""
    if [path.name for path in once] != [path.name for path in again]:
        return ["the names of what was built"]
    pairs = [
        (one, other) for one, other in zip(once, again, strict=True) if one.read_bytes() != other.read_bytes()
    ]
    return [f"{one.name} ({_inside(one, other)})" for one, other in pairs]


def _inside(one: Path, other: Path) -> str:
    first, second = _members(one), _members(other)
    names = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    return ", ".join(names) or "how it is packed"


def _members(path: Path) -> dict[str, bytes]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as packed:
        return {each.name: file.read() for each in packed if (file := packed.extractfile(each))}


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], check=True, capture_output=True, cwd=ROOT).stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
