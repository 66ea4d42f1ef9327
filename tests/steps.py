"""What a run of the command does to the disk, step by step; and a run that is stopped, or refused something, at one of them.

`python steps.py` reads orders, one JSON object a line, and answers each with one: it has loaded the program once, and runs
each order in a fork of itself, so that hundreds of runs take no longer than their work.  Steps are told by Python's audit
events, and by what is put in place of `open`, `os.fsync`, `os.sendfile` and `os.stat`; only those in the folders that the order
names count.  A step has a name that is the same in each run, whichever thread comes first: `rename feeds/en/feed.xml 1`, with
how many there were of it.  It is taken right after it was told of; but `write`, which comes once for each file, when half of
what comes first is written.
"""

# Paths are text here, as the system tells them.
# ruff: noqa: PTH100, PTH113, PTH115, PTH123

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import pickle
import re
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from typing import Self

_PART = re.compile(r"\.part-[^/.]*")
_NEED = re.compile(r"\.need-[^/]*")
_SCRATCH = re.compile(r"(audioedition-|tmp)[a-z0-9_]{8}")

CHANGING = frozenset(
    ("create", "write", "fsync", "rename", "remove", "mkdir", "rmdir", "chmod", "utime", "truncate")
)
"""The kinds of steps that change the disk; the others look at it."""

_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_EVENTS = {
    "os.rename": ("rename", 1),
    "os.remove": ("remove", 0),
    "os.mkdir": ("mkdir", 0),
    "os.rmdir": ("rmdir", 0),
    "os.chmod": ("chmod", 0),
    "os.utime": ("utime", 0),
    "os.truncate": ("truncate", 0),
    "os.scandir": ("scan", 0),
    "os.listdir": ("list", 0),
}
_DIR_FD = {"os.remove": 1, "os.mkdir": 2, "os.rmdir": 1, "os.utime": 3, "os.chmod": 2}


@dataclass
class Steps:
    """The steps of this process in the folder `root`, whose name they begin without; what happens at them is `at`.

    `at` is told the name and may raise an OSError, or end the process; `also` is told the kind and the path, of a rename both.
    """

    root: str
    at: Callable[[str], None]
    also: Callable[[str, str, str], None] | None = None
    _count: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _inside: threading.local = field(default_factory=threading.local)

    def install(self) -> None:
        """Watch this process from now on; it cannot be undone."""
        sys.addaudithook(self._heard)
        fsync, sendfile, stat, real_open = os.fsync, os.sendfile, os.stat, io.open

        def synced(fd: int) -> None:
            self.took("fsync", _path_of(fd))
            fsync(fd)

        def sent(out: int, source: int, offset: Any, count: int, *rest: Any) -> int:
            if offset or not self.counts(_path_of(out)):
                return sendfile(out, source, offset, count, *rest)
            some = sendfile(out, source, offset, 4096, *rest)
            self.took("write", _path_of(out))
            return some

        def looked(path: Any, **how: Any) -> os.stat_result:
            if not isinstance(path, int) and how.get("dir_fd") is None:
                self.took("stat", path)
            return stat(path, **how)

        def opened(file: Any, mode: str = "r", *rest: Any, **how: Any) -> Any:
            found = real_open(file, mode, *rest, **how)
            changes = not set(mode).isdisjoint("wax+") and not isinstance(file, int)
            return cast("Any", _Watched(found, self, file)) if changes and self.counts(file) else found

        for name, put in (("fsync", synced), ("sendfile", sent), ("stat", looked)):
            setattr(os, name, put)
        io.open = builtins.open = cast("Any", opened)

    def counts(self, path: Any) -> bool:
        """Whether what is done there is a step."""
        return self._name(path) is not None

    def took(self, kind: str, path: Any, source: Any = "") -> None:
        """A step is about to be taken."""
        name = self._name(path)
        if name is None or getattr(self._inside, "is_so", False):
            return
        with self._lock:
            self._count[f"{kind} {name}"] += 1
            key = f"{kind} {name} {self._count[f'{kind} {name}']}"
        self._inside.is_so = True
        try:
            self.at(key)
            if self.also:
                self.also(kind, os.path.abspath(os.fsdecode(path)), os.path.abspath(os.fsdecode(source)))
        finally:
            self._inside.is_so = False

    def _name(self, path: Any) -> str | None:
        try:
            found = os.path.abspath(os.fsdecode(path))
        except TypeError:
            return None
        if not found.startswith(self.root + "/"):
            return None
        name = _NEED.sub(".need", _PART.sub(".part", found[len(self.root) + 1 :]))
        return _SCRATCH.sub("scratch", name)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, int):
                self.took("create" if flags and flags & _CHANGES else "read", path)
        elif event in _EVENTS:
            kind, place = _EVENTS[event]
            relative = _DIR_FD.get(event)
            if relative is None or arguments[relative] in {-1, None}:
                self.took(kind, arguments[place], arguments[0])


