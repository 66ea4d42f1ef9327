"""Where it is measured: the machine, the versions, the commit; and what of all this is not to be told."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from audioedition.cores import count

PROJECT = Path(__file__).parents[1]
TOLD = (  # whose versions shape the figures
    "audioedition",
    "distributed",
    "espeakng-loader",
    "imageio-ffmpeg",
    "lameenc",
    "langdetect",
    "numpy",
    "onnxruntime",
    "piper-tts",
    "py-nanotts",
    "soxr",
)
HIDDEN = "…"


def machine() -> dict[str, Any]:
    """What there is to know of this machine and what is installed, but for its name."""
    versions = {}
    for name in TOLD:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "processor": processor(),
        "cores": count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": versions,
    }


def processor() -> str:
    """What the processor is called; its kind, where the system does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()


def commit() -> str:
    """The commit that is measured, with a plus sign if files of it were changed; nothing where git knows none."""
    parts = ["src", "voices", "examples", "pyproject.toml", ":(glob)benchmarks/*.py"]
    said = [
        subprocess.run(["git", *command], cwd=PROJECT, capture_output=True, text=True, check=False)
        for command in (
            ["rev-parse", "--short=10", "HEAD"],
            ["status", "--porcelain", "--untracked-files=no", "--", *parts],
        )
    ]
    return f"{said[0].stdout.strip()}{'+' * bool(said[1].stdout)}" if not said[0].returncode else ""


def secrets(post: Path | None) -> list[str]:
    """What of this machine, and of a post that is not the project's, must not be told; the longest first."""
    found = {str(PROJECT), str(Path.home()), tempfile.gettempdir(), socket.gethostname()}
    if post:
        found |= {str(post), str(post.parent), post.name, post.stem}
    return sorted((each for each in found if each.strip("./")), key=len, reverse=True)


def scrubbed(found: object, hidden: Sequence[str]) -> object:
    """The same without what is `hidden`, wherever in its texts that stands, but not within a word: a post may be called “post”."""
    if isinstance(found, str):
        for each in hidden:
            found = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", HIDDEN, found)
        return found
    if isinstance(found, Mapping):  # keys are the benchmark's own words, but where they are paths
        return {
            str(scrubbed(key, hidden)) if "/" in str(key) else key: scrubbed(value, hidden)
            for key, value in found.items()
        }
    if isinstance(found, list):
        return [scrubbed(each, hidden) for each in found]
    return found
