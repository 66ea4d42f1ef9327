"""What mixing costs: clips and their pauses → one MP3 as podcasts have it, against ffmpeg by hand, run after run in turn.

By hand means: ffmpeg joins the same clips, levels them with its two-pass loudnorm, and encodes with LAME.  Then how our
cost grows with the minutes, how much is in memory, and what it costs to mix again after one clip was changed.  The clips
are spoken by Pico (some minutes, repeated with a sample less each time, so that none is equal to another); that is not
timed.  CPU seconds are those of all processes together.

    python benchmarks/cost_of_mixing.py [--minutes 6 30 120] [--runs 3] [--json]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import imageio_ffmpeg

PAUSE = 0.4
RATE = 16_000  # of Pico
PROJECT = Path(__file__).parents[1]
TEXT = PROJECT / "examples/the-last-ferry.txt"
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
LEVEL = "loudnorm=I=-16:TP=-1.5:LRA=11"


def main() -> None:
    """Print every figure, as a table or one JSON object per line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=int, nargs="+", default=[6, 30, 120])
    parser.add_argument("--runs", type=int, default=3, help="of the shortest, each against one by hand")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        name, folder = options.part
        print(json.dumps(_cost(PARTS[name], Path(folder))))
        return
    shortest = min(options.minutes)
    rows: list[Mapping[str, object]] = []
    with tempfile.TemporaryDirectory() as name:
        for minutes in sorted(options.minutes):
            folder = Path(name) / str(minutes)
            _speak(folder, minutes)
            for run in range(options.runs if minutes == shortest else 1):
                row = {"minutes": minutes, "run": run + 1}
                row |= _of(folder, "ours", "again", "changed", *(["by_hand"] if minutes == shortest else []))
                rows.append(row)
                print(json.dumps(row) if options.json else _told(row), flush=True)
    pairs = [row for row in rows if "by_hand.cpu" in row]
    first, last = pairs[0], rows[-1]
    summary = {
        "cpu, ours to by hand": _median(pairs, "ours.cpu", "by_hand.cpu"),
        "wall, ours to by hand": _median(pairs, "ours.wall", "by_hand.wall"),
        "cpu, one clip changed to cold": _median(pairs, "changed.cpu", "ours.cpu"),
        f"memory, {last['minutes']} minutes to {first['minutes']}": _median(
            [{"a": last["ours.memory"], "b": first["ours.memory"]}], "a", "b"
        ),
    }
    if options.json:
        print(json.dumps(summary))
    else:
        print("\n".join(f"{name}: {ratio:.3f}" for name, ratio in summary.items()))


def ours(folder: Path) -> None:
    """A cold run of our own, which keeps what it makes."""
    from audioedition import mixdown  # noqa: PLC0415 -- only in the process whose memory is measured
    from audioedition.model import Clip  # noqa: PLC0415

    def sounds() -> Iterator[tuple[Clip, float]]:
        for path in sorted((folder / "clips").iterdir()):
            with wave.open(str(path), "rb") as file:
                yield Clip(file.readframes(file.getnframes()), RATE), PAUSE

    mixdown.mix(
        sounds(), folder / "ours.mp3", intro=None, outro=None, ffmpeg=Path(FFMPEG), keep=folder / "kept"
    )


def by_hand(folder: Path) -> None:
    """What a careful user would type."""
    silence = folder / "silence.wav"
    _write(silence, bytes(2 * round(PAUSE * RATE)))
    lines = [f"file '{path}'\nfile '{silence}'\n" for path in sorted((folder / "clips").iterdir())]
    listed = folder / "list.txt"
    listed.write_text("".join(lines), "utf-8")
    joined = folder / "joined.wav"
    _run([FFMPEG, "-y", "-f", "concat", "-safe", "0", "-i", listed, "-ar", "44100", joined])
    heard = _run([FFMPEG, "-i", joined, "-af", f"{LEVEL}:print_format=json", "-f", "null", "-"])
    found = json.loads(heard[heard.rindex("{") : heard.rindex("}") + 1])
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    measured = ":".join(f"measured_{name}={found[key]}" for name, key in names.items())
    second = f"{LEVEL}:{measured}:offset={found['target_offset']}:linear=true"
    target = folder / "by_hand.mp3"
    _run([FFMPEG, "-y", "-i", joined, "-af", second, "-ar", "44100", "-ac", "1", "-b:a", "96k", target])


PARTS: dict[str, Callable[[Path], None]] = {
    "ours": ours,
    "again": ours,
    "changed": ours,
    "by_hand": by_hand,
}


def _of(folder: Path, *parts: str) -> dict[str, object]:
    """The cost of each of the `parts`, one after the other, each in a process of its own."""
    found: dict[str, object] = {}
    shutil.rmtree(folder / "kept", ignore_errors=True)
    for part in parts:
        if part == "changed":
            _shorten(folder)
        said = subprocess.run(
            [sys.executable, __file__, "--part", part, folder],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        found |= {f"{part}.{name}": value for name, value in json.loads(said.stdout).items()}
    return found


def _cost(work: Callable[[Path], None], folder: Path) -> dict[str, float]:
    """CPU and wall seconds of some work, without loading the program, and the most memory of a process, in MiB."""
    if work is not by_hand:
        importlib.import_module("audioedition.mixdown")  # loading is no part of the work
    before, start = sum(os.times()[:4]), time.perf_counter()
    work(folder)
    wall, cpu = time.perf_counter() - start, sum(os.times()[:4]) - before
    who = resource.RUSAGE_CHILDREN if work is by_hand else resource.RUSAGE_SELF
    return {
        "cpu": round(cpu, 3),
        "wall": round(wall, 3),
        "memory": round(resource.getrusage(who).ru_maxrss / 1024, 1),
    }


def _speak(folder: Path, minutes: int) -> None:
    """Clips of so many minutes in all, with their pauses."""
    from py_nanotts import NanoTTS  # noqa: PLC0415 -- not in the processes that are measured

    texts = re.findall(r"[^.!?\n]{20,}[.!?]", TEXT.read_text("utf-8"))
    pico = NanoTTS()
    spoken = [pico.speak(text, voice="en-GB") for text in texts]
    (folder / "clips").mkdir(parents=True)
    seconds, number = 0.0, 0
    while seconds < 60 * minutes:
        pcm = spoken[number % len(spoken)]
        pcm = pcm[: len(pcm) - 2 * (number // len(spoken))]
        _write(folder / "clips" / f"{number:05}.wav", pcm)
        seconds += len(pcm) / 2 / RATE + PAUSE
        number += 1


def _shorten(folder: Path) -> None:
    clips = sorted((folder / "clips").iterdir())
    path = clips[len(clips) // 2]
    with wave.open(str(path), "rb") as file:
        pcm = file.readframes(file.getnframes())
    _write(path, pcm[: -2 * 777])


def _write(path: Path, pcm: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)


def _median(rows: list[Mapping[str, object]], one: str, other: str) -> float:
    return statistics.median(float(str(row[one])) / float(str(row[other])) for row in rows)


def _told(row: Mapping[str, object]) -> str:
    parts = [f"{row['minutes']} minutes:"]
    for part in PARTS:
        if f"{part}.cpu" in row:
            cpu, wall, memory = (row[f"{part}.{name}"] for name in ("cpu", "wall", "memory"))
            parts.append(f"{part.replace('_', ' ')} {cpu} CPU s, {wall} s, {memory} MiB;")
    return " ".join(parts)


def _run(command: list[object]) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-500:]}")
    return done.stderr


if __name__ == "__main__":
    main()