class _Watched:
    """A file that is written; its first piece is a step."""

    def __init__(self, file: Any, steps: Steps, path: Any) -> None:
        self._file, self._steps, self._path, self._is_new = file, steps, path, True

    def write(self, data: Any) -> int:
        if not self._is_new:
            return cast("int", self._file.write(data))
        self._is_new = False
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        self._steps.took("write", self._path)
        self._file.write(data[half:])
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._file.__exit__(*exc)


def _path_of(fd: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        return ""


@dataclass
class Recorder:
    """Writes down each step, in the file `into`."""

    into: int

    def __call__(self, key: str) -> None:
        os.write(self.into, f"{time.monotonic():.6f} {key}\n".encode())


@dataclass
class Looker:
    """Looks at the web root before each step that changes it, and writes down which laws are broken then."""

    root: Path
    known: Mapping[str, Sequence[str]]
    into: int
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, key: str) -> None:
        import laws  # noqa: PLC0415 -- only here

        kind, path, *_ = key.split(" ")
        if kind in CHANGING and path.startswith("feeds"):
            with self._lock:  # nobody takes a step meanwhile
                found = [*laws.broken(self.root), *laws.strange(self.root, self.known)]
            os.write(self.into, f"0 {key}\n".encode())
            for each in found:
                os.write(self.into, f"broken {json.dumps(f'{key}: {each}')}\n".encode())


