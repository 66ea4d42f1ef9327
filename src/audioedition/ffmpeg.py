"""ffmpeg: finding it, and running it.

A run that is broken off (Ctrl-C) leaves no process behind: `subprocess.run` sees to that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from audioedition.errors import AudioError

_REMEDY = (
    "Install the package imageio-ffmpeg, or an ffmpeg with libmp3lame, or name one in audioedition.toml."
)
_MP3, _OPUS = "libmp3lame", "libopus"


def ffmpeg(configured: str | None = None, *, opus: bool = False) -> Path:
    """A working ffmpeg with libmp3lame: the `configured` one, else the wheel's, else that on PATH.

    With `opus` it must have libopus, too.  Raises AudioError if there is none, or if the configured one does not serve.
    """
    problems = []
    for candidate in _candidates(configured):
        problem = _problem(candidate, (_MP3, _OPUS) if opus else (_MP3,))
        if problem is None:
            return candidate
        problems.append(f"{candidate} {problem}")
    if configured:
        found = "; ".join(problems) or f"there is no program {configured}"
        message = f"The configured ffmpeg cannot be used: {found}. Name another, or none to use the one that comes along."
    else:
        message = (
            f"There is no ffmpeg that can be used ({'; '.join(problems) or 'none was found'}). {_REMEDY}"
        )
    raise AudioError(message)


def run(program: Path, arguments: Sequence[str]) -> str:
    """Run ffmpeg with `arguments` and give what it wrote to its standard error.

    Raises AudioError with the last line of that if it fails.
    """
    done = _run(program, arguments)
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        message = f"ffmpeg failed: {_reason(done)}. Run `audioedition check`, and see that the disk has room."
        raise AudioError(message)
    return said


def decoded(program: Path, path: Path, rate: int, seconds: float) -> bytes:
    """The first `seconds` of the sound in the file at `path`, as 32-bit floats (little-endian), mono, at `rate` Hz.

    Raises AudioError, with no more than ffmpeg's reason, if there is no sound in it that can be read.
    """
    return converted(program, path, ["-t", str(seconds), "-f", "f32le", "-ac", "1", "-ar", str(rate)])


def converted(program: Path, path: Path, form: Sequence[str]) -> bytes:
    """The sound in the file at `path`, in the `form` that these options ask for; the disk is not needed.

    Raises as `decoded`.
    """
    # The folder stands in no list of processes, which others can read: that of a private podcast has a secret name.
    folder = path.parent if path.exists() else None
    source = named(Path(path.name) if folder else path)
    done = _run(program, ["-loglevel", "error", "-i", source, "-map", "0:a:0", *form, "pipe:1"], folder)
    if done.returncode != 0:
        raise AudioError(_reason(done))
    return done.stdout


def _run(
    program: Path, arguments: Sequence[str], folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run it in a `folder`, or where one is."""
    command = [
        str(program.absolute() if folder else program),
        "-hide_banner",
        "-nostdin",
        "-nostats",
        "-y",
        *arguments,
    ]
    try:
        return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder)
    except OSError as exc:
        message = f"{program} cannot be started ({exc.strerror or exc}). {_REMEDY}"
        raise AudioError(message) from exc


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What ffmpeg said last before it failed."""
    lines = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else f"exit status {done.returncode}"


def named(path: Path) -> str:
    """`path` as ffmpeg takes it: a colon in it names no protocol, a dash no option."""
    return f"file:{path}"


def _candidates(configured: str | None) -> Iterator[Path]:
    if configured:
        found = _on_path(configured)
        if found is not None:
            yield found
        elif not _is_plain(configured) and Path(configured).exists():
            yield Path(configured)
        return
    try:
        # Not needed where ffmpeg is configured; the wheel carries no types.
        import imageio_ffmpeg  # noqa: PLC0415

        yield Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError, OSError):
        pass  # no wheel for this machine, or one without a binary: PATH may have one
    on_path = _on_path("ffmpeg")
    if on_path is not None:
        yield on_path


def _on_path(name: str) -> Path | None:
    """The program that PATH has: Windows also runs one that lies where one is, as in somebody else's edition."""
    found = shutil.which(name)
    if found is None:
        return None
    here, places = Path.cwd(), [Path(each).resolve() for each in os.get_exec_path()]
    is_by_chance = _is_plain(name) and Path(found).parent.resolve() == here and here not in places
    return None if is_by_chance else Path(found)


def _is_plain(name: str) -> bool:
    """Whether it is a program's name, and no path."""
    return PurePath(name).name == name


def _problem(program: Path, needed: Sequence[str]) -> str | None:
    try:
        encoders = subprocess.run(
            [str(program), "-hide_banner", "-encoders"],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except OSError as exc:
        return f"does not start ({exc.strerror or exc})"
    if encoders.returncode != 0:
        return "does not run"
    lacks = [name for name in needed if name.encode() not in encoders.stdout]
    return f"has no {' and no '.join(lacks)}" if lacks else None
