"""Whether `audioedition preview` bears a crowd: many who ask at once, beside who only wants to hold it up.

    python benchmarks/preview_under_load.py [--clients 200] [--seconds 60] [--loris 500] [--sleepers 50] [--descriptors N] [--json]

An edition with one episode, spoken by `tone`, and a file of 64 MB is served by the command itself.  Each of the clients keeps a
connection and asks for one thing after the other: random ranges (from, from to, the last, beyond the end, several, nonsense), the
whole of a page or a feed, and what it has already (`If-None-Match`, `If-Range`).  Each byte, status and length of an answer is compared
with what is known.  `--loris` connections beside begin a request and send a header now and then, but never its end, and `--sleepers`
ask for the 64 MB and take nothing; when they are parted with, they come again.  Told are errors, the time until an answer is
whole, and the memory of the server (Linux), looked at once a second: its growth is the median of the last quarter
minus that of the second.  The status is 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

POST = "Who still needs a ferry?\n\nLast week the council voted to close the ferry between the two banks.\n"
PROGRAM = [sys.executable, "-m", "audioedition"]
WHO = ["--author", "A", "--email", "a@example.org", "--base-url", "https://example.org/p"]
SEED = 8
LARGE = 64 << 20  # bytes
MOST = 256 << 10  # bytes of a range
DRIP = 2.0  # seconds between two headers that end no request
PATIENCE = 30.0  # seconds until an answer counts as an error
FLAT = 20.0  # MB that a server may grow by
BODILESS = {204, 304}
IS_LINUX = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Thing:
    """A file that is served: its path, what it holds, and its ETag."""

    path: str
    data: bytes
    tag: str


@dataclass(slots=True)
class Found:
    """What became of all requests."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    parted: int = 0


def edition(folder: Path) -> None:
    """Publish a post, and put a large file beside its sound."""
    subprocess.run([*PROGRAM, "init", folder, "--languages", "en", *WHO], check=True, capture_output=True)
    (folder / "voices/en.toml").write_text('language = "en"\nengine = "tone"\n', "utf-8")
    post = folder / "post.txt"
    post.write_text(POST, "utf-8")
    subprocess.run([*PROGRAM, "publish", post, "--edition", folder], check=True, capture_output=True)
    (folder / "feeds/en/audio/large.mp3").write_bytes(random.Random(SEED).randbytes(1 << 20) * (LARGE >> 20))


async def answer(
    host: str,
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    path: str,
    asked: dict[str, str],
) -> tuple[int, dict[str, str], bytes]:
    """Ask on a connection, and read the whole answer.  Raises what a broken one raises."""
    reader, writer = streams
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in asked.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    head, *told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in told if line)}
    status = int(head.split()[1])
    body = b"" if status in BODILESS else await reader.readexactly(int(said["content-length"]))
    return status, said, body


def wish(thing: Thing, chance: random.Random) -> tuple[dict[str, str], int, bytes]:
    """What to ask of a file, and what the answer must be."""
    size, data = len(thing.data), thing.data
    start = chance.randrange(size)
    end = min(size, start + chance.randrange(1, MOST))
    last = chance.randrange(1, min(size, MOST))
    part = {"Range": f"bytes={start}-{end - 1}"}
    few = [(part, 206, data[start:end])] * 4
    few += [
        ({"Range": f"bytes=-{last}"}, 206, data[-last:]),
        ({"Range": f"bytes={size + start}-"}, 416, b""),
        ({"If-None-Match": thing.tag}, 304, b""),
        (part | {"If-Range": thing.tag}, 206, data[start:end]),
        ({"Range": f"bytes={max(0, size - last)}-{size * 9}"}, 206, data[-last:]),
    ]
    if size <= MOST:
        nonsense = ("bytes=9-2", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=1-2,4-5", f"bytes={'9' * 50}-")
        few += [({}, 200, data), ({"Range": chance.choice(nonsense)}, 200, data)]
        few += [(part | {"If-Range": '"another"'}, 200, data)]
    return chance.choice(few)


async def client(
    where: tuple[str, int], things: list[Thing], end: float, chance: random.Random, found: Found
) -> None:
    """Ask for one thing after the other until the `end`."""
    streams = None
    while time.monotonic() < end:
        thing = chance.choice(things)
        asked, status, body = wish(thing, chance)
        begun = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                streams = streams or await asyncio.open_connection(*where)
                got, _, content = await answer(where[0], streams, thing.path, asked)
        except (OSError, EOFError, TimeoutError, ValueError, KeyError, IndexError) as exc:
            found.errors[f"{type(exc).__name__}, of {asked}"] += 1
            if streams:
                streams[1].close()
            streams = None
            continue
        found.seconds.append(time.monotonic() - begun)
        found.statuses[got] += 1
        if (got, content) != (status, body):
            found.errors[f"{got} with {len(content)} bytes for {asked} of {thing.path}"] += 1
    if streams:
        streams[1].close()


async def loris(where: tuple[str, int], end: float, found: Found) -> None:
    """Begin a request that never ends, and begin again when it was cut."""
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(*where)
            writer.write(b"GET / HTTP/1.1\r\nHost: ")
            while time.monotonic() < end and not reader.at_eof():
                writer.write(b"x")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1), DRIP)
            writer.transport.abort()
        found.parted += 1