@dataclass
class Journal:
    """Writes down what is done to the disk so that it can be told what of it outlives a power cut (`power.py`).

    An entry has the kind, the path, for a rename the path before, and the contents that a file has when it is synced or renamed.
    """

    entries: list[tuple[str, str, str, bytes | None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, kind: str, path: str, source: str) -> None:
        if kind not in {"create", "fsync", "rename", "remove", "mkdir", "rmdir"}:
            return
        with self._lock:
            data, read = None, source if kind == "rename" else path
            if kind in {"fsync", "rename"} and os.path.isfile(read):
                with open(read, "rb") as file:
                    data = file.read()
            is_there = kind in {"create", "mkdir"} and os.path.lexists(path)
            is_missing = kind in {"remove", "rmdir"} and not os.path.lexists(path)
            if not (is_there or is_missing):
                self.entries.append((kind, path, source, data))


@dataclass
class Killer:
    """Ends the process right before the step `key`."""

    key: str

    def __call__(self, key: str) -> None:
        if key == self.key:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Refuser:
    """Has the step `key` fail with an error; if it `lasts`, all from then on that do not merely look, or those too with `all`."""

    key: str
    number: int
    lasts: str = ""
    _fails: bool = False

    def _is_meant(self, key: str) -> bool:
        kind = key.partition(" ")[0]
        if self.lasts == "changing" and self.number == errno.ENOSPC:
            return kind in {"create", "write", "mkdir", "fsync"}  # a full disk has files deleted and renamed
        return kind in CHANGING if self.lasts == "changing" else self.lasts == "all"

    def __call__(self, key: str) -> None:
        if key == self.key or (self._fails and self._is_meant(key)):
            self._fails = bool(self.lasts)
            raise OSError(self.number, os.strerror(self.number), key.split(" ")[1])


def _clock(now: str) -> type[datetime]:
    moment = datetime.fromisoformat(now)

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    return Fixed


def _run(order: dict[str, Any]) -> None:
    """Run the command as the order says, in this process, and end."""
    from audioedition import cli  # noqa: PLC0415 -- loaded before
    from audioedition.archive import folders  # noqa: PLC0415 -- as above
    from audioedition.cli import archive, opened, recorded  # noqa: PLC0415 -- as above
    from audioedition.engines import tone  # noqa: PLC0415 -- as above

    os.setsid()
    into = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(order["root"])
    synthesize = tone._Tone.synthesize

    def counted(self: Any, text: str) -> Any:
        os.write(into, f"spoken {json.dumps(text)}\n".encode())
        return synthesize(self, text)

    tone._Tone.synthesize = counted  # type: ignore[method-assign]
    vars(folders)["secrets"] = SimpleNamespace(token_hex="0f".__mul__)  # the same in each run
    if now := order.get("now"):
        for module in (archive, opened, recorded):
            vars(module)["datetime"] = _clock(now)
    at = _at_each_step(order, into)
    journal = Journal() if "journal" in order else None
    Steps(order["root"], at, journal).install()
    if "memory" in order:
        _bound(order["memory"])
    code: Any = 1
    try:
        cli.main(order["arguments"], prog_name="audioedition", standalone_mode=True)
    except SystemExit as exc:
        code = exc.code
    except BaseException:  # noqa: BLE001 -- as Python tells it
        import traceback  # noqa: PLC0415 -- seldom needed

        traceback.print_exc()
    if journal:
        Path(order["journal"]).write_bytes(pickle.dumps(journal.entries))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _at_each_step(order: dict[str, Any], into: int) -> Callable[[str], None]:
    """What is to be done at each step, by the order."""
    if "kill" in order:
        return Killer(order["kill"])
    if "refuse" in order:
        return Refuser(order["refuse"], order["errno"], order.get("lasts", ""))
    if "known" in order:
        return Looker(Path(order["root"]), order["known"], into)
    return Recorder(into)


def _bound(megabytes: float) -> None:
    """Let this process have so much more memory than it has now, and no more."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = int(pages * resource.getpagesize() + megabytes * 1_000_000)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answered(order: dict[str, Any]) -> dict[str, Any]:
    """Run an order in a fork, which is killed after some seconds if it says so."""
    begun = time.monotonic()
    if not (child := os.fork()):
        try:
            _run(order)
        finally:
            os._exit(99)
    stop = begun + order.get("kill_after", order.get("limit", 120.0))
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() >= stop:
            try:
                os.killpg(child, signal.SIGKILL)
            except ProcessLookupError:
                os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "seconds": time.monotonic() - begun}


def _load() -> None:
    """Load all that a command loads when it is first used."""
    import importlib  # noqa: PLC0415 -- only here

    for name in (
        "publish",
        "record",
        "reread",
        "release",
        "sheets",
        "lint",
        "covers",
        "mixdown",
        "packaging",
    ):
        importlib.import_module(f"audioedition.{name}")
    for name in ("publish", "reread", "release", "archive", "recorded", "check", "bars"):
        importlib.import_module(f"audioedition.cli.{name}")
    for name in ("cores", "crew", "engines.tone", "mixdown.pressing", "filelock"):
        try:
            importlib.import_module(f"audioedition.{name}")
        except ImportError:
            importlib.import_module(name)


def serve() -> None:
    """Answer orders until there are no more."""
    _load()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answered(json.loads(line))) + "\n")
        sys.stdout.flush()


class Server:
    """A process that runs orders, with what lies in the folder `scratch`: its temporary files, and the user's cache."""

    def __init__(self, scratch: Path) -> None:
        import subprocess  # noqa: PLC0415 -- the process itself needs none

        self.scratch = scratch
        self._told = Path(tempfile.mkdtemp(prefix="steps-"))  # not on the disk that may be full
        scratch.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / "cache"), "NO_COLOR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, "TMPDIR": str(scratch), "AUDIOEDITION_VOICES": str(scratch / "voices")},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        shutil.rmtree(self._told, ignore_errors=True)

    def run(self, root: Path, arguments: Sequence[str], **order: Any) -> Done:
        """Run a command in the folder `root`."""
        log, output = self._told / "log", self._told / "output"
        order |= {"root": str(root), "arguments": list(arguments), "log": str(log), "output": str(output)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        lines = log.read_text("utf-8").splitlines()
        return Done(
            answer["code"],
            output.read_text("utf-8", "replace"),
            answer["seconds"],
            [line.split(" ", 1)[1] for line in lines if line[0].isdigit()],
            [json.loads(line[7:]) for line in lines if line.startswith("spoken ")],
            [json.loads(line[7:]) for line in lines if line.startswith("broken ")],
        )


@dataclass(frozen=True)
class Done:
    """How a run has ended: its exit code (negative: the signal), all that it said, its seconds, its steps and what was spoken.

    `broken` are the laws that were broken at some step, if somebody looked.
    """

    code: int
    said: str
    seconds: float
    steps: list[str]
    spoken: list[str]
    broken: list[str]


if __name__ == "__main__":
    serve()