async def sleeper(where: tuple[str, int], end: float) -> None:
    """Ask for much, and take nothing."""
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(*where, limit=1)
            writer.write(f"GET /en/audio/large.mp3 HTTP/1.1\r\nHost: {where[0]}\r\n\r\n".encode())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), max(0, end - time.monotonic()))
            writer.transport.abort()


async def watch(pid: int, end: float, found: Found) -> None:
    """Note how much memory the server has, in MB."""
    while IS_LINUX and time.monotonic() < end:
        found.memory.append(resident(pid))
        await asyncio.sleep(1)


def resident(pid: int) -> float:
    """How much memory a process has, in MB."""
    told = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
    return int(told[1]) / 1024 if told else 0.0


async def crowd(where: tuple[str, int], pid: int, folder: Path, options: argparse.Namespace) -> Found:
    """All at once, for so many seconds."""
    things, found = [], Found()
    sound = next((folder / "feeds/en/audio").glob("post*.mp3")).name
    for path in ("/", "/en/", "/en/feed.xml", f"/en/audio/{sound}", "/en/audio/large.mp3"):
        streams = await asyncio.open_connection(*where)
        _, said, data = await answer(where[0], streams, path, {})
        streams[1].close()
        things.append(Thing(path, data, said["etag"]))
    things += things[-1:] * 5  # mostly what is listened to
    end = time.monotonic() + options.seconds
    chances = [random.Random(SEED + number) for number in range(options.clients)]
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(pid, end, found))
        for _ in range(options.loris):
            group.create_task(loris(where, end, found))
        for _ in range(options.sleepers):
            group.create_task(sleeper(where, end))
        await asyncio.sleep(min(2, options.seconds / 4))  # they are there before anybody else is
        for chance in chances:
            group.create_task(client(where, things, end, chance, found))
    return found


def growth(memory: list[float]) -> float | None:
    """By how much it grew, in MB; None where there was too little to look at."""
    quarter = len(memory) // 4
    if not quarter:
        return None
    return statistics.median(memory[-quarter:]) - statistics.median(memory[quarter : 2 * quarter])


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--loris", type=int, default=500, help="connections whose request never ends")
    parser.add_argument("--sleepers", type=int, default=50, help="connections that take nothing")
    parser.add_argument("--descriptors", type=int, help="that the server may have, as `ulimit -n` sets it")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "edition"
        edition(folder)
        command = [*PROGRAM, "preview", "--port", "0", "--edition", str(folder)]
        if options.descriptors:
            command = ["sh", "-c", f'ulimit -n {options.descriptors}; exec "$@"', "sh", *command]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
            try:
                told = re.search(r"http://([\d.]+):(\d+)", server.stdout.readline() if server.stdout else "")
                if not told:
                    sys.exit("The preview did not start.")
                found = asyncio.run(crowd((told[1], int(told[2])), server.pid, folder, options))
                alive = server.poll() is None
            finally:
                server.terminate()
                _, complained = server.communicate()
    errors = sum(found.errors.values())
    cuts = statistics.quantiles(found.seconds, n=100) if len(found.seconds) > 1 else [0.0] * 99
    grown = growth(found.memory)
    row = {
        "clients": options.clients,
        "loris": options.loris,
        "sleepers": options.sleepers,
        "seconds": options.seconds,
        "requests": len(found.seconds),
        "statuses": {str(status): count for status, count in sorted(found.statuses.items())},
        "errors": errors,
        "p50": round(cuts[49], 3),
        "p99": round(cuts[98], 3),
        "slowest": round(max(found.seconds, default=0), 2),
        "parted": found.parted,
        "memory": [round(found.memory[0], 1), round(max(found.memory), 1)] if found.memory else None,
        "growth": None if grown is None else round(grown, 1),
        "alive": alive,
        "said": complained[:500],
    }
    if options.as_json:
        print(json.dumps(row), flush=True)
    else:
        print(", ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    for why, count in found.errors.most_common(5):
        print(f"{count} × {why}", file=sys.stderr)
    if errors or not alive or complained or not found.seconds or (grown or 0) > FLAT:
        sys.exit("Something was wrong.")


if __name__ == "__main__":
    main()
